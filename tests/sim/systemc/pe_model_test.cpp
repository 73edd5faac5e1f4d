// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cycle/output_pe.hpp"
#include "cycle/pe_multiplier.hpp"
#include "cycle/stationary_pe.hpp"
#include "params.hpp"

namespace lmulsim::systemc::test {
namespace {

const Arithmetic kInt8Arithmetic = all_arithmetic().front();

engine::ArrayParams pe_params(bool output, int mul_stages, int acc_latency) {
  return make_params(1, 1, output, mul_stages, acc_latency, kInt8Arithmetic);
}

/// A stationary PE whose shadow and active word are `word`.
cycle::StationaryPe loaded(int mul_stages, int acc_latency, std::uint32_t word) {
  cycle::StationaryPe pe(pe_params(false, mul_stages, acc_latency));
  pe.tick({.take = true, .stationary = word});
  pe.tick({.valid = true, .swap = true, .moving = 0});
  return pe;
}

TEST(StationaryPe, SumIsVisibleAfterOperandStagesAndLatencyRegisters) {
  for (const int stages : {0, 1}) {
    for (const int latency : {1, 2, 8}) {
      cycle::StationaryPe pe = loaded(stages, latency, 5);
      pe.tick({.valid = true, .moving = 7});
      // The partial sum meets the product 1 + S cycles after the beat reached the PE.
      for (int i = 0; i < stages; ++i) {
        pe.tick({});
      }
      pe.tick({.psum = {.lo = 100, .hi = 0}});
      for (int i = 1; i < latency; ++i) {
        EXPECT_NE(pe.outputs({}).psum.lo, 135U) << "S " << stages << " L " << latency << " after " << i;
        pe.tick({});
      }
      EXPECT_EQ(pe.outputs({}).psum.lo, 135U) << "S " << stages << " L " << latency;
    }
  }
}

TEST(StationaryPe, BubbleDoesNotLoadTheOperandRegister) {
  cycle::StationaryPe pe = loaded(0, 1, 5);
  pe.tick({.valid = true, .moving = 7});
  pe.tick({.valid = false, .moving = 99});
  EXPECT_EQ(pe.outputs({}).moving, 7U);
  EXPECT_FALSE(pe.outputs({}).valid);
}

TEST(StationaryPe, TakeLoadsTheShadowAndLeavesTheActiveWord) {
  cycle::StationaryPe pe = loaded(0, 1, 5);
  pe.tick({.take = true, .stationary = 9});
  EXPECT_EQ(pe.active(), 5U);
  EXPECT_EQ(pe.shadow(), 9U);
}

TEST(StationaryPe, SwapInTheCycleOfATakeUsesTheOldShadow) {
  cycle::StationaryPe pe = loaded(0, 1, 5);
  pe.tick({.take = true, .stationary = 9});
  pe.tick({.valid = true, .swap = true, .take = true, .stationary = 11});
  EXPECT_EQ(pe.active(), 9U);
  EXPECT_EQ(pe.shadow(), 11U);
}

TEST(StationaryPe, StationaryWordsGoDownThroughOneRegisterLessThanSums) {
  cycle::StationaryPe wire(pe_params(false, 0, 1));
  EXPECT_EQ(wire.outputs({.stationary = 3}).stationary, 3U);
  cycle::StationaryPe pe(pe_params(false, 0, 3));
  pe.tick({.stationary = 3});
  EXPECT_NE(pe.outputs({.stationary = 4}).stationary, 3U);
  pe.tick({.stationary = 4});
  EXPECT_EQ(pe.outputs({.stationary = 5}).stationary, 3U);
}

TEST(StationaryPe, ControlBitsMoveRightInOneCycle) {
  cycle::StationaryPe pe(pe_params(false, 0, 1));
  pe.tick({.valid = true, .swap = true, .take = true});
  EXPECT_TRUE(pe.outputs({}).valid && pe.outputs({}).swap && pe.outputs({}).take);
  pe.tick({});
  EXPECT_FALSE(pe.outputs({}).valid || pe.outputs({}).swap || pe.outputs({}).take);
}

TEST(StationaryPe, ResetDropsControlBits) {
  cycle::StationaryPe pe(pe_params(false, 0, 1));
  pe.tick({.valid = true, .swap = true, .take = true});
  pe.reset();
  EXPECT_FALSE(pe.outputs({}).valid || pe.outputs({}).swap || pe.outputs({}).take);
}

/// Sends `terms` rounds of L beats a[i] = i + 1, b = 10 with the given S and L, then idles for `idle` cycles.
cycle::OutputPe summed(int mul_stages, int acc_latency, int rounds, int idle) {
  cycle::OutputPe pe(pe_params(true, mul_stages, acc_latency));
  for (int k = 0; k < rounds; ++k) {
    for (int i = 0; i < acc_latency; ++i) {
      pe.tick({.valid = true,
               .zero = k == 0,
               .cap = k == rounds - 1 && i == 0,
               .moving = static_cast<std::uint32_t>(i + 1),
               .second = 10});
    }
  }
  for (int i = 0; i < idle; ++i) {
    pe.tick({});
  }
  return pe;
}

TEST(OutputPe, EachOfTheInterleavedResultsIsCapturedIntoItsSlot) {
  for (const int stages : {0, 1}) {
    for (const int latency : {1, 2, 5, 8}) {
      // Slot L - 1 is captured at the end of cycle S + L + 1 after the last beat.
      const cycle::OutputPe pe = summed(stages, latency, 3, stages + latency + 1);
      for (int i = 0; i < latency; ++i) {
        EXPECT_EQ(pe.slots()[static_cast<std::size_t>(i)].lo, 3U * 10U * static_cast<unsigned>(i + 1))
            << "S " << stages << " L " << latency << " slot " << i;
      }
      const cycle::OutputPe early = summed(stages, latency, 3, stages + latency);
      EXPECT_EQ(early.slots().back().lo, 0U) << "S " << stages << " L " << latency;
    }
  }
}

TEST(OutputPe, FirstTermStartsFromZero) {
  cycle::OutputPe pe = summed(0, 1, 3, 2);
  pe.tick({.valid = true, .zero = true, .cap = true, .moving = 2, .second = 3});
  pe.tick({});
  pe.tick({});
  EXPECT_EQ(pe.slots()[0].lo, 6U);
}

TEST(OutputPe, SlotsMoveDownTheChainWhereTheirShiftBitsAreSet) {
  cycle::OutputPe pe = summed(0, 2, 1, 3);  // slots 10, 20
  pe.tick({.shift = 0b11, .above_shift = true, .above = {.lo = 77, .hi = 0}});
  EXPECT_EQ(pe.outputs().below.lo, 10U);
  EXPECT_EQ(pe.slots()[0].lo, 77U);
  pe.tick({.shift = 0b10, .above_shift = false, .above = {.lo = 88, .hi = 0}});
  EXPECT_EQ(pe.outputs().below.lo, 10U) << "slot 0 does not move on";
  EXPECT_EQ(pe.slots()[0].lo, 77U);
}

TEST(OutputPe, CaptureWinsOverShifting) {
  cycle::OutputPe pe(pe_params(true, 0, 1));
  pe.tick({.valid = true, .zero = true, .cap = true, .moving = 2, .second = 3});
  pe.tick({});
  pe.tick({.shift = 1, .above_shift = true, .above = {.lo = 77, .hi = 0}});
  EXPECT_EQ(pe.slots()[0].lo, 6U);
}

TEST(OutputPe, ShiftBitsMoveRightInOneCycle) {
  cycle::OutputPe pe(pe_params(true, 0, 3));
  pe.tick({.shift = 0b110});
  EXPECT_EQ(pe.outputs().shift, 0b110U);
}

TEST(OutputPe, ResetDropsBeatsAndCaptures) {
  cycle::OutputPe pe(pe_params(true, 0, 1));
  pe.tick({.valid = true, .zero = true, .cap = true, .moving = 2, .second = 3, .shift = 1});
  pe.reset();
  EXPECT_FALSE(pe.outputs().valid);
  EXPECT_EQ(pe.outputs().shift, 0U);
  pe.tick({});
  pe.tick({});
  EXPECT_EQ(pe.slots()[0].lo, 0U);
}

// Words of up to 8 bits come from a table, longer ones do not; bits above a word's own do not count.
TEST(Operands, AreTheNumbersOfTheirWords) {
  for (std::size_t i = 0; i < arith::kFormats.size(); ++i) {
    const auto format = static_cast<arith::Format>(i);
    for (const auto subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
      const cycle::Operands operands(format, subnormals);
      for (std::uint32_t code = 0; code < 1U << 17; ++code) {
        ASSERT_EQ(operands.number(code), arith::detail::operand(subnormals, format, code))
            << arith::info(format).name << " code " << code;
      }
    }
  }
}

}  // namespace
}  // namespace lmulsim::systemc::test
