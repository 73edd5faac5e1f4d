// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Delays, control waves and processing elements, one behaviour per test. The PEs multiply int8 into int32.
#include <Vparts_bench.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>

#include "bench.hpp"

namespace lmulsim::rtl_test {
namespace {

/// Inputs of one cycle; what is not named is 0.
struct Pins {
  bool bit = false;
  bool valid = false;
  int data = 0;
  bool load = false;
  bool step = false;
  bool swap = false;
  bool take = false;
  bool zero = false;
  bool cap = false;
  int a = 0;
  int b = 0;
  std::int64_t c = 0;
  unsigned shift = 0;
  bool above_shift = false;
  std::int64_t above = 0;
};

class Parts : public testing::Test {
 protected:
  Parts() {
    bench_->en_i = 1;
    put({});
    bench_.reset();
  }

  void put(const Pins& p) {
    bench_->bit_i = p.bit;
    bench_->valid_i = p.valid;
    bench_->data_i = static_cast<std::uint8_t>(p.data);
    bench_->load_i = p.load;
    bench_->step_i = p.step;
    bench_->swap_i = p.swap;
    bench_->take_i = p.take;
    bench_->zero_i = p.zero;
    bench_->cap_i = p.cap;
    bench_->moving_i = static_cast<std::uint8_t>(p.a);
    bench_->top_i = static_cast<std::uint8_t>(p.b);
    bench_->psum_i = static_cast<std::uint64_t>(p.c) & kSumMask;
    bench_->shift_i = static_cast<std::uint8_t>(p.shift);
    bench_->above_shift_i = p.above_shift;
    bench_->above_i = static_cast<std::uint64_t>(p.above) & kSumMask;
  }
  /// A cycle with these inputs.
  void cycle(const Pins& p) {
    put(p);
    bench_.clock();
  }
  /// A cycle in which the array is frozen.
  void stall(const Pins& p) {
    bench_->en_i = 0;
    cycle(p);
    bench_->en_i = 1;
  }
  /// Combinational outputs with these inputs.
  void settle(const Pins& p) {
    put(p);
    bench_->eval();
  }

  // A stationary word through shadow to active, and a sum after it.
  void make_active(int word) {
    cycle({.take = true, .b = word});
    cycle({.swap = true});
  }

  [[nodiscard]] int line(int i) const { return static_cast<int>((top().line_o >> (8 * i)) & 0xFFU); }
  [[nodiscard]] int valid_data(int i) const { return static_cast<int>((top().valid_data_o >> (8 * i)) & 0xFFU); }
  [[nodiscard]] Vparts_bench& top() const { return *bench_; }

  static constexpr std::uint64_t kSumMask = (std::uint64_t{1} << 33) - 1;

