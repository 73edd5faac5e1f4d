// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Published models of every family: their number of parameters as the checkpoints have it, and products counted by hand
// from the published structure.
#include <gmock/gmock.h>

#include "hf_configs.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::formats {
namespace {

struct Published {
  const char* name;
  const char* changes;  ///< JSON, laid over the config
  std::int64_t parameters;
};

class PublishedModel : public testing::TestWithParam<Published> {};

TEST_P(PublishedModel, HasItsParameters) {
  const Published& p = GetParam();
  EXPECT_EQ(transformer::build_transformer(published(p.name, p.changes), {}).parameters, p.parameters);
}

// The counts are those of the checkpoints' safetensors headers, tied tables once. By hand, for example:
//   Qwen3-8B      2 * 151936 * 4096 + 36 * (2 * 4096^2 + 2 * 4096 * 1024 + 3 * 4096 * 12288 + 2 * 4096 + 2 * 128) +
//   4096 gemma-3-1b    262144 * 1152 + 26 * (2 * 1152 * 1024 + 2 * 1152 * 256 + 3 * 1152 * 6912 + 4 * 1152 + 2 * 256) +
//   1152 phi-2         2 * 51200 * 2560 + 51200 + 32 * (4 * (2560^2 + 2560) + 2 * 2560 * 10240 + 10240 + 4 * 2560 -
//   2560)
//                 + 2 * 2560
//   DeepSeek-V3   the main model without the layer that predicts a second token, and without the biases of its choice
//                 of experts, which are not learned: 2 * 129280 * 7168 + 7168 + 61 * 187121664 + 3 * 3 * 7168 * 18432
//                 + 58 * (256 * 7168 + 257 * 3 * 7168 * 2048), a layer's attention being 7168 * (1536 + 576)
//                 + 1536 * 128 * 192 + 512 * 128 * 256 + 128 * 128 * 7168 + 1536 + 512 + 2 * 7168
//   gemma-3-4b    the text network: 262208 * 2560 + 34 * (2 * 2560 * 2048 + 2 * 2560 * 1024 + 3 * 2560 * 10240
//                 + 4 * 2560 + 2 * 256) + 2560
//   qwen2-vl-2b   the text network, which is Qwen2-1.5B: 151936 * 1536 + 28 * (2 * 1536^2 + 2 * 1536 * 256 + 2048
//                 + 3 * 1536 * 8960 + 2 * 1536) + 1536
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
                    Published{"opt-125m", "{}", 125239296}, Published{"opt-350m", "{}", 331196416},
                    Published{"qwen3-30b-a3b", "{}", 30532122624}, Published{"qwen1.5-moe-a2.7b", "{}", 14315784192},
                    Published{"deepseek-v2-lite", "{}", 15706484224}, Published{"deepseek-v3", "{}", 671026404352},
                    Published{"gemma-3-4b", "{}", 3880263168}, Published{"llava-1.5-7b", "{}", 6738939904},
                    Published{"qwen2-vl-2b", "{}", 1543714304}, Published{"gpt-j-6b", "{}", 6050882784},
                    Published{"gpt-neo-125m", "{}", 125198592}, Published{"falcon-7b", "{}", 6921720704},
                    Published{"falcon-40b", "{}", 41303293952}, Published{"bloom-560m", "{}", 559214592},
                    Published{"mpt-7b", "{}", 6649286656}, Published{"olmo-1b", "{}", 1176764416},
                    Published{"stablelm-3b", "{}", 2795443200}, Published{"albert-base-v2", "{}", 11221680},
                    Published{"albert-base-v2", R"({"architectures": ["AlbertModel"]})", 11683584},
                    Published{"xlm-roberta-base", "{}", 278295186}),
    [](const auto& given) { return std::to_string(given.index) + "_" + test_name(given.param.name); });

constexpr std::int64_t kSeq = 100;

std::int64_t prefill_macs(const char* name) {
  return transformer::build_transformer(published(name), {.batch = 1, .seq = kSeq}).macs();
}

TEST(HfFamilies, Qwen3HasHeadsWiderThanItsHiddenSize) {
  // Qwen3-0.6B: 16 query heads of 128 over 1024; 8 key/value heads.
  const std::int64_t layer = 1024 * (2048 + 1024 + 1024) + 2048 * 1024 + 3 * 1024 * 3072;
  EXPECT_EQ(prefill_macs("qwen3-0.6b"), 28 * (kSeq * layer + 2 * 16 * kSeq * kSeq * 128) + 1024LL * 151936);
  const graph::Workload w = transformer::build_transformer(published("qwen3-0.6b"), {.batch = 2, .seq = 3});
  EXPECT_EQ(op(w, "layers.5.q_norm").elements, 2 * 3 * 16 * 128);
  EXPECT_EQ(op(w, "layers.5.q_norm").rows, 2 * 3 * 16);
  EXPECT_EQ(op(w, "layers.5.k_norm").rows, 2 * 3 * 8);
  EXPECT_EQ(op(w, "layers.5.k_norm").kind, graph::OperatorKind::rms_norm);
}

