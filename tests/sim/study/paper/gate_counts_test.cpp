// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The counts that the paper prints, and those its own text and a real array give.
#include "study/paper/gate_counts.hpp"

#include <gtest/gtest.h>

namespace lmulsim::study::paper {
namespace {

TEST(GateCounts, OfMultipliersAreThePapers) {
  EXPECT_EQ(paper_multiplier_gates(10), 584);  // fp16
  EXPECT_EQ(paper_multiplier_gates(3), 325);   // e4m3
  EXPECT_EQ(paper_multiplier_gates(2), 296);   // e5m2
}

TEST(GateCounts, OfLMulAreThePapers) {
  EXPECT_EQ(paper_lmul_gates(16), 256);
  EXPECT_EQ(paper_lmul_gates(11), 201);
  EXPECT_EQ(paper_lmul_gates(7), 157);
}

TEST(GateCounts, WithAddersAsWideAsTheExponentAreMuchSmaller) {
  EXPECT_EQ(narrow_exponent_gates(4, 3), 175);
  EXPECT_EQ(narrow_exponent_gates(5, 2), 173);
}

TEST(GateCounts, WithAWholeArrayGrowWithTheSquare) {
  EXPECT_EQ(array_multiplier_gates(4, 3), 224);
  EXPECT_EQ(array_multiplier_gates(5, 2), 184);
  EXPECT_EQ(array_multiplier_gates(5, 10), 1392);
}

}  // namespace
}  // namespace lmulsim::study::paper
