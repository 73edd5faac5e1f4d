// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a sweep costs beyond its simulations. All figures of one run, so that their ratios hold on a busy machine too;
// processor time unless said. explore_benchmark [POINTS [STORED]]: BERT points of the comparison, stored points of the
// resumption.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "study/point/evaluator.hpp"
#include "study/sweep/explore.hpp"
#include "util/command.hpp"

namespace {

using namespace lmulsim;

double cpu_of(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Of this process and of its children that have ended.
double cpu() {
  return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN);
}

double wall() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Times {
  double cpu;
  double own_cpu;  ///< without children
  double wall;
};

template <class Work>
Times timed(const Work& work) {
  const double c = cpu();
  const double own = cpu_of(RUSAGE_SELF);
  const double w = wall();
  work();
  return {cpu() - c, cpu_of(RUSAGE_SELF) - own, wall() - w};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// `points` machines of as many sizes for BERT-base.
explore::Sweep bert_sweep(int points) {
  const int sides = std::max(1, points / 25);
  return explore::parse_sweep(
      fmt::format(
          "name: bench\nbase: {{accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {{seq: 128}}}}\n"
          "parameters: {{array.rows: {{from: 8, to: 32, step: 1}}, array.cols: {{from: 8, to: {}, step: 1}}}}\n",
          7 + sides),
      "bench.yaml");
}

/// Points that cost nothing but their names.
explore::Sweep many_sweep(int points) {
  return explore::parse_sweep(
      fmt::format(
          "name: many\nbase: {{accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {{seq: 8, layers: 1}}}}\n"
          "parameters: {{array.rows: {{from: 8, to: 107, step: 1}}, clock_mhz: {{from: 1, to: {}, step: 1}}}}\n",
          std::max(1, points / 100)),
      "many.yaml");
}

class Scratch {
 public:
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

 private:
  util::TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

void compare_with_a_loop(const Scratch& scratch, int points) {
  const explore::Sweep sweep = bert_sweep(points);
  const explore::Space space(sweep);
  const auto count = static_cast<std::uint64_t>(space.size());
  study::point::Evaluator evaluator(sweep);
  std::vector<study::point::Prepared> prepared;
  for (std::uint64_t i = 0; i < count; ++i) {
    prepared.push_back(evaluator.prepare(*space.at(i)));
  }
  std::vector<double> ratios;
  std::vector<double> loop_ms;
  std::vector<double> rates;
  for (int round = 0; round < 5; ++round) {
    const Times loop = timed([&] {
      for (study::point::Prepared& point : prepared) {
        point.environment->request.accelerator = point.accelerator;
        (void)study::simulate(point.environment->request);
      }
    });
    const std::string store = scratch.file("loop" + std::to_string(round));
    const Times swept = timed([&] { (void)study::sweep::explore({.sweep = &sweep, .store = store, .jobs = 1}); });
    ratios.push_back(swept.cpu / loop.cpu);
    loop_ms.push_back(loop.cpu / static_cast<double>(count) * 1e3);
    rates.push_back(static_cast<double>(count) / swept.cpu * 60);
  }
  fmt::print("direct loop                       {:8.3f} ms CPU a point ({} BERT-base points of 128 tokens)\n",
             median(loop_ms), count);
  fmt::print("explore over direct loop          {:8.3f} of CPU, all processes (at most 1.5)\n", median(ratios));
  fmt::print("BERT-base points                  {:8.0f} a minute of one processor (2 cores: 60,000 wanted)\n",
             median(rates));
}

void measure_dispatch_and_resumption(const Scratch& scratch, int points) {
  const explore::Sweep sweep = many_sweep(points);
  const explore::Space space(sweep);
  study::point::Evaluator evaluator(sweep);
  const study::sweep::EvaluatePosition name_only = [&](std::uint64_t position) {
    explore::RunRow row = evaluator.prepare(*space.at(position)).row;
    row.outcome = "ok";
    return row;
  };
  const std::string store = scratch.file("many");
  const Times first =
      timed([&] { (void)study::sweep::explore({.sweep = &sweep, .store = store, .jobs = 2, .evaluate = name_only}); });
  const double count = space.size();
  fmt::print("dispatch of points without work   {:8.0f} points a second of the manager's CPU (10,000 wanted)\n",
             count / first.own_cpu);
  std::vector<double> seconds;
  std::int64_t from_store = 0;
  for (int round = 0; round < 3; ++round) {
    const Times again = timed([&] {
      from_store =
          study::sweep::explore({.sweep = &sweep, .store = store, .jobs = 2, .evaluate = name_only}).from_store;
    });
    seconds.push_back(again.cpu);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("resumption of {:7} points      {:8.3f} s CPU, nothing to do (1 s wanted); {} MB at most so far\n",
             from_store, median(seconds), usage.ru_maxrss / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> numbers;
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] != '-') {
      numbers.push_back(std::atoi(argv[i]));
    }
  }
  const Scratch scratch;
  compare_with_a_loop(scratch, numbers.empty() ? 500 : numbers[0]);
  measure_dispatch_and_resumption(scratch, numbers.size() < 2 ? 100'000 : numbers[1]);
}
