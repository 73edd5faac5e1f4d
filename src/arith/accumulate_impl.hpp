// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Definitions of accumulate.hpp.
#pragma once

#include <algorithm>
#include <cstdint>

#include "arith/float_sum.hpp"
#include "arith/integer_sum.hpp"
#include "arith/rounding.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace detail {

/// The flag of the inner sums above the fp32 total of two levels.
inline constexpr int kTotalFlagBit = 32;

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
  if (f.is_integer() || f.is_logarithmic()) {
    return 1;
  }
  return subnormals == Subnormals::daz && f.man_bits != 0 ? 1U << f.man_bits : (f.man_bits != 0 ? 1U : 0U);
}
[[nodiscard]] constexpr std::uint32_t largest_code(const FormatInfo& f) {
  return f.is_integer() ? f.sign_mask() : max_finite_code(f);
}

}  // namespace detail

constexpr AccumulatorSpec entered_sum(const AccumulatorSpec& spec) {
  AccumulatorSpec sum = spec;
  sum.promote = 0;
  if (spec.kind == AccumulatorKind::group) {
    sum.kind = spec.width == 0 ? AccumulatorKind::fp32 : AccumulatorKind::narrow;
  } else if (spec.kind == AccumulatorKind::int_group) {
    sum.kind = AccumulatorKind::int32;
  }
  return sum;
}

constexpr int acc_word_bits(const AccumulatorSpec& spec) {
  if (spec.promote > 0) {
    return detail::kTotalFlagBit + 1;
  }
  switch (entered_sum(spec).kind) {
    case AccumulatorKind::fp32:
    case AccumulatorKind::aligned:
      return 32;
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
      return 16;
    case AccumulatorKind::e4m3:
      return 8;
    case AccumulatorKind::fixed:
    case AccumulatorKind::narrow:
      return spec.width + detail::kFixedFlags;
    case AccumulatorKind::int32:
      return detail::kInt32OverflowBit + 1;
    case AccumulatorKind::floating:
      return 1 + info(Format::fp32).exp_bits + spec.fraction_bits;
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  return 0;
}

constexpr bool has_flag(const AccumulatorSpec& spec) {
  const AccumulatorKind kind = entered_sum(spec).kind;
  return kind == AccumulatorKind::fixed || kind == AccumulatorKind::narrow || kind == AccumulatorKind::int32;
}

constexpr bool overflowed(const AccumulatorSpec& spec, AccWord acc) {
  if (spec.promote > 0) {
    return detail::bit(acc.lo, detail::kTotalFlagBit);
  }
  switch (entered_sum(spec).kind) {
    case AccumulatorKind::fixed:
    case AccumulatorKind::narrow:
      return detail::bit(detail::to_bits(acc), spec.width + detail::kFixedOverflow);
    case AccumulatorKind::int32:
      return detail::bit(acc.lo, detail::kInt32OverflowBit);
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::aligned:
    case AccumulatorKind::floating:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  return false;
}

constexpr AccWord accumulate(const AccumulatorSpec& spec, AccWord acc, const Number& product) {
  const auto code = static_cast<std::uint32_t>(acc.lo);
  if (spec.promote > 0) {
    detail::refuse_single_step(spec);
  }
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
    case AccumulatorKind::narrow:
      return detail::to_word(detail::accumulate_narrow(spec, detail::to_bits(acc), product, detail::Cut::toward_zero));
    case AccumulatorKind::floating:
      return {.lo = detail::accumulate_floating(spec, code, product), .hi = 0};
    case AccumulatorKind::aligned:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  detail::refuse_single_step(spec);
}

constexpr std::uint32_t to_fp32(const AccumulatorSpec& spec, AccWord acc) {
  const auto code = static_cast<std::uint32_t>(acc.lo);
  if (spec.promote > 0) {
    return code;
  }
  switch (entered_sum(spec).kind) {
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
    case AccumulatorKind::narrow:
      return detail::fixed_to_fp32(entered_sum(spec), detail::to_bits(acc));
    case AccumulatorKind::floating:
      return detail::widen_to_fp32(Format::fp32, detail::floating_to_fp32(spec, code));
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
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

namespace detail {

/// The layout that holds sums of what a file's table has. Not inline.
[[nodiscard]] AccumulatorSpec table_layout(const MultiplierSpec& multiplier, Format a, Format b, std::uint64_t max_k);

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
      if (fa.is_logarithmic()) {
        lsb = leading_exponent(small) - kLogValueBits;
        break;
      }
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
    case Significand::table:
      lsb = leading_exponent(small) - multiplier.bits;
      break;
    case Significand::unbounded:
      if (multiplier.kind == MultiplierKind::table) {
        return detail::table_layout(multiplier, a, b, max_k);
      }
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
