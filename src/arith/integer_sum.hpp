// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One step of sums that are integers in two's complement: fixed, fixW.L, int32. A part of accumulate.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "arith/acc_word.hpp"
#include "arith/bits.hpp"
#include "arith/float_sum.hpp"
#include "arith/rounding.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith::detail {

/// Flags above the sum of a `fixed` accumulator, counted from bit `width`.
inline constexpr int kFixedOverflow = 0;
inline constexpr int kFixedNegativeInfinity = 1;
inline constexpr int kFixedPositiveInfinity = 2;
inline constexpr int kFixedNan = 3;
inline constexpr int kFixedFlags = 4;
inline constexpr int kInt32OverflowBit = 32;

[[nodiscard]] constexpr Uint128 low_bits(int count) {
  return shift_left(Uint128{1}, count) - 1U;
}
[[nodiscard]] constexpr Uint128 to_bits(AccWord word) {
  return (Uint128{word.hi} << 64) | word.lo;
}
[[nodiscard]] constexpr AccWord to_word(Uint128 bits) {
  return {.lo = static_cast<std::uint64_t>(bits), .hi = static_cast<std::uint64_t>(bits >> 64)};
}
/// The low `width` bits of a word as a number in two's complement.
[[nodiscard]] constexpr Int128 sign_extended(Uint128 bits, int width) {
  return static_cast<Int128>(bits << (128 - width)) >> (128 - width);
}
[[nodiscard]] constexpr bool bit(Uint128 bits, int position) {
  return ((bits >> position) & 1U) != 0;
}

/// Throw InputError. Not inline: sums would carry the making of the texts with them.
[[noreturn]] void refuse_finer_product(const Number& product, int lsb, const char* name);
[[noreturn]] void refuse_no_integer();
[[noreturn]] void refuse_single_step(const AccumulatorSpec& spec);

constexpr void require_multiple(const Number& product, int lsb, const char* name) {
  if (product.exponent < lsb) {
    refuse_finer_product(product, lsb, name);
  }
}

/// The flag of a term that is NaN or infinite, above a sum of `width` bits.
[[nodiscard]] constexpr Uint128 special_flag(int width, const Term& term) {
  const int infinity = term.negative ? kFixedNegativeInfinity : kFixedPositiveInfinity;
  return Uint128{1} << (width + (term.cls == NumberClass::nan ? kFixedNan : infinity));
}

[[nodiscard]] constexpr Uint128 accumulate_fixed(const AccumulatorSpec& spec, Uint128 acc, const Number& product) {
  const int w = spec.width;
  switch (product.cls) {
    case NumberClass::zero:
      return acc;
    case NumberClass::nan:
    case NumberClass::infinity:
      return acc | special_flag(w, product);
    case NumberClass::finite:
      break;
  }
  require_multiple(product, spec.lsb, "fixed");
  const int shift = product.exponent - spec.lsb;
  const Uint128 magnitude = shift_left(product.significand, shift);
  const Uint128 term = (product.negative ? ~magnitude + 1U : magnitude) & low_bits(w);
  const Uint128 sum = (acc + term) & low_bits(w);
  // The term fits when its magnitude is below 2^(w-1) (or equal, if negative); a sum overflows when both terms have
  // one sign and the sum the other.
  const bool wide = bit_length(product.significand) + shift > w;
  const bool fits = !wide && magnitude <= low_bits(w - 1) + (product.negative ? 1U : 0U);
  const bool wrapped = bit(acc, w - 1) == bit(term, w - 1) && bit(sum, w - 1) != bit(acc, w - 1);
  const Uint128 flags = (acc >> w) | (!fits || wrapped ? Uint128{1} << kFixedOverflow : 0U);
  return sum | (flags << w);
}

/// What becomes of the bits of a term below a narrow sum's last one.
enum class Cut : std::uint8_t {
  toward_zero,  ///< the magnitude loses them
  half_up,      ///< the signed term is rounded, a half upward
};

