// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products from tables in front of every sum, and in groups: all engines in lockstep.
#include <gtest/gtest.h>

#include <string>

#include "arith/accumulate.hpp"
#include "arith/names.hpp"
#include "cosim/campaign.hpp"

namespace {

using lmulsim::machine::Accelerator;
using lmulsim::machine::Dataflow;

struct Choice {
  const char* name;
  Dataflow dataflow;
  const char* multiplier;
  const char* activations;
  const char* weights;
  const char* sums;  ///< fixed: as wide as 64 products need
  int mul_stages;
  int acc_latency;
};

Accelerator accelerator(const Choice& choice) {
  namespace arith = lmulsim::arith;
  Accelerator acc;
  acc.rows = 3;
  acc.cols = 4;
  acc.dataflow = choice.dataflow;
  acc.pe.multiplier = arith::parse_multiplier(choice.multiplier);
  acc.pe.activation_format = arith::parse_format(choice.activations);
  acc.pe.weight_format = arith::parse_format(choice.weights);
  acc.pe.accumulator = arith::parse_accumulator(choice.sums, choice.name);
  if (acc.pe.accumulator.kind == arith::AccumulatorKind::fixed) {
    acc.max_k = 64;
    acc.pe.accumulator = arith::fixed_layout(acc.pe.multiplier, acc.pe.activation_format, acc.pe.weight_format, 64);
  }
  acc.pe.mul_stages = choice.mul_stages;
  acc.pe.acc_latency = choice.acc_latency;
  acc.memory = {1 << 16, 1 << 16, 1 << 16, 64};
  acc.clock_hz = 5e8;
  acc.name = choice.name;
  return acc;
}

class LookupLockstep : public testing::TestWithParam<Choice> {};

TEST_P(LookupLockstep, EnginesAgreeOnEveryPinTimeCountAndBit) {
  lmulsim::cosim::CampaignOptions options;
  options.accelerator = accelerator(GetParam());
  options.cases = options.cases_per_accelerator = 30;
  options.seed = 17;
  const auto result = lmulsim::cosim::run_campaign(options);
  EXPECT_EQ(result.failures, "");
  EXPECT_EQ(result.totals.programs, 30);
  EXPECT_GT(result.totals.comparisons, 0);
}

constexpr auto kWeights = Dataflow::weight_stationary;
constexpr auto kInputs = Dataflow::input_stationary;
constexpr auto kOutputs = Dataflow::output_stationary;

INSTANTIATE_TEST_SUITE_P(
    , LookupLockstep,
    testing::Values(Choice{"fp32", kWeights, "antilog:5", "log43", "log43", "fp32", 1, 2},
                    Choice{"bf16", kOutputs, "antilog:6", "log34", "log43", "bf16", 0, 1},
                    Choice{"fixed", kInputs, "antilog:5", "log34", "log34", "fixed", 0, 2},
                    Choice{"narrow", kWeights, "antilog:5", "log34", "log34", "fix20.-6", 1, 1},
                    Choice{"group_into_narrow", kWeights, "antilog:5", "log34", "log34", "group8-8/fix20.-5", 3, 1},
                    Choice{"group_into_fp32", kOutputs, "antilog:5", "log33", "log33", "group4-7", 2, 2},
                    Choice{"mitchell_in_groups", kInputs, "mitchell", "log43", "log34", "group3-5/fix18.-2", 1, 1},
                    Choice{"cmean", kOutputs, "cmean:5", "e4m3", "e4m3", "fix20.1", 1, 2},
                    Choice{"cmean_in_groups", kWeights, "cmean:6", "e5m2", "e4m3", "group8-7", 3, 2}),
    [](const auto& choice) { return std::string(choice.param.name); });

}  // namespace