TEST(HfFamilies, Gemma1HasOneKeyValueHead) {
  const std::int64_t layer = 2 * 2048LL * 2048 + 2 * 2048 * 256 + 3 * 2048LL * 16384;
  EXPECT_EQ(prefill_macs("gemma-2b"), 18 * (kSeq * layer + 2 * 8 * kSeq * kSeq * 256) + 2048LL * 256000);
}

TEST(HfFamilies, Gemma3SeesAllOfTheTextInEverySixthLayer) {
  const std::int64_t context = 2000;  // the window has 512
  const graph::Workload w =
      transformer::build_transformer(published("gemma-3-1b"), {.phase = graph::Phase::decode, .context = context});
  const std::int64_t layer = 2 * 1152 * 1024 + 2 * 1152 * 256 + 3 * 1152 * 6912;
  const std::int64_t keys = 22 * 512 + 4 * context;  // layers 5, 11, 17 and 23 of 26
  EXPECT_EQ(w.macs(), 26 * layer + 2 * 4 * 256 * keys + 1152LL * 262144);
  EXPECT_THAT(w.assumptions, testing::Contains(testing::HasSubstr("in 22 of 26 layers")));
}

TEST(HfFamilies, PhiReadsOneNormInBothBlocks) {
  const std::int64_t layer = 4 * 2560LL * 2560 + 2 * 2560LL * 10240;
  EXPECT_EQ(prefill_macs("phi-2"), 32 * (kSeq * layer + 2 * 32 * kSeq * kSeq * 80) + 2560LL * 51200);
  const graph::Workload w = transformer::build_transformer(published("phi-2"), {.seq = 5});
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
  const graph::Workload w = transformer::build_transformer(published("opt-350m"), {.seq = 3});
  EXPECT_EQ(op(w, "embedding").elements, 3 * 512);
  EXPECT_FALSE(has(w, "final_norm"));
  EXPECT_TRUE(has(w, "layers.0.output_norm"));
  EXPECT_EQ(op(w, "layers.0.mlp_relu").elements, 3 * 4096);
}

TEST(HfFamilies, DecodersOfOtherKindsHaveTheMacsOfTheirMatrices) {
  struct Decoder {
    const char* name;
    std::int64_t layers, heads, head_dim, layer, logits;
  };
  const Decoder decoders[] = {
      {"gpt-j-6b", 28, 16, 256, 12 * 4096LL * 4096, 4096LL * 50400},
      {"gpt-neo-125m", 12, 12, 64, 12 * 768LL * 768, 768LL * 50257},
      {"falcon-7b", 32, 71, 64, 4544LL * (4544 + 2 * 64) + 9 * 4544LL * 4544, 4544LL * 65024},
      {"falcon-40b", 60, 128, 64, 8192LL * (8192 + 2 * 8 * 64) + 9 * 8192LL * 8192, 8192LL * 65024},
      {"bloom-560m", 24, 16, 64, 12 * 1024LL * 1024, 1024LL * 250880},
      {"mpt-7b", 32, 32, 128, 12 * 4096LL * 4096, 4096LL * 50432},
      {"olmo-1b", 16, 16, 128, 4 * 2048LL * 2048 + 3 * 2048LL * 8192, 2048LL * 50304},
      {"stablelm-3b", 32, 32, 80, 4 * 2560LL * 2560 + 3 * 2560LL * 6912, 2560LL * 50304},
  };
  for (const Decoder& d : decoders) {
    const std::int64_t attention = 2 * d.heads * kSeq * kSeq * d.head_dim;
    EXPECT_EQ(prefill_macs(d.name), d.layers * (kSeq * d.layer + attention) + d.logits) << d.name;
  }
  EXPECT_EQ(op(transformer::build_transformer(published("gpt-j-6b"), {.seq = 5}), "layers.0.q_rotary").elements,
            5 * 16 * 64);
  EXPECT_FALSE(has(transformer::build_transformer(published("bloom-560m"), {.seq = 5}), "layers.0.q_rotary"));
  EXPECT_EQ(published("gpt-neo-125m").window_of(1), 256);
  EXPECT_EQ(published("gpt-neo-125m").window_of(2), std::nullopt);
}

