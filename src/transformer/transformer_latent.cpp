// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/transformer_latent.hpp"

namespace lmulsim::transformer {

namespace {

using Kind = graph::OperatorKind;

struct Latent {
  graph::GraphBuilder& graph;
  const Transformer& model;
  const RunSizes& run;
  LatentAttention size;

  [[nodiscard]] int project(std::string_view name, std::int64_t outputs, std::int64_t inputs, bool bias,
                            int from) const {
    return graph.linear(name, {run.tokens(), outputs, inputs}, bias, {from});
  }

  [[nodiscard]] int norm(std::string_view name, std::int64_t width, int from) const {
    graph.add_parameters(width);
    return graph.other(name, Kind::rms_norm, run.tokens() * width, run.tokens(), {from});
  }

  [[nodiscard]] int rotate(std::string_view name, std::int64_t heads, int from) const {
    return graph.other(name, Kind::rotary, run.tokens() * heads * size.rotary, 0, {from});
  }

  /// All heads' queries, their rotary parts rotated.
  [[nodiscard]] int queries(int from) const {
    const std::int64_t width = model.heads * (size.plain + size.rotary);
    if (size.query_rank == 0) {
      return rotate("q_rotary", model.heads, project("q_proj", width, model.hidden, false, from));
    }
    int at = project("q_a_proj", size.query_rank, model.hidden, model.linear.qkv_bias, from);
    at = norm("q_a_norm", size.query_rank, at);
    return rotate("q_rotary", model.heads, project("q_b_proj", width, size.query_rank, false, at));
  }

  struct Cached {
    int vector, rotary;
  };

  /// What is kept of every token.
  [[nodiscard]] Cached compress(int from) const {
    const int both = project("kv_a_proj", size.rank + size.rotary, model.hidden, model.linear.qkv_bias, from);
    return {norm("kv_a_norm", size.rank, both), rotate("k_rotary", 1, both)};
  }

  /// Scale, mask and softmax of every head's scores.
  [[nodiscard]] int weigh(int scores) const {
    const std::int64_t rows = run.batch * model.heads * run.seq;
    const int scaled = graph.other("attention_scale", Kind::scale_mask, rows * run.context, 0, {scores});
    return graph.other("attention_softmax", Kind::softmax, rows * run.context, rows, {scaled});
  }

  /// Keys and values of every head from the vectors; then attention as in any network.
  [[nodiscard]] int attend_to_heads(int q, Cached cached) const {
    const std::int64_t width = model.heads * (size.plain + size.value);
    const int kv = project("kv_b_proj", width, size.rank, false, cached.vector);
    const std::int64_t count = run.batch * model.heads;
    const int scores = graph.attention("attention_scores", {run.seq, run.context, size.plain + size.rotary}, count,
                                       graph::OperandSource::activation, {q, kv, cached.rotary});
    return graph.attention("attention_values", {run.seq, size.value, run.context}, count,
                           graph::OperandSource::activation, {weigh(scores), kv});
  }

  /// The heads' matrices on the side of the queries: all heads of a sequence are rows of one product with its cache.
  [[nodiscard]] int attend_to_cache(int q, Cached cached) const {
    graph.add_parameters(size.rank * model.heads * (size.plain + size.value));
    const std::int64_t rows = model.heads * run.seq;
    const int absorbed = graph.products("q_absorb", {run.tokens(), size.rank, size.plain}, model.heads, {q});
    const int scores = graph.attention("attention_scores", {rows, run.context, size.rank + size.rotary}, run.batch,
                                       graph::OperandSource::kv_cache, {absorbed, cached.vector, cached.rotary});
    const int sums = graph.attention("attention_values", {rows, size.rank, run.context}, run.batch,
                                     graph::OperandSource::kv_cache, {weigh(scores), cached.vector});
    return graph.products("v_absorb", {run.tokens(), size.value, size.rank}, model.heads, {sums});
  }
};

}  // namespace

int add_latent_attention(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, int from) {
  const Latent l{graph, model, run, *model.latent};
  const int q = l.queries(from);
  const Latent::Cached cached = l.compress(from);
  const int values = run.phase == graph::Phase::decode ? l.attend_to_cache(q, cached) : l.attend_to_heads(q, cached);
  return l.project("o_proj", model.hidden, model.heads * l.size.value, model.linear.out_bias, values);
}

}  // namespace lmulsim::transformer
