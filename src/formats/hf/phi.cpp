// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Phi 1, 1.5 and 2 (phi), and 3 (phi3). Defaults: configuration_phi.py, configuration_phi3.py of the transformers
// library.
#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

void read_phi(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 2048);
  t.layers = c.layers("num_hidden_layers", 24);
  t.heads = c.size("num_attention_heads", 32);
  t.ffn = c.size("intermediate_size", 8192);
  t.vocab = c.size("vocab_size", 51200);
  read_kv_heads(c, t, 0);
  read_head_dim(c, t, "num_attention_heads", 0);
  t.max_positions = c.length_or("max_position_embeddings", 2048);
  require_gelu(c, "hidden_act", "gelu_new");
  c.numbers({"layer_norm_eps"});
  read_rope(c, t, "partial_rotary_factor", 0.5);
  t.norm = transformer::Norm::layer_norm;
  t.mlp = transformer::Mlp::gelu;
  t.parallel_blocks = true;
  t.one_block_norm = true;
  t.qk_norm = c.flag("qk_layernorm", false);
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true, .head_bias = true};
}

void read_phi3(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t, {.hidden = 3072, .layers = 32, .heads = 32, .ffn = 8192, .vocab = 32064, .positions = 4096});
  t.linear = {.fused_qkv = true, .fused_gate_up = true};
  t.window = c.length_or_none("sliding_window", std::nullopt);
  c.numbers({"original_max_position_embeddings"});
  c.only("attention_bias", false, "this model type has no biases");
}

constexpr std::array kPhiClasses{
    Architecture{"PhiForCausalLM", transformer::Head::language},
    Architecture{"PhiModel", transformer::Head::none},
    Architecture{"PhiForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"PhiForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kPhi3Classes{
    Architecture{"Phi3ForCausalLM", transformer::Head::language},
    Architecture{"Phi3Model", transformer::Head::none},
    Architecture{"Phi3ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Phi3ForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kPhiFamilies{
    Family{"phi", read_phi, kPhiClasses, {}},
    Family{"phi3", read_phi3, kPhi3Classes, {}},
};

}  // namespace

std::span<const Family> phi_families() {
  return kPhiFamilies;
}

}  // namespace lmulsim::formats::hf
