// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Names of the tensors of the decoders.
#include "formats/hf/hf_leftovers.hpp"
#include "formats/hf/hf_model.hpp"
#include "formats/hf/hf_scope.hpp"

namespace lmulsim::formats::hf {

namespace {

transformer::NormWeights norm_of(const Scope& s, const transformer::Transformer& t, std::string_view name,
                                 std::int64_t size) {
  return t.norm == transformer::Norm::rms_norm ? s.rms_norm(name, size) : s.layer_norm(name, size);
}

/// Three products of the hidden size, and the norms of their heads.
void bind_qkv(transformer::LayerWeights& w, const Scope& attention, const transformer::Transformer& t) {
  const std::int64_t q = t.heads * t.head_dim;
  const std::int64_t kv = t.kv_heads * t.head_dim;
  w.q = attention.linear("q_proj", q, t.hidden, t.linear.qkv_bias);
  w.k = attention.linear("k_proj", kv, t.hidden, t.linear.qkv_bias);
  w.v = attention.linear("v_proj", kv, t.hidden, t.linear.qkv_bias);
  if (t.qk_norm) {
    const bool phi = t.norm == transformer::Norm::layer_norm;
    w.q_norm = norm_of(attention, t, phi ? "q_layernorm" : "q_norm", t.head_dim);
    w.k_norm = norm_of(attention, t, phi ? "k_layernorm" : "k_norm", t.head_dim);
  }
}

void bind_llama_norms(transformer::LayerWeights& w, const Scope& s, const transformer::Transformer& t) {
  w.attention_norm = s.rms_norm("input_layernorm", t.hidden);
  if (t.norm_place != transformer::NormPlace::sandwich) {
    w.mlp_norm = s.rms_norm("post_attention_layernorm", t.hidden);
    return;
  }
  w.attention_out_norm = s.rms_norm("post_attention_layernorm", t.hidden);
  w.mlp_norm = s.rms_norm("pre_feedforward_layernorm", t.hidden);
  w.mlp_out_norm = s.rms_norm("post_feedforward_layernorm", t.hidden);
}

transformer::LayerWeights llama_layer(const Scope& s, const transformer::Transformer& t) {
  const std::int64_t q = t.heads * t.head_dim;
  transformer::LayerWeights w;
  bind_llama_norms(w, s, t);
  const Scope attention = s.in("self_attn");
  if (t.linear.fused_qkv) {
    w.qkv = attention.linear("qkv_proj", q + 2 * t.kv_heads * t.head_dim, t.hidden, t.linear.qkv_bias);
  } else {
    bind_qkv(w, attention, t);
  }
  w.o = attention.linear("o_proj", t.hidden, q, t.linear.out_bias);
  const Scope mlp = s.in("mlp");
  if (t.linear.fused_gate_up) {
    w.gate_up = mlp.linear("gate_up_proj", 2 * t.ffn, t.hidden, t.linear.mlp_bias);
  } else {
    w.gate = mlp.linear("gate_proj", t.ffn, t.hidden, t.linear.mlp_bias);
    w.up = mlp.linear("up_proj", t.ffn, t.hidden, t.linear.mlp_bias);
  }
  w.down = mlp.linear("down_proj", t.hidden, t.ffn, t.linear.mlp_bias);
  return w;
}

void bind_head(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  m.head.weight = t.tied_head ? m.embedding : all.get("lm_head.weight", {t.vocab, t.token_width()});
  if (t.linear.head_bias) {
    m.head.bias = all.get("lm_head.bias", {t.vocab});
  }
}

std::string bind_llama(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below("model", "embed_tokens.weight");
  m.embedding = s.get("embed_tokens.weight", {t.vocab, t.hidden});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    m.layers.push_back(llama_layer(s.in(fmt::format("layers.{}", i)), t));
  }
  m.final_norm = s.rms_norm("norm", t.hidden);
  bind_head(m, all);
  return s.prefix + "embed_tokens.weight";
}

std::string bind_phi(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below("model", "embed_tokens.weight");
  m.embedding = s.get("embed_tokens.weight", {t.vocab, t.hidden});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const Scope l = s.in(fmt::format("layers.{}", i));
    transformer::LayerWeights w;
    w.attention_norm = l.layer_norm("input_layernorm", t.hidden);
    bind_qkv(w, l.in("self_attn"), t);
    w.o = l.linear("self_attn.dense", t.hidden, t.heads * t.head_dim, true);
    w.up = l.linear("mlp.fc1", t.ffn, t.hidden, true);
    w.down = l.linear("mlp.fc2", t.hidden, t.ffn, true);
    m.layers.push_back(std::move(w));
  }
  m.final_norm = s.layer_norm("final_layernorm", t.hidden);
  bind_head(m, all);
  return s.prefix + "embed_tokens.weight";
}

