// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// fp32 operands to codes, and products of codes back to fp32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "arith/matrix.hpp"
#include "arith/operand_rounding.hpp"
#include "quality/arithmetic.hpp"
#include "quality/overflows.hpp"
#include "transformer/model_math.hpp"

namespace lmulsim::quality {

/// A [m, k] has its channels in rows, B [k, n] in columns.
using arith::Side;

/// An operand as an array gets it: row-major codes, and the fp32 scales its values were divided by (see Scaling):
/// none | one | one per channel | one per channel and block of 32 along K, block by block (NaN: an MX block of NaN).
struct Quantised {
  arith::Format format = arith::Format::e4m3;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<std::byte> codes;
  std::vector<float> scales;

  [[nodiscard]] arith::CodeMatrix view() const { return {format, codes.data(), rows, cols, cols}; }
  /// What the value at (row, col) was divided by.
  [[nodiscard]] float scale(Side side, std::size_t row, std::size_t col) const;
};

/// Each value divided by its scale and rounded once: to nearest even, truncated toward zero to the arithmetic's k bits,
/// or to the code that stands for the nearest value in the multiplier. Saturates. A scale maps the largest magnitude
/// that shares it to the format's largest finite value. Values are read once; causal zeros stay zeros. Not for plain
/// fp32.
[[nodiscard]] Quantised quantise(const Arithmetic& arithmetic, const transformer::MatrixView& values, Side side);

/// C = A * B: accumulator words by arith::gemm_codes(), each to fp32, times A's scale, times B's scale, in fp32. mx32:
/// one sum per block from +0, scaled with one rounding, added in fp32 in increasing K. `out` is row-major. Returns how
/// many sums left their range, and of how many.
OverflowCount multiply(const Arithmetic& arithmetic, const Quantised& a, const Quantised& b, std::span<float> out);

/// A modelled product as an array would get it.
struct ObservedProduct {
  const transformer::GemmCall& call;
  const Arithmetic& arithmetic;
  const Quantised& a;
  const Quantised& b;
};

/// Called for every modelled product (not for plain fp32 ones), from several threads at once.
using ProductObserver = std::function<void(const ObservedProduct& product)>;

}  // namespace lmulsim::quality
