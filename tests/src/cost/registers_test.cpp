// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Registers at the edges of the array, bit by bit as rtl/README.md lays them out.
#include "cost/registers.hpp"

#include <gtest/gtest.h>

#include "arith/spec.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;

/// 3 rows and 4 columns of e4m3 into fp32: delay lines of 0 + 1 + 2 = 3 and 0 + 1 + 2 + 3 = 6 registers.
machine::Accelerator array(machine::Dataflow dataflow, int mul_stages, int acc_latency) {
  machine::Accelerator acc;
  acc.rows = 3;
  acc.cols = 4;
  acc.dataflow = dataflow;
  acc.pe.mul_stages = mul_stages;
  acc.pe.acc_latency = acc_latency;
  return acc;
}

std::int64_t words(const machine::Accelerator& acc, std::int64_t Activity::*channel) {
  for (const SkewLines& lines : skew_lines(acc)) {
    if (lines.beats == channel) {
      return lines.words;
    }
  }
  return 0;
}

TEST(Registers, PartialSumsWaitForTheProductRegisterToo) {
  for (const auto dataflow : {machine::Dataflow::weight_stationary, machine::Dataflow::input_stationary}) {
    EXPECT_EQ(words(array(dataflow, 0, 1), &Activity::psum_beats), 6 + 4 * 1);
    EXPECT_EQ(words(array(dataflow, 1, 1), &Activity::psum_beats), 6 + 4 * 2);
    EXPECT_EQ(words(array(dataflow, 1, 3), &Activity::psum_beats), 6 + 4 * 2);
  }
}

TEST(Registers, SkewOfAStationaryArrayIsItsDelayLines) {
  const auto ws = machine::Dataflow::weight_stationary;
  // Rows 3 x 8 bits, once for each register of the sum; columns 6 x 8 bits; sums in and out 32 bits wide.
  EXPECT_EQ(register_bits(array(ws, 0, 1)).skew, 3 * 8 + 6 * 8 + (6 + 4) * 32 + 6 * 32);
  EXPECT_EQ(register_bits(array(ws, 1, 1)).skew, 3 * 8 + 6 * 8 + (6 + 8) * 32 + 6 * 32);
  EXPECT_EQ(register_bits(array(ws, 1, 3)).skew, 9 * 8 + 6 * 8 + (6 + 8) * 32 + 6 * 32);
}

TEST(Registers, SkewOfAnOutputStationaryArrayHasNoSumsComingIn) {
  const auto os = machine::Dataflow::output_stationary;
  EXPECT_EQ(words(array(os, 1, 2), &Activity::psum_beats), 0);
  EXPECT_EQ(register_bits(array(os, 0, 1)).skew, 3 * 8 + 6 * 8 + 6 * 32);
  EXPECT_EQ(register_bits(array(os, 1, 2)).skew, 3 * 8 + 6 * 8 + 6 * 32);
}

TEST(Registers, OperandsOfAGroupAreAsWideAsItsProducts) {
  const auto ws = machine::Dataflow::weight_stationary;
  machine::Accelerator acc = array(ws, 0, 1);
  acc.pe.accumulator = {.kind = arith::AccumulatorKind::group, .width = 20, .fraction_bits = 7, .group = 4};
  // Sums of 20 bits and four flags; the operands' lines are four words wide.
  EXPECT_EQ(register_bits(acc).skew, 3 * 32 + 6 * 32 + (6 + 4) * 24 + 6 * 24);
  EXPECT_EQ(register_bits(acc).pe, 12 * (32 + 2 * 32 + 24));
  acc.pe.mul_stages = 3;
  // Products of 1 + 5 + 8 + 2 bits; terms of a sign and 9 bits, their exponent and two class bits; a sum of 12 bits.
  EXPECT_EQ(register_bits(acc).pe, 12 * (32 + 2 * 32 + 24 + 4 * 16 + (4 * 10 + 5 + 2) + (1 + 9 + 2 + 5 + 2)));
}

}  // namespace
}  // namespace lmulsim::cost
