// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Totals that SCALE-Sim 2 prints.
#include "timing/scalesim_count.hpp"

#include <gtest/gtest.h>

namespace lmulsim::timing {
namespace {

using machine::Dataflow;

struct Case {
  int side;
  graph::Gemm gemm;
  std::int64_t os, ws, is;
};

class ScaleSim : public ::testing::TestWithParam<Case> {};

TEST_P(ScaleSim, PrintsThisTotal) {
  const Case& c = GetParam();
  const auto cycles = [&](Dataflow d, std::int64_t count) {
    return scalesim_cycles({c.side, c.side, d, 0, 1}, c.gemm, count);
  };
  EXPECT_EQ(cycles(Dataflow::output_stationary, 1), c.os);
  EXPECT_EQ(cycles(Dataflow::weight_stationary, 1), c.ws);
  EXPECT_EQ(cycles(Dataflow::input_stationary, 1), c.is);
  EXPECT_EQ(cycles(Dataflow::weight_stationary, 3), 3 * c.ws);
}

INSTANTIATE_TEST_SUITE_P(Published, ScaleSim,
                         ::testing::Values(Case{32, {128, 128, 128}, 3039, 3551, 3551},
                                           Case{32, {256, 256, 256}, 20351, 22399, 22399},
                                           Case{32, {100, 70, 50}, 1343, 1163, 1311}, Case{4, {4, 4, 4}, 9, 13, 13}));

}  // namespace
}  // namespace lmulsim::timing
