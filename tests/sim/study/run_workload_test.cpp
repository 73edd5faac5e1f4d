// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/run_workload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "config/load.hpp"
#include "util/error.hpp"

namespace lmulsim::study {
namespace {

using ::testing::HasSubstr;

RunRequest on(const char* accelerator) {
  RunRequest s;
  s.accelerator = config::load_accelerator(accelerator);
  s.technology = cost::load_technology("horowitz-45nm");
  return s;
}

graph::Workload work(const std::function<void(graph::Operator&)>& change = {}) {
  graph::Workload w;
  w.name = "two products and a softmax";
  w.seq = 5;
  w.context = 5;
  graph::Operator op;
  op.name = "scores";
  op.gemm = {5, 5, 8};
  op.count = 3;
  if (change) {
    change(op);
  }
  w.operators.push_back(op);
  graph::Operator softmax;
  softmax.name = "softmax";
  softmax.kind = graph::OperatorKind::softmax;
  softmax.elements = 75;
  w.operators.push_back(softmax);
  op.name = "values";
  w.operators.push_back(op);
  return w;
}

result::RunReport run_on(RunRequest request, graph::Workload workload) {
  request.workload = std::move(workload);
  return run(request);
}

TEST(RunWorkload, EveryShippedAcceleratorObeysTheLaws) {
  for (const std::string& name : config::shipped_names("accelerators", ".yaml")) {
    const result::RunReport r = run_on(on(name.c_str()), work());
    EXPECT_NO_THROW(r.checks.enforce()) << name;
    EXPECT_EQ(r.activity.macs_useful, 2 * 3 * 5 * 5 * 8) << name;
    EXPECT_EQ(r.cycles.closed_form, r.cycles.total) << name;
    EXPECT_FALSE(r.operators[1].timed()) << name;
  }
}

TEST(RunWorkload, StallsTakeLongerAndObeyTheLawsToo) {
  RunRequest s = on("lmul-e4m3-os-4x4");
  const result::RunReport calm = run_on(s, work());
  s.stall_percent = 30;
  const result::RunReport stalled = run_on(s, work());
  EXPECT_NO_THROW(stalled.checks.enforce());
  EXPECT_GT(stalled.cycles.total, calm.cycles.total);
  EXPECT_EQ(stalled.cycles.closed_form, std::nullopt);
  EXPECT_EQ(stalled.activity.busy_cycles, calm.activity.busy_cycles);
  EXPECT_EQ(stalled.provenance.seed, 1U);
  EXPECT_EQ(run_on(s, work()).cycles.total, stalled.cycles.total);
}

TEST(RunWorkload, RandomOperandsGiveDigestsThatDependOnTheSeed) {
  RunRequest s = on("lmul-e4m3-ws-4x4");
  EXPECT_EQ(run_on(s, work()).operators[0].output_sha256, "");
  s.operands = OperandChoice::random;
  const std::string digest = run_on(s, work()).operators[0].output_sha256;
  EXPECT_EQ(digest.size(), 64U);
  EXPECT_EQ(run_on(s, work()).operators[0].output_sha256, digest);
  s.seed = 2;
  EXPECT_NE(run_on(s, work()).operators[0].output_sha256, digest);
}

/// The entries the multipliers' energy rests on, with gates, for these operands.
std::vector<std::string> multiplier_entries(OperandChoice operands) {
  RunRequest s = on("lmul-e4m3-ws-4x4");
  s.technology = cost::load_technology(LMULSIM_SOURCE_DIR "/tests/data/gates.json");
  s.operands = operands;
  const result::RunReport r = run_on(s, work());
  EXPECT_NO_THROW(r.checks.enforce());
  EXPECT_EQ(r.operators[0].stream.has_value(), operands == OperandChoice::random);
  return r.energy_pj->components[0].entries;
}

TEST(RunWorkload, OperandsThatRanChooseTheMeasuredStreamAndGaussianStandsForNone) {
  EXPECT_THAT(multiplier_entries(OperandChoice::none), ::testing::Contains(HasSubstr("energy.gaussian")));
  // Quantised normal values toggle a good 0.4 of their bits: of the invented streams, uniform codes are nearest.
  EXPECT_THAT(multiplier_entries(OperandChoice::random), ::testing::Contains(HasSubstr("energy.uniform")));
}

TEST(RunWorkload, EveryDataflowCountsTheStreamOfItsMovingOperand) {
  for (const char* name : {"lmul-e4m3-ws-4x4", "lmul-e4m3-os-4x4", "exact-e4m3-is-4x4", "int8-ws-4x4"}) {
    RunRequest s = on(name);
    s.operands = OperandChoice::random;
    const result::RunReport r = run_on(s, work());
    ASSERT_TRUE(r.operators[0].stream) << name;
    EXPECT_GT(r.operators[0].stream->toggles_per_bit, 0.2) << name;
    EXPECT_LT(r.operators[0].stream->toggles_per_bit, 0.7) << name;
  }
}

TEST(RunWorkload, LogicIsCarriedToAnotherNodeWhenAsked) {
  RunRequest s = on("lmul-e4m3-ws-4x4");
  EXPECT_FALSE(run_on(s, work()).scaled);
  s.scale_to = cost::ScalingTables::shipped().parse_node("7");
  const result::RunReport r = run_on(s, work());
  ASSERT_TRUE(r.scaled);
  EXPECT_EQ(r.scaled->factors.from.name, "45HP");
  EXPECT_LT(r.scaled->energy_pj.high, r.energy_pj->components[0].band.high + r.energy_pj->components[1].band.high);
}

TEST(RunWorkload, ProductsTheAcceleratorCannotDoAreRefusedByName) {
  const auto error = [](const char* accelerator, const std::function<void(graph::Operator&)>& change) {
    try {
      (void)run_on(on(accelerator), work(change));
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(error("lmul-e4m3-ws-4x4", [](graph::Operator& op) { op.b_format = arith::Format::e5m2; }),
            "scores: second operand: expected the accelerator's e4m3, found e5m2");
  EXPECT_THAT(error("exact-e4m3-fixed-ws-32x32", [](graph::Operator& op) { op.gemm.k = 16385; }),
              HasSubstr("scores: expected K of at most 16384"));
}

TEST(RunWorkload, SaysWhenAnOperatorIsDone) {
  RunRequest request = on("lmul-e4m3-ws-4x4");
  request.workload = work();
  std::string label;
  std::int64_t left = 0;
  const Progress progress = [&](const std::string& what, std::int64_t steps) {
    label = what;
    left = steps;
    return [&left](std::int64_t done) { left -= done; };
  };
  (void)run(request, progress);
  EXPECT_EQ(label, "operators");
  EXPECT_EQ(left, 0);
}

TEST(RunWorkload, OnlyTheFastEngineRunsWithoutOperands) {
  RunRequest s = on("lmul-e4m3-ws-4x4");
  s.engine = engine::Engine::rtl;
  s.operands = OperandChoice::none;
  EXPECT_THAT([&] { (void)run_on(s, work()); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("only the fast engine runs without operands")));
}

}  // namespace
}  // namespace lmulsim::study
