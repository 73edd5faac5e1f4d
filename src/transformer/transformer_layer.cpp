// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/transformer_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "transformer/transformer_latent.hpp"

namespace lmulsim::transformer {

namespace {

using Kind = graph::OperatorKind;

struct Layer {
  graph::GraphBuilder& graph;
  const Transformer& model;
  const RunSizes& run;
  int index;

  /// A linear layer applied to every token.
  int project(std::string_view name, std::int64_t outputs, std::int64_t inputs, bool bias, int from) const {
    return graph.linear(name, {run.tokens(), outputs, inputs}, bias, {from});
  }

  struct Qkv {
    int q, k, v;
  };

  [[nodiscard]] Qkv project_qkv(int from) const {
    const std::int64_t q = model.heads * model.head_dim;
    const std::int64_t kv = model.kv_heads * model.head_dim;
    const bool bias = model.linear.qkv_bias;
    if (model.linear.fused_qkv) {
      const int all = project("qkv_proj", q + 2 * kv, model.hidden, bias, from);
      return {all, all, all};
    }
    const int query = project("q_proj", q, model.hidden, bias, from);
    const int key = project("k_proj", kv, model.hidden, bias, from);
    return {query, key, project("v_proj", kv, model.hidden, bias, from)};
  }

  /// One norm per head; all heads of the queries have one scale, and all heads of the keys.
  [[nodiscard]] int norm_heads(std::string_view name, std::int64_t heads, int from) const {
    graph.add_parameters(model.norm_parameters(model.head_dim));
    const std::int64_t rows = run.tokens() * heads;
    const Kind kind = model.norm == Norm::rms_norm ? Kind::rms_norm : Kind::layer_norm;
    return graph.other(name, kind, rows * model.head_dim, rows, {from});
  }

  [[nodiscard]] Qkv norm_queries_and_keys(Qkv qkv) const {
    if (!model.qk_norm) {
      return qkv;
    }
    const int q = norm_heads("q_norm", model.heads, qkv.q);
    return {q, norm_heads("k_norm", model.kv_heads, qkv.k), qkv.v};
  }

  [[nodiscard]] Qkv rotate(Qkv qkv) const {
    const auto rotated = static_cast<std::int64_t>(std::floor(static_cast<double>(model.head_dim) * model.rotary_part));
    if (model.positions != Positions::rotary || rotated == 0) {
      return qkv;
    }
    const std::int64_t elements = run.tokens() * rotated;
    const int q = graph.other("q_rotary", Kind::rotary, elements * model.heads, 0, {qkv.q});
    return {q, graph.other("k_rotary", Kind::rotary, elements * model.kv_heads, 0, {qkv.k}), qkv.v};
  }

  /// Keys one token attends to in this layer. A window makes the product a band of that width.
  [[nodiscard]] std::int64_t keys() const {
    return std::min(run.context, model.window_of(index).value_or(run.context));
  }

  /// One product per sequence and key/value head. The query heads of a group meet the same keys and values, so their
  /// queries are rows of one product, head after head.
  [[nodiscard]] int attend(Qkv qkv) const {
    const std::int64_t count = run.batch * model.kv_heads;
    const std::int64_t queries = model.heads / model.kv_heads * run.seq;
    const std::int64_t elements = count * queries * keys();
    const std::int64_t rows = count * queries;
    const graph::OperandSource source =
        run.phase == graph::Phase::decode ? graph::OperandSource::kv_cache : graph::OperandSource::activation;
    int at = graph.attention("attention_scores", {queries, keys(), model.head_dim}, count, source,
                             qkv.q == qkv.k ? std::vector{qkv.q} : std::vector{qkv.q, qkv.k});
    at = graph.other("attention_scale", Kind::scale_mask, elements, 0, {at});
    if (model.attention_cap) {
      at = graph.other("attention_cap", Kind::soft_cap, elements, 0, {at});
    }
    at = graph.other("attention_softmax", Kind::softmax, elements, rows, {at});
    return graph.attention("attention_values", {queries, model.head_dim, keys()}, count, source, {at, qkv.v});
  }

  [[nodiscard]] int attention_block(int from) const {
    if (model.latent) {
      return add_latent_attention(graph, model, run, from);
    }
    const int values = attend(rotate(norm_queries_and_keys(project_qkv(from))));
    return project("o_proj", model.hidden, model.heads * model.head_dim, model.linear.out_bias, values);
  }

  [[nodiscard]] bool gated() const { return model.mlp == Mlp::gated_silu || model.mlp == Mlp::gated_gelu; }

  [[nodiscard]] int dense_mlp(int from) const {
    const bool bias = model.linear.mlp_bias;
    const std::int64_t elements = run.tokens() * model.ffn;
    int at = -1;
    if (!gated()) {
      at = project("up_proj", model.ffn, model.hidden, bias, from);
      at = model.mlp == Mlp::gelu ? graph.other("mlp_gelu", Kind::gelu, elements, 0, {at})
                                  : graph.other("mlp_relu", Kind::elementwise, elements, 0, {at});
    } else if (model.linear.fused_gate_up) {
      at = project("gate_up_proj", 2 * model.ffn, model.hidden, bias, from);
      at = graph.other("mlp_gate", gate_kind(), elements, 0, {at});
    } else {
      const int gate = project("gate_proj", model.ffn, model.hidden, bias, from);
      const int up = project("up_proj", model.ffn, model.hidden, bias, from);
      at = graph.other("mlp_gate", gate_kind(), elements, 0, {gate, up});
    }
    return project("down_proj", model.hidden, model.ffn, bias, at);
  }

