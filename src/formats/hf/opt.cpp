// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// OPT. Defaults: configuration_opt.py of the transformers library; the structure: modeling_opt.py.
#include <fmt/format.h>

#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr std::int64_t kOffset = 2;  // rows of the position table that no token uses

void read_opt(Config& c, transformer::Transformer& t) {
  t.hidden = c.size(c.has("d_model") ? "d_model" : "hidden_size", 768);
  t.layers = c.layers("num_hidden_layers", 12);
  t.heads = c.size("num_attention_heads", 12);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_attention_heads");
  t.ffn = c.size("ffn_dim", 3072);
  t.vocab = c.size("vocab_size", 50272);
  t.max_positions = c.size_or("max_position_embeddings", 2048);
  t.position_offset = kOffset;
  t.embedding_width = c.has("word_embed_proj_dim") ? c.size_or("word_embed_proj_dim", t.hidden) : t.hidden;
  c.json().ignore("word_embed_proj_dim");
  const std::string act = c.word("activation_function", "relu");
  if (act != "relu" && !is_gelu(act)) {
    c.fail("activation_function", fmt::format("expected relu or a form of gelu, found '{}'", act));
  }
  t.mlp = act == "relu" ? transformer::Mlp::relu : transformer::Mlp::gelu;
  t.norm = transformer::Norm::layer_norm;
  t.positions = transformer::Positions::learned;
  const bool before = c.flag("do_layer_norm_before", true);
  t.norm_place = before ? transformer::NormPlace::pre : transformer::NormPlace::post;
  t.final_norm = before && !c.flag("_remove_final_layer_norm", false);
  const bool bias = c.flag("enable_bias", true);
  t.linear = {.qkv_bias = bias, .out_bias = bias, .mlp_bias = bias};
  c.only("layer_norm_elementwise_affine", true, "norms without scale and bias are not modelled");
}

constexpr std::array kOptClasses{
    Architecture{"OPTForCausalLM", transformer::Head::language},
    Architecture{"OPTModel", transformer::Head::none},
    Architecture{"OPTForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"OPTForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kOptHarmless{
    Harmless{"hidden_size", "the same as d_model"},
};

constexpr std::array kOptFamilies{Family{"opt", read_opt, kOptClasses, kOptHarmless, true}};

}  // namespace

std::span<const Family> opt_families() {
  return kOptFamilies;
}

}  // namespace lmulsim::formats::hf
