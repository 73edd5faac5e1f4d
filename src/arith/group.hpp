// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// groupG-F: what a dot-product unit makes of its products before they enter the running sum.
#pragma once

#include <cstdint>
#include <span>

#include "arith/accumulate.hpp"
#include "arith/mac_spec.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith {

/// A product and the exponent that its multiplier delivers it with (see product_exponent()).
struct GroupTerm {
  Number product;
  int exponent = 0;
};

/// The exponent beside a finite product on its way into a group. A multiplier that keeps the whole product has no
/// normalising shifter: the sum of the operands' exponents, its significand is then from 1 to below 4. The others
/// deliver a significand from 1 to below 2. 0 for what is not finite.
[[nodiscard]] int product_exponent(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                                   std::uint32_t b, const Number& product);

/// The sum of a group: with E the largest exponent of its finite products (a zero has none), each product is cut toward
/// zero to a multiple of 2^(E - F), and the sum of those is exact. NaN, and infinities of both signs, give NaN.
/// A group with one of those, or with an infinity, is that alone: its finite products do not reach the sum.
[[nodiscard]] detail::Term group_sum(int fraction_bits, std::span<const GroupTerm> terms);

/// The same of a sum: of `int_group` the exact sum of integers.
[[nodiscard]] detail::Term group_term(const AccumulatorSpec& spec, std::span<const GroupTerm> terms);
/// The same as a number, where the sum has no more bits than that: F of at most kMaxHardwareFractionBits.
[[nodiscard]] Number group_number(const AccumulatorSpec& spec, std::span<const GroupTerm> terms);

/// A group's sum enters the running one: the second half of accumulate_group().
[[nodiscard]] AccWord enter_group(const AccumulatorSpec& spec, AccWord acc, const detail::Term& sum);

/// What processing elements are built with: as many products of 8-bit operands as fit 64 bits.
inline constexpr int kMaxHardwareGroup = 8;
inline constexpr int kMaxHardwareFractionBits = 40;
inline constexpr int kHardwareGroupOperandBits = 8;

/// One step of the `group` and `int_group` accumulators: the group's sum enters int32 as one term, fp32 as a
/// term of one fused addition, fixW.L rounded to a multiple of 2^L, a half upward. `acc` is a word of entered_sum().
[[nodiscard]] AccWord accumulate_group(const AccumulatorSpec& spec, AccWord acc, std::span<const GroupTerm> terms);

}  // namespace lmulsim::arith
