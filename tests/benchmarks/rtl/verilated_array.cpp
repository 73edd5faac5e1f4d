// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Rate of the Verilated arrays in processing-element updates per second, through the pin interface, every result read.
// vs_model is the ratio to the SystemC array's cycle model on the same beats in the same run.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <ctime>
#include <random>
#include <vector>

#include "arith/spec.hpp"
#include "cycle/model_dut.hpp"
#include "engine/dut.hpp"
#include "rtl/rtl_array.hpp"
#include "systemc/systemc_array.hpp"

namespace {

using lmulsim::arith::AccumulatorKind;
using lmulsim::arith::Format;
using lmulsim::arith::MultiplierKind;
using lmulsim::arith::Subnormals;
using lmulsim::engine::ArrayParams;
using lmulsim::machine::Dataflow;

ArrayParams lmul_array(int side) {
  return {.shape = {side, side, Dataflow::weight_stationary, 0, 1},
          .multiplier = {MultiplierKind::adder, std::nullopt, Subnormals::daz},
          .moving = Format::e4m3,
          .top = Format::e4m3,
          .accumulator = {.kind = AccumulatorKind::fp32}};
}

ArrayParams int8_array(int side) {
  return {.shape = {side, side, Dataflow::weight_stationary, 0, 1},
          .multiplier = {MultiplierKind::exact, std::nullopt, Subnormals::normalize},
          .moving = Format::int8,
          .top = Format::int8,
          .accumulator = {.kind = AccumulatorKind::int32}};
}

using lmulsim::engine::ArrayIn;

// One endless tile after another: a beat of a, and of b while it is asked for, in every cycle.
std::vector<ArrayIn> endless_tile(const ArrayParams& params) {
  std::mt19937 random(1);
  std::vector<ArrayIn> beats(64, ArrayIn(params.shape));
  for (std::size_t i = 0; i < beats.size(); ++i) {
    ArrayIn& in = beats[i];
    in.moving_valid = in.stationary_valid = in.result_ready = true;
    in.moving_first = i == 0;
    in.moving_last = i + 1 == beats.size();
    for (std::uint32_t& w : in.moving_data) {
      w = random() & 0x7FU;
    }
    for (std::uint32_t& w : in.stationary_data) {
      w = random() & 0xF7U;
    }
  }
  return beats;
}

// Drives an array from reset on and folds every result into a checksum.
class Streamer {
 public:
  Streamer(lmulsim::engine::ArrayDut& dut, const ArrayParams& params, const std::vector<ArrayIn>& beats)
      : dut_(dut), beats_(beats) {
    ArrayIn reset(params.shape);
    reset.rst_n = false;
    dut_.settle(reset);
    dut_.clock();
  }
  void cycle() {
    const auto& out = dut_.settle(beats_[beat_]);
    beat_ = out.moving_ready ? (beat_ + 1) % beats_.size() : beat_;
    for (const auto& word : out.result_data) {
      checksum_ += word.lo;
    }
    dut_.clock();
  }
  [[nodiscard]] std::uint64_t checksum() const { return checksum_; }

 private:
  lmulsim::engine::ArrayDut& dut_;
  const std::vector<ArrayIn>& beats_;
  std::size_t beat_ = 0;
  std::uint64_t checksum_ = 0;
};

double model_cycles_per_second(const ArrayParams& params, const std::vector<ArrayIn>& beats) {
  constexpr int kCycles = 20000;
  const auto model = lmulsim::cycle::make_array_model(params);
  Streamer streamer(*model, params, beats);
  const std::clock_t start = std::clock();
  for (int i = 0; i < kCycles; ++i) {
    streamer.cycle();
  }
  benchmark::DoNotOptimize(streamer.checksum());
  return kCycles / (static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
}

void stream(benchmark::State& state, const ArrayParams& params) {
  const std::vector<ArrayIn> beats = endless_tile(params);
  const auto rtl = lmulsim::rtl::make_rtl_array(params);
  const double model_rate = model_cycles_per_second(params, beats);
  Streamer streamer(*rtl, params, beats);
  for (auto _ : state) {
    streamer.cycle();
  }
  benchmark::DoNotOptimize(streamer.checksum());
  const double pes = static_cast<double>(params.shape.rows) * params.shape.cols;
  const auto cycles = static_cast<double>(state.iterations());
  state.counters["pe_updates/s"] = benchmark::Counter(pes * cycles, benchmark::Counter::kIsRate);
  state.counters["vs_model"] = benchmark::Counter(cycles / model_rate, benchmark::Counter::kIsRate);
}

void lmul_fp32(benchmark::State& state) {
  stream(state, lmul_array(static_cast<int>(state.range(0))));
}
void int8_int32(benchmark::State& state) {
  stream(state, int8_array(static_cast<int>(state.range(0))));
}

BENCHMARK(lmul_fp32)->Arg(16)->Arg(32)->MinTime(1.0);
BENCHMARK(int8_int32)->Arg(16)->Arg(32)->MinTime(1.0);

}  // namespace

BENCHMARK_MAIN();
