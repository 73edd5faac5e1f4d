// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bit-exact matrix products beside OpenBLAS sgemm on the same machine, one thread, square of kSize. Operands are
// Gaussian tensors quantised to the format, zeros and (for adders) flushed subnormals included. After the runs the
// ratios of the best times are printed (processor time: other programs' load then matters less).
#include <benchmark/benchmark.h>
#include <cblas.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "arith/convert.hpp"
#include "arith/kernels/gemm_float.hpp"
#include "arith/kernels/threads.hpp"
#include "arith/names.hpp"
#include "arith/tool/arith_tool.hpp"

namespace {

using namespace lmulsim::arith;

constexpr std::size_t kSize = 1024;

std::map<std::string, double>& best_seconds() {
  static std::map<std::string, double> best;
  return best;
}

template <class Work>
void measure(benchmark::State& state, const std::string& name, const Work& work) {
  double best = 1e9;
  for (auto _ : state) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  best_seconds()[name] = best;
  const double macs = static_cast<double>(kSize * kSize * kSize);
  state.counters["GMAC/s"] = macs / best * 1e-9;
}

std::vector<float> gaussian(unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(kSize * kSize);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  return values;
}

std::vector<std::uint8_t> quantised(Format format, unsigned seed) {
  const std::vector<float> values = gaussian(seed);
  std::vector<std::uint8_t> codes(values.size() * code_bytes(format));
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Integers take a scale of 1/32, the formats with an exponent none.
    const float scaled = values[i] * (info(format).is_integer() ? 32.0F : 1.0F);
    store_code(format, codes.data(), i, convert_fp32(std::bit_cast<std::uint32_t>(scaled), format));
  }
  return codes;
}

void sgemm(benchmark::State& state) {
  openblas_set_num_threads(1);
  const std::vector<float> a = gaussian(1);
  const std::vector<float> b = gaussian(2);
  std::vector<float> c(kSize * kSize);
  const auto n = static_cast<blasint>(kSize);
  measure(state, "sgemm", [&] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0F, a.data(), n, b.data(), n, 0.0F, c.data(), n);
    benchmark::DoNotOptimize(c.data());
  });
}

/// Each product and sum rounded, in order: the reference of models.
void plain(benchmark::State& state) {
  const std::vector<float> a = gaussian(1);
  const std::vector<float> b = gaussian(2);
  std::vector<float> c(kSize * kSize);
  measure(state, "fp32 as scalar C", [&] {
    gemm_float({a.data(), kSize, kSize, kSize, 1}, {b.data(), kSize, kSize, kSize, 1}, c.data());
    benchmark::DoNotOptimize(c.data());
  });
}

void codes(benchmark::State& state, const std::string& name, MultiplierSpec multiplier, Format format,
           AccumulatorSpec accumulator) {
  const auto a = quantised(format, 1);
  const auto b = quantised(format, 2);
  const CodeMatrix matrix_a{format, a.data(), kSize, kSize, kSize};
  const CodeMatrix matrix_b{format, b.data(), kSize, kSize, kSize};
  const MacSpec spec{.multiplier = multiplier, .accumulator = accumulator};
  std::vector<std::uint32_t> words(kSize * kSize);
  std::vector<AccWord> sums(kSize * kSize);
  if (gemm_path(spec, format, format) == GemmPath::reference) {
    state.SkipWithError("no vector path");
    return;
  }
  measure(state, name, [&] {
    if (accumulator.kind != AccumulatorKind::fp32) {
      gemm_codes(spec, matrix_a, matrix_b, nullptr, sums.data(), kSize);
    } else {
      gemm_codes_fp32(spec, matrix_a, matrix_b, nullptr, words.data(), kSize);
    }
    benchmark::DoNotOptimize(words.data());
  });
}

/// Wall time of one thread over wall time of two, best of a few runs each, taken in turn. Say nothing of a busy
/// machine.
double gain_of_two_threads(MultiplierSpec multiplier, Format format) {
  const auto a = quantised(format, 1);
  const auto b = quantised(format, 2);
  const CodeMatrix matrix_a{format, a.data(), kSize, kSize, kSize};
  const CodeMatrix matrix_b{format, b.data(), kSize, kSize, kSize};
  const MacSpec spec{.multiplier = multiplier, .accumulator = {.kind = AccumulatorKind::fp32}};
  std::vector<std::uint32_t> words(kSize * kSize);
  std::array<double, 3> best{0, 1e9, 1e9};
  for (int round = 0; round < 10; ++round) {
    for (const int threads : {1, 2}) {
      const auto start = std::chrono::steady_clock::now();
      gemm_codes_fp32(spec, matrix_a, matrix_b, nullptr, words.data(), kSize, threads);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
      auto& least = best.at(static_cast<std::size_t>(threads));
      least = std::min(least, seconds.count());
    }
  }
  return best[1] / best[2];
}

