// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/window.hpp"

#include <gtest/gtest.h>

namespace lmulsim::arith::kernels {
namespace {

constexpr std::int64_t kOne = std::int64_t{1} << 23;

// One operand has one exponent, the other reaches from 2^-40 to 2^40; 7 bits of mantissa, 1024 terms. A window of s
// binades below 2^40 has the unit 40 - s - 7, the last place of such a sum is 23 lower. A zero's product with the
// largest operand is below 2^(-126 + s + 1); 1024 of them are 2^11 at most. They stay below the last place by three
// bits as long as -126 + s + 1 + 11 <= 40 - s - 7 - 26: s = 60.
constexpr WordRange kPoint{0, 0};
constexpr WordRange kWide{-40 * kOne, 40 * kOne};

TEST(Window, IsNarrowedByTheRangeOfAAlone) {
  const Window w = choose_window(kWide, kPoint, 0, 7, 1024);
  ASSERT_TRUE(w.usable);
  EXPECT_EQ(w.smallest_a, -20 * kOne);
  EXPECT_EQ(w.smallest_b, 0);
  EXPECT_EQ(w.unit, -27);
  EXPECT_EQ(w.zero_a, -126 * kOne);
  EXPECT_EQ(w.zero_b, -106 * kOne);
}

// L-Mul of e4m3: exponents -6 to 8, offset 1/8. The smallest product is a multiple of 2^(-12 - 3). Two zeros make
// 2^-126; one beside the largest operand leaves less than 2^-53, and 2^12 of them less than 2^-41, three bits below
// half the last place of a sum of 2^-15.
TEST(Window, OfFewExponentsLeavesRoomForZerosThatMeet) {
  const WordRange e4m3{-6 * kOne, 8 * kOne + 6 * (kOne / 8)};
  const std::int64_t offset = kOne / 8;
  const Window w = choose_window(e4m3, e4m3, offset, 3, 4095);
  ASSERT_TRUE(w.usable && w.zeros_meet);
  EXPECT_EQ(w.unit, -15);
  EXPECT_EQ(w.zero_a + w.zero_b + offset, -126 * kOne);
  EXPECT_EQ((w.zero_a + e4m3.largest + offset) >> 23, -55);
  EXPECT_EQ(w.smallest_a, e4m3.smallest);
  EXPECT_FALSE(choose_window(e4m3, e4m3, offset, 3, 1 << 16).zeros_meet) << "more terms leave more";
  const WordRange e5m2{-14 * kOne, 15 * kOne};
  EXPECT_FALSE(choose_window(e5m2, e5m2, kOne / 4, 2, 1024).zeros_meet);
}

TEST(Window, IsNarrowedByTheRangeOfBAlone) {
  const Window w = choose_window(kPoint, kWide, 0, 7, 1024);
  ASSERT_TRUE(w.usable);
  EXPECT_EQ(w.smallest_a, 0);
  EXPECT_EQ(w.smallest_b, -20 * kOne);
  EXPECT_EQ(w.unit, -27);
  EXPECT_EQ(w.zero_a, -106 * kOne);
  EXPECT_EQ(w.zero_b, -126 * kOne);
}

}  // namespace
}  // namespace lmulsim::arith::kernels
