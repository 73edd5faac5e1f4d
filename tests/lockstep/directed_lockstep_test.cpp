// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Shipped configurations and real tensors in lockstep.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "cli/operands.hpp"
#include "config/load.hpp"
#include "cosim/campaign.hpp"
#include "mapping/loops.hpp"
#include "workload/request.hpp"

namespace {

using lmulsim::config::load_accelerator;
using lmulsim::mapping::Program;
using lmulsim::sim::Cosim;

class ShippedConfig : public testing::TestWithParam<const char*> {};

TEST_P(ShippedConfig, RunsInLockstep) {
  lmulsim::sim::CampaignOptions options;
  options.accelerator = load_accelerator(GetParam());
  options.cases = options.cases_per_accelerator = 12;
  const auto result = lmulsim::sim::run_campaign(options);
  EXPECT_EQ(result.failures, "");
  EXPECT_EQ(result.totals.programs, 12);
}

INSTANTIATE_TEST_SUITE_P(, ShippedConfig,
                         testing::Values("lmul-e4m3-ws-4x4", "lmul-e4m3-os-4x4", "exact-e4m3-is-4x4",
                                         "exact-bf16-os-4x4", "int8-ws-4x4"));

// Every product of a checkpoint's first layer, operands from a forward pass over it.
void run_layer(const std::filesystem::path& model, const char* accelerator, std::int64_t tokens) {
  lmulsim::workload::WorkloadRequest request;
  request.source = model.string();
  request.run.seq = tokens;
  request.run.layers = 1;
  const auto work = lmulsim::workload::load_workload(request);
  const auto acc = load_accelerator(accelerator);
  Cosim cosim(acc, {});
  int products = 0;
  for (const auto& op : work.operators) {
    if (op.kind != lmulsim::workload::OperatorKind::gemm) {
      continue;
    }
    ASSERT_TRUE(op.a_tensor && op.b_tensor) << op.name;
    const Program program(acc.shape(), op.gemm, op.count, lmulsim::mapping::choose_loops(acc, op.gemm));
    const auto disagreement =
        cosim.run(program, lmulsim::cli::tensor_operands(acc, op, work.tensors),
                  {.seed = 5, .a_percent = 10, .b_percent = 10, .c_percent = 10, .o_percent = 10});
    ASSERT_EQ(disagreement.value_or(""), "") << op.name;
    ++products;
  }
  EXPECT_GE(products, 7);
}

TEST(RealTensors, TinyCheckpointLayerRunsInLockstep) {
  run_layer(std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "data" / "tiny.bin", "lmul-e4m3-ws-4x4", 6);
}

TEST(RealTensors, Stories260kLayerRunsInLockstep) {
  const char* dir = std::getenv("LMULSIM_DATA");
  const std::filesystem::path data = dir != nullptr ? dir : LMULSIM_SOURCE_DIR "/../shared/data";
  const auto file = data / "stories260K" / "stories260K.bin";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "SKIPPED: no " << file << " (set LMULSIM_DATA): real tensors of stories260K were not run";
  }
  run_layer(file, "lmul-e4m3-os-4x4", 8);
}

}  // namespace