/// The products of Mitchell's multiplier as a table from a file.
MultiplierSpec table_of_products() {
  const auto path = std::filesystem::temp_directory_path() / ("lmulsim_benchmark_" + std::to_string(getpid()));
  arith_table({.multiplier = parse_multiplier("mitchell"), .out = path});
  const MultiplierSpec table = parse_multiplier("table:" + path.string());
  std::filesystem::remove(path);
  return table;
}

/// `name` begins with "MULTIPLIER FORMAT/ACCUMULATOR"; what follows a blank behind that only tells rows apart.
void add(const std::string& name, MultiplierSpec multiplier, Format format) {
  const std::string behind = name.substr(name.find('/') + 1);
  const AccumulatorSpec accumulator = parse_accumulator(behind.substr(0, behind.find(' ')));
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    codes(state, name, multiplier, format, accumulator);
  })->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  const MultiplierSpec exact{};
  const MultiplierSpec lmul{.kind = MultiplierKind::adder, .offset = std::nullopt, .subnormals = Subnormals::daz};
  MultiplierSpec mitchell = lmul;
  mitchell.offset = 0;
  MultiplierSpec normalised = lmul;
  normalised.subnormals = Subnormals::normalize;
  benchmark::RegisterBenchmark("sgemm", sgemm)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("fp32 as scalar C", plain)->Unit(benchmark::kMillisecond);
  add("exact e4m3/fp32", exact, Format::e4m3);
  add("exact bf16/fp32", exact, Format::bf16);
  add("lmul e4m3/fp32", lmul, Format::e4m3);
  add("lmul e4m3/fp32 normalize", normalised, Format::e4m3);
  add("lmul e5m2/fp32", lmul, Format::e5m2);
  add("lmul bf16/fp32", lmul, Format::bf16);
  add("lmul fp16/fp32", lmul, Format::fp16);
  add("int8/int32", exact, Format::int8);
  const auto add_named = [](const char* multiplier, const char* format) {
    add(std::string(multiplier) + " " + format + "/fp32", parse_multiplier(multiplier), *format_from_name(format));
  };
  add_named("antilog:5", "log43");
  add_named("antilog:5", "log34");
  add_named("antilog:5", "log25");
  add_named("cmean:5", "e4m3");
  add_named("cmean:5", "e3m4fn");
  add("table e4m3/fp32", table_of_products(), Format::e4m3);
  for (const char* sum :
       {"fix20.-4", "fix22.-6/32", "group8-7", "group8-7/fix20.-4", "group8-7/fix20.-4/32", "float10"}) {
    add(std::string("exact e4m3/") + sum, exact, Format::e4m3);
    add(std::string("mitchell e4m3/") + sum, mitchell, Format::e4m3);
  }
  benchmark::RunSpecifiedBenchmarks();
  const auto sgemm_time = best_seconds().find("sgemm");
  if (sgemm_time != best_seconds().end()) {
    std::printf("\nSpeed relative to OpenBLAS sgemm (%.1f GMAC/s), one thread, target %s:\n",
                static_cast<double>(kSize * kSize * kSize) / sgemm_time->second * 1e-9,
                std::string(gemm_target()).c_str());
    for (const auto& [name, seconds] : best_seconds()) {
      std::printf("  %-28s %.3f\n", name.c_str(), sgemm_time->second / seconds);
    }
  }
  std::printf("\nTwo threads over one, wall time:\n");
  std::printf("  %-28s %.2f\n", "exact e4m3/fp32", gain_of_two_threads(exact, Format::e4m3));
  std::printf("  %-28s %.2f\n", "lmul e4m3/fp32", gain_of_two_threads(lmul, Format::e4m3));
  std::printf("  %-28s %.2f\n", "exact bf16/fp32", gain_of_two_threads(exact, Format::bf16));
  return 0;
}
