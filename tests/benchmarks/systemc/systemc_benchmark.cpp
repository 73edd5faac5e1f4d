// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// PE updates per second of the SystemC array's grains and of the cycle model alone. A beat enters in every cycle and
// every result word goes into a checksum. Arrays with fixed-point sums are also put in relation to the same array with
// fp32 sums, measured before them in the same run.
#include <benchmark/benchmark.h>

#include <ctime>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "cycle/model_dut.hpp"
#include "systemc/systemc_array.hpp"

namespace {

using lmulsim::engine::ArrayDut;
using lmulsim::engine::ArrayIn;
using lmulsim::engine::ArrayParams;
namespace arith = lmulsim::arith;
namespace cycle = lmulsim::cycle;
namespace machine = lmulsim::machine;
namespace systemc = lmulsim::systemc;

constexpr std::uint32_t kTileBeats = 128;

/// Operands of a long run: each beat's words, all finite.
class Stream {
 public:
  explicit Stream(const ArrayParams& params) : in_(params.shape) {
    std::mt19937 rng(7);
    const auto words = [&rng](int count) {
      std::vector<std::uint32_t> out(static_cast<std::size_t>(count));
      for (std::uint32_t& word : out) {
        word = static_cast<std::uint32_t>(rng()) & 0xF7U;  // no NaN in e4m3
      }
      return out;
    };
    for (std::uint32_t i = 0; i < kTileBeats; ++i) {
      a_.push_back(words(params.shape.rows));
      b_.push_back(words(params.shape.cols));
    }
    in_.stationary_valid = true;
    in_.result_ready = true;
    in_.moving_valid = true;
    in_.moving_beats = kTileBeats;
  }

  const ArrayIn& pins() {
    in_.moving_first = beat_ == 0;
    in_.moving_last = beat_ == kTileBeats - 1;
    in_.moving_data = a_[beat_];
    in_.stationary_data = b_[beat_];
    return in_;
  }
  void accepted() { beat_ = beat_ + 1 == kTileBeats ? 0 : beat_ + 1; }

