// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Llama and its near kin: Mistral, Mixtral, OLMo, StableLM. Defaults: configuration_llama.py, configuration_mistral.py,
// configuration_mixtral.py, configuration_olmo.py, configuration_stablelm.py of the transformers library.
#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

void read_llama(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t,
                     {.hidden = 4096, .layers = 32, .heads = 32, .ffn = 11008, .vocab = 32000, .positions = 2048});
  const bool bias = c.flag("attention_bias", false);
  t.linear = {.qkv_bias = bias, .out_bias = bias, .mlp_bias = c.flag("mlp_bias", false)};
  c.only("sliding_window", nullptr, "this model type has no sliding window");
  c.only("use_sliding_window", false, "this model type has no sliding window");
  c.only("layer_types", nullptr, "this model type has one kind of layer");
}

constexpr GatedDefaults kMistral{
    .hidden = 4096, .layers = 32, .heads = 32, .ffn = 14336, .vocab = 32000, .positions = 131072, .kv_heads = 8};

void read_mistral(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t, kMistral);
  t.window = c.length_or_none("sliding_window", 4096);
  c.only("attention_bias", false, "this model type has no biases");
  c.only("layer_types", nullptr, "this model type has one kind of layer");
}

void read_mixtral(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t, kMistral);
  t.window = c.length_or_none("sliding_window", std::nullopt);
  t.experts = c.size_or("num_local_experts", 8);
  t.top_k = c.size_or("num_experts_per_tok", 2);
  t.expert.ffn = t.ffn;
  c.only("attention_bias", false, "this model type has no biases");
}

/// Norms without scale and bias.
void read_olmo(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t,
                     {.hidden = 4096, .layers = 32, .heads = 32, .ffn = 11008, .vocab = 50304, .positions = 2048});
  t.norm = transformer::Norm::layer_norm;
  t.norm_scale = false;
  const bool bias = c.flag("attention_bias", false);
  t.linear.qkv_bias = bias;
  t.linear.out_bias = bias;
  c.only("clip_qkv", nullptr, "limits of queries, keys and values are not modelled");
}

void read_stablelm(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t,
                     {.hidden = 2560,
                      .layers = 32,
                      .heads = 32,
                      .ffn = 6912,
                      .vocab = 50304,
                      .positions = 4096,
                      .kv_heads = 32,
                      .rotary_part = 0.25});
  t.norm = transformer::Norm::layer_norm;
  c.numbers({"layer_norm_eps"});
  t.linear.qkv_bias = c.flag("use_qkv_bias", false);
  t.parallel_blocks = c.flag("use_parallel_residual", false);
  t.one_block_norm = t.parallel_blocks;
  c.only("qk_layernorm", false, "norms of queries and keys with a scale per head are not modelled");
}

constexpr std::array kOlmoClasses{
    Architecture{"OlmoForCausalLM", transformer::Head::language},
    Architecture{"OlmoModel", transformer::Head::none},
};

constexpr std::array kStableLmClasses{
    Architecture{"StableLmForCausalLM", transformer::Head::language},
    Architecture{"StableLmModel", transformer::Head::none},
    Architecture{"StableLmForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"StableLmForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kLlamaClasses{
    Architecture{"LlamaForCausalLM", transformer::Head::language},
    Architecture{"LlamaModel", transformer::Head::none},
    Architecture{"LlamaForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"LlamaForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"LlamaForQuestionAnswering", transformer::Head::token_labels, Labels::two},
    Architecture{"LLaMAForCausalLM", transformer::Head::language},  // the name in the first conversions
};

constexpr std::array kMistralClasses{
    Architecture{"MistralForCausalLM", transformer::Head::language},
    Architecture{"MistralModel", transformer::Head::none},
    Architecture{"MistralForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"MistralForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"MistralForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kMixtralClasses{
    Architecture{"MixtralForCausalLM", transformer::Head::language},
    Architecture{"MixtralModel", transformer::Head::none},
    Architecture{"MixtralForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"MixtralForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"MixtralForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kLlamaFamilies{
    Family{"llama", read_llama, kLlamaClasses, {}},          Family{"mistral", read_mistral, kMistralClasses, {}},
    Family{"mixtral", read_mixtral, kMixtralClasses, {}},    Family{"olmo", read_olmo, kOlmoClasses, {}},
    Family{"stablelm", read_stablelm, kStableLmClasses, {}},
};

}  // namespace

std::span<const Family> llama_families() {
  return kLlamaFamilies;
}

}  // namespace lmulsim::formats::hf
