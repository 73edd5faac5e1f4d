// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/model_math.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace lmulsim::workload {

namespace {

constexpr std::int64_t kRowsWorthPacking = 4;

std::vector<float> row_major(const MatrixView& matrix) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(matrix.rows * matrix.cols));
  for (std::int64_t r = 0; r < matrix.rows; ++r) {
    for (std::int64_t c = 0; c < matrix.cols; ++c) {
      values.push_back(matrix.at(r, c));
    }
  }
  return values;
}

// Two loop orders of one sum: every result is the same chain of additions in increasing k. Whole rows of B at a time
// let the compiler work on neighbouring results at once.
void add_rows(const MatrixView& a, std::int64_t m, const MatrixView& b, std::span<float> c) {
  std::ranges::fill(c, 0.0F);
  for (std::int64_t k = 0; k < b.rows; ++k) {
    const float x = a.at(m, k);
    const float* row = b.data + k * b.row_stride;
    for (std::size_t n = 0; n < c.size(); ++n) {
      c[n] += x * row[n];
    }
  }
}

void add_columns(const MatrixView& a, std::int64_t m, const MatrixView& b, std::span<float> c) {
  for (std::size_t n = 0; n < c.size(); ++n) {
    float sum = 0.0F;
    for (std::int64_t k = 0; k < b.rows; ++k) {
      sum += a.at(m, k) * b.at(k, static_cast<std::int64_t>(n));
    }
    c[n] = sum;
  }
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
  const MatrixView& a = call.a;
  const MatrixView& b = call.b;
  const bool pack = b.col_stride != 1 && a.rows >= kRowsWorthPacking;
  const std::vector<float> packed = pack ? row_major(b) : std::vector<float>();
  const MatrixView rows = pack ? dense(packed, b.rows, b.cols) : b;
  for (std::int64_t m = 0; m < a.rows; ++m) {
    const std::span<float> c = out.subspan(static_cast<std::size_t>(m * b.cols), static_cast<std::size_t>(b.cols));
    if (rows.col_stride == 1) {
      add_rows(a, m, rows, c);
    } else {
      add_columns(a, m, rows, c);
    }
  }
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

void rotate(std::span<float> heads, std::int64_t head_dim, std::span<const float> frequencies, RotaryPairs pairs,
            std::int64_t position) {
  const std::size_t half = frequencies.size();
  const bool neighbours = pairs == RotaryPairs::neighbours;
  for (std::size_t i = 0; i < half; ++i) {
    const float angle = static_cast<float>(position) * frequencies[i];
    const float cosine = std::cos(angle);
    const float sine = std::sin(angle);
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

void silu_multiply(std::span<float> gate, std::span<const float> up) {
  for (std::size_t i = 0; i < gate.size(); ++i) {
    gate[i] = gate[i] * (1.0F / (1.0F + std::exp(-gate[i]))) * up[i];
  }
}

}  // namespace lmulsim::workload
