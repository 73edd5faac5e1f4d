// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Encoders that compare: a value goes to the code below it until it is strictly above a threshold.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "arith/convert.hpp"
#include "arith/format.hpp"
#include "arith/logarithm.hpp"
#include "arith/mac_spec.hpp"
#include "arith/operand_rounding.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

/// Thresholds within an octave, the same in each. A magnitude (1 + u) * 2^x has the magnitude word (x + bias) * 2^m +
/// first + (how many of `above` its significand is strictly above).
struct Thresholds {
  static constexpr std::size_t kMost = 64;

  int first = 0;
  std::size_t count = 0;                     ///< 2^m
  std::array<std::uint64_t, kMost> above{};  ///< ascending significands in units of 2^-63, at least 2^63

  [[nodiscard]] constexpr std::span<const std::uint64_t> all() const { return {above.data(), count}; }
};

/// The magnitude word of a finite number, in no bounds.
[[nodiscard]] constexpr std::int64_t word_by_thresholds(const FormatInfo& f, const Thresholds& thresholds,
                                                        const Number& number) {
  const std::uint64_t significand = number.significand << (64 - bit_width(number.significand));
  std::int64_t word = std::int64_t{leading_exponent(number) + f.bias} * (std::int64_t{1} << f.man_bits);
  word += thresholds.first;
  for (const std::uint64_t threshold : thresholds.all()) {
    word += significand > threshold ? 1 : 0;
  }
  return word;
}

/// The code of a number by thresholds. Values below the smallest normal number, and what is not finite, become what
/// encode() makes of them; words beyond the largest finite one overflow.
[[nodiscard]] constexpr std::uint32_t encode_by_thresholds(Format to, const Thresholds& thresholds,
                                                           const Number& number,
                                                           Overflow overflow = Overflow::saturate) {
  const FormatInfo& f = info(to);
  if (number.cls != NumberClass::finite || leading_exponent(number) < 1 - f.bias) {
    return encode(to, number, Rounding::nearest, overflow);
  }
  const std::int64_t word = word_by_thresholds(f, thresholds, number);
  if (word > static_cast<std::int64_t>(max_finite_code(f))) {
    return overflow_code(f, number.negative, overflow);
  }
  return (number.negative ? f.sign_mask() : 0U) | static_cast<std::uint32_t>(word < 0 ? 0 : word);
}

/// value / scale in the format, by thresholds: the quotient in fp64, as quantise() of scaling.hpp has it.
[[nodiscard]] inline std::uint32_t quantise(float value, float scale, Format format, const Thresholds& thresholds) {
  return encode_by_thresholds(format, thresholds, number_from_fp64(double{value} / double{scale}));
}

/// Those of a logarithmic format, between the values of neighbouring codes.
[[nodiscard]] constexpr Thresholds log_thresholds(Format format) {
  const int fraction = info(format).man_bits;
  Thresholds out{.first = 0, .count = std::size_t{1} << fraction};
  for (std::size_t i = 0; i < out.count; ++i) {
    out.above[i] = std::uint64_t{log_threshold(fraction, i)} << (63 - kLogValueBits);
  }
  return out;
}

/// Values that the codes of an operand stand for, sorted in an octave, to thresholds: the integers of 24 bits nearest
/// to their midpoints, over 2^23. `stand_for[i]` belongs to the mantissa i of the octave from 1 to 2; the octaves
/// repeat. Throws InputError unless they ascend.
[[nodiscard]] Thresholds thresholds_between(std::span<const double> stand_for);

/// For the rounding `adder`: on average over the other operand (mantissas i weighted by log2(1 + 1 / (2^m + i))), the
/// multiplier makes of a code another number than its value times the other's; that is what the code stands for. The
/// mean gain of the multiplier is B's alone. Throws InputError, with `where`, unless has_adder_rounding().
[[nodiscard]] Thresholds adder_thresholds(const MultiplierSpec& spec, Format a, Format b, Side side,
                                          std::string_view where = "rounding");

/// Whether the rounding `adder` is defined: for multipliers that approximate, on floating-point formats of at most 8
/// bits.
[[nodiscard]] bool has_adder_rounding(const MultiplierSpec& spec, Format a, Format b);

/// Throws InputError: `where`, what is expected, the multiplier and the formats.
void require_adder_rounding(const MultiplierSpec& spec, Format a, Format b, std::string_view where);

}  // namespace lmulsim::arith
