// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Configs of Hugging Face models: heads, keys that were not looked at, defaults, families.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;

/// A small model of each kind; `changes` is laid over it, and a key whose change is the word "gone" is taken out.
json::object config(std::string_view base, std::string_view changes) {
  json::object made = json::parse(base).as_object();
  const json::value laid_over = json::parse(changes);
  for (const auto& change : laid_over.as_object()) {
    if (change.value() == "gone") {
      made.erase(change.key());
    } else {
      made[change.key()] = change.value();
    }
  }
  return made;
}

constexpr std::string_view kLlama = R"({"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2,
  "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 1000,
  "max_position_embeddings": 128, "hidden_act": "silu", "rms_norm_eps": 1e-5})";

constexpr std::string_view kBert = R"({"model_type": "bert", "hidden_size": 64, "num_hidden_layers": 2,
  "num_attention_heads": 4, "intermediate_size": 96, "vocab_size": 1000, "max_position_embeddings": 128,
  "type_vocab_size": 2, "hidden_act": "gelu"})";

/// What `trace` made of a config, 16 tokens of text.
struct Traced {
  Outcome outcome{};
  std::int64_t parameters = 0, macs = 0;
  std::string assumptions;
};

Traced trace(const json::object& config, const std::string& options = "--seq 16") {
  const Workspace w;
  w.write("model.json", json::serialize(config));
  Traced traced;
  traced.outcome = w.run(fmt::format("trace --workload model.json {} --out t.json", options));
  if (traced.outcome.code != 0) {
    return traced;
  }
  const json::value document = json::parse(w.read("t.json"));
  traced.parameters = document.at("parameters").as_int64();
  traced.assumptions = json::serialize(document.at("assumptions"));
  for (const json::value& op : document.at("operators").as_array()) {
    if (op.at("kind") == "gemm") {
      const json::value* count = op.as_object().if_contains("count");
      traced.macs += op.at("m").as_int64() * op.at("n").as_int64() * op.at("k").as_int64() *
                     (count == nullptr ? 1 : count->as_int64());
    }
  }
  return traced;
}

void expect_refused(const json::object& config, std::initializer_list<std::string_view> words) {
  const Traced traced = trace(config, "");
  EXPECT_EQ(traced.outcome.code, 2);
  for (const std::string_view word : words) {
    EXPECT_THAT(traced.outcome.err, HasSubstr(std::string(word)));
  }
}

// Layers of the small llama: 2 * (2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 96 + 2 * 64), and a final norm of 64.
constexpr std::int64_t kLlamaLayers = 2 * (2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 96 + 2 * 64) + 64;

TEST(FamiliesTrials, AClassifierOfSequencesHasLabelsInsteadOfLogits) {
  const Traced t = trace(config(kLlama, R"({"architectures": ["LlamaForSequenceClassification"],
                                            "id2label": {"0": "a", "1": "b", "2": "c"}})"));
  EXPECT_EQ(t.parameters, 125952);
  EXPECT_EQ(t.parameters, 64 * 1000 + kLlamaLayers + 3 * 64);
  const Traced two = trace(config(kLlama, R"({"architectures": ["LlamaForSequenceClassification"]})"));
  EXPECT_EQ(two.parameters, 64 * 1000 + kLlamaLayers + 2 * 64);
}

TEST(FamiliesTrials, ABareModelHasNoHead) {
  const Traced t = trace(config(kLlama, R"({"architectures": ["LlamaModel"]})"));
  EXPECT_EQ(t.parameters, 64 * 1000 + kLlamaLayers);
}

TEST(FamiliesTrials, AMaskedLanguageModelGivesLogitsOfEveryToken) {
  const Traced t = trace(config(kBert, R"({"architectures": ["BertForMaskedLM"]})"));
  EXPECT_EQ(t.parameters, 136424);
  EXPECT_EQ(t.macs, 2072576);
}

