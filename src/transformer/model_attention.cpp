// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "transformer/index_of.hpp"
#include "transformer/model_runner.hpp"

namespace lmulsim::transformer {

ModelRunner::Qkv ModelRunner::project_qkv(std::int64_t layer, const Values& in) const {
  const LayerWeights& w = model_.layers[index_of(layer)];
  const auto make = [&](std::string_view name, const Projection& projection) {
    return project(place(layer, ProductKind::projection, name), in, projection);
  };
  if (!shape_.linear.fused_qkv) {
    return {make("q_proj", w.q), make("k_proj", w.k), make("v_proj", w.v)};
  }
  const std::size_t q = index_of(shape_.heads * shape_.head_dim);
  const std::size_t kv = index_of(shape_.kv_heads * shape_.head_dim);
  const Values all = make("qkv_proj", w.qkv);
  return {columns(all, q + 2 * kv, 0, q), columns(all, q + 2 * kv, q, kv), columns(all, q + 2 * kv, q + kv, kv)};
}

void ModelRunner::rotate_heads(std::int64_t layer, Values& heads, std::int64_t width) const {
  const Numerics& n = model_.numerics;
  const bool own = n.windowed && !shape_.windowed.empty() && shape_.windowed[index_of(layer)];
  const Rotation rotation = own ? Rotation{n.windowed->frequencies, n.rotary_pairs, n.windowed->scale}
                                : Rotation{n.rotary_frequencies, n.rotary_pairs, n.rotary_scale};
  for (std::int64_t t = 0; t < tokens_ && !rotation.frequencies.empty(); ++t) {
    rotate(std::span(heads).subspan(index_of(t * width), index_of(width)), shape_.head_dim, rotation, position_ + t);
  }
}

ModelRunner::Values ModelRunner::attention(std::int64_t layer, const Values& in) {
  const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
  Qkv made = project_qkv(layer, in);
  if (shape_.qk_norm) {
    made.q = norm(made.q, model_.layers[index_of(layer)].q_norm);
    made.k = norm(made.k, model_.layers[index_of(layer)].k_norm);
  }
  rotate_heads(layer, made.q, shape_.heads * shape_.head_dim);
  rotate_heads(layer, made.k, kv);
  Values& keys = keys_[index_of(layer)];
  Values& values = values_[index_of(layer)];
  keys.insert(keys.end(), made.k.begin(), made.k.end());
  values.insert(values.end(), made.v.begin(), made.v.end());
  return project(place(layer, ProductKind::projection, "o_proj"), attend(layer, made.q),
                 model_.layers[index_of(layer)].o);
}

ModelRunner::Values ModelRunner::attend(std::int64_t layer, const Values& q) const {
  const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
  const std::int64_t size = shape_.head_dim;
  const std::int64_t width = shape_.heads * size;
  const std::int64_t keys = position_ + tokens_;
  const Place scores_place = place(layer, ProductKind::scores, "attention_scores");
  const Place values_place = place(layer, ProductKind::values, "attention_values");
  Values out(q.size());
  Values scores(index_of(tokens_ * keys));
  Values mixed(index_of(tokens_ * size));
  for (std::int64_t head = 0; head < shape_.heads; ++head) {
    const std::int64_t kv_at = head / (shape_.heads / shape_.kv_heads) * size;
    const MatrixView a{&q[index_of(head * size)], tokens_, size, width, 1};
    const MatrixView k{&keys_[index_of(layer)][index_of(kv_at)], size, keys, 1, kv};
    const MatrixView v{&values_[index_of(layer)][index_of(kv_at)], keys, size, kv, 1};
    call(scores_place, head, a, k, scores);
    mask_and_normalise(layer, scores, keys);
    call(values_place, head, dense(scores, tokens_, keys), v, mixed);
    for (std::int64_t t = 0; t < tokens_; ++t) {
      std::copy_n(&mixed[index_of(t * size)], size, &out[index_of(t * width + head * size)]);
    }
  }
  return out;
}

float ModelRunner::score_divisor(std::int64_t layer) const {
  const Numerics& n = model_.numerics;
  const float all = n.score_divisor > 0 ? n.score_divisor : std::sqrt(static_cast<float>(shape_.head_dim));
  return n.divide_by_layer ? all * static_cast<float>(layer + 1) : all;
}

void ModelRunner::mask_and_normalise(std::int64_t layer, Values& scores, std::int64_t keys) const {
  const float divisor = score_divisor(layer);
  const std::optional<std::int64_t> window = shape_.window_of(layer);
  for (std::int64_t t = 0; t < tokens_; ++t) {
    const std::span<float> row = std::span(scores).subspan(index_of(t * keys), index_of(keys));
    const std::int64_t end = shape_.causal ? position_ + t + 1 : keys;
    const std::int64_t begin = window ? std::max<std::int64_t>(0, end - *window) : 0;
    const std::span<float> seen = row.subspan(index_of(begin), index_of(end - begin));
    std::ranges::for_each(seen, [divisor](float& s) { s /= divisor; });
    soft_cap(seen, model_.numerics.attention_cap);
    softmax(seen);
    std::ranges::fill(row.first(index_of(begin)), 0.0F);
    std::ranges::fill(row.subspan(index_of(end)), 0.0F);
  }
}

}  // namespace lmulsim::transformer
