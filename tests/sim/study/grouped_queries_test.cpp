// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Decoders of every grouping: shapes, multiply-accumulates and bytes from DRAM beside arithmetic written out here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "config/load.hpp"
#include "formats/workload_request.hpp"
#include "study/run_workload.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::study {
namespace {

/// A decoder with a gated MLP, and a run of it.
struct Case {
  std::int64_t heads, kv_heads, head_dim;
  std::int64_t window;  ///< 0: none
  std::int64_t batch, tokens, keys;
  bool decode;

  [[nodiscard]] std::int64_t group() const { return heads / kv_heads; }
  [[nodiscard]] std::int64_t seen() const { return window > 0 ? std::min(window, keys) : keys; }
  [[nodiscard]] std::int64_t rows() const { return batch * tokens; }
};

constexpr std::int64_t kHidden = 24;
constexpr std::int64_t kFfn = 40;
constexpr std::int64_t kVocab = 50;
constexpr std::int64_t kLayers = 2;

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << fmt::format("{} heads over {} of {}, window {}, batch {}, {} tokens, {} keys", c.heads, c.kv_heads,
                            c.head_dim, c.window, c.batch, c.tokens, c.keys);
}

std::vector<Case> cases() {
  std::vector<Case> out;
  constexpr std::pair<std::int64_t, std::int64_t> kHeads[] = {{4, 4}, {4, 2}, {6, 2}, {7, 1}, {14, 2}, {5, 1}, {9, 3}};
  std::int64_t i = 0;
  for (const auto& [heads, kv] : kHeads) {
    for (const std::int64_t window : {0, 6, 100}) {
      const std::int64_t batch = 1 + i % 3;
      const std::int64_t keys = 5 + i % 13;
      const std::int64_t dim = 4 + 2 * (i % 4);
      out.push_back({heads, kv, dim, window, batch, 1, keys, true});
      out.push_back({heads, kv, dim, window, batch, keys, keys, false});
      ++i;
    }
  }
  return out;
}

graph::Workload load(const Case& c) {
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  const auto file = folder.path() / "config.json";
  util::write_file_atomic(file, fmt::format(R"({{"model_type": "mistral", "hidden_size": {}, "num_hidden_layers": {},
          "num_attention_heads": {}, "num_key_value_heads": {}, "head_dim": {}, "intermediate_size": {},
          "vocab_size": {}, "max_position_embeddings": 64, "hidden_act": "silu", "sliding_window": {}}})",
                                            kHidden, kLayers, c.heads, c.kv_heads, c.head_dim, kFfn, kVocab,
                                            c.window > 0 ? std::to_string(c.window) : "null"));
  formats::WorkloadRequest request;
  request.source = file.string();
  request.run.batch = c.batch;
  if (c.decode) {
    request.run.phase = graph::Phase::decode;
    request.run.context = c.keys;
  } else {
    request.run.seq = c.tokens;
  }
  return formats::load_workload(request);
}

std::int64_t weights(const Case& c) {
  const std::int64_t q = c.heads * c.head_dim;
  const std::int64_t kv = c.kv_heads * c.head_dim;
  return kLayers * (2 * kHidden * q + 2 * kHidden * kv + 3 * kHidden * kFfn) + kHidden * kVocab;
}

/// Keys and values that the tokens see, of every sequence and key/value head.
std::int64_t cache(const Case& c) {
  return kLayers * 2 * c.batch * c.kv_heads * c.seen() * c.head_dim;
}

std::int64_t macs(const Case& c) {
  const std::int64_t attention = 2 * c.rows() * c.heads * c.seen() * c.head_dim;
  return c.rows() * (weights(c) - kHidden * kVocab) + c.batch * kHidden * kVocab + kLayers * attention;
}

/// First operands of all products.
std::int64_t activations(const Case& c) {
  const std::int64_t q = c.heads * c.head_dim;
  return kLayers * c.rows() * (3 * kHidden + q + c.heads * c.seen() + q + 2 * kHidden + kFfn) + c.batch * kHidden;
}

std::int64_t results(const Case& c) {
  const std::int64_t q = c.heads * c.head_dim;
  const std::int64_t kv = c.kv_heads * c.head_dim;
  return kLayers * c.rows() * (q + 2 * kv + c.heads * c.seen() + q + kHidden + 2 * kFfn + kHidden) + c.batch * kVocab;
}

class GroupedQueries : public ::testing::TestWithParam<Case> {};

TEST_P(GroupedQueries, MoveWeightsOneCacheAndActivations) {
  const Case& c = GetParam();
  const graph::Workload work = load(c);
  for (const graph::Operator& op : work.operators) {
    if (op.name.find("attention_scores") != std::string::npos) {
      EXPECT_EQ(op.gemm, (graph::Gemm{c.group() * c.tokens, c.seen(), c.head_dim}));
      EXPECT_EQ(op.count, c.batch * c.kv_heads);
      EXPECT_EQ(op.b_shared, 1);
    }
    if (op.name.find("attention_values") != std::string::npos) {
      EXPECT_EQ(op.gemm, (graph::Gemm{c.group() * c.tokens, c.head_dim, c.seen()}));
      EXPECT_EQ(op.count, c.batch * c.kv_heads);
    }
    if (op.name.find("attention_softmax") != std::string::npos) {
      EXPECT_EQ(op.elements, c.rows() * c.heads * c.seen());
      EXPECT_EQ(op.rows, c.rows() * c.heads);
    }
  }
  for (const char* accelerator : {"int8-ws-32x32", "lmul-e4m3-os-32x32", "exact-e4m3-is-32x32"}) {
    RunRequest request;
    request.accelerator = config::load_accelerator(accelerator);
    request.technology = cost::load_technology("horowitz-45nm");
    request.workload = work;
    const result::RunReport r = run(request);
    EXPECT_NO_THROW(r.checks.enforce());
    EXPECT_EQ(r.activity.macs_useful, macs(c)) << accelerator;
    EXPECT_EQ(r.activity.dram_read_bytes, weights(c) + cache(c) + activations(c)) << accelerator;
    EXPECT_EQ(r.activity.dram_write_bytes, 4 * results(c)) << accelerator;
  }
}

INSTANTIATE_TEST_SUITE_P(Decoders, GroupedQueries, ::testing::ValuesIn(cases()));

TEST(GroupedQueries, ProductsThatStillShareBAreRefused) {
  graph::Operator op;
  op.name = "scores";
  op.gemm = {1, 2, 3};
  op.count = 4;
  op.b_shared = 2;
  EXPECT_THROW(check_operator(config::load_accelerator("int8-ws-4x4"), op), InputError);
}

}  // namespace
}  // namespace lmulsim::study
