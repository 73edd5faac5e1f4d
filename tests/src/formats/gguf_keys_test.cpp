// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Keys and tensors of GGUF models: each is read, says nothing of what is computed, or is refused by name.
#include "formats/gguf/gguf_keys.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "files.hpp"
#include "formats/gguf/gguf_model.hpp"
#include "gguf_small.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using Values = std::vector<float>;
using Change = std::function<void(GgufFile& file)>;

Values logits_of(const GgufFile& file) {
  const ScratchFolder folder("gguf_keys_test");
  std::ofstream(folder / "m.gguf", std::ios::binary) << file.bytes();
  const transformer::Model model = gguf::load_gguf_model(folder / "m.gguf");
  return transformer::ModelRunner(model).run(std::array{1, 7, 200, 3, 3}, true);
}

/// What the message says, or nothing for a model that computes what the unchanged one computes.
std::string outcome(const std::string& architecture, const Change& change) {
  GgufFile file = small_gguf(architecture);
  change(file);
  try {
    return logits_of(file) == logits_of(small_gguf(architecture)) ? "" : "another model";
  } catch (const InputError& error) {
    return error.what();
  }
}

Change number(const std::string& key, float value) {
  return [=](GgufFile& file) { file.f32(key, value); };
}
Change count(const std::string& key, std::uint32_t value) {
  return [=](GgufFile& file) { file.u32(key, value); };
}
Change boolean(const std::string& key, bool value) {
  return [=](GgufFile& file) { file.raw(key, 7, std::string(1, value ? '\1' : '\0')); };
}
Change text(const std::string& key, const std::string& value) {
  return [=](GgufFile& file) { file.string(key, value); };
}
Change tensor(const std::string& name, std::int64_t rows, std::int64_t columns) {
  return [=](GgufFile& file) {
    file.tensor(name, {rows, columns}, Values(static_cast<std::size_t>(rows * columns), 0.25F));
  };
}

struct Case {
  const char* name;
  const char* architecture;
  Change change;
  const char* message;  ///< empty: the same model
};

class GgufKeys : public testing::TestWithParam<Case> {};

TEST_P(GgufKeys, AreReadHarmlessOrRefusedByName) {
  const Case& given = GetParam();
  const std::string found = outcome(given.architecture, given.change);
  if (*given.message == '\0') {
    EXPECT_EQ(found, "");
  } else {
    EXPECT_THAT(found, HasSubstr(given.message));
  }
}

const char* const kL = "llama";
const char* const kQ = "qwen2";
const char* const kG = "gpt2";