 private:
  ArrayIn in_;
  std::vector<std::vector<std::uint32_t>> a_;
  std::vector<std::vector<std::uint32_t>> b_;
  std::uint32_t beat_ = 0;
};

void reset(ArrayDut& dut, const ArrayParams& params) {
  ArrayIn in(params.shape);
  in.rst_n = false;
  dut.settle(in);
  dut.clock();
}

/// A benchmark, and the one it is compared with; empty: none.
struct Names {
  std::string own;
  std::string yardstick;
};

/// PE updates per second of processor time, by benchmark; the last of its runs, which is the longest.
std::map<std::string, double>& rates() {
  static std::map<std::string, double> map;
  return map;
}

void run(benchmark::State& state, ArrayDut& dut, const ArrayParams& params, const Names& names) {
  constexpr int kCyclesAtOnce = 256;
  reset(dut, params);
  Stream stream(params);
  std::uint64_t checksum = 0;
  std::int64_t beats = 0;
  std::int64_t cycles = 0;
  const std::clock_t start = std::clock();
  while (state.KeepRunning()) {
    for (int i = 0; i < kCyclesAtOnce; ++i) {
      const auto& out = dut.settle(stream.pins());
      for (const arith::AccWord& word : out.result_data) {
        checksum = (checksum << 1 | checksum >> 63) ^ word.lo;
      }
      if (out.moving_ready) {
        stream.accepted();
        ++beats;
      }
      dut.clock();
    }
    cycles += kCyclesAtOnce;
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  benchmark::DoNotOptimize(checksum);
  const auto pes = static_cast<double>(params.shape.rows) * params.shape.cols;
  rates()[names.own] = static_cast<double>(beats) * pes / seconds;
  if (rates().contains(names.yardstick)) {
    state.counters["of_fp32"] = rates()[names.own] / rates()[names.yardstick];
  }
  state.counters["pe_updates/s"] =
      benchmark::Counter(static_cast<double>(beats) * pes, benchmark::Counter::kIsRate, benchmark::Counter::kIs1000);
  state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
}

struct Arithmetic {
  const char* name;
  arith::MultiplierSpec multiplier;
  arith::Format format;
  arith::AccumulatorSpec accumulator;
};

constexpr std::uint64_t kTerms = 4096;  // that no fixed-point sum overflows with

const Arithmetic kInt8{"int8_int32", {}, arith::Format::int8, {.kind = arith::AccumulatorKind::int32}};
const Arithmetic kLmul{"lmul_e4m3_fp32",
                       {.kind = arith::MultiplierKind::adder, .subnormals = arith::Subnormals::daz},
                       arith::Format::e4m3,
                       {}};
const Arithmetic kExact{"exact_e4m3_fp32", {}, arith::Format::e4m3, {}};
const Arithmetic kExactE5m2{"exact_e5m2_fp32", {}, arith::Format::e5m2, {}};

Arithmetic with_fixed_sums(const char* name, const Arithmetic& a) {
  return {name, a.multiplier, a.format, arith::fixed_layout(a.multiplier, a.format, a.format, kTerms)};
}
const Arithmetic kLmulFixed = with_fixed_sums("lmul_e4m3_fixed", kLmul);
const Arithmetic kExactFixed = with_fixed_sums("exact_e4m3_fixed", kExact);
const Arithmetic kExactWide = with_fixed_sums("exact_e5m2_fixed", kExactE5m2);  // two words a sum

using Make = std::function<std::unique_ptr<ArrayDut>(const ArrayParams&)>;

std::string name_of(const std::string& grain, int side, const Arithmetic& a, bool output) {
  return grain + "/" + std::to_string(side) + "x" + std::to_string(side) + "/" + a.name +
         (output ? "/output" : "/stationary");
}

// SystemC elaborates once, before the first cycle of any array: all of them are made here, and one benchmark of a name
// may run several times on the same array.
void add(const std::string& grain, const Make& make, int side, const Arithmetic& a, bool output,
         const Arithmetic* yardstick = nullptr) {
  const auto dataflow = output ? machine::Dataflow::output_stationary : machine::Dataflow::weight_stationary;
  const ArrayParams params{.shape = {side, side, dataflow, 0, 1},
                           .multiplier = a.multiplier,
                           .moving = a.format,
                           .top = a.format,
                           .accumulator = a.accumulator};
  const Names names{.own = name_of(grain, side, a, output),
                    .yardstick = yardstick != nullptr ? name_of(grain, side, *yardstick, output) : ""};
  const std::shared_ptr<ArrayDut> dut = make(params);
  benchmark::RegisterBenchmark(names.own.c_str(),
                               [dut, params, names](benchmark::State& state) { run(state, *dut, params, names); });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Make array = [](const ArrayParams& p) { return systemc::make_systemc_array(p, systemc::SystemcGrain::array); };
  const Make pe = [](const ArrayParams& p) { return systemc::make_systemc_array(p, systemc::SystemcGrain::pe); };
  for (const bool output : {false, true}) {
    for (const Arithmetic* a : {&kInt8, &kLmul, &kExact, &kExactE5m2}) {
      add("systemc", array, 32, *a, output);
      add("model", cycle::make_array_model, 32, *a, output);
    }
    for (const auto& [fixed, fp32] :
         {std::pair{&kLmulFixed, &kLmul}, std::pair{&kExactFixed, &kExact}, std::pair{&kExactWide, &kExactE5m2}}) {
      add("systemc", array, 32, *fixed, output, fp32);
      add("model", cycle::make_array_model, 32, *fixed, output, fp32);
    }
    for (const Arithmetic* a : {&kInt8, &kLmul}) {
      add("systemc", array, 16, *a, output);
      add("systemc-pe", pe, 16, *a, output);
      add("model-pe", cycle::make_pe_array_model, 16, *a, output);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