 private:
  mutable Bench<Vparts_bench> bench_;
};

TEST_F(Parts, DepthZeroIsAWire) {
  settle({.bit = true, .valid = true, .data = 77});
  EXPECT_EQ(top().bit_o & 1, 1);
  EXPECT_EQ(line(0), 77);
  EXPECT_EQ(top().valid_o & 1, 1);
  EXPECT_EQ(valid_data(0), 77);
}

TEST_F(Parts, DelaysTakeTheirDepthInEnabledCycles) {
  cycle({.bit = true, .data = 1});
  EXPECT_EQ(top().bit_o >> 1, 0b01);
  EXPECT_EQ(line(1), 1);
  cycle({.data = 2});
  cycle({.data = 3});
  EXPECT_EQ(top().bit_o >> 1, 0b10);
  EXPECT_EQ(line(1), 3);
  EXPECT_EQ(line(2), 1);
  stall({.bit = true, .data = 4});
  EXPECT_EQ(top().bit_o >> 1, 0b10) << "a frozen line holds";
  EXPECT_EQ(line(1), 3);
  EXPECT_EQ(line(2), 1);
  cycle({.data = 5});
  EXPECT_EQ(top().bit_o >> 1, 0b00);
  EXPECT_EQ(line(2), 2);
}

TEST_F(Parts, ResetClearsControlBitsAtOnce) {
  cycle({.bit = true, .valid = true});
  cycle({.bit = true, .valid = true});
  put({});
  top().rst_ni = 0;
  top().eval();
  EXPECT_EQ(top().bit_o, 0);
  EXPECT_EQ(top().valid_o, 0);
  EXPECT_EQ(top().wave_o, 0);
}

TEST_F(Parts, BubbleDoesNotSwitchADataRegister) {
  cycle({.valid = true, .data = 9});
  cycle({.valid = false, .data = 10});
  EXPECT_EQ(valid_data(1), 9);
  EXPECT_EQ(top().valid_o >> 1, 0b00);
  cycle({.valid = true, .data = 11});
  EXPECT_EQ(valid_data(1), 11);
  EXPECT_EQ(valid_data(2), 9) << "third register";
  EXPECT_EQ(top().valid_o >> 1, 0b11);
  cycle({.valid = false, .data = 12});
  EXPECT_EQ(valid_data(2), 9) << "the bubble passed it by";
  EXPECT_EQ(top().valid_o >> 1, 0b00);
}

TEST_F(Parts, ControlWaveMovesOneColumnPerEnabledCycle) {
  settle({.bit = true});
  EXPECT_EQ(top().wave_o, 0b00001) << "at the input of column 0 in its own cycle";
  cycle({.bit = true});
  settle({});
  EXPECT_EQ(top().wave_o, 0b00010);
  stall({});
  EXPECT_EQ(top().wave_o, 0b00010);
  for (const int wave : {0b00100, 0b01000, 0b10000, 0b00000}) {
    cycle({});
    EXPECT_EQ(top().wave_o, wave);
  }
}

TEST_F(Parts, StationaryMovingOperandGoesOnOnlyWithABeat) {
  cycle({.load = true, .a = 5});
  EXPECT_EQ(top().s1_moving_o, 5);
  cycle({.load = false, .a = 6});
  EXPECT_EQ(top().s1_moving_o, 5) << "a bubble";
  stall({.load = true, .a = 7});
  EXPECT_EQ(top().s1_moving_o, 5) << "a stall";
}

TEST_F(Parts, StationarySumIsPartialSumPlusProductInTheNextCycle) {
  make_active(-3);
  cycle({.load = true, .a = 7});
  cycle({.step = true, .c = 1000});
  EXPECT_EQ(top().s1_psum_o, 979U);
}

TEST_F(Parts, StationarySumIsOneAndThreeCyclesAfterTheBeatByDepth) {
  make_active(4);
  cycle({.load = true, .a = 11});
  cycle({.step = true, .c = 100});
  EXPECT_EQ(top().s1_psum_o, 144U);
  cycle({.c = 500});  // the product register holds the product: its partial sum is due now
  cycle({.c = 900});
  EXPECT_EQ(top().s2_psum_o, 544U);
}

TEST_F(Parts, StationaryShadowDoesNotDisturbTheActiveWord) {
  make_active(2);
  cycle({.load = true, .a = 10});
  cycle({.take = true, .b = 100});  // next tile's word
  cycle({.step = true});
  EXPECT_EQ(top().s1_psum_o, 20U);
}

TEST_F(Parts, StationarySwapTakesEffectWithItsBeat) {
  make_active(2);
  cycle({.take = true, .b = 100});
  cycle({.load = true, .a = 10});  // last beat of the old tile
  cycle({.load = true,
         .step = true,
         .swap = true,
         .a = 11});  // first beat of the new one while the old one is multiplied
  EXPECT_EQ(top().s1_psum_o, 20U);
  cycle({.step = true});
  EXPECT_EQ(top().s1_psum_o, 1100U);
}

TEST_F(Parts, StationaryShadowCanBeLoadedInTheCycleOfTheSwap) {
  cycle({.take = true, .b = 3});
  cycle({.load = true, .swap = true, .take = true, .a = 1, .b = 50});
  cycle({.load = true, .step = true, .swap = true, .a = 1});
  EXPECT_EQ(top().s1_psum_o, 3U) << "the word from before the swap";
  cycle({.step = true});
  EXPECT_EQ(top().s1_psum_o, 50U) << "the word loaded with the swap";
}

TEST_F(Parts, StationaryBubbleDoesNotSwitchTheSum) {
  make_active(2);
  cycle({.load = true, .a = 10});
  cycle({.step = true});
  cycle({.load = true, .a = 99});
  cycle({.step = false, .c = 12345});
  EXPECT_EQ(top().s1_psum_o, 20U);
}

TEST_F(Parts, StationaryStallFreezesEveryRegister) {
  make_active(2);
  cycle({.load = true, .a = 10});
  stall({.load = true, .step = true, .swap = true, .take = true, .a = 1, .b = 1, .c = 1});
  cycle({.step = true});
  EXPECT_EQ(top().s1_psum_o, 20U);
}

TEST_F(Parts, StationaryWordGoesDownOneRegisterLessThanTheSum) {
  settle({.b = 33});
  EXPECT_EQ(top().s1_stationary_o, 33) << "latency 1: a wire";
  cycle({.b = 33});
  settle({.b = 44});
  EXPECT_EQ(top().s1_stationary_o, 44);
  EXPECT_EQ(top().s2_stationary_o, 33) << "latency 2: one register";
}

TEST_F(Parts, OutputOperandsGoOnOnlyWithABeat) {
  cycle({.load = true, .a = 5, .b = 6});
  cycle({.a = 7, .b = 8});
  EXPECT_EQ(top().o1_moving_o, 5);
  EXPECT_EQ(top().o1_second_o, 6);
}

TEST_F(Parts, OutputSumStaysAndIsCopiedWhenItIsVisible) {
  cycle({.load = true, .a = 2, .b = 3});
  cycle({.load = true, .step = true, .zero = true, .a = 4, .b = 5});
  cycle({.step = true, .cap = true});  // the last step; its sum is visible in the next cycle
  EXPECT_NE(top().o1_below_o, 26U);
  cycle({});
  EXPECT_EQ(top().o1_below_o, 26U);
}

TEST_F(Parts, OutputTileStartsFromZeroWhileTheSlotKeepsTheLastResult) {
  cycle({.load = true, .a = 2, .b = 3});
  cycle({.load = true, .step = true, .zero = true, .cap = true, .a = 10, .b = 10});
  cycle({.step = true, .zero = true});
  EXPECT_EQ(top().o1_below_o, 6U);
  cycle({.load = true, .a = 1, .b = 1});
  cycle({.step = true, .cap = true});
  cycle({});
  EXPECT_EQ(top().o1_below_o, 101U) << "100 from the second tile, 6 is gone";
}

TEST_F(Parts, OutputBubbleKeepsTheSum) {
  cycle({.load = true, .a = 2, .b = 3});
  cycle({.step = true, .zero = true});
  cycle({.a = 9, .b = 9});
  cycle({.load = true, .a = 1, .b = 1});
  cycle({.step = true, .cap = true});
  cycle({});
  EXPECT_EQ(top().o1_below_o, 7U);
}

TEST_F(Parts, OutputChainTakesTheSlotAboveOnlyWithItsShift) {
  cycle({.above_shift = true, .above = 123});
  EXPECT_EQ(top().o1_below_o, 123U);
  cycle({.above_shift = false, .above = 456});
  EXPECT_EQ(top().o1_below_o, 123U);
  stall({.above_shift = true, .above = 456});
  EXPECT_EQ(top().o1_below_o, 123U);
}

TEST_F(Parts, OutputChainOfTwoSlotsShiftsInside) {
  cycle({.above_shift = true, .above = 5});              // upper slot
  cycle({.shift = 1, .above_shift = true, .above = 6});  // upper to lower, next one in
  EXPECT_EQ(top().o2_below_o, 5U);
  cycle({.shift = 2});  // the lower slot's own bit is for the row below
  EXPECT_EQ(top().o2_below_o, 5U);
  cycle({.shift = 1});
  EXPECT_EQ(top().o2_below_o, 6U);
}

TEST_F(Parts, OutputCaptureWinsOverTheShift) {
  cycle({.load = true, .a = 2, .b = 3});
  cycle({.step = true, .zero = true, .cap = true});
  cycle({.above_shift = true, .above = 999});
  EXPECT_EQ(top().o1_below_o, 6U);
}

TEST_F(Parts, OutputInterleavesAsManySumsAsTheAccumulatorHasRegisters) {
  // Two sums in turn, two terms each: 1*1 + 3*1 and 2*1 + 4*1. A beat is multiplied one cycle after it is loaded.
  cycle({.load = true, .a = 1, .b = 1});
  cycle({.load = true, .step = true, .zero = true, .a = 2, .b = 1});
  cycle({.load = true, .step = true, .zero = true, .a = 3, .b = 1});
  cycle({.load = true, .step = true, .cap = true, .a = 4, .b = 1});
  cycle({.step = true});
  // The first sum's last step took place three cycles after its beat's product: product register, two sum registers.
  cycle({});
  cycle({});
  cycle({});
  EXPECT_EQ(top().o2_below_o, 6U) << "the second sum stands in the lower slot";
  cycle({.shift = 1});
  EXPECT_EQ(top().o2_below_o, 4U) << "the first one above it";
}

TEST_F(Parts, OverflowOfInt32IsStickyAlongTheColumn) {
  make_active(127);
  cycle({.load = true, .a = 127});
  cycle({.step = true, .c = 0x7FFFFFFF});
  EXPECT_EQ(top().s1_psum_o >> 32, 1U);
  cycle({.step = true, .c = std::int64_t{1} << 32});
  EXPECT_EQ(top().s1_psum_o, (std::uint64_t{1} << 32) | 16129U);
}

// The expectations above, with a control bit in the wrong cycle: they would fail.
TEST_F(Parts, PlantedSwapOneCycleLateIsSeen) {
  make_active(2);
  cycle({.take = true, .b = 100});
  cycle({.load = true, .a = 11});
  cycle({.step = true, .swap = true});
  EXPECT_EQ(top().s1_psum_o, 22U) << "the old tile's word";
}

TEST_F(Parts, PlantedCaptureOneCycleEarlyIsSeen) {
  cycle({.load = true, .a = 2, .b = 3});
  cycle({.load = true, .step = true, .zero = true, .cap = true, .a = 4, .b = 5});
  cycle({.step = true});
  cycle({});
  EXPECT_EQ(top().o1_below_o, 6U) << "without the last term";
}

}  // namespace
}  // namespace lmulsim::rtl_test
