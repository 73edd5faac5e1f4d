// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/model_math.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "arith/kernels/gemm_float.hpp"

namespace lmulsim::transformer {

namespace {

arith::FloatMatrix floats(const MatrixView& m) {
  const auto size = [](std::int64_t value) { return static_cast<std::size_t>(value); };
  return {m.data, size(m.rows), size(m.cols), size(m.row_stride), size(m.col_stride)};
}

}  // namespace

MatrixView dense(std::span<const float> values, std::int64_t rows, std::int64_t cols) {
  return {values.data(), rows, cols, cols, 1};
}

MatrixView transposed(std::span<const float> values, std::int64_t rows, std::int64_t cols) {
  return {values.data(), cols, rows, 1, cols};
}

std::vector<float> columns(std::span<const float> rows, std::size_t width, std::size_t first, std::size_t count) {
  std::vector<float> part;
  part.reserve(rows.size() / width * count);
  for (std::size_t at = first; at < rows.size(); at += width) {
    const auto row = rows.subspan(at, count);
    part.insert(part.end(), row.begin(), row.end());
  }
  return part;
}

void gemm_fp32(const GemmCall& call, std::span<float> out) {
  arith::gemm_float(floats(call.a), floats(call.b), out.data());
}

void rms_norm(std::span<const float> x, std::span<const float> scale, float epsilon, std::span<float> out) {
  float squares = 0.0F;
  for (const float v : x) {
    squares += v * v;
  }
  const float root = 1.0F / std::sqrt(squares / static_cast<float>(x.size()) + epsilon);
  for (std::size_t i = 0; i < x.size(); ++i) {
    out[i] = scale[i] * (root * x[i]);
  }
}

void softmax(std::span<float> x) {
  const float largest = *std::ranges::max_element(x);
  float sum = 0.0F;
  for (float& v : x) {
    v = std::exp(v - largest);
    sum += v;
  }
  for (float& v : x) {
    v /= sum;
  }
}

void layer_norm(std::span<const float> x, std::span<const float> scale, std::span<const float> bias, float epsilon,
                std::span<float> out) {
  const auto count = static_cast<float>(x.size());
  const float mean = std::accumulate(x.begin(), x.end(), 0.0F) / count;
  float squares = 0.0F;
  for (const float v : x) {
    squares += (v - mean) * (v - mean);
  }
  const float root = 1.0F / std::sqrt(squares / count + epsilon);
  for (std::size_t i = 0; i < x.size(); ++i) {
    out[i] = (x[i] - mean) * root * scale[i] + bias[i];
  }
}

void rotate(std::span<float> heads, std::int64_t head_dim, const Rotation& rotation, std::int64_t position) {
  const std::size_t half = rotation.frequencies.size();
  const bool neighbours = rotation.pairs == RotaryPairs::neighbours;
  for (std::size_t i = 0; i < half; ++i) {
    const float angle = static_cast<float>(position) * rotation.frequencies[i];
    const float cosine = std::cos(angle) * rotation.scale;
    const float sine = std::sin(angle) * rotation.scale;
    const std::size_t first = neighbours ? 2 * i : i;
    const std::size_t step = neighbours ? 1 : half;
    for (std::size_t at = first; at < heads.size(); at += static_cast<std::size_t>(head_dim)) {
      const float x = heads[at];
      const float y = heads[at + step];
      heads[at] = x * cosine - y * sine;
      heads[at + step] = x * sine + y * cosine;
    }
  }
}

void gelu(std::span<float> x, Gelu kind) {
  constexpr float kRootHalf = 0.70710678F;
  constexpr float kRootTwoByPi = 0.79788456F;
  for (float& v : x) {
    switch (kind) {
      case Gelu::erf:
        v = 0.5F * v * (1.0F + std::erf(v * kRootHalf));
        break;
      case Gelu::tanh:
        v = 0.5F * v * (1.0F + std::tanh(kRootTwoByPi * (v + 0.044715F * v * v * v)));
        break;
      case Gelu::quick:
        v = v / (1.0F + std::exp(-1.702F * v));
        break;
    }
  }
}

void soft_cap(std::span<float> x, float cap) {
  if (cap > 0) {
    std::ranges::for_each(x, [cap](float& v) { v = cap * std::tanh(v / cap); });
  }
}

void silu_multiply(std::span<float> gate, std::span<const float> up) {
  for (std::size_t i = 0; i < gate.size(); ++i) {
    gate[i] = gate[i] * (1.0F / (1.0F + std::exp(-gate[i]))) * up[i];
  }
}

}  // namespace lmulsim::transformer
