// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Published models of every family: their number of parameters as the checkpoints have it, and products counted by hand
// from the published structure.
#include <gmock/gmock.h>

#include "hf_configs.hpp"
#include "workload/transformer.hpp"

namespace lmulsim::workload {
namespace {

struct Published {
  const char* name;
  const char* changes;  ///< JSON, laid over the config
  std::int64_t parameters;
};

class PublishedModel : public testing::TestWithParam<Published> {};

TEST_P(PublishedModel, HasItsParameters) {
  const Published& p = GetParam();
  EXPECT_EQ(build_transformer(published(p.name, p.changes), {}).parameters, p.parameters);
}

// The counts are those of the checkpoints' safetensors headers, tied tables once. By hand, for example:
//   Qwen3-8B      2 * 151936 * 4096 + 36 * (2 * 4096^2 + 2 * 4096 * 1024 + 3 * 4096 * 12288 + 2 * 4096 + 2 * 128) +
//   4096 gemma-3-1b    262144 * 1152 + 26 * (2 * 1152 * 1024 + 2 * 1152 * 256 + 3 * 1152 * 6912 + 4 * 1152 + 2 * 256) +
//   1152 phi-2         2 * 51200 * 2560 + 51200 + 32 * (4 * (2560^2 + 2560) + 2 * 2560 * 10240 + 10240 + 4 * 2560 -
//   2560)
//                 + 2 * 2560
//   opt-350m      50272 * 512 + 2050 * 1024 + 2 * 512 * 1024 + 24 * (4 * (1024^2 + 1024) + 2 * 1024 * 4096 + 9 * 1024)
INSTANTIATE_TEST_SUITE_P(
    Hub, PublishedModel,
    testing::Values(Published{"qwen3-8b", "{}", 8190735360}, Published{"qwen3-0.6b", "{}", 596049920},
                    Published{"qwen3-0.6b", R"({"tie_word_embeddings": false})", 751632384},
                    Published{"gemma-2b", "{}", 2506172416}, Published{"gemma-3-1b", "{}", 999885952},
                    Published{"phi-1", "{}", 1418270720}, Published{"phi-2", "{}", 2779683840},
                    Published{"roberta-base", R"({"architectures": ["RobertaModel"]})", 124645632},
                    Published{"roberta-base", "{}", 124697433}, Published{"distilbert", "{}", 66985530},
                    Published{"distilbert", R"({"architectures": ["DistilBertModel"]})", 66362880},
                    Published{"distilbert", R"({"architectures": ["DistilBertForSequenceClassification"]})", 66955010},
                    Published{"opt-125m", "{}", 125239296}, Published{"opt-350m", "{}", 331196416}),
    [](const auto& given) { return std::to_string(given.index) + "_" + test_name(given.param.name); });

constexpr std::int64_t kSeq = 100;

std::int64_t prefill_macs(const char* name) {
  return build_transformer(published(name), {.batch = 1, .seq = kSeq}).macs();
}

TEST(HfFamilies, Qwen3HasHeadsWiderThanItsHiddenSize) {
  // Qwen3-0.6B: 16 query heads of 128 over 1024; 8 key/value heads.
  const std::int64_t layer = 1024 * (2048 + 1024 + 1024) + 2048 * 1024 + 3 * 1024 * 3072;
  EXPECT_EQ(prefill_macs("qwen3-0.6b"), 28 * (kSeq * layer + 2 * 16 * kSeq * kSeq * 128) + 1024LL * 151936);
  const Workload w = build_transformer(published("qwen3-0.6b"), {.batch = 2, .seq = 3});
  EXPECT_EQ(op(w, "layers.5.q_norm").elements, 2 * 3 * 16 * 128);
  EXPECT_EQ(op(w, "layers.5.q_norm").rows, 2 * 3 * 16);
  EXPECT_EQ(op(w, "layers.5.k_norm").rows, 2 * 3 * 8);
  EXPECT_EQ(op(w, "layers.5.k_norm").kind, OperatorKind::rms_norm);
}

TEST(HfFamilies, Gemma1HasOneKeyValueHead) {
  const std::int64_t layer = 2 * 2048LL * 2048 + 2 * 2048 * 256 + 3 * 2048LL * 16384;
  EXPECT_EQ(prefill_macs("gemma-2b"), 18 * (kSeq * layer + 2 * 8 * kSeq * kSeq * 256) + 2048LL * 256000);
}

TEST(HfFamilies, Gemma3SeesAllOfTheTextInEverySixthLayer) {
  const std::int64_t context = 2000;  // the window has 512
  const Workload w = build_transformer(published("gemma-3-1b"), {.phase = Phase::decode, .context = context});
  const std::int64_t layer = 2 * 1152 * 1024 + 2 * 1152 * 256 + 3 * 1152 * 6912;
  const std::int64_t keys = 22 * 512 + 4 * context;  // layers 5, 11, 17 and 23 of 26
  EXPECT_EQ(w.macs(), 26 * layer + 2 * 4 * 256 * keys + 1152LL * 262144);
  EXPECT_THAT(w.assumptions, testing::Contains(testing::HasSubstr("in 22 of 26 layers")));
}

TEST(HfFamilies, PhiReadsOneNormInBothBlocks) {
  const std::int64_t layer = 4 * 2560LL * 2560 + 2 * 2560LL * 10240;
  EXPECT_EQ(prefill_macs("phi-2"), 32 * (kSeq * layer + 2 * 32 * kSeq * kSeq * 80) + 2560LL * 51200);
  const Workload w = build_transformer(published("phi-2"), {.seq = 5});
  EXPECT_EQ(op(w, "layers.0.up_proj").depends_on, op(w, "layers.0.q_proj").depends_on);
  EXPECT_EQ(op(w, "layers.0.q_rotary").elements, 5 * 32 * 32);  // 0.4 of 80
  EXPECT_TRUE(op(w, "lm_head").bias);
}

TEST(HfFamilies, RobertaAndOptKeepTwoPositionsForNoToken) {
  EXPECT_EQ(published("roberta-base").max_positions, 512);
  EXPECT_EQ(published("roberta-base").position_offset, 2);
  EXPECT_EQ(published("opt-125m").max_positions, 2048);
  EXPECT_EQ(published("opt-125m").position_offset, 2);
}

TEST(HfFamilies, EncodersWithALanguageHeadGiveLogitsOfEveryToken) {
  const std::int64_t roberta = kSeq * 12 * 768LL * 768 + 2 * kSeq * kSeq * 768;
  EXPECT_EQ(prefill_macs("roberta-base"), 12 * roberta + kSeq * (768LL * 768 + 768LL * 50265));
  EXPECT_EQ(prefill_macs("distilbert"), 6 * roberta + kSeq * (768LL * 768 + 768LL * 30522));
}

TEST(HfFamilies, OptProjectsNarrowEmbeddings) {
  const std::int64_t layer = 4 * 1024LL * 1024 + 2 * 1024LL * 4096;
  EXPECT_EQ(prefill_macs("opt-350m"),
            kSeq * 512 * 1024 + 24 * (kSeq * layer + 2 * kSeq * kSeq * 1024) + 1024 * 512 + 512LL * 50272);
  const Workload w = build_transformer(published("opt-350m"), {.seq = 3});
  EXPECT_EQ(op(w, "embedding").elements, 3 * 512);
  EXPECT_FALSE(has(w, "final_norm"));
  EXPECT_TRUE(has(w, "layers.0.output_norm"));
  EXPECT_EQ(op(w, "layers.0.mlp_relu").elements, 3 * 4096);
}

}  // namespace
}  // namespace lmulsim::workload
