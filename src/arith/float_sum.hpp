// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One step of sums that are floating-point numbers. A part of accumulate.hpp.
#pragma once

#include <cstdint>

#include "arith/bits.hpp"
#include "arith/product.hpp"
#include "arith/rounding.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith::detail {

/// A term of a sum: a Number whose significand may have 120 bits and need not be odd.
struct Term {
  NumberClass cls = NumberClass::zero;
  bool negative = false;
  int exponent = 0;
  Uint128 significand = 0;

  constexpr Term() = default;
  constexpr Term(const Number& number)  // NOLINT(google-explicit-constructor): a number is a term
      : cls(number.cls), negative(number.negative), exponent(number.exponent), significand(number.significand) {}
  /// A finite value; zero without a sign.
  constexpr Term(bool is_negative, Uint128 magnitude, int unit)
      : cls(magnitude == 0 ? NumberClass::zero : NumberClass::finite),
        negative(is_negative && magnitude != 0),
        exponent(unit),
        significand(magnitude) {}

  [[nodiscard]] constexpr int lead() const { return exponent + bit_length(significand) - 1; }
};

/// The code of a + b rounded once to nearest even; a and b finite.
[[nodiscard]] constexpr std::uint32_t add_finite(const FormatInfo& f, const Term& a, const Term& b, Overflow overflow) {
  // The leading bit of the larger term goes to bit 125: a carry fits above it. A term of 120 bits loses none unless it
  // is the smaller one by at least two places, and then 100 places below the leading bit of the sum.
  const Term& large = a.lead() >= b.lead() ? a : b;
  const Term& small = &large == &a ? b : a;
  const int unit = large.lead() - 125;
  const Uint128 x = shift_left(large.significand, large.exponent - unit);
  const Uint128 y = small.exponent >= unit ? shift_left(small.significand, small.exponent - unit)
                                           : shift_right_jam(small.significand, unit - small.exponent);
  if (large.negative == small.negative) {
    return round_to_code(f, large.negative, x + y, unit, Rounding::nearest, overflow);
  }
  if (x == y) {
    return zero_code(f, false);
  }
  const bool negative = x > y ? large.negative : small.negative;
  return round_to_code(f, negative, x > y ? x - y : y - x, unit, Rounding::nearest, overflow);
}

/// round(acc + product) in a floating-point format, of which acc is the code of `a`. With `saturate` an infinity, too,
/// becomes the largest finite value (a format without infinities).
[[nodiscard]] constexpr std::uint32_t accumulate_float(const FormatInfo& f, std::uint32_t acc, const Number& a,
                                                       const Term& product, Overflow overflow) {
  const bool infinities = a.cls == NumberClass::infinity && product.cls == NumberClass::infinity;
  if (a.cls == NumberClass::nan || product.cls == NumberClass::nan || (infinities && a.negative != product.negative)) {
    return nan_code(f);
  }
  if (a.cls == NumberClass::infinity || product.cls == NumberClass::infinity) {
    return infinity_code(f, a.cls == NumberClass::infinity ? a.negative : product.negative);
  }
  if (a.cls == NumberClass::zero && product.cls == NumberClass::zero) {
    return zero_code(f, a.negative && product.negative);
  }
  if (product.cls == NumberClass::zero) {
    return acc;
  }
  if (a.cls == NumberClass::zero) {
    return round_to_code(f, product.negative, product.significand, product.exponent, Rounding::nearest, overflow);
  }
  return add_finite(f, a, product, overflow);
}

/// The same of a format. Everything it calls becomes part of it: with the format's widths as constants a sum takes a
/// quarter less time.
template <Format Float>
[[nodiscard, gnu::flatten]] constexpr std::uint32_t accumulate_float(std::uint32_t acc, const Term& product,
                                                                     Overflow overflow) {
  constexpr FormatInfo f = info(Float);
  return accumulate_float(f, acc, decode(Float, acc), product, overflow);
}

/// fp32 with fewer mantissa bits: a code is the first bits of an fp32 word.
[[nodiscard]] constexpr std::uint32_t floating_to_fp32(const AccumulatorSpec& spec, std::uint32_t code) {
  return code << (info(Format::fp32).man_bits - spec.fraction_bits);
}
[[nodiscard]] constexpr std::uint32_t accumulate_floating(const AccumulatorSpec& spec, std::uint32_t acc,
                                                          const Term& product) {
  FormatInfo f = info(Format::fp32);
  f.man_bits = spec.fraction_bits;
  return accumulate_float(f, acc, decode(Format::fp32, floating_to_fp32(spec, acc)), product, Overflow::ocp);
}

}  // namespace lmulsim::arith::detail
