// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// PE updates per second of the SystemC array's grains and of the cycle model alone. A beat enters in every cycle and
// every result word goes into a checksum.
#include <benchmark/benchmark.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "systemc/systemc_array.hpp"

namespace {

using lmulsim::sim::ArrayDut;
using lmulsim::sim::ArrayIn;
using lmulsim::sim::ArrayParams;
namespace arith = lmulsim::arith;
namespace mapping = lmulsim::mapping;
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
    in_.b_valid = true;
    in_.o_ready = true;
    in_.a_valid = true;
    in_.a_beats = kTileBeats;
  }

  const ArrayIn& pins() {
    in_.a_first = beat_ == 0;
    in_.a_last = beat_ == kTileBeats - 1;
    in_.a = a_[beat_];
    in_.b = b_[beat_];
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

void run(benchmark::State& state, ArrayDut& dut, const ArrayParams& params) {
  constexpr int kCyclesAtOnce = 256;
  reset(dut, params);
  Stream stream(params);
  std::uint64_t checksum = 0;
  std::int64_t beats = 0;
  std::int64_t cycles = 0;
  while (state.KeepRunning()) {
    for (int i = 0; i < kCyclesAtOnce; ++i) {
      const auto& out = dut.settle(stream.pins());
      for (const arith::AccWord& word : out.o) {
        checksum = (checksum << 1 | checksum >> 63) ^ word.lo;
      }
      if (out.a_ready) {
        stream.accepted();
        ++beats;
      }
      dut.clock();
    }
    cycles += kCyclesAtOnce;
  }
  benchmark::DoNotOptimize(checksum);
  const auto pes = static_cast<double>(params.shape.rows) * params.shape.cols;
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

const Arithmetic kInt8{"int8_int32", {}, arith::Format::int8, {.kind = arith::AccumulatorKind::int32}};
const Arithmetic kLmul{"lmul_e4m3_fp32",
                       {.kind = arith::MultiplierKind::adder, .subnormals = arith::Subnormals::daz},
                       arith::Format::e4m3,
                       {}};
const Arithmetic kExact{"exact_e4m3_fp32", {}, arith::Format::e4m3, {}};
const Arithmetic kLmulFixed{"lmul_e4m3_fixed", kLmul.multiplier, arith::Format::e4m3,
                            arith::fixed_layout(kLmul.multiplier, arith::Format::e4m3, arith::Format::e4m3, 4096)};

using Make = std::function<std::unique_ptr<ArrayDut>(const ArrayParams&)>;

// SystemC elaborates once, before the first cycle of any array: all of them are made here, and one benchmark of a name
// may run several times on the same array.
void add(const std::string& grain, const Make& make, int side, const Arithmetic& a, bool output) {
  const auto dataflow = output ? mapping::Dataflow::output_stationary : mapping::Dataflow::weight_stationary;
  const ArrayParams params{.shape = {side, side, dataflow, 0, 1},
                           .multiplier = a.multiplier,
                           .moving = a.format,
                           .top = a.format,
                           .accumulator = a.accumulator};
  const std::string name = grain + "/" + std::to_string(side) + "x" + std::to_string(side) + "/" + a.name +
                           (output ? "/output" : "/stationary");
  const std::shared_ptr<ArrayDut> dut = make(params);
  benchmark::RegisterBenchmark(name.c_str(), [dut, params](benchmark::State& state) { run(state, *dut, params); });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Make array = [](const ArrayParams& p) { return make_systemc_array(p, systemc::SystemcGrain::array); };
  const Make pe = [](const ArrayParams& p) { return make_systemc_array(p, systemc::SystemcGrain::pe); };
  for (const bool output : {false, true}) {
    for (const Arithmetic* a : {&kInt8, &kLmul, &kExact, &kLmulFixed}) {
      add("systemc", array, 32, *a, output);
      add("model", systemc::make_array_model, 32, *a, output);
    }
    for (const Arithmetic* a : {&kInt8, &kLmul}) {
      add("systemc", array, 16, *a, output);
      add("systemc-pe", pe, 16, *a, output);
      add("model-pe", systemc::make_pe_array_model, 16, *a, output);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
