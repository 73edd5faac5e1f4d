// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "util/error.hpp"

namespace lmulsim::mapping {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr std::int64_t kMost = (1 << 24) - 1;  // what a counter of 24 bits holds

Program output_stationary(std::int64_t k, int latency) {
  return {{2, 2, machine::Dataflow::output_stationary, 0, latency}, {1, 1, k}, 1, {1, 1}};
}

Program weight_stationary(std::int64_t m, std::int64_t block) {
  return {{2, 2, machine::Dataflow::weight_stationary, 0, 1}, {m, 1, 1}, 1, {block, 1}};
}

TEST(Program, TakesTilesOfAsManyBeatsAsTheCounterHolds) {
  EXPECT_EQ(output_stationary(kMost, 1).tile(0).beats, kMost);
  EXPECT_EQ(output_stationary(kMost / 3, 3).tile(0).beats, kMost);
  EXPECT_EQ(weight_stationary(kMost, kMost).tile(0).beats, kMost);
  EXPECT_EQ(weight_stationary(kMost + 1, kMost).tile(1).beats, 1);
}

TEST(Program, RefusesOneBeatMore) {
  EXPECT_THAT([] { (void)output_stationary(kMost + 1, 1); },
              ThrowsMessage<InputError>(HasSubstr("at most 16777215 beats a tile, found 16777216")));
  EXPECT_THAT([] { (void)output_stationary(kMost / 3 + 1, 3); },
              ThrowsMessage<InputError>(HasSubstr("found 16777218")));
  EXPECT_THAT([] { (void)weight_stationary(kMost + 1, kMost + 1); },
              ThrowsMessage<InputError>(HasSubstr("found 16777216")));
}

}  // namespace
}  // namespace lmulsim::mapping
