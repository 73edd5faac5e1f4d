// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/modelled_product.hpp"

#include <algorithm>

#include "arith/accumulate.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/scaling.hpp"

namespace lmulsim::quality {

namespace {

using arith::CodeMatrix;

/// The scale of channel i: none is 1, one is everybody's.
float scale_of(const std::vector<float>& scales, std::size_t i) {
  return scales.empty() ? 1.0F : scales[scales.size() == 1 ? 0 : i];
}

/// Terms `first` to `first + count` of a product.
CodeMatrix columns(const CodeMatrix& a, std::size_t first, std::size_t count) {
  return {a.format, static_cast<const std::byte*>(a.data) + first * arith::code_bytes(a.format), a.rows, count,
          a.stride};
}
CodeMatrix rows(const CodeMatrix& b, std::size_t first, std::size_t count) {
  return {b.format, static_cast<const std::byte*>(b.data) + first * b.stride * arith::code_bytes(b.format), count,
          b.cols, b.stride};
}

/// The values of a product's sums, and how many left their range.
OverflowCount counted(const arith::MacSpec& mac, const CodeMatrix& a, const CodeMatrix& b, std::span<float> out) {
  const arith::GemmValues values = arith::gemm_values(mac, a, b, out.data());
  const bool counts = arith::has_flag(mac.accumulator);
  return {counts ? static_cast<std::int64_t>(out.size()) : 0, static_cast<std::int64_t>(values.flagged)};
}

OverflowCount multiply_blocks(const Arithmetic& arithmetic, const Quantised& a, const Quantised& b,
                              std::span<float> out) {
  std::ranges::fill(out, 0.0F);
  std::vector<float> part(out.size());
  OverflowCount left_range;
  for (std::size_t first = 0; first < a.cols; first += arith::kMxBlock) {
    const std::size_t count = std::min(arith::kMxBlock, a.cols - first);
    left_range +=
        counted(mac_of(arithmetic, count), columns(a.view(), first, count), rows(b.view(), first, count), part);
    const std::size_t block = first / arith::kMxBlock;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double scale_a = a.scales[block * a.rows + i / b.cols];
      const double scale_b = b.scales[block * b.cols + i % b.cols];
      out[i] += static_cast<float>(double{part[i]} * scale_a * scale_b);
    }
  }
  return left_range;
}

}  // namespace

OverflowCount multiply(const Arithmetic& arithmetic, const Quantised& a, const Quantised& b, std::span<float> out) {
  if (arithmetic.scaling == Scaling::mx32) {
    return multiply_blocks(arithmetic, a, b, out);
  }
  const OverflowCount left_range = counted(mac_of(arithmetic, a.cols), a.view(), b.view(), out);
  if (a.scales.empty() && b.scales.empty()) {
    return left_range;
  }
  for (std::size_t row = 0; row < a.rows; ++row) {
    const float scale_a = scale_of(a.scales, row);
    float* values = &out[row * b.cols];
    for (std::size_t col = 0; col < b.cols; ++col) {
      values[col] = values[col] * scale_a * scale_of(b.scales, col);
    }
  }
  return left_range;
}

}  // namespace lmulsim::quality