const Case kCases[] = {
    {"NoScaling", kL, text("llama.rope.scaling.type", "none"), ""},
    {"FactorWithoutScaling", kL,
     [](GgufFile& f) { f.string("llama.rope.scaling.type", "none").f32("llama.rope.scaling.factor", 4); }, ""},
    {"FactorOfNothing", kL, number("llama.rope.scaling.factor", 0), ""},
    {"FactorWithoutType", kL, number("llama.rope.scaling.factor", 4), "another model"},
    {"FactorUnderItsOldKey", kL, number("llama.rope.scale_linear", 4), "another model"},
    {"FactorsThatDiffer", kL,
     [](GgufFile& f) { f.f32("llama.rope.scaling.factor", 4).f32("llama.rope.scale_linear", 2); },
     "m.gguf: llama.rope.scale_linear: expected 4 as llama.rope.scaling.factor says, found 2"},
    {"LinearWithoutFactor", kL, text("llama.rope.scaling.type", "linear"),
     "llama.rope.scaling.factor: expected a number, as the type is linear"},
    {"NegativeFactor", kL, number("llama.rope.scaling.factor", -2), "llama.rope.scaling.factor: expected a number"},
    {"TinyFactor", kL, number("llama.rope.scaling.factor", 1e-9F), "llama.rope.scaling.factor: expected 0 or a number"},
    {"Yarn", kQ, text("qwen2.rope.scaling.type", "yarn"), "qwen2.rope.scaling.type: expected none or linear"},
    {"LongRope", kL, text("llama.rope.scaling.type", "longrope"), "llama.rope.scaling.type: expected none or linear"},
    {"ScaledRotations", kL, number("llama.rope.scaling.attn_factor", 1.5F),
     "llama.rope.scaling.attn_factor: expected 1, as scaled rotations are not computed, found 1.5"},
    {"UnscaledRotations", kL, number("llama.rope.scaling.attn_factor", 1), ""},
    {"YarnMixture", kL, number("llama.rope.scaling.yarn_ext_factor", 1), "yarn_ext_factor: expected 0"},
    {"YarnNumbersAlone", kL, number("llama.rope.scaling.yarn_beta_fast", 8), ""},
    {"OriginalLength", kL, count("llama.rope.scaling.original_context_length", 32), ""},
    {"FineTuned", kL, boolean("llama.rope.scaling.finetuned", true), ""},
    {"Base", kL, number("llama.rope.freq_base", 500), "another model"},
    {"UsualBase", kL, number("llama.rope.freq_base", 10000), ""},
    {"BaseOfWindows", kL, number("llama.rope.freq_base_swa", 500), "llama.rope.freq_base_swa: expected a key of which"},
    {"PartOfTheHead", kL, count("llama.rope.dimension_count", 2), "another model"},
    {"OddPartOfTheHead", kL, count("llama.rope.dimension_count", 3), "rope.dimension_count: expected pairs"},
    {"Sections", kQ,
     [](GgufFile& f) {
       f.floats("qwen2.rope.dimension_sections", {1, 1});
     },
     "qwen2.rope.dimension_sections: expected a key of which it is known what it changes, found it with an array"},
    {"UsualScale", kL, number("llama.attention.scale", 0.5F), ""},
    {"OtherScale", kL, number("llama.attention.scale", 0.25F), "llama.attention.scale: expected 0.5, one by the root"},
    {"WindowOfEverything", kQ, count("qwen2.attention.sliding_window", 64), ""},
    {"NoWindow", kQ, count("qwen2.attention.sliding_window", 0), ""},
    {"Window", kQ, count("qwen2.attention.sliding_window", 16), "qwen2.attention.sliding_window: expected none, or"},
    {"WindowOfGpt2", kG, count("gpt2.attention.sliding_window", 16),
     "gpt2.attention.sliding_window: expected none, or"},
    {"ValuesOfOthers", kL, count("llama.attention.value_length", 2), "llama.attention.value_length: expected 4"},
    {"KeysOfOthers", kL, count("llama.attention.key_length", 8), "tensor 'blk.0.attn_output.weight'"},
    {"BothDirections", kL, boolean("llama.attention.causal", false),
     "llama.attention.causal: expected 1, as scores of later tokens are not computed, found false"},
    {"OneDirection", kL, boolean("llama.attention.causal", true), ""},
    {"Clamps", kL, number("llama.attention.clamp_kqv", 8), "llama.attention.clamp_kqv: expected 0"},
    {"Alibi", kG, number("gpt2.attention.max_alibi_bias", 8), "gpt2.attention.max_alibi_bias: expected 0"},
    {"Caps", kL, number("llama.final_logit_softcapping", 30), "llama.final_logit_softcapping: expected 0"},
    {"CapsOfAttention", kQ, number("qwen2.attn_logit_softcapping", 50), "qwen2.attn_logit_softcapping: expected 0"},
    {"ScaledLogits", kL, number("llama.logit_scale", 0.0625F), "llama.logit_scale: expected 1"},
    {"UnscaledLogits", kL, number("llama.logit_scale", 1), ""},
    {"ScaledEmbedding", kL, number("llama.embedding_scale", 12), "llama.embedding_scale: expected 1"},
    {"ScaledSums", kL, number("llama.residual_scale", 0.22F), "llama.residual_scale: expected 1"},
    {"Parallel", kL, boolean("llama.use_parallel_residual", true), "llama.use_parallel_residual: expected 0"},
    {"Pooled", kQ, count("qwen2.pooling_type", 3), "qwen2.pooling_type: expected 0"},
    {"Experts", kL, count("llama.expert_count", 8), "llama.expert_count: expected none"},
    {"NoExperts", kL, count("llama.expert_count", 0), ""},
    {"UsedExperts", kL, count("llama.expert_used_count", 2), "llama.expert_used_count: expected 0, as experts"},
    {"MoreLayers", kL, count("llama.nextn_predict_layers", 1), "llama.nextn_predict_layers: expected 0"},
    {"Layout", kL, text("llama.tensor_data_layout", "Meta AI original pth"), ""},
    {"OtherLayout", kL, text("llama.tensor_data_layout", "transposed"),
     "llama.tensor_data_layout: expected 'reference'"},
    {"EpsilonOfOtherNorms", kL, number("llama.attention.layer_norm_epsilon", 0.5F), ""},
    {"EpsilonOfNoNorm", kG, number("gpt2.attention.layer_norm_rms_epsilon", 0.5F),
     "layer_norm_rms_epsilon: expected a key"},
    {"RotationOfGpt2", kG, number("gpt2.rope.freq_base", 10000), "gpt2.rope.freq_base: expected a key of which"},
    {"InventedNumber", kL, number("llama.attention.temperature", 2), "llama.attention.temperature: expected a key of"},
    {"InventedFlag", kQ, boolean("qwen2.norm_twice", true), "qwen2.norm_twice: expected a key of which it is known"},
    {"InventedText", kG, text("gpt2.activation", "relu"),
     "gpt2.activation: expected a key of which it is known what it "
     "changes, found it with the text 'relu'"},
    {"KeysOfOthers2", kL, number("qwen2.logit_scale", 2), ""},
    {"KeysOfToolsAndPeople", kL, text("someone.quantised_by", "hand"), ""},
    {"Adapter", kL, text("general.type", "adapter"), "general.type: expected model, found 'adapter'"},
    {"Part", kL, [](GgufFile& f) { f.raw("split.count", 2, GgufFile::word<std::uint16_t>(3)); },
     "split.count: expected a whole model, found one of 3 parts"},
    {"OtherTensor", kL, tensor("blk.0.attn_q_norm.weight", 1, 4),
     "tensor 'blk.0.attn_q_norm.weight': expected a tensor of 1 layers of llama, found another (F32)"},
    {"TensorOfAnotherLayer", kQ, tensor("blk.1.attn_q.weight", 8, 8),
     "tensor 'blk.1.attn_q.weight': expected a tensor"},
    {"BiasOfTheHead", kQ, tensor("output.bias", 1, 260),
     "tensor 'output.bias': expected a tensor of 1 layers of qwen2"},
    {"Router", kL, tensor("blk.0.ffn_gate_inp.weight", 8, 8), "tensor 'blk.0.ffn_gate_inp.weight': expected a tensor"},
    {"Factors", kG, tensor("rope_freqs.weight", 1, 2),
     "tensor 'rope_freqs.weight': expected a tensor of 1 layers of gpt2"},
    {"HeadOfItsOwn", kL, tensor("output.weight", 260, 8), "another model"},
};

