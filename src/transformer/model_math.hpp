// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "transformer/model.hpp"

namespace lmulsim::transformer {

/// A matrix somewhere in memory: element (r, c) is data[r * row_stride + c * col_stride].
struct MatrixView {
  const float* data = nullptr;
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::int64_t row_stride = 0;
  std::int64_t col_stride = 1;

  [[nodiscard]] float at(std::int64_t r, std::int64_t c) const { return data[r * row_stride + c * col_stride]; }
};

/// A dense row-major matrix, and the transpose of one.
[[nodiscard]] MatrixView dense(std::span<const float> values, std::int64_t rows, std::int64_t cols);
[[nodiscard]] MatrixView transposed(std::span<const float> values, std::int64_t rows, std::int64_t cols);

/// Columns `first` to `first + count` of dense rows of `width`.
[[nodiscard]] std::vector<float> columns(std::span<const float> rows, std::size_t width, std::size_t first,
                                         std::size_t count);

/// What a product of a transformer is for. B holds weights, the same in every call, except in `scores` (Q * K^T) and
/// `values` (attention weights * V).
enum class ProductKind : std::uint8_t { scores, values, projection, mlp, head };

/// One product of a forward pass: the operator's name as build_transformer() gives it, which of its `count` products
/// this is, the operands A [m, k] and B [k, n], what it is for and its layer (-1: after the last one).
struct GemmCall {
  std::string_view name;
  std::int64_t index = 0;
  MatrixView a;
  MatrixView b;
  ProductKind kind = ProductKind::head;
  std::int64_t layer = -1;
};

/// Computes C [m, n], row-major, into `out`. A forward pass gets its arithmetic from such a function.
using GemmFunction = std::function<void(const GemmCall& call, std::span<float> out)>;

/// fp32: product and sum each rounded, in strictly increasing k from +0, as scalar C does it.
void gemm_fp32(const GemmCall& call, std::span<float> out);

// What surrounds the products, in fp32, as llama2.c and the transformers library compute it.

/// out = x / sqrt(mean(x^2) + epsilon) * scale.
void rms_norm(std::span<const float> x, std::span<const float> scale, float epsilon, std::span<float> out);
/// out = (x - mean) / sqrt(variance + epsilon) * scale + bias.
void layer_norm(std::span<const float> x, std::span<const float> scale, std::span<const float> bias, float epsilon,
                std::span<float> out);
/// exp(x - max) / sum, in place.
void softmax(std::span<float> x);
/// How pairs of elements of a head rotate: by position * frequency, and by how much they grow.
struct Rotation {
  std::span<const float> frequencies;
  RotaryPairs pairs = RotaryPairs::neighbours;
  float scale = 1.0F;
};
/// Rotates the first 2 * frequencies.size() elements of every head, pair by pair, in place.
void rotate(std::span<float> heads, std::int64_t head_dim, const Rotation& rotation, std::int64_t position);
void gelu(std::span<float> x, Gelu kind);
/// cap * tanh(x / cap), in place; a cap of 0 is none.
void soft_cap(std::span<float> x, float cap);
/// gate = silu(gate) * up.
void silu_multiply(std::span<float> gate, std::span<const float> up);

}  // namespace lmulsim::transformer
