// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "inference/product.hpp"

#include <algorithm>
#include <bit>

#include "arith/accumulate.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/scaling.hpp"

namespace lmulsim::inference {

namespace {

using arith::AccumulatorKind;
using arith::CodeMatrix;

/// Unscaled sums as fp32.
std::vector<float> sums(const arith::MacSpec& mac, const CodeMatrix& a, const CodeMatrix& b) {
  std::vector<float> values(a.rows * b.cols);
  if (mac.accumulator.kind == AccumulatorKind::fp32 || mac.accumulator.kind == AccumulatorKind::aligned) {
    std::vector<std::uint32_t> words(values.size());
    arith::gemm_codes_fp32(mac, a, b, nullptr, words.data(), b.cols);
    std::ranges::transform(words, values.begin(), [](std::uint32_t w) { return std::bit_cast<float>(w); });
    return values;
  }
  std::vector<arith::AccWord> words(values.size());
  arith::gemm_codes(mac, a, b, nullptr, words.data(), b.cols);
  std::ranges::transform(words, values.begin(), [&mac](const arith::AccWord& w) {
    return std::bit_cast<float>(arith::to_fp32(mac.accumulator, w));
  });
  return values;
}

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

void multiply_blocks(const Arithmetic& arithmetic, const Quantised& a, const Quantised& b, std::span<float> out) {
  std::ranges::fill(out, 0.0F);
  for (std::size_t first = 0; first < a.cols; first += arith::kMxBlock) {
    const std::size_t count = std::min(arith::kMxBlock, a.cols - first);
    const std::vector<float> part =
        sums(mac_of(arithmetic, count), columns(a.view(), first, count), rows(b.view(), first, count));
    const std::size_t block = first / arith::kMxBlock;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double scale_a = a.scales[block * a.rows + i / b.cols];
      const double scale_b = b.scales[block * b.cols + i % b.cols];
      out[i] += static_cast<float>(double{part[i]} * scale_a * scale_b);
    }
  }
}

}  // namespace

void multiply(const Arithmetic& arithmetic, const Quantised& a, const Quantised& b, std::span<float> out) {
  if (arithmetic.scaling == Scaling::mx32) {
    multiply_blocks(arithmetic, a, b, out);
    return;
  }
  const std::vector<float> values = sums(mac_of(arithmetic, a.cols), a.view(), b.view());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = values[i] * scale_of(a.scales, i / b.cols) * scale_of(b.scales, i % b.cols);
  }
}

}  // namespace lmulsim::inference
