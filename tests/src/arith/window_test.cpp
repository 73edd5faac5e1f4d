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
