// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm_float.hpp"

#include <algorithm>
#include <array>
#include <vector>

// NOLINTBEGIN: Highway compiles this file once per target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "arith/kernels/gemm_float.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// NOLINTEND

HWY_BEFORE_NAMESPACE();
namespace lmulsim::arith::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using DF = hn::ScalableTag<float>;
using VF = hn::Vec<DF>;

// Sums of a tile stay in registers, of which AVX-512 has 32 and the others 16.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kRows = 6;
constexpr std::size_t kVectors = 4;
#else
constexpr std::size_t kRows = 6;
constexpr std::size_t kVectors = 2;
#endif
constexpr std::size_t kLanes = hn::MaxLanes(DF());
constexpr std::size_t kCols = kVectors * kLanes;
/// Steps per block: a panel of B then stays in the second cache.
constexpr std::size_t kDepth = 512;

/// `rows` rows of C plus products of `depth` steps; a multiplication, then an addition (contraction is off).
template <std::size_t R>
void Tile(const float* a, const FloatMatrix& shape, const float* HWY_RESTRICT b, std::size_t depth, float* sums) {
  const DF d;
  VF sum[R][kVectors];
#pragma GCC unroll 6
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[r][v] = hn::LoadU(d, sums + r * kCols + v * kLanes);
    }
  }
  for (std::size_t k = 0; k < depth; ++k, a += shape.col_stride, b += kCols) {
#pragma GCC unroll 6
    for (std::size_t r = 0; r < R; ++r) {
      const auto x = hn::Set(d, a[r * shape.row_stride]);
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[r][v] = hn::Add(sum[r][v], hn::Mul(x, hn::LoadU(d, b + v * kLanes)));
      }
    }
  }
#pragma GCC unroll 6
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(sum[r][v], d, sums + r * kCols + v * kLanes);
    }
  }
}

/// Columns `col` to `col + used` of `depth` steps from `k` on, with zeros up to kCols.
void Pack(const FloatMatrix& b, std::size_t k, std::size_t depth, std::size_t col, std::size_t used, float* panel) {
  if (b.col_stride == 1) {
    for (std::size_t i = 0; i < depth; ++i) {
      std::copy_n(b.data + (k + i) * b.row_stride + col, used, panel + i * kCols);
    }
    return;
  }
  for (std::size_t j = 0; j < used; ++j) {
    const float* from = b.data + k * b.row_stride + (col + j) * b.col_stride;
    for (std::size_t i = 0; i < depth; ++i) {
      panel[i * kCols + j] = from[i * b.row_stride];
    }
  }
}

void Panel(const FloatMatrix& a, std::size_t k, std::size_t depth, const float* panel, float* c, std::size_t columns,
           std::size_t used) {
  std::array<float, kRows * kCols> sums{};
  for (std::size_t row = 0; row < a.rows; row += kRows) {
    const std::size_t rows = std::min(kRows, a.rows - row);
    float* to = c + row * columns;
    for (std::size_t r = 0; r < rows; ++r) {
      std::copy_n(to + r * columns, used, &sums[r * kCols]);
    }
    const float* from = a.data + row * a.row_stride + k * a.col_stride;
    if (rows == kRows) {
      Tile<kRows>(from, a, panel, depth, sums.data());
    } else {
      for (std::size_t r = 0; r < rows; ++r) {
        Tile<1>(from + r * a.row_stride, a, panel, depth, &sums[r * kCols]);
      }
    }
    for (std::size_t r = 0; r < rows; ++r) {
      std::copy_n(&sums[r * kCols], used, to + r * columns);
    }
  }
}

void GemmFloat(const FloatMatrix& a, const FloatMatrix& b, float* c) {
  std::fill_n(c, a.rows * b.cols, 0.0F);
  std::vector<float> panel(std::min(kDepth, b.rows) * kCols);
  for (std::size_t k = 0; k < b.rows; k += kDepth) {
    const std::size_t depth = std::min(kDepth, b.rows - k);
    for (std::size_t col = 0; col < b.cols; col += kCols) {
      const std::size_t used = std::min(kCols, b.cols - col);
      Pack(b, k, depth, col, used, panel.data());
      Panel(a, k, depth, panel.data(), c + col, b.cols, used);
    }
  }
}

}  // namespace lmulsim::arith::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lmulsim::arith {

HWY_EXPORT(GemmFloat);

namespace {

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
    HWY_DYNAMIC_DISPATCH(GemmFloat)(a, b, c);
  }
}

}  // namespace lmulsim::arith
#endif  // HWY_ONCE