TEST(FamiliesTrials, LabelsOfTokensAndAnswersAreOfEveryToken) {
  const std::int64_t layers = 2 * (16 * (4 * 64 * 64 + 2 * 64 * 96) + 2 * 16 * 16 * 64);
  EXPECT_EQ(trace(config(kBert, R"({"architectures": ["BertForTokenClassification"], "num_labels": 9})")).macs,
            layers + 16 * 64 * 9);
  EXPECT_EQ(trace(config(kBert, R"({"architectures": ["BertForQuestionAnswering"]})")).macs, layers + 16 * 64 * 2);
}

TEST(FamiliesTrials, AnArchitectureThatIsNotKnownIsRefusedByName) {
  expect_refused(config(kLlama, R"({"architectures": ["LlamaForImages"]})"),
                 {"architectures", "LlamaForCausalLM", "'LlamaForImages'"});
  expect_refused(config(kBert, R"({"architectures": ["BertForMaskedLM", "BertModel"]})"), {"architectures"});
}

TEST(FamiliesTrials, AKeyThatNobodyKnowsIsRefusedByName) {
  for (const std::string_view base : {kLlama, kBert}) {
    expect_refused(config(base, R"({"residual_multiplier": 0.22})"), {"unknown key 'residual_multiplier'"});
    expect_refused(config(base, R"({"num_extra_layers": 3})"), {"unknown key 'num_extra_layers'"});
    expect_refused(config(base, R"({"alibi": true})"), {"unknown key 'alibi'"});
  }
}

TEST(FamiliesTrials, AKeyWithAValueThatIsNotComputedIsRefusedByName) {
  expect_refused(config(kBert, R"({"position_embedding_type": "relative_key"})"),
                 {"position_embedding_type", "\"absolute\"", "relative_key"});
  expect_refused(config(kBert, R"({"is_decoder": true})"), {"is_decoder", "found true"});
  expect_refused(config(kLlama, R"({"is_encoder_decoder": true})"), {"is_encoder_decoder"});
  expect_refused(config(kLlama, R"({"rms_norm_eps": "small"})"), {"rms_norm_eps"});
}

TEST(FamiliesTrials, AKindOfRotaryScalingThatIsNotKnownIsRefusedForShapesToo) {
  expect_refused(config(kLlama, R"({"rope_scaling": {"rope_type": "spiral", "factor": 2.0}})"),
                 {"rope_scaling: rope_type", "'spiral'"});
  expect_refused(config(kLlama, R"({"rope_parameters": {"rope_type": "spiral"}})"),
                 {"rope_parameters: rope_type", "'spiral'"});
}

TEST(FamiliesTrials, ThePartThatIsRotatedIsReadFromRopeParameters) {
  const Workspace w;
  w.write("m.json", json::serialize(config(kLlama, R"({"rope_parameters": {"partial_rotary_factor": 0.5}})")));
  ASSERT_EQ(w.run("trace --workload m.json --seq 16 --out t.json").code, 0);
  const json::value document = json::parse(w.read("t.json"));
  std::int64_t rotated = 0;
  for (const json::value& op : document.at("operators").as_array()) {
    rotated += op.at("name") == "layers.0.q_rotary" ? op.at("elements").as_int64() : 0;
  }
  EXPECT_EQ(rotated, 16 * 4 * 8);  // half of 16 elements a head
}

TEST(FamiliesTrials, AMissingKeyHasTheLibrarysDefaultAndIsSaid) {
  const Traced act = trace(config(kLlama, R"({"hidden_act": "gone"})"));
  EXPECT_EQ(act.outcome.code, 0);
  EXPECT_EQ(act.parameters, 189760);
  EXPECT_THAT(act.assumptions, HasSubstr("hidden_act = silu"));
  const Traced positions = trace(config(kLlama, R"({"max_position_embeddings": "gone"})"), "--seq 2048");
  EXPECT_EQ(positions.outcome.code, 0);
  EXPECT_THAT(positions.assumptions, HasSubstr("max_position_embeddings = 2048"));
  EXPECT_EQ(trace(config(kLlama, R"({"max_position_embeddings": "gone"})"), "--seq 2049").outcome.code, 2);
}

