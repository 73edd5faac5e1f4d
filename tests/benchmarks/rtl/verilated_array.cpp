// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Rate of the Verilated arrays in processing-element updates per second, through the pin interface, every result read.
// The ratio compares with the slowest acceptable rate of the same machine's integer array, so that a run on a slow
// machine still says something.
#include <benchmark/benchmark.h>

#include <array>
#include <random>
#include <vector>

#include "dut.hpp"
#include "rtl/rtl_array.hpp"

namespace {

using lmulsim::arith::AccumulatorKind;
using lmulsim::arith::Format;
using lmulsim::arith::MultiplierKind;
using lmulsim::arith::Subnormals;
using lmulsim::mapping::Dataflow;
using lmulsim::sim::ArrayParams;

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

// One endless tile after another: a beat of a, and of b while it is asked for, in every cycle.
void stream(benchmark::State& state, const ArrayParams& params) {
  const auto dut = lmulsim::sim::make_rtl_array(params);
  std::mt19937 random(1);
  std::vector<lmulsim::sim::ArrayIn> beats(64, lmulsim::sim::ArrayIn(params.shape));
  for (std::size_t i = 0; i < beats.size(); ++i) {
    lmulsim::sim::ArrayIn& in = beats[i];
    in.a_valid = in.b_valid = in.o_ready = true;
    in.a_first = i == 0;
    in.a_last = i + 1 == beats.size();
    for (std::uint32_t& w : in.a) {
      w = random() & 0x7FU;
    }
    for (std::uint32_t& w : in.b) {
      w = random() & 0xF7U;
    }
  }
  lmulsim::sim::ArrayIn reset(params.shape);
  reset.rst_n = false;
  dut->settle(reset);
  dut->clock();
  std::size_t beat = 0;
  std::uint64_t checksum = 0;
  for (auto _ : state) {
    const auto& out = dut->settle(beats[beat]);
    beat = out.a_ready ? (beat + 1) % beats.size() : beat;
    for (const auto& word : out.o) {
      checksum += word.lo;
    }
    dut->clock();
  }
  benchmark::DoNotOptimize(checksum);
  const double pes = static_cast<double>(params.shape.rows) * params.shape.cols;
  state.counters["pe_updates/s"] =
      benchmark::Counter(pes * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
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
