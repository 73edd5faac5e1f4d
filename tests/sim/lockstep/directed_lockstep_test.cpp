// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Shipped configurations and real tensors in lockstep.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "../../real_data.hpp"
#include "config/load.hpp"
#include "cosim/campaign.hpp"
#include "formats/workload_request.hpp"
#include "mapping/loops.hpp"
#include "study/operands.hpp"
#include "transformer/transformer.hpp"

namespace {

using lmulsim::config::load_accelerator;
using lmulsim::cosim::Cosim;
using lmulsim::mapping::Program;

class ShippedConfig : public testing::TestWithParam<const char*> {};

TEST_P(ShippedConfig, RunsInLockstep) {
  lmulsim::cosim::CampaignOptions options;
  options.accelerator = load_accelerator(GetParam());
  options.cases = options.cases_per_accelerator = 12;
  const auto result = lmulsim::cosim::run_campaign(options);
  EXPECT_EQ(result.failures, "");
  EXPECT_EQ(result.totals.programs, 12);
}

INSTANTIATE_TEST_SUITE_P(, ShippedConfig,
                         testing::Values("lmul-e4m3-ws-4x4", "lmul-e4m3-os-4x4", "exact-e4m3-is-4x4",
                                         "exact-bf16-os-4x4", "int8-ws-4x4"));

// Every product of a checkpoint's first layer, operands from a forward pass over it.
void run_layer(const std::filesystem::path& model, const char* accelerator, std::int64_t tokens) {
  lmulsim::formats::WorkloadRequest request;
  request.source = model.string();
  request.run.seq = tokens;
  request.run.layers = 1;
  const auto work = lmulsim::formats::load_workload(request);
  const auto acc = load_accelerator(accelerator);
  Cosim cosim(acc, {});
  int products = 0;
  for (const auto& op : work.operators) {
    if (op.kind != lmulsim::graph::OperatorKind::gemm) {
      continue;
    }
    ASSERT_TRUE(op.a_tensor && op.b_tensor) << op.name;
    const Program program(acc.shape(), op.gemm, op.count, lmulsim::mapping::choose_loops(acc, op.gemm));
    const auto disagreement = cosim.run(
        program, lmulsim::study::tensor_operands(acc, op, work.tensors),
        {.seed = 5, .moving_percent = 10, .stationary_percent = 10, .psum_percent = 10, .result_percent = 10});
    ASSERT_EQ(disagreement.value_or(""), "") << op.name;
    ++products;
  }
  EXPECT_GE(products, 7);
}

/// One layer of a decoder with `group` query heads to a key/value head.
lmulsim::graph::Workload grouped(std::int64_t group, std::int64_t kv_heads, bool decode) {
  lmulsim::transformer::Transformer model;
  model.source = "test";
  model.layers = 1;
  model.heads = group * kv_heads;
  model.kv_heads = kv_heads;
  model.head_dim = 6;
  model.hidden = 8;
  model.ffn = 8;
  model.vocab = 8;
  model.max_positions = 16;
  lmulsim::transformer::RunShape run{.batch = 2, .embedding = false, .head = false};
  if (decode) {
    run.phase = lmulsim::graph::Phase::decode;
    run.context = 9;
  } else {
    run.seq = 3;
  }
  return lmulsim::transformer::build_transformer(model, run);
}

class GroupedQueries : public testing::TestWithParam<const char*> {};

// RTL, both grains of SystemC, the fast engine's closed form and its handshakes, on programs with M of a whole group.
TEST_P(GroupedQueries, RunInLockstep) {
  const auto acc = load_accelerator(GetParam());
  Cosim cosim(acc, {});
  int stall = 0;
  for (const auto& [group, kv_heads] : {std::pair(1, 2), std::pair(3, 2), std::pair(7, 1), std::pair(5, 1)}) {
    for (const bool decode : {true, false}) {
      const auto work = grouped(group, kv_heads, decode);
      for (const auto& op : work.operators) {
        if (op.name.find("attention") == std::string::npos || op.kind != lmulsim::graph::OperatorKind::gemm) {
          continue;
        }
        ASSERT_EQ(op.gemm.m, group * (decode ? 1 : 3));
        ASSERT_EQ(op.count, 2 * kv_heads);
        const Program program(acc.shape(), op.gemm, op.count, lmulsim::mapping::choose_loops(acc, op.gemm));
        stall = 20 - stall;
        const auto disagreement = cosim.run(program, lmulsim::study::random_operands(acc, op, 3),
                                            {.seed = 7,
                                             .moving_percent = stall,
                                             .stationary_percent = stall,
                                             .psum_percent = stall,
                                             .result_percent = stall});
        ASSERT_EQ(disagreement.value_or(""), "") << group << " " << op.name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, GroupedQueries, testing::Values("int8-ws-4x4", "lmul-e4m3-os-4x4", "exact-e4m3-is-4x4"));

TEST(RealTensors, TinyCheckpointLayerRunsInLockstep) {
  run_layer(std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "data" / "tiny.bin", "lmul-e4m3-ws-4x4", 6);
}

TEST(RealTensors, Stories260kLayerRunsInLockstep) {
  const auto file = lmulsim::real_data("stories260K/stories260K.bin");
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "SKIPPED: no " << file << " (set LMULSIM_DATA): real tensors of stories260K were not run";
  }
  run_layer(file, "lmul-e4m3-os-4x4", 8);
}

}  // namespace
