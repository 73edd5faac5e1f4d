// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/model_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "transformer/index_of.hpp"
#include "util/error.hpp"

namespace lmulsim::transformer {

namespace {

std::span<const float> row_of(const tensors::Weight& table, std::int64_t row, std::int64_t width) {
  return table.values().subspan(index_of(row * width), index_of(width));
}

void add(std::span<float> x, std::span<const float> y) {
  std::ranges::transform(x, y, x.begin(), std::plus<>());
}

}  // namespace

void check_runnable(const Transformer& t) {
  const bool parallel = t.parallel_blocks && !t.one_block_norm;
  if (t.experts > 0 || parallel || t.patches || t.latent || t.head != (t.causal ? Head::language : Head::pooler) ||
      (t.pooler_relu && t.labels == 0)) {
    throw InputError(
        fmt::format("{}: expected a decoder with a language head or a classifier of texts, without experts, to run, "
                    "found another kind; only its shapes can be used",
                    t.source));
  }
}

ModelRunner::Place ModelRunner::place(std::int64_t layer, ProductKind kind, std::string_view name) {
  return {fmt::format("layers.{}.{}", layer, name), kind, layer};
}

ModelRunner::ModelRunner(const Model& model, GemmFunction gemm)
    : model_(model),
      shape_(model.shape),
      gemm_(std::move(gemm)),
      keys_(index_of(shape_.layers)),
      values_(index_of(shape_.layers)) {
  check_runnable(shape_);
}

std::vector<float> ModelRunner::run(std::span<const int> tokens, bool all_logits) {
  tokens_ = static_cast<std::int64_t>(tokens.size());
  if (tokens.empty() || position_ + tokens_ > shape_.max_positions || (!shape_.causal && position_ > 0)) {
    throw InputError(fmt::format("{}: tokens: expected 1 to {}, found {} after {}", shape_.source, shape_.max_positions,
                                 tokens_, position_));
  }
  Values x = embed(tokens);
  for (std::int64_t i = 0; i < shape_.layers; ++i) {
    layer(i, x);
  }
  position_ += tokens_;
  if (shape_.head == Head::pooler) {
    return pooled(std::move(x));
  }
  Values last = shape_.final_norm ? norm(x, model_.final_norm) : std::move(x);
  if (!all_logits) {
    last.erase(last.begin(), last.end() - static_cast<std::ptrdiff_t>(shape_.hidden));
  }
  if (model_.project_out.weight) {
    last = project({"project_out", ProductKind::head, -1}, last, model_.project_out);
  }
  Values logits = project({"lm_head", ProductKind::head, -1}, last, model_.head);
  soft_cap(logits, model_.numerics.logit_cap);
  return logits;
}

ModelRunner::Values ModelRunner::pooled(Values x) const {
  x.resize(index_of(shape_.hidden));
  Values out = project({"pooler", ProductKind::head, -1}, x, model_.head);
  const bool relu = shape_.pooler_relu;
  std::ranges::for_each(out, [relu](float& v) { v = relu ? std::max(v, 0.0F) : std::tanh(v); });
  return model_.classifier.weight ? project({"classifier", ProductKind::head, -1}, out, model_.classifier) : out;
}

ModelRunner::Values ModelRunner::embed(std::span<const int> tokens) const {
  Values x;
  x.reserve(tokens.size() * index_of(shape_.token_width()));
  for (const int token : tokens) {
    if (token < 0 || token >= shape_.vocab) {
      throw InputError(fmt::format("{}: tokens: expected 0 to {}, found {}", shape_.source, shape_.vocab - 1, token));
    }
    const auto row = row_of(model_.embedding, token, shape_.token_width());
    x.insert(x.end(), row.begin(), row.end());
  }
  if (shape_.embedding_scale) {
    const float scale = std::sqrt(static_cast<float>(shape_.hidden));
    std::ranges::for_each(x, [scale](float& v) { v *= scale; });
  }
  if (model_.project_in.weight) {
    x = project({"project_in", ProductKind::projection, -1}, x, model_.project_in);
  }
  add_positions(tokens, x);
  return shape_.embedding_norm ? norm(x, model_.embedding_norm) : x;
}

void ModelRunner::add_positions(std::span<const int> tokens, Values& x) const {
  std::int64_t next = position_ + shape_.position_offset;
  for (std::int64_t t = 0; t < tokens_; ++t) {
    const std::span<float> row = std::span(x).subspan(index_of(t * shape_.hidden), index_of(shape_.hidden));
    if (model_.token_types) {
      add(row, row_of(model_.token_types, 0, shape_.hidden));
    }
    if (model_.positions) {
      const std::int64_t token = tokens[index_of(t)];
      add(row, row_of(model_.positions, token == model_.numerics.padding_token ? token : next++, shape_.hidden));
    }
  }
}

ModelRunner::Values ModelRunner::norm(const Values& x, const NormWeights& weights) const {
  Values out(x.size());
  std::span<const float> scale = weights.scale.values();
  Values raised;
  if (model_.numerics.norm_plus_one) {
    std::ranges::transform(scale, std::back_inserter(raised), [](float s) { return 1.0F + s; });
    scale = raised;
  }
  const float epsilon = model_.numerics.norm_epsilon;
  for (std::size_t i = 0; i < x.size(); i += scale.size()) {
    const std::span<const float> from = std::span(x).subspan(i, scale.size());
    const std::span<float> to = std::span(out).subspan(i, scale.size());
    if (shape_.norm == Norm::rms_norm) {
      rms_norm(from, scale, epsilon, to);
    } else {
      layer_norm(from, scale, weights.bias.values(), epsilon, to);
    }
  }
  return out;
}

void ModelRunner::call(const Place& where, std::int64_t index, MatrixView a, MatrixView b, std::span<float> out) const {
  gemm_({where.name, index, a, b, where.kind, where.layer}, out);
}

ModelRunner::Values ModelRunner::project(const Place& where, const Values& x, const Projection& projection) const {
  const std::span<const float> weight = projection.weight.values();
  const auto shape = projection.weight.shape();
  const std::int64_t outputs = projection.inputs_first ? shape[1] : shape[0];
  const std::int64_t inputs = projection.inputs_first ? shape[0] : shape[1];
  const auto rows = static_cast<std::int64_t>(x.size()) / inputs;
  Values out(index_of(rows * outputs));
  call(where, 0, dense(x, rows, inputs),
       projection.inputs_first ? dense(weight, inputs, outputs) : transposed(weight, outputs, inputs), out);
  if (projection.bias) {
    for (std::int64_t r = 0; r < rows; ++r) {
      add(std::span(out).subspan(index_of(r * outputs), index_of(outputs)), projection.bias.values());
    }
  }
  return out;
}

void ModelRunner::layer(std::int64_t index, Values& x) {
  const LayerWeights& w = model_.layers[index_of(index)];
  if (shape_.parallel_blocks) {
    const Values in = norm(x, w.attention_norm);
    add(x, attention(index, in));
    add(x, mlp(index, in));
    return;
  }
  if (shape_.norm_place == NormPlace::sandwich) {
    add(x, norm(attention(index, norm(x, w.attention_norm)), w.attention_out_norm));
    add(x, norm(mlp(index, norm(x, w.mlp_norm)), w.mlp_out_norm));
    return;
  }
  if (shape_.norm_place == NormPlace::post) {
    add(x, attention(index, x));
    x = norm(x, w.attention_norm);
    add(x, mlp(index, x));
    x = norm(x, w.mlp_norm);
    return;
  }
  add(x, attention(index, norm(x, w.attention_norm)));
  add(x, mlp(index, norm(x, w.mlp_norm)));
}

ModelRunner::Values ModelRunner::mlp(std::int64_t layer, const Values& in) const {
  const LayerWeights& w = model_.layers[index_of(layer)];
  const auto make = [&](std::string_view name, const Values& x, const Projection& projection) {
    return project(place(layer, ProductKind::mlp, name), x, projection);
  };
  if (shape_.mlp == Mlp::gelu || shape_.mlp == Mlp::relu) {
    Values inner = make("up_proj", in, w.up);
    if (shape_.mlp == Mlp::gelu) {
      gelu(inner, model_.numerics.gelu);
    } else {
      std::ranges::for_each(inner, [](float& v) { v = std::max(v, 0.0F); });
    }
    return make("down_proj", inner, w.down);
  }
  Values gate;
  Values up;
  if (shape_.linear.fused_gate_up) {
    const std::size_t ffn = index_of(shape_.ffn);
    const Values both = make("gate_up_proj", in, w.gate_up);
    gate = columns(both, 2 * ffn, 0, ffn);
    up = columns(both, 2 * ffn, ffn, ffn);
  } else {
    gate = make("gate_proj", in, w.gate);
    up = make("up_proj", in, w.up);
  }
  if (shape_.mlp == Mlp::gated_silu) {
    silu_multiply(gate, up);
  } else {
    gelu(gate, model_.numerics.gelu);
    std::ranges::transform(gate, up, gate.begin(), std::multiplies<>());
  }
  return make("down_proj", gate, w.down);
}

std::vector<int> continue_text(const Model& model, std::span<const int> prompt, std::int64_t length,
                               const ChooseToken& choose, const GemmFunction& gemm) {
  ModelRunner runner(model, gemm);
  std::vector<int> tokens(prompt.begin(), prompt.end());
  std::span<const int> next = prompt;
  while (static_cast<std::int64_t>(tokens.size()) < length) {
    const auto token = choose(runner.run(next));
    if (!token) {
      break;
    }
    tokens.push_back(*token);
    next = std::span(tokens).last(1);
  }
  return tokens;
}

std::vector<int> continue_greedily(const Model& model, std::span<const int> prompt, std::int64_t length,
                                   const GemmFunction& gemm) {
  const auto likeliest = [](std::span<const float> logits) {
    return static_cast<int>(std::ranges::max_element(logits) - logits.begin());
  };
  return continue_text(model, prompt, length, likeliest, gemm);
}

}  // namespace lmulsim::transformer
