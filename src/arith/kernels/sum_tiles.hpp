// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The vectorised inner loops of sums in narrow integers and of groups of products. A tile is sum_tile_rows() x
// sum_tile_cols() sums in row-major order. A product is a look-up in a row of 16 words, by the last four bits of B's
// word, plus B's word: the bits of an fp32 number (see factors.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace lmulsim::arith::kernels {

[[nodiscard]] std::size_t sum_tile_rows();
[[nodiscard]] std::size_t sum_tile_cols();

/// The operands of `depth` steps: a[k * rows + r] is where A's row of words begins in a table, b[k * cols + c] B's
/// word.
struct SumOperands {
  const std::uint32_t* products = nullptr;   ///< rows of 16 words of products
  const std::uint32_t* exponents = nullptr;  ///< rows of 16 words of exponents (groups); null: the products' own
  const std::uint32_t* a = nullptr;
  const std::uint32_t* b = nullptr;
  std::size_t depth = 0;
  std::size_t rows = 0;  ///< of the tile that are computed
};

/// How sums of W bits are kept. While they stay within their range they are kept with 2^(W - 1) added, and `seen`
/// collects the bits of every sum there was: bits from W on tell of one that did not. Or each is brought into range,
/// and `seen` is not zero once that changed one.
struct NarrowRange {
  bool saturates = false;
  std::int32_t least = 0;
  std::int32_t largest = 0;
  float widest_term = 0;  ///< 2^W: a larger term saturates any sum as this one does
};

struct NarrowSums {
  std::int32_t* sums;
  std::uint32_t* seen;
};

/// sum += product, cut toward zero to an integer; products are in units of the sum's last bit.
void narrow_tile(const SumOperands& x, const NarrowRange& range, const NarrowSums& state);

/// Groups of `group` products, aligned to the largest exponent with F bits below it. Exponents are biased by 127, in
/// fp32's place; products smaller than half a unit of 2^(E - F) for the least E are zeros.
struct GroupShape {
  std::size_t group = 0;
  std::uint32_t least_exponent = 0;  ///< word; of a group without a product that is not zero
  std::uint32_t scale = 0;           ///< word of 2^F * 2^127: minus the exponent's word it scales products to integers
  std::uint32_t unit = 0;            ///< taken from the exponent's word it is that of an integer's value in the sum
};

/// sum += the group's sum, rounded to an integer, a half upward.
void group_narrow_tile(const SumOperands& x, const GroupShape& shape, const NarrowRange& range,
                       const NarrowSums& state);
/// sum = round(sum + the group's sum) in fp32.
void group_fp32_tile(const SumOperands& x, const GroupShape& shape, float* sums);

}  // namespace lmulsim::arith::kernels