INSTANTIATE_TEST_SUITE_P(Files, GgufKeys, testing::ValuesIn(kCases),
                         [](const auto& given) { return std::string(given.param.name); });

/// A factor of 4 is positions at a quarter of the distance, wherever it is written.
TEST(GgufRotation, IsScaledLinearlyWithoutAType) {
  const Values typed =
      logits_of(small_gguf("llama").string("llama.rope.scaling.type", "linear").f32("llama.rope.scaling.factor", 4));
  EXPECT_EQ(logits_of(small_gguf("llama").f32("llama.rope.scaling.factor", 4)), typed);
  EXPECT_EQ(logits_of(small_gguf("llama").f32("llama.rope.scale_linear", 4)), typed);
  EXPECT_EQ(logits_of(small_gguf("llama").tensor("rope_freqs.weight", {2}, Values{4, 4})), typed);
  EXPECT_NE(logits_of(small_gguf("llama")), typed);
}

TEST(GgufRotation, RefusesFactorsThatAreNone) {
  for (const float wrong : {0.0F, -1.0F}) {
    EXPECT_THAT(
        [&] {
          (void)logits_of(small_gguf("llama").tensor("rope_freqs.weight", {2}, Values{1, wrong}));
        },
        testing::ThrowsMessage<InputError>(HasSubstr("tensor 'rope_freqs.weight': expected numbers above 0")));
  }
}

/// A layer with biases computes what one with a wider input computes would; here: zeros change nothing, others do.
TEST(GgufBiases, OfOutputsAndMlpsAreRead) {
  const Values plain = logits_of(small_gguf("llama"));
  for (const float value : {0.0F, 0.5F}) {
    GgufFile file = small_gguf("llama");
    file.tensor("blk.0.attn_output.bias", {8}, Values(8, value)).tensor("blk.0.ffn_gate.bias", {12}, Values(12, value));
    file.tensor("blk.0.ffn_up.bias", {12}, Values(12, value)).tensor("blk.0.ffn_down.bias", {8}, Values(8, value));
    EXPECT_EQ(logits_of(file) == plain, value == 0) << value;
  }
}

TEST(GgufTypes, ThatAreNotReadAreRefusedByName) {
  const struct {
    std::uint32_t number;
    const char* name;
    std::size_t bytes;  ///< of a row of 256
  } types[] = {{2, "Q4_0", 144},  {3, "Q4_1", 160},    {6, "Q5_0", 176},    {7, "Q5_1", 192},
               {10, "Q2_K", 84},  {11, "Q3_K", 110},   {12, "Q4_K", 144},   {13, "Q5_K", 176},
               {14, "Q6_K", 210}, {16, "IQ2_XXS", 66}, {20, "IQ4_NL", 144}, {23, "IQ4_XS", 136},
               {34, "TQ1_0", 54}, {24, "I8", 256},     {28, "F64", 2048},   {39, "MXFP4", 136}};
  for (const auto& type : types) {
    GgufFile file = small_gguf("llama", {"embedding_length", "token_embd.weight"});
    file.u32("llama.embedding_length", 256);
    file.tensor("token_embd.weight", {1, 256}, type.number, std::string(type.bytes, '\1'));
    EXPECT_THAT([&] { (void)logits_of(file); },
                testing::ThrowsMessage<InputError>(testing::AllOf(
                    HasSubstr("tensor 'token_embd.weight': expected values in F32"), HasSubstr(type.name))))
        << type.name;
  }
}

}  // namespace
}  // namespace lmulsim::formats