TEST(FamiliesTrials, MistralAndQwenHaveTheirOwnDefaultOfKeyValueHeads) {
  // 32 query heads of 8: Mistral's default is 8 key/value heads, Qwen 2's 32.
  constexpr std::string_view kWide = R"({"hidden_size": 256, "num_attention_heads": 32, "num_key_value_heads": "gone",
    "model_type": ")";
  const std::int64_t rest = 2 * 256 * 1000 + 2 * (2 * 256 * 256 + 3 * 256 * 96 + 2 * 256) + 256;
  const Traced mistral = trace(config(kLlama, std::string(kWide) + R"(mistral"})"));
  EXPECT_EQ(mistral.parameters, rest + 2 * 2 * 256 * 64);
  EXPECT_THAT(mistral.assumptions, AllOf(HasSubstr("num_key_value_heads = 8"), HasSubstr("sliding_window = 4096")));
  const Traced qwen = trace(config(kLlama, std::string(kWide) + R"(qwen2"})"));
  EXPECT_EQ(qwen.parameters, rest + 2 * (2 * 256 * 256 + 3 * 256));
  EXPECT_THAT(qwen.assumptions, HasSubstr("num_key_value_heads = 32"));
}

TEST(FamiliesTrials, AWindowThatIsNotInTheFileIsMistralsOwn) {
  const json::object mistral = config(kLlama, R"({"model_type": "mistral", "max_position_embeddings": 20000})");
  const std::int64_t projections = 2 * (2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 96) + 64 * 1000;
  EXPECT_EQ(trace(mistral, "--phase decode --context 10000").macs, projections + 2 * 2 * 64 * 4096);
}

TEST(FamiliesTrials, Qwen3IsRead) {
  const Traced t = trace(config(kLlama, R"({"model_type": "qwen3", "head_dim": 32})"));
  const std::int64_t layer = 2 * 64 * 128 + 2 * 64 * 64 + 3 * 64 * 96;
  EXPECT_EQ(t.parameters, 2 * 64 * 1000 + 2 * (layer + 2 * 64 + 2 * 32) + 64);
  EXPECT_EQ(t.macs, 16 * 2 * layer + 2 * 2 * 4 * 16 * 16 * 32 + 64 * 1000);
}

TEST(FamiliesTrials, ExpertsWithASharedOneAreRead) {
  const Traced t = trace(config(kLlama, R"({"model_type": "qwen2_moe", "num_experts": 4, "num_experts_per_tok": 2,
    "moe_intermediate_size": 24, "shared_expert_intermediate_size": 40, "decoder_sparse_step": 1})"));
  const std::int64_t attention = 2 * 64 * 64 + 2 * 64 * 32;
  const std::int64_t shared = 3 * 64 * 40 + 64;
  EXPECT_EQ(t.parameters, 2 * 64 * 1000 + 64 + 2 * (attention + 128 + 64 * 4 + 4 * 3 * 64 * 24 + shared + 128));
  EXPECT_EQ(t.macs, 16 * 2 * (attention + 64 * 4 + 2 * 3 * 64 * 24 + shared) + 2 * 2 * 16 * 16 * 64 + 64 * 1000);
}

