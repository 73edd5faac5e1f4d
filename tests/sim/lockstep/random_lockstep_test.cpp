// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The contract of the engines over random shapes, operands and stalls: 240 products in each dataflow. SystemC holds one
// simulation per process, so every accelerator is a test of its own.
#include <gtest/gtest.h>

#include <random>

#include "cosim/campaign.hpp"

namespace {

using lmulsim::cosim::random_accelerator;
using lmulsim::machine::Accelerator;
using lmulsim::machine::Dataflow;

constexpr int kAccelerators = 6;
constexpr int kCases = 40;

Accelerator accelerator_for(Dataflow dataflow, int index) {
  std::mt19937_64 random(static_cast<std::uint64_t>(1000 * static_cast<int>(dataflow) + index));
  Accelerator acc = random_accelerator(random, 6);
  while (acc.dataflow != dataflow) {
    acc = random_accelerator(random, 6);
  }
  return acc;
}

class RandomLockstep : public testing::TestWithParam<int> {};

TEST_P(RandomLockstep, EnginesAgreeOnEveryPinTimeCountAndBit) {
  const auto dataflow = static_cast<Dataflow>(GetParam() / kAccelerators);
  lmulsim::cosim::CampaignOptions options;
  options.accelerator = accelerator_for(dataflow, GetParam() % kAccelerators);
  options.cases = options.cases_per_accelerator = kCases;
  options.seed = static_cast<std::uint64_t>(GetParam());
  const auto result = lmulsim::cosim::run_campaign(options);
  EXPECT_EQ(result.failures, "");
  EXPECT_EQ(result.totals.programs, kCases);
  EXPECT_GT(result.totals.comparisons, 0);
}

INSTANTIATE_TEST_SUITE_P(, RandomLockstep, testing::Range(0, 3 * kAccelerators));

}  // namespace
