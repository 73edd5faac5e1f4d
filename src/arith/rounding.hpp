// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/bits.hpp"
#include "arith/format.hpp"
#include "arith/logarithm.hpp"

namespace lmulsim::arith {

enum class Rounding : std::uint8_t {
  nearest,   ///< to nearest, ties to even
  truncate,  ///< toward zero
};

/// What becomes of a value above the largest finite one, and of an infinity. OCP 8-bit floating point 1.0, 5.2.1.
enum class Overflow : std::uint8_t {
  saturate,  ///< the largest finite value
  ocp,       ///< infinity where the format has one, otherwise NaN, otherwise the largest finite value
};

/// Magnitude word of the largest finite value.
[[nodiscard]] constexpr std::uint32_t max_finite_code(const FormatInfo& f) {
  switch (f.specials) {
    case Specials::ieee:
      return (((1U << f.exp_bits) - 1U) << f.man_bits) - 1U;
    case Specials::nan_all_ones:
      return f.mag_mask() - 1U;
    case Specials::none:
    case Specials::minus_zero:
      return f.mag_mask();
  }
  return 0;
}

/// The word of a signed infinity, or of the largest finite value in a format without infinities.
[[nodiscard]] constexpr std::uint32_t infinity_code(const FormatInfo& f, bool negative) {
  if (f.is_integer()) {
    return negative ? f.sign_mask() : f.mag_mask();
  }
  return (negative ? f.sign_mask() : 0U) | (max_finite_code(f) + (f.specials == Specials::ieee ? 1U : 0U));
}

/// The canonical NaN (positive, quiet, no payload). A format without NaN answers with its largest positive value, an
/// integer with 0, as PTX cvt.satfinite does.
[[nodiscard]] constexpr std::uint32_t nan_code(const FormatInfo& f) {
  switch (f.specials) {
    case Specials::ieee:
      return (max_finite_code(f) + 1U) | (1U << (f.man_bits - 1));
    case Specials::nan_all_ones:
      return f.mag_mask();
    case Specials::none:
      return f.is_integer() ? 0U : f.mag_mask();
    case Specials::minus_zero:
      return f.sign_mask();
  }
  return 0;
}

/// The word of a signed zero; integers and logarithms have one without a sign. e8m0 has none and gives its smallest
/// value, 2^-127.
[[nodiscard]] constexpr std::uint32_t zero_code(const FormatInfo& f, bool negative) {
  return negative && !f.is_integer() && !f.is_logarithmic() ? f.sign_mask() : 0U;
}

/// The word for a value above the largest finite one.
[[nodiscard]] constexpr std::uint32_t overflow_code(const FormatInfo& f, bool negative, Overflow overflow) {
  const std::uint32_t sign = negative ? f.sign_mask() : 0U;
  switch (overflow) {
    case Overflow::saturate:
      return f.is_integer() ? infinity_code(f, negative) : sign | max_finite_code(f);
    case Overflow::ocp:
      return f.specials == Specials::nan_all_ones || f.is_logarithmic() ? nan_code(f) : infinity_code(f, negative);
  }
  return 0;
}

namespace detail {

/// significand * 2^-shift as an integer, rounded once. For shift <= 0 the result must fit.
[[nodiscard]] constexpr Uint128 round_shift(Uint128 significand, int shift, Rounding rounding) {
  if (shift <= 0) {
    return shift_left(significand, -shift);
  }
  if (shift > 128) {
    return 0;
  }
  const Uint128 kept = shift == 128 ? 0 : significand >> shift;
  if (rounding == Rounding::truncate) {
    return kept;
  }
  const bool half = ((significand >> (shift - 1)) & 1U) != 0;
  const bool below = (significand & ((Uint128{1} << (shift - 1)) - 1U)) != 0;
  const bool up = half && (below || (kept & 1U) != 0);
  return kept + (up ? 1U : 0U);
}

[[nodiscard]] constexpr std::uint32_t round_to_integer(const FormatInfo& f, bool negative, Uint128 significand,
                                                       int exponent, Rounding rounding, Overflow overflow) {
  const Uint128 limit = Uint128{f.mag_mask()} + (negative ? 1U : 0U);
  if (bit_length(significand) + exponent > f.man_bits + 1) {
    return overflow_code(f, negative, overflow);
  }
  const Uint128 magnitude = round_shift(significand, -exponent, rounding);
  if (magnitude > limit) {
    return overflow_code(f, negative, overflow);
  }
  const auto word = static_cast<std::uint32_t>(magnitude);
  return (negative ? ~word + 1U : word) & (f.mag_mask() | f.sign_mask());
}

/// e8m0: no sign, no zero, no subnormals; a negative value has no meaning and is NaN, a small one is 2^-127.
[[nodiscard]] constexpr std::uint32_t round_to_power(const FormatInfo& f, bool negative, Uint128 significand,
                                                     int exponent, Rounding rounding, Overflow overflow) {
  if (negative) {
    return nan_code(f);
  }
  const int lead = bit_length(significand) - 1;
  const int field = lead + exponent + f.bias;
  if (field < 0) {
    return 0;
  }
  // The remainder decides between two powers of two; in a tie the even exponent field wins.
  const Uint128 half = lead == 0 ? Uint128{0} : Uint128{1} << (lead - 1);
  const Uint128 remainder = significand - (Uint128{1} << lead);
  const bool up = rounding == Rounding::nearest && lead != 0 && (remainder > half || (remainder == half && field % 2));
  const int rounded = field + (up ? 1 : 0);
  return rounded > static_cast<int>(max_finite_code(f)) ? overflow_code(f, false, overflow)
                                                        : static_cast<std::uint32_t>(rounded);
}

/// Throws InputError. Not inline, so that what asks for it is.
[[noreturn]] void refuse_truncated_logarithm(const FormatInfo& f);

/// A logarithmic format: the nearest value, by thresholds that a value has to be strictly above. Everything above half
/// the smallest value becomes that value; a zero has no sign.
[[nodiscard]] constexpr std::uint32_t round_to_logarithm(const FormatInfo& f, bool negative, Uint128 significand,
                                                         int exponent, Rounding rounding, Overflow overflow) {
  if (rounding == Rounding::truncate) {
    refuse_truncated_logarithm(f);
  }
  const int length = bit_length(significand);
  // The significand with its leading one in bit 63; what is lost is kept in the last bit, which no threshold has.
  const auto top = static_cast<std::uint64_t>(length > 64 ? shift_right_jam(significand, length - 64)
                                                          : shift_left(significand, 64 - length));
  const std::int64_t count = std::int64_t{1} << f.man_bits;
  std::int64_t word = (std::int64_t{length} - 1 + exponent + f.bias) * count;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint64_t threshold = log_threshold(f.man_bits, static_cast<std::size_t>(i));
    word += top > threshold << (63 - kLogValueBits) ? 1 : 0;
  }
  if (word > static_cast<std::int64_t>(f.mag_mask())) {
    return overflow_code(f, negative, overflow);
  }
  if (word <= 0) {
    word = word >= 2 - count ? 1 : 0;
  }
  return (negative && word != 0 ? f.sign_mask() : 0U) | static_cast<std::uint32_t>(word);
}

}  // namespace detail

