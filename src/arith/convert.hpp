// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Conversions between formats, each with one rounding. The source is taken exactly (fp64 does not pass through fp32).
#pragma once

#include <bit>
#include <cstdint>

#include "arith/product.hpp"
#include "arith/rounding.hpp"

namespace lmulsim::arith {

/// The code of a number in a format. NaN gives the canonical NaN (see nan_code()). An infinity is a value above the
/// largest finite one: with `saturate` it saturates in every format, with `ocp` see Overflow. Integers: two's
/// complement, saturating from -128 (int8) or -8 (int4). e8m0: zero and what is too small give 2^-127, negative values
/// NaN.
[[nodiscard]] constexpr std::uint32_t encode(Format to, const Number& number, Rounding rounding = Rounding::nearest,
                                             Overflow overflow = Overflow::saturate) {
  const FormatInfo& f = info(to);
  switch (number.cls) {
    case NumberClass::nan:
      return nan_code(f);
    case NumberClass::infinity:
      return !f.has_sign && number.negative ? nan_code(f) : overflow_code(f, number.negative, overflow);
    case NumberClass::zero:
      return zero_code(f, number.negative);
    case NumberClass::finite:
      break;
  }
  return round_to_code(f, number.negative, number.significand, number.exponent, rounding, overflow);
}

/// The number an fp64 value is, exactly.
[[nodiscard]] constexpr Number number_from_fp64(double value) {
  constexpr int kManBits = 52;
  constexpr int kBias = 1023;
  constexpr std::uint64_t kManMask = (std::uint64_t{1} << kManBits) - 1U;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const bool negative = (bits >> 63) != 0;
  const auto field = static_cast<int>((bits >> kManBits) & 0x7FFU);
  const std::uint64_t fraction = bits & kManMask;
  if (field == 0x7FF) {
    return fraction == 0 ? make_infinity(negative) : make_nan();
  }
  const std::uint64_t hidden = field == 0 ? 0 : std::uint64_t{1} << kManBits;
  return make_number(negative, hidden | fraction, (field == 0 ? 1 : field) - kBias - kManBits);
}

/// The fp64 value of a number whose significand and exponent fit, as those of every code of every format do.
[[nodiscard]] constexpr double to_fp64(const Number& number) {
  const std::uint64_t sign = number.negative ? std::uint64_t{1} << 63 : 0U;
  switch (number.cls) {
    case NumberClass::nan:
      return std::bit_cast<double>(std::uint64_t{0x7FF8} << 48);
    case NumberClass::infinity:
      return std::bit_cast<double>(sign | (std::uint64_t{0x7FF} << 52));
    case NumberClass::zero:
      return std::bit_cast<double>(sign);
    case NumberClass::finite:
      break;
  }
  const int lead = bit_width(number.significand) - 1;
  const std::uint64_t fraction = (number.significand << (52 - lead)) & ((std::uint64_t{1} << 52) - 1U);
  const int field = leading_exponent(number) + 1023;
  return std::bit_cast<double>(sign | (static_cast<std::uint64_t>(field) << 52) | fraction);
}

/// From any format to any format.
[[nodiscard]] constexpr std::uint32_t convert(Format from, std::uint32_t code, Format to,
                                              Rounding rounding = Rounding::nearest,
                                              Overflow overflow = Overflow::saturate) {
  return encode(to, decode(from, code), rounding, overflow);
}

/// From fp32, given as its bit pattern.
[[nodiscard]] constexpr std::uint32_t convert_fp32(std::uint32_t bits, Format to, Rounding rounding = Rounding::nearest,
                                                   Overflow overflow = Overflow::saturate) {
  return convert(Format::fp32, bits, to, rounding, overflow);
}

/// From fp64 directly.
[[nodiscard]] constexpr std::uint32_t convert_fp64(double value, Format to, Rounding rounding = Rounding::nearest,
                                                   Overflow overflow = Overflow::saturate) {
  return encode(to, number_from_fp64(value), rounding, overflow);
}

/// The operand with only its k leading mantissa bits (the paper's truncated operands). Infinities and NaN stay.
[[nodiscard]] constexpr std::uint32_t truncate_mantissa(Format format, std::uint32_t code, int k) {
  const FormatInfo& f = info(format);
  if (f.is_integer() || k >= f.man_bits || (code & f.mag_mask()) > max_finite_code(f)) {
    return code;
  }
  return code & ~((1U << (f.man_bits - (k < 0 ? 0 : k))) - 1U);
}

/// The largest finite value.
[[nodiscard]] constexpr double max_finite_value(Format format) {
  return to_fp64(decode(format, max_finite_code(info(format))));
}

}  // namespace lmulsim::arith