TEST(FamiliesTrials, GemmaPhiRobertaDistilBertAndOptAreRead) {
  const std::int64_t gated = 2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 96;
  const char* gemma = R"({"head_dim": 16, "hidden_activation": "gelu_pytorch_tanh", "hidden_act": "gone",
                          "model_type": )";
  EXPECT_EQ(trace(config(kLlama, std::string(gemma) + R"("gemma"})")).parameters,
            64 * 1000 + 64 + 2 * (gated + 2 * 64));
  EXPECT_EQ(trace(config(kLlama, std::string(gemma) + R"("gemma3_text"})")).parameters,
            64 * 1000 + 64 + 2 * (gated + 4 * 64 + 2 * 16));
  const std::int64_t plain = 4 * (64 * 64 + 64) + 2 * 64 * 96 + 96 + 64;
  EXPECT_EQ(trace(config(kLlama, R"({"model_type": "phi", "num_key_value_heads": 4, "hidden_act": "gelu_new",
                                     "rms_norm_eps": "gone"})"))
                .parameters,
            2 * 64 * 1000 + 1000 + 2 * 64 + 2 * (plain + 2 * 64));
  EXPECT_EQ(trace(config(kBert, R"({"model_type": "roberta", "type_vocab_size": 1})")).parameters,
            64 * (1000 + 128 + 1) + 2 * 64 + 2 * (plain + 4 * 64) + 64 * 64 + 64);
  EXPECT_EQ(trace(config(R"({"model_type": "distilbert", "dim": 64, "n_layers": 2, "n_heads": 4, "hidden_dim": 96,
                             "vocab_size": 1000, "max_position_embeddings": 128})",
                         "{}"))
                .parameters,
            64 * (1000 + 128) + 2 * 64 + 2 * (plain + 4 * 64));
  EXPECT_EQ(trace(config(R"({"model_type": "opt", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                             "ffn_dim": 96, "vocab_size": 1000, "max_position_embeddings": 128,
                             "word_embed_proj_dim": 32})",
                         "{}"))
                .parameters,
            32 * 1000 + 64 * (128 + 2) + 2 * 32 * 64 + 2 * (plain + 4 * 64) + 2 * 64);
}

constexpr std::string_view kDeepSeek = R"({"model_type": "deepseek_v3", "hidden_size": 64, "num_hidden_layers": 3,
  "num_attention_heads": 4, "intermediate_size": 96, "vocab_size": 1000, "max_position_embeddings": 512,
  "q_lora_rank": 24, "kv_lora_rank": 16, "qk_nope_head_dim": 8, "qk_rope_head_dim": 4, "v_head_dim": 6,
  "n_routed_experts": 8, "n_shared_experts": 1, "num_experts_per_tok": 2, "moe_intermediate_size": 20,
  "first_k_dense_replace": 1, "n_group": 2, "topk_group": 1, "num_key_value_heads": 4})";

TEST(FamiliesTrials, DeepSeekCachesOneShortVectorPerToken) {
  const std::int64_t projections = 64 * 24 + 24 * 4 * 12 + 64 * 20 + 4 * 6 * 64;
  const std::int64_t norms = 24 + 16 + 2 * 64;
  const std::int64_t moe = 64 * 8 + 3 * 64 * 20 * (8 + 1);
  const Traced prefill = trace(config(kDeepSeek, "{}"));
  EXPECT_EQ(prefill.parameters, 2 * 64 * 1000 + 64 + 3 * (projections + 16 * 4 * 14 + norms) + 3 * 64 * 96 + 2 * moe);
  const std::int64_t mlps = 3 * 64 * 96 + 2 * (64 * 8 + 3 * 64 * 20 * (2 + 1));
  EXPECT_EQ(prefill.macs, 16 * (3 * (projections + 16 * 4 * 14) + mlps) + 3 * 16 * 16 * 4 * (12 + 6) + 64 * 1000);
  const Traced decode = trace(config(kDeepSeek, "{}"), "--phase decode --context 300");
  EXPECT_EQ(decode.parameters, prefill.parameters);
  EXPECT_EQ(decode.macs, 3 * (projections + 16 * 4 * 14 + 4 * 300 * (16 + 4 + 16)) + mlps + 64 * 1000);
  EXPECT_THAT(decode.assumptions, HasSubstr("absorbed"));
}

TEST(FamiliesTrials, ATextNetworkIsTakenOutOfAModelOfTextAndImages) {
  const json::object text = config(kLlama, "{}");
  json::object outer{{"model_type", "llava"},
                     {"architectures", {"LlavaForConditionalGeneration"}},
                     {"text_config", text},
                     {"vision_config", json::object{{"hidden_size", 32}}}};
  const Traced t = trace(outer);
  EXPECT_EQ(t.parameters, 189760);
  EXPECT_THAT(t.assumptions, HasSubstr("Only the text network"));
  outer["text_config"].as_object()["model_type"] = "mllama_text_model";
  expect_refused(outer, {"text_config: model_type", "mllama_text_model"});
}

}  // namespace
}  // namespace lmulsim::cli_test