/// The one place where a value is rounded: the code of (-1)^negative * significand * 2^exponent, rounded once.
/// `significand` is not zero; its last bit may be a sticky bit if at least two more bits lie below the rounding place.
/// Subnormals are produced; a value that rounds to zero keeps its sign.
[[nodiscard]] constexpr std::uint32_t round_to_code(const FormatInfo& f, bool negative, Uint128 significand,
                                                    int exponent, Rounding rounding, Overflow overflow) {
  if (f.is_integer()) {
    return detail::round_to_integer(f, negative, significand, exponent, rounding, overflow);
  }
  if (f.is_logarithmic()) {
    return detail::round_to_logarithm(f, negative, significand, exponent, rounding, overflow);
  }
  if (f.man_bits == 0) {
    return detail::round_to_power(f, negative, significand, exponent, rounding, overflow);
  }
  const int lead = bit_length(significand) - 1 + exponent;
  const int min_lead = 1 - f.bias;
  if (lead > 2 * f.bias + 2) {  // above every finite value of every format; keeps the arithmetic below in range
    return overflow_code(f, negative, overflow);
  }
  const int place = (lead < min_lead ? min_lead : lead) - f.man_bits;
  const auto kept = static_cast<std::int64_t>(detail::round_shift(significand, place - exponent, rounding));
  // A carry out of the significand runs into the exponent field, from a subnormal into the first normal too.
  const std::int64_t base = lead < min_lead ? 0 : std::int64_t{lead + f.bias - 1} << f.man_bits;
  const std::int64_t code = base + kept;
  if (code > static_cast<std::int64_t>(max_finite_code(f))) {
    return overflow_code(f, negative, overflow);
  }
  return (negative ? f.sign_mask() : 0U) | static_cast<std::uint32_t>(code);
}

}  // namespace lmulsim::arith
