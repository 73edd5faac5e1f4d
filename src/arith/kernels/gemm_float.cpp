// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm_float.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "arith/kernels/tiles.hpp"

namespace lmulsim::arith {

namespace {

/// Steps per block: a panel of B then stays in the second cache.
constexpr std::size_t kDepth = 512;

std::uint32_t word_of(float value) {
  return std::bit_cast<std::uint32_t>(value);
}

class Gemm {
 public:
  Gemm(const FloatMatrix& a, const FloatMatrix& b, float* c)
      : a_(a), b_(b), c_(c), rows_(kernels::tile_rows()), cols_(kernels::tile_cols()), sums_(rows_ * cols_) {}

  void run() {
    std::fill_n(c_, a_.rows * b_.cols, 0.0F);
    std::vector<std::uint32_t> panels_a((a_.rows + rows_ - 1) / rows_ * rows_ * std::min(kDepth, b_.rows));
    std::vector<std::uint32_t> panel_b(cols_ * std::min(kDepth, b_.rows));
    for (std::size_t k = 0; k < b_.rows; k += kDepth) {
      const std::size_t depth = std::min(kDepth, b_.rows - k);
      for (std::size_t row = 0; row < a_.rows; ++row) {
        pack_row(row, k, depth, &panels_a[row / rows_ * rows_ * depth + row % rows_]);
      }
      for (std::size_t col = 0; col < b_.cols; col += cols_) {
        pack_columns(col, k, depth, panel_b);
        for (std::size_t row = 0; row < a_.rows; row += rows_) {
          tile(row, &panels_a[row * depth], col, panel_b.data(), depth);
        }
      }
    }
  }

 private:
  void pack_row(std::size_t row, std::size_t k, std::size_t depth, std::uint32_t* words) const {
    for (std::size_t i = 0; i < depth; ++i) {
      words[i * rows_] = word_of(a_.at(row, k + i));
    }
  }

  /// Lanes beyond the last column keep what they had: their sums are not taken.
  void pack_columns(std::size_t col, std::size_t k, std::size_t depth, std::vector<std::uint32_t>& words) const {
    const std::size_t used = std::min(cols_, b_.cols - col);
    if (b_.col_stride == 1) {
      for (std::size_t i = 0; i < depth; ++i) {
        const float* from = b_.data + (k + i) * b_.row_stride + col;
        std::transform(from, from + used, &words[i * cols_], word_of);
      }
      return;
    }
    for (std::size_t j = 0; j < used; ++j) {
      const float* from = b_.data + k * b_.row_stride + (col + j) * b_.col_stride;
      for (std::size_t i = 0; i < depth; ++i) {
        words[i * cols_ + j] = word_of(from[i * b_.row_stride]);
      }
    }
  }

  void tile(std::size_t row, const std::uint32_t* a, std::size_t col, const std::uint32_t* b, std::size_t depth) {
    const std::size_t used_rows = std::min(rows_, a_.rows - row);
    const std::size_t used_cols = std::min(cols_, b_.cols - col);
    float* to = c_ + row * b_.cols + col;
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::copy_n(to + r * b_.cols, used_cols, &sums_[r * cols_]);
    }
    kernels::plain_tile(a, b, depth, used_rows, sums_.data());
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::copy_n(&sums_[r * cols_], used_cols, to + r * b_.cols);
    }
  }

  const FloatMatrix& a_;
  const FloatMatrix& b_;
  float* c_;
  std::size_t rows_;
  std::size_t cols_;
  std::vector<float> sums_;
};

/// Too few to be worth packing B for.
constexpr std::size_t kFewRows = 3;

/// One row times columns of B that lie along K: independent chains of additions, side by side.
void few_rows(const FloatMatrix& a, const FloatMatrix& b, float* c) {
  constexpr std::size_t kChains = 8;
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t n = 0; n < b.cols; n += kChains) {
      const std::size_t used = std::min(kChains, b.cols - n);
      std::array<float, kChains> sums{};
      std::array<const float*, kChains> columns{};
      for (std::size_t j = 0; j < kChains; ++j) {
        columns[j] = b.data + (n + std::min(j, used - 1)) * b.col_stride;
      }
      for (std::size_t k = 0; k < b.rows; ++k) {
        const float x = a.at(m, k);
        for (std::size_t j = 0; j < kChains; ++j) {
          sums[j] += x * columns[j][k * b.row_stride];
        }
      }
      std::copy_n(sums.begin(), used, c + m * b.cols + n);
    }
  }
}

}  // namespace

void gemm_float(const FloatMatrix& a, const FloatMatrix& b, float* c) {
  if (a.rows <= kFewRows && b.col_stride != 1) {
    few_rows(a, b, c);
  } else {
    Gemm(a, b, c).run();
  }
}

}  // namespace lmulsim::arith
