// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// GPT-2 and GPT-NeoX (Pythia). Defaults: configuration_gpt2.py, configuration_gpt_neox.py of the transformers library.
#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

void read_gpt2(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("n_embd", 768);
  t.layers = c.layers("n_layer", 12);
  t.heads = c.size("n_head", 12);
  t.kv_heads = t.heads;
  divide_heads(c, t, "n_head");
  t.ffn = c.json().optional_integer("n_inner", 1, std::int64_t{1} << 24U).value_or(4 * t.hidden);
  t.vocab = c.size("vocab_size", 50257);
  t.max_positions = c.size_or(c.has("n_positions") ? "n_positions" : "n_ctx", 1024);
  require_gelu(c, "activation_function", "gelu_new");
  c.numbers({"layer_norm_epsilon"});
  c.flags({"scale_attn_weights", "scale_attn_by_inverse_layer_idx"});
  t.norm = transformer::Norm::layer_norm;
  t.mlp = transformer::Mlp::gelu;
  t.positions = transformer::Positions::learned;
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true, .fused_qkv = true};
  c.only("add_cross_attention", false, "there is no encoder to attend to");
}

void read_gpt_neox(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 6144);
  t.layers = c.layers("num_hidden_layers", 44);
  t.heads = c.size("num_attention_heads", 64);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_attention_heads");
  t.ffn = c.size("intermediate_size", 24576);
  t.vocab = c.size("vocab_size", 50432);
  t.max_positions = c.length_or("max_position_embeddings", 2048);
  require_gelu(c, "hidden_act", "gelu");
  c.numbers({"layer_norm_eps", "rotary_emb_base"});
  read_rope(c, t, "rotary_pct", 0.25);
  t.norm = transformer::Norm::layer_norm;
  t.mlp = transformer::Mlp::gelu;
  t.parallel_blocks = c.flag("use_parallel_residual", true);
  const bool bias = c.flag("attention_bias", true);
  t.linear = {.qkv_bias = bias, .out_bias = bias, .mlp_bias = true, .fused_qkv = true};
}

constexpr std::array kGpt2Classes{
    Architecture{"GPT2LMHeadModel", transformer::Head::language},
    Architecture{"GPT2Model", transformer::Head::none},
    Architecture{"GPT2ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"GPT2ForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"GPT2ForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kNeoxClasses{
    Architecture{"GPTNeoXForCausalLM", transformer::Head::language},
    Architecture{"GPTNeoXModel", transformer::Head::none},
    Architecture{"GPTNeoXForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"GPTNeoXForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"GPTNeoXForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::string_view kGptSummary = "of GPT2DoubleHeadsModel, which is refused";

constexpr std::array kGpt2Harmless{
    Harmless{"n_ctx", "an older name of n_positions"},
    Harmless{"reorder_and_upcast_attn", "the order and width in which training computes the same scores"},
    Harmless{"summary_type", kGptSummary},
    Harmless{"summary_use_proj", kGptSummary},
    Harmless{"summary_activation", kGptSummary},
    Harmless{"summary_proj_to_labels", kGptSummary},
    Harmless{"summary_first_dropout", kGptSummary},
};

constexpr std::array kGptFamilies{
    Family{"gpt2", read_gpt2, kGpt2Classes, kGpt2Harmless, true},
    Family{"gpt_neox", read_gpt_neox, kNeoxClasses, {}},
};

}  // namespace

std::span<const Family> gpt_families() {
  return kGptFamilies;
}

}  // namespace lmulsim::formats::hf
