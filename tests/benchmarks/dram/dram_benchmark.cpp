// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The event-driven DRAM model beside its clocked twin, on the same requests at the same clocks, in CPU time: ns a burst
// of each, and ratio, how many times faster the model is. Bursts of 256 bytes, refresh on, 64 of them outstanding.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <deque>
#include <stdexcept>
#include <vector>

#include "dram/clocked_controller.hpp"
#include "dram/dram_file.hpp"
#include "dram/dram_model.hpp"
#include "util/random.hpp"

namespace {

using lmulsim::dram::Address;
using lmulsim::dram::Clock;
using lmulsim::dram::DramMemory;

constexpr int kBurst = 256;
constexpr std::size_t kOutstanding = 64;
constexpr int kBursts = 100'000;

struct Request {
  Clock arrival;
  Address address;
  bool write;
};

enum class Kind : std::uint8_t {
  sequential,  ///< one stream of reads
  product,     ///< what a tiled product asks for: runs of 4 KiB and 8 KiB of two operands, results written now and then
  random,      ///< every burst in a row of its own, a third of them writes
};

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e9 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec);
}

Request next(Kind kind, int i, Address capacity, lmulsim::util::SplitMix64& bits) {
  const Address half = capacity / 2;
  switch (kind) {
    case Kind::sequential:
      return {0, Address{i} * kBurst, false};
    case Kind::product: {
      const int turn = i % 64;
      const Address run = i / 64;
      if (turn < 16) {
        return {0, (run * 16 + turn) * kBurst, false};
      }
      if (turn < 48) {
        return {0, half + (run * 32 + turn - 16) * kBurst, false};
      }
      return {0, half / 2 + (run * 16 + turn - 48) * kBurst, true};
    }
    case Kind::random:
      break;
  }
  const std::uint64_t drawn = bits();
  return {0, static_cast<Address>(drawn % static_cast<std::uint64_t>(capacity / kBurst)) * kBurst, (drawn >> 60U) < 5};
}

/// The requests with the clocks at which a port with so many of them outstanding lets them go, one every two clocks.
std::vector<Request> requests(const DramMemory& memory, Kind kind) {
  lmulsim::dram::DramModel model(memory, kBurst);
  lmulsim::util::SplitMix64 bits(1);
  std::deque<Clock> open;
  std::vector<Request> out;
  Clock now = 0;
  for (int i = 0; i < kBursts; ++i) {
    Request request = next(kind, i, memory.organization.capacity_bytes(), bits);
    if (open.size() == kOutstanding) {
      now = std::max(now, open.front());
      open.pop_front();
    }
    request.arrival = now;
    open.push_back(model.access(now, request.address, kBurst, request.write));
    out.push_back(request);
    now += 2;
  }
  return out;
}

Clock run_model(const DramMemory& memory, const std::vector<Request>& requests) {
  lmulsim::dram::DramModel model(memory, kBurst);
  Clock done = 0;
  for (const Request& request : requests) {
    done = std::max(done, model.access(request.arrival, request.address, kBurst, request.write));
  }
  return done;
}

Clock run_controller(const DramMemory& memory, const std::vector<Request>& requests) {
  lmulsim::dram::ClockedController controller(memory, kBurst);
  for (const Request& request : requests) {
    while (controller.now() < request.arrival) {
      controller.step();
    }
    controller.arrive(request.address, kBurst, request.write);
  }
  while (controller.pending() > 0) {
    controller.step();
  }
  return std::ranges::max(controller.done());
}

void dram(benchmark::State& state, const char* preset, int channels, Kind kind) {
  DramMemory memory = lmulsim::dram::load_dram(preset);
  memory.organization.channels = channels;
  const std::vector<Request> stream = requests(memory, kind);
  Clock done = 0;
  const double start = cpu_ns();
  for (auto _ : state) {
    done = run_model(memory, stream);
    benchmark::DoNotOptimize(done);
  }
  const double model = (cpu_ns() - start) / static_cast<double>(state.iterations());
  const double middle = cpu_ns();
  if (run_controller(memory, stream) != done) {
    throw std::logic_error("the model and its clocked twin end at different clocks");
  }
  const double controller = cpu_ns() - middle;
  state.counters["ns_burst"] = model / kBursts;
  state.counters["clocked_ns_burst"] = controller / kBursts;
  state.counters["ratio"] = controller / model;
  state.counters["clocks_burst"] = static_cast<double>(done) / kBursts;
}

BENCHMARK_CAPTURE(dram, ddr4_sequential, "ddr4-3200", 1, Kind::sequential)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, lpddr5_sequential_4, "lpddr5-6400", 4, Kind::sequential)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, hbm2_sequential_8, "hbm2-2000", 8, Kind::sequential)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, hbm3_sequential_4, "hbm3-6400", 4, Kind::sequential)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, hbm2_product_8, "hbm2-2000", 8, Kind::product)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, ddr4_random, "ddr4-3200", 1, Kind::random)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dram, hbm2_random_8, "hbm2-2000", 8, Kind::random)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