  [[nodiscard]] Kind gate_kind() const {
    return model.mlp == Mlp::gated_gelu ? Kind::gelu_multiply : Kind::silu_multiply;
  }

  /// `count` experts that get `tokens` each; the suffix keeps the names of the two groups apart.
  [[nodiscard]] int expert_group(std::string_view suffix, std::int64_t count, std::int64_t tokens, int router,
                                 int from) const {
    const auto name = [&](std::string_view stem) { return fmt::format("experts_{}{}", stem, suffix); };
    const std::int64_t ffn = model.expert.ffn;
    const graph::Gemm in{tokens, ffn, model.hidden};
    const int gate = graph.products(name("gate_proj"), in, count, {from, router});
    const int up = graph.products(name("up_proj"), in, count, {from, router});
    const int mixed = graph.other(name("gate"), gate_kind(), count * tokens * ffn, 0, {gate, up});
    return graph.products(name("down_proj"), {tokens, model.hidden, ffn}, count, {mixed});
  }

  /// Every token goes to top_k experts, spread as evenly as whole tokens allow: the first (tokens * top_k mod experts)
  /// experts get one more than the others; what is routed is conserved.
  [[nodiscard]] int expert_mlp(int from) const {
    const std::int64_t tokens = run.tokens();
    const std::int64_t each = tokens * model.top_k / model.experts;
    const std::int64_t more = tokens * model.top_k % model.experts;
    int router = project("router", model.experts, model.hidden, false, from);
    router = model.expert.sigmoid
                 ? graph.other("router_sigmoid", Kind::elementwise, tokens * model.experts, 0, {router})
                 : graph.other("router_softmax", Kind::softmax, tokens * model.experts, tokens, {router});
    graph.add_parameters(model.experts * 3 * model.hidden * model.expert.ffn);
    const int first = more > 0 ? expert_group("_ceil", more, each + 1, router, from) : -1;
    const int rest = each > 0 ? expert_group("", model.experts - more, each, router, from) : -1;
    const int shared = model.expert.shared_ffn > 0 ? shared_expert(from) : -1;
    return graph.other("experts_combine", Kind::combine, tokens * model.hidden, 0, {first, rest, router, shared});
  }

  /// The expert that every token goes to.
  [[nodiscard]] int shared_expert(int from) const {
    const std::int64_t ffn = model.expert.shared_ffn;
    const int gate = project("shared_gate_proj", ffn, model.hidden, false, from);
    const int up = project("shared_up_proj", ffn, model.hidden, false, from);
    const int mixed = graph.other("shared_gate", gate_kind(), run.tokens() * ffn, 0, {gate, up});
    const int out = project("shared_down_proj", model.hidden, ffn, false, mixed);
    if (!model.expert.shared_gate) {
      return out;
    }
    const int scale = project("shared_expert_gate", 1, model.hidden, false, from);
    return graph.other("shared_expert_scale", Kind::elementwise, run.tokens() * model.hidden, 0, {out, scale});
  }

  [[nodiscard]] int mlp_block(int from) const { return model.has_experts(index) ? expert_mlp(from) : dense_mlp(from); }

  [[nodiscard]] int norm(std::string_view name, int from) const {
    return add_norm(graph, model, name, run.tokens(), from);
  }

  [[nodiscard]] int add(std::string_view name, int a, int b) const {
    return graph.other(name, Kind::residual_add, run.tokens() * model.hidden, 0, {a, b});
  }
};

}  // namespace

int add_norm(graph::GraphBuilder& graph, const Transformer& model, std::string_view name, std::int64_t rows,
             std::int64_t width, int input) {
  graph.add_parameters(model.norm_parameters(width));
  const Kind kind = model.norm == Norm::rms_norm ? Kind::rms_norm : Kind::layer_norm;
  return graph.other(name, kind, rows * width, rows, {input});
}

int add_norm(graph::GraphBuilder& graph, const Transformer& model, std::string_view name, std::int64_t rows,
             int input) {
  return add_norm(graph, model, name, rows, model.hidden, input);
}

int add_layer(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, int layer, int input) {
  graph.enter(fmt::format("layers.{}.", layer), layer);
  const Layer l{graph, model, run, layer};
  if (model.parallel_blocks) {
    const int normed = l.norm("input_norm", input);
    const int attention = l.attention_block(normed);
    const int mlp = l.mlp_block(model.one_block_norm ? normed : l.norm("mlp_norm", input));
    return l.add("mlp_add", l.add("attention_add", input, attention), mlp);
  }
  switch (model.norm_place) {
    case NormPlace::pre: {
      const int x = l.add("attention_add", input, l.attention_block(l.norm("input_norm", input)));
      return l.add("mlp_add", x, l.mlp_block(l.norm("mlp_norm", x)));
    }
    case NormPlace::post: {
      const int x = l.norm("attention_norm", l.add("attention_add", input, l.attention_block(input)));
      return l.norm("output_norm", l.add("mlp_add", x, l.mlp_block(x)));
    }
    case NormPlace::sandwich: {
      const int attention = l.attention_block(l.norm("input_norm", input));
      const int x = l.add("attention_add", input, l.norm("attention_norm", attention));
      const int mlp = l.mlp_block(l.norm("mlp_norm", x));
      return l.add("mlp_add", x, l.norm("output_norm", mlp));
    }
  }
  return input;
}

}  // namespace lmulsim::transformer
