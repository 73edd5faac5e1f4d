// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Names of the tensors of BERT, RoBERTa and DistilBERT.
#include "formats/hf/hf_scope.hpp"

namespace lmulsim::formats::hf {

namespace {

transformer::LayerWeights bert_layer(const Scope& s, const transformer::Transformer& t) {
  transformer::LayerWeights w;
  w.q = s.linear("attention.self.query", t.hidden, t.hidden, true);
  w.k = s.linear("attention.self.key", t.hidden, t.hidden, true);
  w.v = s.linear("attention.self.value", t.hidden, t.hidden, true);
  w.o = s.linear("attention.output.dense", t.hidden, t.hidden, true);
  w.attention_norm = s.layer_norm("attention.output.LayerNorm", t.hidden);
  w.up = s.linear("intermediate.dense", t.ffn, t.hidden, true);
  w.down = s.linear("output.dense", t.hidden, t.ffn, true);
  w.mlp_norm = s.layer_norm("output.LayerNorm", t.hidden);
  return w;
}

transformer::LayerWeights distilbert_layer(const Scope& s, const transformer::Transformer& t) {
  transformer::LayerWeights w;
  w.q = s.linear("attention.q_lin", t.hidden, t.hidden, true);
  w.k = s.linear("attention.k_lin", t.hidden, t.hidden, true);
  w.v = s.linear("attention.v_lin", t.hidden, t.hidden, true);
  w.o = s.linear("attention.out_lin", t.hidden, t.hidden, true);
  w.attention_norm = s.layer_norm("sa_layer_norm", t.hidden);
  w.up = s.linear("ffn.lin1", t.ffn, t.hidden, true);
  w.down = s.linear("ffn.lin2", t.hidden, t.ffn, true);
  w.mlp_norm = s.layer_norm("output_layer_norm", t.hidden);
  return w;
}

void bind_embeddings(transformer::Model& m, const Scope& e) {
  const transformer::Transformer& t = m.shape;
  m.embedding = e.get("word_embeddings.weight", {t.vocab, t.hidden});
  m.positions = e.get("position_embeddings.weight", {t.max_positions + t.position_offset, t.hidden});
  if (t.token_types > 0) {
    m.token_types = e.get("token_type_embeddings.weight", {t.token_types, t.hidden});
  }
  m.embedding_norm = e.layer_norm("LayerNorm", t.hidden);
}

}  // namespace

std::string bind_bert(transformer::Model& m, const Scope& all, std::string_view prefix) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below(prefix, "embeddings.word_embeddings.weight");
  bind_embeddings(m, s.in("embeddings"));
  for (std::int64_t i = 0; i < t.layers; ++i) {
    m.layers.push_back(bert_layer(s.in(fmt::format("encoder.layer.{}", i)), t));
  }
  const bool own_dense = prefix == "roberta" && t.labels > 0;  // RoBERTa's classifier has a dense layer of its own
  m.head = own_dense ? all.linear("classifier.dense", t.hidden, t.hidden, true)
                     : s.linear("pooler.dense", t.hidden, t.hidden, true);
  if (t.labels > 0) {
    m.classifier = all.linear(own_dense ? "classifier.out_proj" : "classifier", t.labels, t.hidden, true);
  }
  return s.prefix + "embeddings.word_embeddings.weight";
}

std::string bind_distilbert(transformer::Model& m, const Scope& all) {
  const transformer::Transformer& t = m.shape;
  const Scope s = all.below("distilbert", "embeddings.word_embeddings.weight");
  bind_embeddings(m, s.in("embeddings"));
  for (std::int64_t i = 0; i < t.layers; ++i) {
    m.layers.push_back(distilbert_layer(s.in(fmt::format("transformer.layer.{}", i)), t));
  }
  m.head = all.linear("pre_classifier", t.hidden, t.hidden, true);
  m.classifier = all.linear("classifier", t.labels, t.hidden, true);
  return s.prefix + "embeddings.word_embeddings.weight";
}

}  // namespace lmulsim::formats::hf
