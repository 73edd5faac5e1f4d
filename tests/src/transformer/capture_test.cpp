// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/capture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "../formats/files.hpp"
#include "formats/hf/hf_config.hpp"
#include "formats/open.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::transformer {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const std::vector<int> kTokens{1, 291, 7, 264, 264, 299, 33};

graph::Workload captured(RunShape run = {}) {
  const Model model = formats::load_model(formats::data_file("tiny.bin"));
  return capture(model, kTokens, run);
}

/// |out - A B| over what fp32 rounding of k products and k sums explains, at its worst.
double worst_rounding(const graph::Workload& w, const graph::Operator& op) {
  const auto a = w.tensors.at(*op.a_tensor).floats();
  const auto b = w.tensors.at(*op.b_tensor).floats();
  const auto out = w.tensors.at(*op.out_tensor).floats();
  const auto [m, n, k] = op.gemm;
  double worst = 0;
  for (std::int64_t i = 0; i < op.count; ++i) {
    for (std::int64_t r = 0; r < m; ++r) {
      for (std::int64_t c = 0; c < n; ++c) {
        double sum = 0;
        double size = 0;
        for (std::int64_t x = 0; x < k; ++x) {
          const double product = static_cast<double>(a[static_cast<std::size_t>((i * m + r) * k + x)]) *
                                 b[static_cast<std::size_t>((i / op.b_shared * k + x) * n + c)];
          sum += product;
          size += std::abs(product);
        }
        const double error = std::abs(sum - out[static_cast<std::size_t>((i * m + r) * n + c)]);
        worst = std::max(worst, error / (size * static_cast<double>(k + 1) * 0x1p-24 + 1e-300));
      }
    }
  }
  return worst;
}

TEST(Capture, EveryResultIsTheProductOfItsOperands) {
  for (const graph::Phase phase : {graph::Phase::prefill, graph::Phase::decode}) {
    const graph::Workload w = captured({.phase = phase});
    int products = 0;
    for (const graph::Operator& op : w.operators) {
      if (op.kind == graph::OperatorKind::gemm) {
        EXPECT_LE(worst_rounding(w, op), 1.0) << op.name;
        ++products;
      }
    }
    EXPECT_EQ(products, 2 * 9 + 1);
  }
}

TEST(Capture, TheCheckNoticesHeadsPairedWithTheWrongKeys) {
  graph::Workload w = captured();
  for (graph::Operator& op : w.operators) {
    if (op.name == "layers.0.attention_scores") {
      auto values = w.tensors.at(*op.b_tensor).floats();
      std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
      w.tensors[*op.b_tensor] = tensors::make_tensor(values, w.tensors.at(*op.b_tensor).shape);
      EXPECT_GT(worst_rounding(w, op), 1.0);
    }
  }
}

TEST(Capture, HasTheGraphOfTheSameShapeReadFromAConfig) {
  const std::string path = formats::data_file("tiny_llama.json").string();
  const graph::Workload graph = build_transformer(formats::hf::read_hf_config(util::parse_json_file(path), path),
                                                  {.seq = static_cast<int>(kTokens.size())});
  const graph::Workload w = captured();
  ASSERT_EQ(w.operators.size(), graph.operators.size());
  EXPECT_EQ(w.macs(), graph.macs());
  EXPECT_EQ(w.parameters, graph.parameters);
  EXPECT_EQ(w.tensors.size(), 3U * (2 * 9 + 1));
}

TEST(Capture, HeadsOfAGroupAreRowsOfOneProduct) {
  const graph::Workload w = captured();
  const Model model = formats::load_model(formats::data_file("tiny.bin"));
  const std::int64_t group = model.shape.heads / model.shape.kv_heads;
  ASSERT_EQ(group, 2);
  std::vector<float> queries;
  std::vector<float> keys;
  ModelRunner runner(model, [&](const GemmCall& call, std::span<float> out) {
    gemm_fp32(call, out);
    if (call.name != "layers.1.attention_scores") {
      return;
    }
    const auto append = [](std::vector<float>& values, const MatrixView& view) {
      for (std::int64_t i = 0; i < view.rows * view.cols; ++i) {
        values.push_back(view.at(i / view.cols, i % view.cols));
      }
    };
    append(queries, call.a);
    if (call.index % group == 0) {
      append(keys, call.b);
    }
  });
  (void)runner.run(kTokens);
  EXPECT_EQ(w.tensors.at("layers.1.attention_scores.a").floats(), queries);
  EXPECT_EQ(w.tensors.at("layers.1.attention_scores.b").floats(), keys);
  EXPECT_EQ(w.tensors.at("layers.1.attention_scores.a").shape, (std::vector<std::int64_t>{2, 2 * 7, 4}));
}

TEST(Capture, DecodeRunsTheLastTokenOnTheCache) {
  const graph::Workload w = captured({.phase = graph::Phase::decode});
  EXPECT_EQ(w.context, 7);
  const Model model = formats::load_model(formats::data_file("tiny.bin"));
  EXPECT_EQ(w.tensors.at("lm_head.out").floats(), ModelRunner(model).run(kTokens));
  EXPECT_EQ(w.tensors.at("layers.1.attention_scores.b").shape, (std::vector<std::int64_t>{2, 4, 7}));
}

TEST(Capture, ProbabilitiesOfTheFutureAreZero) {
  const graph::Workload w = captured();
  const auto p = w.tensors.at("layers.0.attention_values.a").floats();
  for (std::size_t row = 0; row < 4 * 7; ++row) {
    float sum = 0;
    for (std::size_t key = 0; key < 7; ++key) {
      sum += p[row * 7 + key];
      EXPECT_TRUE(key <= row % 7 || p[row * 7 + key] == 0.0F);
    }
    EXPECT_NEAR(sum, 1.0F, 1e-6F);
  }
}

TEST(Capture, OfOneLayerLeavesTheOthersOut) {
  const graph::Workload w = captured({.layers = 1, .head = false});
  EXPECT_TRUE(w.tensors.contains("layers.0.down_proj.out"));
  EXPECT_FALSE(w.tensors.contains("layers.1.down_proj.out"));
}

TEST(Capture, RefusesASizeThatIsNotTheTokens) {
  EXPECT_THAT([] { (void)captured({.seq = 8}); },
              ThrowsMessage<InputError>(HasSubstr("seq: expected 7 for these tokens, found 8")));
  EXPECT_THAT([] { (void)captured({.batch = 2}); }, ThrowsMessage<InputError>(HasSubstr("batch: expected 1")));
}

}  // namespace
}  // namespace lmulsim::transformer
