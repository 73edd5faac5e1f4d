// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/llama_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::workload {

namespace {

std::size_t index_of(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

}  // namespace

LlamaRunner::Place LlamaRunner::place(std::int64_t layer, ProductKind kind, std::string_view name) {
  return {fmt::format("layers.{}.{}", layer, name), kind, layer};
}

LlamaRunner::LlamaRunner(const Checkpoint& checkpoint, GemmFunction gemm)
    : checkpoint_(checkpoint),
      shape_(checkpoint.shape()),
      gemm_(std::move(gemm)),
      keys_(index_of(shape_.layers)),
      values_(index_of(shape_.layers)) {}

std::vector<float> LlamaRunner::run(std::span<const int> tokens, bool all_logits) {
  tokens_ = static_cast<std::int64_t>(tokens.size());
  if (tokens.empty() || position_ + tokens_ > shape_.max_positions) {
    throw InputError(fmt::format("{}: tokens: expected 1 to {}, found {} after {}", shape_.source, shape_.max_positions,
                                 tokens_, position_));
  }
  Values x = embed(tokens);
  for (std::int64_t layer = 0; layer < shape_.layers; ++layer) {
    attention(layer, x);
    mlp(layer, x);
  }
  position_ += tokens_;
  Values last = norm(x, checkpoint_.final_norm());
  if (!all_logits) {
    last.erase(last.begin(), last.end() - static_cast<std::ptrdiff_t>(shape_.hidden));
  }
  return project({"lm_head", ProductKind::head, -1}, last, checkpoint_.classifier(), shape_.vocab, shape_.hidden);
}

LlamaRunner::Values LlamaRunner::embed(std::span<const int> tokens) const {
  Values x;
  x.reserve(tokens.size() * index_of(shape_.hidden));
  for (const int token : tokens) {
    if (token < 0 || token >= shape_.vocab) {
      throw InputError(fmt::format("{}: tokens: expected 0 to {}, found {}", shape_.source, shape_.vocab - 1, token));
    }
    const auto row = checkpoint_.embedding().subspan(index_of(token * shape_.hidden), index_of(shape_.hidden));
    x.insert(x.end(), row.begin(), row.end());
  }
  return x;
}

LlamaRunner::Values LlamaRunner::norm(const Values& x, std::span<const float> weight) const {
  Values out(x.size());
  const std::size_t hidden = weight.size();
  for (std::size_t i = 0; i < x.size(); i += hidden) {
    rms_norm(std::span(x).subspan(i, hidden), weight, std::span(out).subspan(i, hidden));
  }
  return out;
}

void LlamaRunner::call(const Place& where, std::int64_t index, MatrixView a, MatrixView b, std::span<float> out) const {
  gemm_({where.name, index, a, b, where.kind, where.layer}, out);
}

LlamaRunner::Values LlamaRunner::project(const Place& where, const Values& x, std::span<const float> weight,
                                         std::int64_t outputs, std::int64_t inputs) const {
  const auto rows = static_cast<std::int64_t>(x.size()) / inputs;
  Values out(index_of(rows * outputs));
  call(where, 0, dense(x, rows, inputs), transposed(weight, outputs, inputs), out);
  return out;
}

void LlamaRunner::attention(std::int64_t layer, Values& x) {
  const Checkpoint::Layer& w = checkpoint_.layer(layer);
  const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
  const Values in = norm(x, w.attention_norm);
  Values q = project(place(layer, ProductKind::projection, "q_proj"), in, w.q, shape_.hidden, shape_.hidden);
  Values k = project(place(layer, ProductKind::projection, "k_proj"), in, w.k, kv, shape_.hidden);
  const Values v = project(place(layer, ProductKind::projection, "v_proj"), in, w.v, kv, shape_.hidden);
  for (std::int64_t t = 0; t < tokens_; ++t) {
    rotate(std::span(q).subspan(index_of(t * shape_.hidden), index_of(shape_.hidden)), shape_.head_dim, position_ + t);
    rotate(std::span(k).subspan(index_of(t * kv), index_of(kv)), shape_.head_dim, position_ + t);
  }
  Values& keys = keys_[index_of(layer)];
  Values& values = values_[index_of(layer)];
  keys.insert(keys.end(), k.begin(), k.end());
  values.insert(values.end(), v.begin(), v.end());
  const Values out =
      project(place(layer, ProductKind::projection, "o_proj"), attend(layer, q), w.o, shape_.hidden, shape_.hidden);
  std::ranges::transform(x, out, x.begin(), std::plus<>());
}

LlamaRunner::Values LlamaRunner::attend(std::int64_t layer, const Values& q) const {
  const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
  const std::int64_t size = shape_.head_dim;
  const std::int64_t keys = position_ + tokens_;
  const Place scores_place = place(layer, ProductKind::scores, "attention_scores");
  const Place values_place = place(layer, ProductKind::values, "attention_values");
  Values out(q.size());
  Values scores(index_of(tokens_ * keys));
  Values mixed(index_of(tokens_ * size));
  for (std::int64_t head = 0; head < shape_.heads; ++head) {
    const std::int64_t kv_at = head / (shape_.heads / shape_.kv_heads) * size;
    const MatrixView a{&q[index_of(head * size)], tokens_, size, shape_.hidden, 1};
    const MatrixView k{&keys_[index_of(layer)][index_of(kv_at)], size, keys, 1, kv};
    const MatrixView v{&values_[index_of(layer)][index_of(kv_at)], keys, size, kv, 1};
    call(scores_place, head, a, k, scores);
    mask_and_normalise(scores, keys);
    call(values_place, head, dense(scores, tokens_, keys), v, mixed);
    for (std::int64_t t = 0; t < tokens_; ++t) {
      std::copy_n(&mixed[index_of(t * size)], size, &out[index_of(t * shape_.hidden + head * size)]);
    }
  }
  return out;
}

void LlamaRunner::mask_and_normalise(Values& scores, std::int64_t keys) const {
  const float root = std::sqrt(static_cast<float>(shape_.head_dim));
  for (std::int64_t t = 0; t < tokens_; ++t) {
    const std::span<float> row = std::span(scores).subspan(index_of(t * keys), index_of(keys));
    const std::span<float> seen = row.first(index_of(position_ + t + 1));
    std::ranges::for_each(seen, [root](float& s) { s /= root; });
    softmax(seen);
    std::ranges::fill(row.subspan(seen.size()), 0.0F);
  }
}

void LlamaRunner::mlp(std::int64_t layer, Values& x) const {
  const Checkpoint::Layer& w = checkpoint_.layer(layer);
  const Values in = norm(x, w.mlp_norm);
  Values gate = project(place(layer, ProductKind::mlp, "gate_proj"), in, w.gate, shape_.ffn, shape_.hidden);
  const Values up = project(place(layer, ProductKind::mlp, "up_proj"), in, w.up, shape_.ffn, shape_.hidden);
  silu_multiply(gate, up);
  const Values out = project(place(layer, ProductKind::mlp, "down_proj"), gate, w.down, shape_.hidden, shape_.ffn);
  std::ranges::transform(x, out, x.begin(), std::plus<>());
}

std::vector<int> continue_greedily(const Checkpoint& checkpoint, std::span<const int> prompt, std::int64_t length,
                                   const GemmFunction& gemm) {
  LlamaRunner runner(checkpoint, gemm);
  std::vector<int> tokens(prompt.begin(), prompt.end());
  for (std::span<const int> next = prompt; static_cast<std::int64_t>(tokens.size()) < length;
       next = std::span(tokens).last(1)) {
    const std::vector<float> logits = runner.run(next);
    tokens.push_back(static_cast<int>(std::ranges::max_element(logits) - logits.begin()));
  }
  return tokens;
}

}  // namespace lmulsim::workload