/// The magnitude of a finite term in units of 2^lsb, modulo 2^128.
[[nodiscard]] constexpr Uint128 narrow_units(const Term& term, int lsb, Cut cut) {
  const int shift = term.exponent - lsb;
  if (shift >= 0) {
    return shift_left(term.significand, shift);
  }
  if (-shift > 126) {  // below half a unit
    return 0;
  }
  const Uint128 half = Uint128{1} << (-shift - 1);
  const Uint128 carry = cut == Cut::toward_zero ? Uint128{0} : half - (term.negative ? 1U : 0U);
  return (term.significand + carry) >> -shift;
}

/// The sum and term as integers. A sum that leaves W bits becomes the nearest that does not, or wraps.
[[nodiscard]] constexpr Uint128 accumulate_narrow(const AccumulatorSpec& spec, Uint128 acc, const Term& term, Cut cut) {
  const int w = spec.width;
  if (term.cls == NumberClass::zero) {
    return acc;
  }
  if (term.cls != NumberClass::finite) {
    return acc | special_flag(w, term);
  }
  const Uint128 magnitude = narrow_units(term, spec.lsb, cut);
  const Uint128 sum = static_cast<Uint128>(sign_extended(acc, w)) + (term.negative ? ~magnitude + 1U : magnitude);
  // Beyond twice the range the sum is outside whatever it was before; below, 128 bits hold it.
  const bool huge = term.lead() - spec.lsb > w + 1;
  const bool fits = !huge && sign_extended(sum, w) == static_cast<Int128>(sum);
  const Uint128 limit = low_bits(w - 1) + (term.negative ? 1U : 0U);
  const Uint128 kept = fits || spec.wraps ? sum & low_bits(w) : limit;
  return kept | (((acc >> w) | (fits ? 0U : Uint128{1} << kFixedOverflow)) << w);
}

/// The fixed accumulator of 32 bits with a single flag.
[[nodiscard]] constexpr std::uint64_t accumulate_int32(std::uint64_t acc, const Number& product) {
  if (product.cls == NumberClass::zero) {
    return acc;
  }
  if (product.cls != NumberClass::finite) {
    refuse_no_integer();
  }
  require_multiple(product, 0, "int32");
  constexpr int kBits = kInt32OverflowBit;
  if (bit_width(product.significand) + product.exponent > kBits) {  // the product alone is too large
    const AccumulatorSpec spec{.kind = AccumulatorKind::fixed, .width = kBits, .lsb = 0};
    return static_cast<std::uint64_t>(accumulate_fixed(spec, acc, product));
  }
  const auto magnitude = static_cast<std::int64_t>(product.significand << product.exponent);
  const std::int64_t sum =
      static_cast<std::int32_t>(static_cast<std::uint32_t>(acc)) + (product.negative ? -magnitude : magnitude);
  const bool fits = magnitude <= std::numeric_limits<std::int32_t>::max() + std::int64_t{product.negative ? 1 : 0} &&
                    sum == static_cast<std::int32_t>(sum);
  const std::uint64_t overflow = acc >> kBits | (fits ? 0U : 1U);
  return overflow << kBits | static_cast<std::uint32_t>(sum);
}

[[nodiscard]] constexpr std::uint32_t signed_to_fp32(Uint128 sum, int width, int lsb) {
  const FormatInfo& f = info(Format::fp32);
  const bool negative = bit(sum, width - 1);
  const Uint128 magnitude = negative ? (~sum + 1U) & low_bits(width) : sum;
  return magnitude == 0 ? 0U : round_to_code(f, negative, magnitude, lsb, Rounding::nearest, Overflow::ocp);
}

[[nodiscard]] constexpr std::uint32_t fixed_to_fp32(const AccumulatorSpec& spec, Uint128 acc) {
  const FormatInfo& f = info(Format::fp32);
  const bool saturates = spec.kind == AccumulatorKind::narrow && !spec.wraps;
  const bool positive = bit(acc, spec.width + kFixedPositiveInfinity);
  const bool negative = bit(acc, spec.width + kFixedNegativeInfinity);
  if (bit(acc, spec.width + kFixedNan) || (positive && negative)) {
    return nan_code(f);
  }
  if (positive || negative) {
    return infinity_code(f, negative);
  }
  if (!saturates && bit(acc, spec.width + kFixedOverflow)) {
    return nan_code(f);
  }
  return signed_to_fp32(acc & low_bits(spec.width), spec.width, spec.lsb);
}

}  // namespace lmulsim::arith::detail
