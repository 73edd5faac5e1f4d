// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Operator graphs of published models against closed forms written out by hand, independent of the builder.
#include "transformer/transformer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

#include "formats/hf/hf_config.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::transformer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

Transformer model(const std::string& name) {
  const std::string path = LMULSIM_SOURCE_DIR "/configs/workloads/" + name + ".json";
  return formats::hf::read_hf_config(util::parse_json_file(path), path);
}

graph::Workload prefill(const std::string& name, std::int64_t batch, std::int64_t seq) {
  return build_transformer(model(name), {.batch = batch, .seq = seq});
}

graph::Workload decode(const std::string& name, std::int64_t batch, std::int64_t context) {
  return build_transformer(model(name), {.phase = graph::Phase::decode, .batch = batch, .context = context});
}

const graph::Operator& op(const graph::Workload& workload, std::string_view name) {
  const auto found = std::ranges::find(workload.operators, name, &graph::Operator::name);
  EXPECT_NE(found, workload.operators.end()) << name;
  return found == workload.operators.end() ? workload.operators.front() : *found;
}

bool has(const graph::Workload& workload, std::string_view name) {
  return std::ranges::find(workload.operators, name, &graph::Operator::name) != workload.operators.end();
}

struct Published {
  const char* name;
  std::int64_t parameters;
};

class Parameters : public testing::TestWithParam<Published> {};

// Counts of the published checkpoints: every learned number of the model, tied tables once.
TEST_P(Parameters, MatchThePublishedCount) {
  EXPECT_EQ(build_transformer(model(GetParam().name), {}).parameters, GetParam().parameters);
}

