// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Definitions of accumulate.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "arith/bits.hpp"
#include "arith/rounding.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace detail {

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
[[nodiscard]] constexpr bool bit(Uint128 bits, int position) {
  return ((bits >> position) & 1U) != 0;
}

/// The code of a + b rounded once to nearest even; a and b finite.
[[nodiscard]] constexpr std::uint32_t add_finite(const FormatInfo& f, const Number& a, const Number& b,
                                                 Overflow overflow) {
  // The leading bit of the larger term goes to bit 125: a carry fits above it, and a bit that the smaller term loses
  // at the bottom lies more than 60 places below the leading bit of the sum.
  const Number& large = leading_exponent(a) >= leading_exponent(b) ? a : b;
  const Number& small = &large == &a ? b : a;
  const int unit = leading_exponent(large) - 125;
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

/// round(acc + product) in a floating-point format. With `saturate` an infinity, too, becomes the largest finite value
/// (a format without infinities). Everything it calls becomes part of it: with the format's widths as constants a sum
/// takes a quarter less time.
template <Format Float>
[[nodiscard, gnu::flatten]] constexpr std::uint32_t accumulate_float(std::uint32_t acc, const Number& product,
                                                                     Overflow overflow) {
  constexpr FormatInfo f = info(Float);
  const Number a = decode(Float, acc);
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

/// Throw InputError. Not inline: sums would carry the making of the texts with them.
[[noreturn]] void refuse_finer_product(const Number& product, int lsb, const char* name);
[[noreturn]] void refuse_no_integer();
[[noreturn]] void refuse_single_step();

constexpr void require_multiple(const Number& product, int lsb, const char* name) {
  if (product.exponent < lsb) {
    refuse_finer_product(product, lsb, name);
  }
}

[[nodiscard]] constexpr Uint128 accumulate_fixed(const AccumulatorSpec& spec, Uint128 acc, const Number& product) {
  const int w = spec.width;
  switch (product.cls) {
    case NumberClass::zero:
      return acc;
    case NumberClass::nan:
      return acc | (Uint128{1} << (w + kFixedNan));
    case NumberClass::infinity:
      return acc | (Uint128{1} << (w + (product.negative ? kFixedNegativeInfinity : kFixedPositiveInfinity)));
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
  const bool positive = bit(acc, spec.width + kFixedPositiveInfinity);
  const bool negative = bit(acc, spec.width + kFixedNegativeInfinity);
  if (bit(acc, spec.width + kFixedNan) || (positive && negative)) {
    return nan_code(f);
  }
  if (positive || negative) {
    return infinity_code(f, negative);
  }
  if (bit(acc, spec.width + kFixedOverflow)) {
    return nan_code(f);
  }
  return signed_to_fp32(acc & low_bits(spec.width), spec.width, spec.lsb);
}

[[nodiscard]] constexpr std::uint32_t widen_to_fp32(Format format, std::uint32_t code) {
  const FormatInfo& f = info(Format::fp32);
  const Number n = decode(format, code);
  switch (n.cls) {
    case NumberClass::nan:
      return nan_code(f);
    case NumberClass::infinity:
      return infinity_code(f, n.negative);
    case NumberClass::zero:
      return zero_code(f, n.negative);
    case NumberClass::finite:
      break;
  }
  return round_to_code(f, n.negative, n.significand, n.exponent, Rounding::nearest, Overflow::ocp);
}

/// The smallest positive normal (daz) or subnormal code, and the code of the largest magnitude.
[[nodiscard]] constexpr std::uint32_t smallest_code(const FormatInfo& f, Subnormals subnormals) {
  if (f.is_integer()) {
    return 1;
  }
  return subnormals == Subnormals::daz && f.man_bits != 0 ? 1U << f.man_bits : (f.man_bits != 0 ? 1U : 0U);
}
[[nodiscard]] constexpr std::uint32_t largest_code(const FormatInfo& f) {
  return f.is_integer() ? f.sign_mask() : max_finite_code(f);
}

}  // namespace detail

constexpr int acc_word_bits(const AccumulatorSpec& spec) {
  switch (spec.kind) {
    case AccumulatorKind::fp32:
    case AccumulatorKind::aligned:
      return 32;
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
      return 16;
    case AccumulatorKind::e4m3:
      return 8;
    case AccumulatorKind::fixed:
      return spec.width + detail::kFixedFlags;
    case AccumulatorKind::int32:
      return detail::kInt32OverflowBit + 1;
  }
  return 0;
}

constexpr AccWord accumulate(const AccumulatorSpec& spec, AccWord acc, const Number& product) {
  const auto code = static_cast<std::uint32_t>(acc.lo);
  switch (spec.kind) {
    case AccumulatorKind::fp32:
      return {.lo = detail::accumulate_float<Format::fp32>(code, product, Overflow::ocp), .hi = 0};
    case AccumulatorKind::bf16:
      return {.lo = detail::accumulate_float<Format::bf16>(code, product, Overflow::ocp), .hi = 0};
    case AccumulatorKind::fp16:
      return {.lo = detail::accumulate_float<Format::fp16>(code, product, Overflow::ocp), .hi = 0};
    case AccumulatorKind::e4m3:
      return {.lo = detail::accumulate_float<Format::e4m3>(code, product, Overflow::saturate), .hi = 0};
    case AccumulatorKind::fixed:
      return detail::to_word(detail::accumulate_fixed(spec, detail::to_bits(acc), product));
    case AccumulatorKind::int32:
      return {.lo = detail::accumulate_int32(acc.lo, product), .hi = 0};
    case AccumulatorKind::aligned:
      break;
  }
  detail::refuse_single_step();
}

constexpr std::uint32_t to_fp32(const AccumulatorSpec& spec, AccWord acc) {
  const auto code = static_cast<std::uint32_t>(acc.lo);
  switch (spec.kind) {
    case AccumulatorKind::fp32:
    case AccumulatorKind::aligned:
      return code;
    case AccumulatorKind::bf16:
      return detail::widen_to_fp32(Format::bf16, code);
    case AccumulatorKind::fp16:
      return detail::widen_to_fp32(Format::fp16, code);
    case AccumulatorKind::e4m3:
      return detail::widen_to_fp32(Format::e4m3, code);
    case AccumulatorKind::fixed:
      return detail::fixed_to_fp32(spec, detail::to_bits(acc));
    case AccumulatorKind::int32:
      return detail::bit(acc.lo, detail::kInt32OverflowBit) ? nan_code(info(Format::fp32))
                                                            : detail::signed_to_fp32(code, 32, 0);
  }
  return 0;
}

namespace detail {

/// The exponent of the last bit that a number of the format can have.
[[nodiscard]] constexpr int last_bit(const FormatInfo& f) {
  return f.is_integer() ? 0 : (f.man_bits != 0 ? 1 : 0) - f.bias - f.man_bits;
}

}  // namespace detail

constexpr AccumulatorSpec fixed_layout(const MultiplierSpec& multiplier, Format a, Format b, std::uint64_t max_k) {
  const FormatInfo& fa = info(a);
  const FormatInfo& fb = info(b);
  const Number small = multiply(multiplier, a, detail::smallest_code(fa, multiplier.subnormals), b,
                                detail::smallest_code(fb, multiplier.subnormals));
  const Number large = multiply(multiplier, a, detail::largest_code(fa), b, detail::largest_code(fb));
  const int m = adder_widths(a, b).man_bits;
  int lsb = 0;
  switch (hardware(multiplier.kind).significand) {
    case Significand::full:
      lsb = detail::last_bit(fa) + detail::last_bit(fb);
      break;
    case Significand::truncated:
      // No product has a bit below the real one's last, and none below its own significand's.
      lsb = std::max(detail::last_bit(fa) + detail::last_bit(fb), leading_exponent(small) - m);
      break;
    case Significand::wider:
      // The last bit of a full significand at the smallest product's exponent.
      lsb = (small.cls == NumberClass::finite ? leading_exponent(small) : kMinProductExponent) - m;
      break;
    case Significand::unbounded:
      lsb = leading_exponent(decode(a, detail::smallest_code(fa, multiplier.subnormals))) +
            leading_exponent(decode(b, detail::smallest_code(fb, multiplier.subnormals))) - m;
      break;
  }
  // A product beyond the bus is an infinity, a flag: the largest sum then is of products just below the bound.
  const bool bounded = large.cls != NumberClass::finite;
  const std::uint64_t significand = bounded ? 1U : large.significand;
  const int exponent = bounded ? kMaxProductExponent + 1 : large.exponent;
  const int sum_bits = bit_length(Uint128{significand} * (max_k == 0 ? 1U : max_k)) + exponent - lsb;
  return {.kind = AccumulatorKind::fixed, .width = sum_bits + 1, .lsb = lsb};
}

}  // namespace lmulsim::arith
