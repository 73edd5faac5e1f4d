// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace lmulsim::arith::kernels {

/// Least and largest magnitude word (see operand_table.hpp) of a matrix's finite non-zero operands.
struct WordRange {
  std::int64_t smallest;
  std::int64_t largest;
};

/// The fast adder kernel computes sum += float(word_a + word_b), nothing else. A zero operand is a word so small that
/// its products are lost in every non-zero sum, and that what they leave in a zero sum is recognised and dropped at the
/// end. That is exact when, for operands inside the window,
///   every product is an fp32 normal number and a multiple of 2^unit,
///   all the residues together stay below a quarter of the last place of a sum of 2^unit.
/// Infinities and NaN meet none of it: such steps are taken with full case analysis. So are those in which a zero meets
/// a zero, unless `zeros_meet`: formats of few exponents leave room for zeros whose product is an fp32 normal number,
/// too.
struct Window {
  bool usable = false;
  bool zeros_meet = false;
  std::int64_t smallest_a = 0;  ///< operands below the window make a panel slow
  std::int64_t smallest_b = 0;
  std::int64_t zero_a = 0;  ///< magnitude word that stands for a zero of A
  std::int64_t zero_b = 0;
  int unit = 0;
};

/// The widest window for these operands, K terms, the adder's offset in fp32 position, m mantissa bits.
[[nodiscard]] Window choose_window(WordRange a, WordRange b, std::int64_t offset_word, int man_bits, std::size_t k);

/// True for +0, infinities, NaN and multiples of 2^unit: initial sums from which the fast kernel may start.
[[nodiscard]] bool is_fast_initial(std::uint32_t fp32, int unit);

}  // namespace lmulsim::arith::kernels
