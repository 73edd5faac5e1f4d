// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products of short operands as one table look-up and one integer addition, whatever the multiplier: found by trying
// every pair of codes, so that a new multiplier needs nothing here.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith::kernels {

inline constexpr std::size_t kFactorCodes = 256;
/// Classes of B's codes (its mantissas) that a row of a table has room for.
inline constexpr std::size_t kFactorClasses = 16;

enum class CodeKind : std::uint8_t {
  live,     ///< its products with live codes are finite and not zero
  zero,     ///< its products with live codes are zeros
  special,  ///< none of its products is finite: NaN or an infinity
};

/// The product of codes a and b is row(a, class_b[b]), its sign that of b, times 2^exponent_b[b]; and the exponent it
/// comes with (product_exponent()) that of the row plus exponent_b[b].
struct Factors {
  struct Row {
    std::array<Number, kFactorClasses> product{};
    std::array<int, kFactorClasses> exponent{};
  };

  std::vector<CodeKind> kind_a;
  std::vector<CodeKind> kind_b;
  std::vector<std::uint8_t> class_b;
  std::vector<int> exponent_b;
  std::vector<bool> negative_b;
  std::vector<Row> rows;  ///< by code of A; of live codes
  std::size_t classes = 0;
};

/// Least and largest exponents that the parts of live products have.
struct FactorRange {
  int row_least, row_largest;      ///< leading exponent of a row's product
  int group_least, group_largest;  ///< of a row, with which a product goes into a group
  int b_least, b_largest;
};
[[nodiscard]] FactorRange range_of(const Factors& factors);

/// The factors of a multiplier's products of two formats; null for formats of more than 8 bits, for products that do
/// not factor, and for significands that fp32 does not hold. Made on first use, kept; safe from several threads.
[[nodiscard]] const Factors* find_factors(const MultiplierSpec& spec, Format a, Format b);

}  // namespace lmulsim::arith::kernels
