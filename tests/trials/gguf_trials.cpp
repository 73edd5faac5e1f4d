// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What GGUF files say of a model.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "../src/formats/gguf_small.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using formats::GgufFile;
using formats::small_gguf;

/// Tokens are the bytes of a text.
std::string byte_tokenizer() {
  std::string vocab = "\"</s>\": 256";
  for (int byte = 0; byte < 256; ++byte) {
    vocab += fmt::format(", \"<0x{:02X}>\": {}", byte, byte);
  }
  return R"({"added_tokens": [{"id": 256, "content": "</s>", "special": true}], "model": {"type": "BPE",
      "byte_fallback": true, "merges": [], "vocab": {)" +
         vocab + "}}}";
}

Outcome evaluate(const GgufFile& file) {
  const Workspace ws;
  ws.write("m.gguf", file.bytes());
  ws.write("t.json", byte_tokenizer());
  ws.write("text.txt", "And the evening and the morning were the first day.");
  return ws.run("eval --model m.gguf --tokenizer t.json --text text.txt --arithmetic fp32 --context 40");
}

/// The line of the perplexity.
std::string perplexity(const GgufFile& file) {
  const Outcome got = evaluate(file);
  EXPECT_EQ(got.code, 0) << got.err;
  const std::size_t at = got.out.find("  fp32  ");
  EXPECT_NE(at, std::string::npos) << got.out;
  return at == std::string::npos ? "" : got.out.substr(at, got.out.find('\n', at) - at);
}

TEST(GgufScaling, IsLinearWithoutAType) {
  const std::string typed =
      perplexity(small_gguf("llama").string("llama.rope.scaling.type", "linear").f32("llama.rope.scaling.factor", 4));
  EXPECT_EQ(perplexity(small_gguf("llama").f32("llama.rope.scaling.factor", 4)), typed);
  EXPECT_NE(perplexity(small_gguf("llama")), typed);
}

TEST(GgufScaling, HasAnOldKey) {
  const std::string typed =
      perplexity(small_gguf("qwen2").string("qwen2.rope.scaling.type", "linear").f32("qwen2.rope.scaling.factor", 2));
  EXPECT_EQ(perplexity(small_gguf("qwen2").f32("qwen2.rope.scale_linear", 2)), typed);
}

struct Said {
  const char* name;
  std::function<GgufFile()> file;
  const char* message;
};

class GgufMeaning : public testing::TestWithParam<Said> {};

TEST_P(GgufMeaning, IsNotPassedOver) {
  const Outcome got = evaluate(GetParam().file());
  EXPECT_EQ(got.code, 2) << got.out;
  EXPECT_NE(got.err.find(GetParam().message), std::string::npos) << got.err;
}

GgufFile llama_with(const char* key, float value) {
  return small_gguf("llama").f32(fmt::format("llama.{}", key), value);
}

INSTANTIATE_TEST_SUITE_P(
    Files, GgufMeaning,
    testing::Values(
        Said{"ScaledRotations", [] { return llama_with("rope.scaling.attn_factor", 1.2F); },
             "m.gguf: llama.rope.scaling.attn_factor: expected 1"},
        Said{"YarnMixture", [] { return llama_with("rope.scaling.yarn_ext_factor", 1); },
             "m.gguf: llama.rope.scaling.yarn_ext_factor: expected 0"},
        Said{"ScaleOfAttention", [] { return llama_with("attention.scale", 0.1F); },
             "m.gguf: llama.attention.scale: expected 0.5"},
        Said{"Clamps", [] { return llama_with("attention.clamp_kqv", 1); },
             "m.gguf: llama.attention.clamp_kqv: expected 0"},
        Said{"Alibi", [] { return llama_with("attention.max_alibi_bias", 8); },
             "m.gguf: llama.attention.max_alibi_bias: expected 0"},
        Said{"ScaledLogits", [] { return llama_with("logit_scale", 2); }, "m.gguf: llama.logit_scale: expected 1"},
        Said{"ScaledSums", [] { return llama_with("residual_scale", 2); }, "m.gguf: llama.residual_scale: expected 1"},
        Said{"ScaledEmbedding", [] { return llama_with("embedding_scale", 2); },
             "m.gguf: llama.embedding_scale: expected 1"},
        Said{"Caps", [] { return llama_with("final_logit_softcapping", 30); },
             "m.gguf: llama.final_logit_softcapping: expected 0"},
        Said{"Window", [] { return small_gguf("qwen2").u32("qwen2.attention.sliding_window", 8); },
             "m.gguf: qwen2.attention.sliding_window: expected none"},
        Said{"BothDirections",
             [] { return small_gguf("llama").raw("llama.attention.causal", 7, std::string(1, '\0')); },
             "m.gguf: llama.attention.causal: expected 1"},
        Said{"InventedNumber", [] { return llama_with("attention.sharpness", 2); },
             "m.gguf: llama.attention.sharpness: expected a key of which it is known what it changes"},
        Said{"InventedText", [] { return small_gguf("gpt2").string("gpt2.activation", "relu"); },
             "m.gguf: gpt2.activation: expected a key"},
        Said{"Adapter", [] { return small_gguf("llama").string("general.type", "adapter"); },
             "m.gguf: general.type: expected model, found 'adapter'"},
        Said{"NormOfQueries",
             [] { return small_gguf("llama").tensor("blk.0.attn_q_norm.weight", {4}, std::vector<float>(4, 2)); },
             "m.gguf: tensor 'blk.0.attn_q_norm.weight': expected a tensor of 1 layers of llama, found another"},
        Said{"MoreLayersThanSaid",
             [] { return small_gguf("llama").tensor("blk.1.ffn_norm.weight", {8}, std::vector<float>(8, 2)); },
             "m.gguf: tensor 'blk.1.ffn_norm.weight': expected a tensor of 1 layers"},
        Said{"BiasOfTheHead",
             [] { return small_gguf("qwen2").tensor("output.bias", {260}, std::vector<float>(260, 2)); },
             "m.gguf: tensor 'output.bias': expected a tensor of 1 layers of qwen2, found another"}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(GgufBiases, OfOutputsAreRead) {
  EXPECT_NE(perplexity(small_gguf("llama").tensor("blk.0.attn_output.bias", {8}, std::vector<float>(8, 0.5F))),
            perplexity(small_gguf("llama")));
}

}  // namespace
}  // namespace lmulsim::cli_test