std::string bind_opt(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below("model", "decoder.embed_tokens.weight").in("decoder");
  m.embedding = s.get("embed_tokens.weight", {t.vocab, t.token_width()});
  m.positions = s.get("embed_positions.weight", {t.max_positions + t.position_offset, t.hidden});
  if (t.token_width() != t.hidden) {
    m.project_in = s.linear("project_in", t.hidden, t.token_width(), false);
    m.project_out = s.linear("project_out", t.token_width(), t.hidden, false);
  }
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const Scope l = s.in(fmt::format("layers.{}", i));
    transformer::LayerWeights w;
    w.attention_norm = l.layer_norm("self_attn_layer_norm", t.hidden);
    w.mlp_norm = l.layer_norm("final_layer_norm", t.hidden);
    bind_qkv(w, l.in("self_attn"), t);
    w.o = l.linear("self_attn.out_proj", t.hidden, t.hidden, t.linear.out_bias);
    w.up = l.linear("fc1", t.ffn, t.hidden, t.linear.mlp_bias);
    w.down = l.linear("fc2", t.hidden, t.ffn, t.linear.mlp_bias);
    m.layers.push_back(std::move(w));
  }
  if (t.final_norm) {
    m.final_norm = s.layer_norm("final_layer_norm", t.hidden);
  }
  bind_head(m, all);
  return s.prefix + "embed_tokens.weight";
}

std::string bind_gpt2(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below("transformer", "wte.weight");
  m.embedding = s.get("wte.weight", {t.vocab, t.hidden});
  m.positions = s.get("wpe.weight", {t.max_positions, t.hidden});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const Scope l = s.in(fmt::format("h.{}", i));
    transformer::LayerWeights w;
    w.attention_norm = l.layer_norm("ln_1", t.hidden);
    w.mlp_norm = l.layer_norm("ln_2", t.hidden);
    w.qkv = l.conv1d("attn.c_attn", 3 * t.hidden, t.hidden);
    w.o = l.conv1d("attn.c_proj", t.hidden, t.hidden);
    w.up = l.conv1d("mlp.c_fc", t.ffn, t.hidden);
    w.down = l.conv1d("mlp.c_proj", t.hidden, t.ffn);
    m.layers.push_back(std::move(w));
  }
  m.final_norm = s.layer_norm("ln_f", t.hidden);
  bind_head(m, all);
  return s.prefix + "wte.weight";
}

std::string bind(transformer::Model& m, const Scope& all, std::string_view type) {
  if (type == "gpt2") {
    return bind_gpt2(m, all);
  }
  if (type == "bert" || type == "roberta") {
    return bind_bert(m, all, type);
  }
  if (type == "distilbert") {
    return bind_distilbert(m, all);
  }
  if (type == "phi") {
    return bind_phi(m, all);
  }
  return type == "opt" ? bind_opt(m, all) : bind_llama(m, all);
}

}  // namespace

void bind_hf_weights(transformer::Model& model, const tensors::TensorFile& tensors, const std::string& type,
                     const HfQuantisation& quantisation) {
  const std::string embedding = bind(model, {tensors, quantisation, ""}, type);
  check_leftovers(tensors, model.shape, type, embedding);
}

}  // namespace lmulsim::formats::hf