INSTANTIATE_TEST_SUITE_P(Models, Parameters,
                         testing::Values(Published{"gpt2", 124439808}, Published{"bert-base", 109482240},
                                         Published{"llama-3.1-8b", 8030261248}, Published{"mistral-7b", 7241732096},
                                         Published{"mixtral-8x7b", 46702792704}, Published{"qwen2.5-0.5b", 494032768},
                                         Published{"qwen2.5-7b", 7615616512}, Published{"gemma-2-2b", 2614341888},
                                         Published{"gemma-2-9b", 9241705984}, Published{"phi-3-mini", 3821079552},
                                         Published{"qwen3-8b", 8190735360}, Published{"qwen3-30b-a3b", 30532122624},
                                         Published{"gemma-3-1b", 999885952}, Published{"phi-2", 2779683840},
                                         Published{"deepseek-v2-lite", 15706484224}, Published{"pythia-14m", 14067712},
                                         Published{"stories260k", 260032}, Published{"vit-ti-16", 5717416},
                                         Published{"vit-s-16", 22050664}, Published{"vit-b-16", 86567656},
                                         Published{"vit-l-16", 304326632}),
                         [](const auto& param) {
                           std::string name = param.param.name;
                           std::ranges::replace_if(
                               name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
                           return name;
                         });

// Per token and layer: q and o 4096^2 each, k and v 4096 * 1024 each, three MLP matrices 4096 * 14336.
constexpr std::int64_t kLlamaLayer = 2 * 4096LL * 4096 + 2 * 4096LL * 1024 + 3 * 4096LL * 14336;

TEST(Transformer, LlamaPrefillHasTheMacsOfItsMatrices) {
  const std::int64_t s = 512;
  const std::int64_t attention = 2 * 32 * s * s * 128;  // scores and values, 32 query heads of 128
  EXPECT_EQ(prefill("llama-3.1-8b", 1, s).macs(), 32 * (s * kLlamaLayer + attention) + 4096LL * 128256);
}

TEST(Transformer, LlamaDecodeTouchesEveryWeightOncePerSequence) {
  const graph::Workload w = decode("llama-3.1-8b", 4, 1000);
  EXPECT_EQ(w.macs(), 4 * (32 * (kLlamaLayer + 2 * 32 * 1000 * 128) + 4096LL * 128256));
  EXPECT_EQ(op(w, "layers.0.q_proj").gemm, (graph::Gemm{4, 4096, 4096}));
  EXPECT_EQ(op(w, "layers.0.attention_scores").gemm, (graph::Gemm{32 / 8, 1000, 128}));
  EXPECT_EQ(op(w, "layers.0.attention_scores").count, 4 * 8);
  EXPECT_EQ(op(w, "layers.0.attention_scores").b_source, graph::OperandSource::kv_cache);
  EXPECT_EQ(w.seq, 1);
  EXPECT_EQ(w.context, 1000);
}

TEST(Transformer, DecodingEveryTokenAddsUpToThePrefillOfItsCausalHalf) {
  // Projections: the same sum. Attention: decode does the causal half, 1 + 2 + ... + s keys instead of s * s.
  const std::int64_t s = 16;
  std::int64_t decoded = 0;
  for (std::int64_t context = 1; context <= s; ++context) {
    decoded += decode("stories260k", 1, context).macs();
  }
  const std::int64_t mask = 5LL * 2 * 8 * 8 * (s * s - s * (s + 1) / 2);
  const std::int64_t logits = (s - 1) * 64 * 512;
  EXPECT_EQ(decoded, prefill("stories260k", 1, s).macs() - mask + logits);
}

TEST(Transformer, GroupedQueriesShareKeysAndValues) {
  const graph::Workload w = prefill("llama-3.1-8b", 2, 64);
  const graph::Operator& scores = op(w, "layers.31.attention_scores");
  EXPECT_EQ(scores.count, 2 * 8);
  EXPECT_EQ(scores.b_shared, 1);
  EXPECT_EQ(scores.gemm, (graph::Gemm{4 * 64, 64, 128}));
  EXPECT_EQ(scores.b_elements(), 2 * 8 * 64 * 128);  // the keys of 8 heads, once
  EXPECT_EQ(scores.b_source, graph::OperandSource::activation);
  EXPECT_EQ(op(w, "layers.31.attention_values").gemm, (graph::Gemm{4 * 64, 128, 64}));
  EXPECT_EQ(op(w, "layers.31.attention_softmax").rows, 2 * 32 * 64);
  EXPECT_EQ(op(w, "layers.31.attention_softmax").elements, 2 * 32 * 64 * 64);
}

TEST(Transformer, Gpt2FusesQueriesKeysAndValues) {
  const std::int64_t s = 1024;
  const graph::Workload w = prefill("gpt2", 1, s);
  EXPECT_EQ(op(w, "layers.0.qkv_proj").gemm, (graph::Gemm{s, 2304, 768}));
  EXPECT_TRUE(op(w, "layers.0.qkv_proj").bias);
  const std::int64_t layer = 768LL * 2304 + 768LL * 768 + 2 * 768LL * 3072;
  EXPECT_EQ(w.macs(), 12 * (s * layer + 2 * s * s * 768) + 768LL * 50257);
}

TEST(Transformer, PhiFusesQkvAndTheHalvesOfItsMlp) {
  const graph::Workload w = prefill("phi-3-mini", 1, 10);
  EXPECT_EQ(op(w, "layers.0.qkv_proj").gemm.n, 3 * 3072);
  EXPECT_EQ(op(w, "layers.0.gate_up_proj").gemm.n, 2 * 8192);
  EXPECT_EQ(op(w, "layers.0.mlp_gate").elements, 10 * 8192);
}

TEST(Transformer, BertHasNoLogitsAndPoolsTheFirstToken) {
  const std::int64_t s = 128;
  const graph::Workload w = prefill("bert-base", 8, s);
  EXPECT_FALSE(has(w, "lm_head"));
  EXPECT_EQ(op(w, "pooler").gemm, (graph::Gemm{8, 768, 768}));
  EXPECT_EQ(w.macs(), 8 * (12 * (s * 12 * 768LL * 768 + 2 * s * s * 768) + 768LL * 768));
  EXPECT_THAT([] { (void)decode("bert-base", 1, 8); }, ThrowsMessage<InputError>(HasSubstr("no decode phase")));
}

TEST(Transformer, VitTurnsPatchesIntoAProduct) {
  const graph::Workload w = build_transformer(model("vit-b-16"), {.batch = 2});
  EXPECT_EQ(op(w, "patch_embedding").gemm, (graph::Gemm{2 * 196, 768, 768}));
  EXPECT_EQ(op(w, "classifier").gemm, (graph::Gemm{2, 1000, 768}));
  EXPECT_EQ(w.seq, 197);
  const std::int64_t layer = 197 * 12 * 768LL * 768 + 2 * 197LL * 197 * 768;
  EXPECT_EQ(w.macs(), 2 * (196 * 768LL * 768 + 12 * layer + 768 * 1000));
}

TEST(Transformer, MixtralConservesRoutedTokens) {
  for (const std::int64_t tokens : {1, 2, 3, 4, 5, 37, 512}) {
    const graph::Workload w = prefill("mixtral-8x7b", 1, tokens);
    std::int64_t routed = 0;
    std::int64_t experts = 0;
    for (const char* name : {"layers.7.experts_gate_proj", "layers.7.experts_gate_proj_ceil"}) {
      if (has(w, name)) {
        routed += op(w, name).gemm.m * op(w, name).count;
        experts += op(w, name).count;
      }
    }
    EXPECT_EQ(routed, tokens * 2);
    EXPECT_EQ(experts, std::min<std::int64_t>(8, tokens * 2));
    EXPECT_EQ(op(w, "layers.7.router").gemm, (graph::Gemm{tokens, 8, 4096}));
    const std::int64_t layer = 2 * 4096LL * 4096 + 2 * 4096LL * 1024 + 4096 * 8 + 2 * 3 * 4096LL * 14336;
    EXPECT_EQ(w.macs(), 32 * (tokens * layer + 2 * tokens * tokens * 4096) + 4096LL * 32000);
  }
}

TEST(Transformer, GemmaNormalisesBothSidesAndCapsItsLogits) {
  const graph::Workload w = prefill("gemma-2-2b", 1, 8);
  const auto norms = std::ranges::count_if(
      w.operators, [](const graph::Operator& o) { return o.layer == 3 && o.kind == graph::OperatorKind::rms_norm; });
  EXPECT_EQ(norms, 4);
  EXPECT_EQ(op(w, "layers.3.mlp_gate").kind, graph::OperatorKind::gelu_multiply);
  EXPECT_EQ(op(w, "layers.3.attention_cap").elements, 8 * 8 * 8);
  EXPECT_EQ(op(w, "logit_cap").elements, 256000);
}

TEST(Transformer, ASlidingWindowLimitsTheContextWhereItApplies) {
  EXPECT_EQ(op(decode("mistral-7b", 1, 10000), "layers.1.attention_scores").gemm.n, 4096);
  EXPECT_EQ(op(decode("mistral-7b", 1, 100), "layers.1.attention_scores").gemm.n, 100);
  const graph::Workload gemma = decode("gemma-2-9b", 1, 8192);
  EXPECT_EQ(op(gemma, "layers.0.attention_scores").gemm.n, 4096);
  EXPECT_EQ(op(gemma, "layers.1.attention_scores").gemm.n, 8192);
  EXPECT_EQ(op(prefill("phi-3-mini", 1, 4096), "layers.0.attention_values").gemm, (graph::Gemm{4096, 96, 2047}));
  EXPECT_THAT(gemma.assumptions, Contains(HasSubstr("every other layer")));
}

TEST(Transformer, RotatesOnlyTheHeadsPartOfPythia) {
  EXPECT_EQ(op(prefill("pythia-14m", 1, 10), "layers.0.q_rotary").elements, 10 * 4 * 8);
  EXPECT_EQ(op(prefill("llama-3.1-8b", 1, 10), "layers.0.k_rotary").elements, 10 * 8 * 128);
}

TEST(Transformer, DependenciesFollowTheResidualStream) {
  const graph::Workload w = build_transformer(model("stories260k"), {.seq = 4, .layers = 1});
  const auto inputs = [&](std::string_view name) {
    std::vector<std::string> names;
    for (const int i : op(w, name).depends_on) {
      names.push_back(w.operators[static_cast<std::size_t>(i)].name);
    }
    return names;
  };
  EXPECT_THAT(inputs("layers.0.attention_scores"), ElementsAre("layers.0.q_rotary", "layers.0.k_rotary"));
  EXPECT_THAT(inputs("layers.0.attention_values"), ElementsAre("layers.0.attention_softmax", "layers.0.v_proj"));
  EXPECT_THAT(inputs("layers.0.attention_add"), ElementsAre("embedding", "layers.0.o_proj"));
  EXPECT_THAT(inputs("layers.0.mlp_add"), ElementsAre("layers.0.attention_add", "layers.0.down_proj"));
  EXPECT_THAT(inputs("final_norm"), ElementsAre("layers.0.mlp_add"));
}

TEST(Transformer, RunsFirstLayersWithoutEmbeddingOrHead) {
  const graph::Workload w =
      build_transformer(model("llama-3.1-8b"), {.seq = 2, .layers = 1, .embedding = false, .head = false});
  EXPECT_EQ(w.macs(), 2 * kLlamaLayer + 2 * 32 * 2 * 2 * 128);
  EXPECT_EQ(w.parameters, kLlamaLayer + 2 * 4096);
  EXPECT_TRUE(w.operators.front().depends_on.empty());
  EXPECT_TRUE(std::ranges::all_of(w.operators, [](const graph::Operator& o) { return o.layer == 0; }));
}

TEST(Transformer, RefusesRunsTheModelCannotDo) {
  struct Case {
    const char* model;
    RunShape run;
    const char* message;
  };
  const Case cases[] = {
      {"gpt2", {.seq = 1025}, "seq: expected 1 to 1024, found 1025"},
      {"gpt2", {.seq = 0}, "seq: expected 1 to 1024, found 0"},
      {"gpt2", {.batch = 0}, "batch: expected 1 to"},
      {"gpt2", {.seq = 4, .context = 5}, "context: expected none"},
      {"gpt2", {.seq = 4, .layers = 13}, "layers: expected 1 to 12, found 13"},
      {"gpt2", {.phase = graph::Phase::decode, .seq = 4}, "seq: expected none or 1"},
      {"gpt2", {.phase = graph::Phase::decode, .context = 1025}, "context: expected 1 to 1024, found 1025"},
      {"vit-b-16", {.seq = 196}, "seq: expected none or 197"},
      {"vit-b-16", {.phase = graph::Phase::decode}, "no decode phase"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT([&] { (void)build_transformer(model(c.model), c.run); },
                ThrowsMessage<InputError>(HasSubstr(c.message)));
  }
}

}  // namespace
}  // namespace lmulsim::transformer
