// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "workload/hf_leftovers.hpp"
#include "workload/hf_model.hpp"

namespace lmulsim::workload {

namespace {

/// Names below one prefix.
struct Scope {
  const TensorFile& file;
  const HfQuantisation& quantisation;
  std::string prefix;

  [[nodiscard]] Scope in(std::string_view name) const {
    return {file, quantisation, fmt::format("{}{}.", prefix, name)};
  }

  [[nodiscard]] Weight get(std::string_view name, std::initializer_list<std::int64_t> shape,
                           bool outputs_first = true) const {
    return scaled_weight(file, prefix + std::string(name), std::span(shape.begin(), shape.size()), quantisation,
                         outputs_first);
  }

  [[nodiscard]] Projection linear(std::string_view name, std::int64_t outputs, std::int64_t inputs, bool bias) const {
    const Scope s = in(name);
    return {s.get("weight", {outputs, inputs}), bias ? s.get("bias", {outputs}) : Weight(), false};
  }

  /// The library's Conv1D: inputs first, always with a bias.
  [[nodiscard]] Projection conv1d(std::string_view name, std::int64_t outputs, std::int64_t inputs) const {
    const Scope s = in(name);
    return {s.get("weight", {inputs, outputs}, false), s.get("bias", {outputs}), true};
  }

  [[nodiscard]] NormWeights rms_norm(std::string_view name, std::int64_t size) const {
    return {in(name).get("weight", {size}), Weight()};
  }

  /// BERT checkpoints of TensorFlow's days say gamma and beta.
  [[nodiscard]] NormWeights layer_norm(std::string_view name, std::int64_t size) const {
    const Scope s = in(name);
    const bool old = file.has(s.prefix + "gamma");
    return {s.get(old ? "gamma" : "weight", {size}), s.get(old ? "beta" : "bias", {size})};
  }
};

/// The names with or without the prefix that a model with a head puts before them.
Scope root_of(const Scope& all, std::string_view prefix, std::string_view probe) {
  return all.file.has(fmt::format("{}.{}", prefix, probe)) ? all.in(prefix) : all;
}

LayerWeights llama_layer(const Scope& s, const Transformer& t) {
  const std::int64_t q = t.heads * t.head_dim;
  const std::int64_t kv = t.kv_heads * t.head_dim;
  LayerWeights w;
  w.attention_norm = s.rms_norm("input_layernorm", t.hidden);
  w.mlp_norm = s.rms_norm("post_attention_layernorm", t.hidden);
  const Scope attention = s.in("self_attn");
  if (t.linear.fused_qkv) {
    w.qkv = attention.linear("qkv_proj", q + 2 * kv, t.hidden, t.linear.qkv_bias);
  } else {
    w.q = attention.linear("q_proj", q, t.hidden, t.linear.qkv_bias);
    w.k = attention.linear("k_proj", kv, t.hidden, t.linear.qkv_bias);
    w.v = attention.linear("v_proj", kv, t.hidden, t.linear.qkv_bias);
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

// Every binder returns the name of the embedding.

std::string bind_llama(Model& m, const Scope& all) {
  const Transformer& t = m.shape;
  const Scope s = root_of(all, "model", "embed_tokens.weight");
  m.embedding = s.get("embed_tokens.weight", {t.vocab, t.hidden});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    m.layers.push_back(llama_layer(s.in(fmt::format("layers.{}", i)), t));
  }
  m.final_norm = s.rms_norm("norm", t.hidden);
  m.head.weight = t.tied_head ? m.embedding : all.get("lm_head.weight", {t.vocab, t.hidden});
  return s.prefix + "embed_tokens.weight";
}

std::string bind_gpt2(Model& m, const Scope& all) {
  const Transformer& t = m.shape;
  const Scope s = root_of(all, "transformer", "wte.weight");
  m.embedding = s.get("wte.weight", {t.vocab, t.hidden});
  m.positions = s.get("wpe.weight", {t.max_positions, t.hidden});
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const Scope l = s.in(fmt::format("h.{}", i));
    LayerWeights w;
    w.attention_norm = l.layer_norm("ln_1", t.hidden);
    w.mlp_norm = l.layer_norm("ln_2", t.hidden);
    w.qkv = l.conv1d("attn.c_attn", 3 * t.hidden, t.hidden);
    w.o = l.conv1d("attn.c_proj", t.hidden, t.hidden);
    w.up = l.conv1d("mlp.c_fc", t.ffn, t.hidden);
    w.down = l.conv1d("mlp.c_proj", t.hidden, t.ffn);
    m.layers.push_back(std::move(w));
  }
  m.final_norm = s.layer_norm("ln_f", t.hidden);
  m.head.weight = t.tied_head ? m.embedding : all.get("lm_head.weight", {t.vocab, t.hidden});
  return s.prefix + "wte.weight";
}

std::string bind_bert(Model& m, const Scope& all) {
  const Transformer& t = m.shape;
  const Scope s = root_of(all, "bert", "embeddings.word_embeddings.weight");
  const Scope e = s.in("embeddings");
  m.embedding = e.get("word_embeddings.weight", {t.vocab, t.hidden});
  m.positions = e.get("position_embeddings.weight", {t.max_positions, t.hidden});
  m.token_types = e.get("token_type_embeddings.weight", {t.token_types, t.hidden});
  m.embedding_norm = e.layer_norm("LayerNorm", t.hidden);
  for (std::int64_t i = 0; i < t.layers; ++i) {
    const Scope l = s.in(fmt::format("encoder.layer.{}", i));
    LayerWeights w;
    w.q = l.linear("attention.self.query", t.hidden, t.hidden, true);
    w.k = l.linear("attention.self.key", t.hidden, t.hidden, true);
    w.v = l.linear("attention.self.value", t.hidden, t.hidden, true);
    w.o = l.linear("attention.output.dense", t.hidden, t.hidden, true);
    w.attention_norm = l.layer_norm("attention.output.LayerNorm", t.hidden);
    w.up = l.linear("intermediate.dense", t.ffn, t.hidden, true);
    w.down = l.linear("output.dense", t.hidden, t.ffn, true);
    w.mlp_norm = l.layer_norm("output.LayerNorm", t.hidden);
    m.layers.push_back(std::move(w));
  }
  m.head = s.linear("pooler.dense", t.hidden, t.hidden, true);
  if (t.labels > 0) {
    m.classifier = all.linear("classifier", t.labels, t.hidden, true);
  }
  return s.prefix + "embeddings.word_embeddings.weight";
}

}  // namespace

void bind_hf_weights(Model& model, const TensorFile& tensors, const std::string& type,
                     const HfQuantisation& quantisation) {
  const Scope all{tensors, quantisation, ""};
  const std::string embedding = type == "gpt2"   ? bind_gpt2(model, all)
                                : type == "bert" ? bind_bert(model, all)
                                                 : bind_llama(model, all);
  check_leftovers(tensors, model.shape, type, embedding);
}

}  // namespace lmulsim::workload