TEST(HfFamilies, AlbertRunsOneLayerTwelveTimes) {
  const std::int64_t layer = kSeq * 12 * 768LL * 768 + 2 * kSeq * kSeq * 768;
  EXPECT_EQ(prefill_macs("albert-base-v2"), kSeq * 128 * 768 + 12 * layer + kSeq * (768 * 128 + 128 * 30000));
}

TEST(HfFamilies, ExpertsAreLoadedEvenlyAndTheSharedOneByEveryToken) {
  const std::int64_t qwen = 4 * 2048LL * 2048 + 60 * 2048 + 4 * 3 * 2048LL * 1408 + 3 * 2048LL * 5632 + 2048;
  EXPECT_EQ(prefill_macs("qwen1.5-moe-a2.7b"), 24 * (kSeq * qwen + 2 * 16 * kSeq * kSeq * 128) + 2048LL * 151936);
  const std::int64_t qwen3 = 2 * 2048LL * 4096 + 2 * 2048 * 512 + 128 * 2048 + 8 * 3 * 2048LL * 768;
  EXPECT_EQ(prefill_macs("qwen3-30b-a3b"), 48 * (kSeq * qwen3 + 2 * 32 * kSeq * kSeq * 128) + 2048LL * 151936);
}

// DeepSeek-V2-Lite: 16 heads of 128 + 64 for scores and 128 for values; vectors of 512 + 64.
constexpr std::int64_t kLiteProjections = 2048 * 16 * 192 + 2048 * 576 + 2048 * 2048;
constexpr std::int64_t kLiteMlps = 3 * 2048 * 10944 + 26 * (64 * 2048 + (6 + 2) * 3 * 2048 * 1408);

TEST(HfFamilies, DeepSeekPrefillsWithKeysAndValuesOfEveryHead) {
  const std::int64_t per_token = 27 * (kLiteProjections + 512 * 16 * 256) + kLiteMlps;
  const std::int64_t attention = 27 * 16 * kSeq * kSeq * (192 + 128);
  EXPECT_EQ(prefill_macs("deepseek-v2-lite"), kSeq * per_token + attention + 2048LL * 102400);
  const graph::Workload w = transformer::build_transformer(published("deepseek-v2-lite"), {.batch = 2, .seq = 7});
  EXPECT_EQ(op(w, "layers.1.attention_scores").gemm, (graph::Gemm{7, 7, 192}));
  EXPECT_EQ(op(w, "layers.1.attention_scores").count, 2 * 16);
  EXPECT_EQ(op(w, "layers.1.shared_up_proj").gemm, (graph::Gemm{14, 2 * 1408, 2048}));
  EXPECT_TRUE(has(w, "layers.0.up_proj"));
  EXPECT_FALSE(has(w, "layers.0.router"));
}

TEST(HfFamilies, DeepSeekDecodesFromOneVectorPerToken) {
  const std::int64_t context = 5000;
  const graph::Workload w = transformer::build_transformer(
      published("deepseek-v2-lite"), {.phase = graph::Phase::decode, .batch = 3, .context = context});
  const std::int64_t absorbed = 16 * (128 * 512 + 512 * 128);
  const std::int64_t attention = 16 * context * (576 + 512);
  EXPECT_EQ(w.macs(), 3 * (27 * (kLiteProjections + absorbed + attention) + kLiteMlps + 2048LL * 102400));
  EXPECT_EQ(w.parameters, 15706484224);
  const graph::Operator& scores = op(w, "layers.3.attention_scores");
  EXPECT_EQ(scores.gemm, (graph::Gemm{16, context, 576}));
  EXPECT_EQ(scores.b_source, graph::OperandSource::kv_cache);
  EXPECT_EQ(scores.b_elements(), 3 * context * 576);  // one vector per token, whatever the number of heads
  EXPECT_EQ(op(w, "layers.3.q_absorb").b_elements(), 16 * 128 * 512);
}

TEST(HfFamilies, TheDefaultsOfANestedTextAreThoseOfItsClass) {
  const transformer::Transformer t = published("gemma-3-4b");
  EXPECT_EQ(t.heads, 8);
  EXPECT_EQ(t.kv_heads, 4);
  EXPECT_EQ(t.head_dim, 256);
  EXPECT_EQ(t.vocab, 262208);
  EXPECT_TRUE(t.tied_head);
  EXPECT_THAT(t.notes, testing::Contains(testing::HasSubstr("num_attention_heads = 8")));
  EXPECT_THAT(t.notes, testing::Contains(testing::HasSubstr("Only the text network of the gemma3 model")));
}

}  // namespace
}  // namespace lmulsim::formats
