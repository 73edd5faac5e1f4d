// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/format.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith {

enum class NumberClass : std::uint8_t { zero, finite, infinity, nan };

/// A number without a format: (-1)^negative * significand * 2^exponent. The significand of a finite number is not zero;
/// for the other classes significand and exponent are 0. NaN has no sign.
struct Number {
  NumberClass cls = NumberClass::zero;
  bool negative = false;
  int exponent = 0;
  std::uint64_t significand = 0;

  friend constexpr bool operator==(const Number&, const Number&) = default;
};

/// The number a code of the format stands for (subnormals exactly). Codes are the low width() bits.
[[nodiscard]] constexpr Number decode(Format format, std::uint32_t code);

/// The wide product of two codes: what the multiplier hands to the accumulator, unrounded.
[[nodiscard]] constexpr Number multiply(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                                        std::uint32_t b);

/// The same of formats that the multiplier is known to take: require_operands() has passed them.
[[nodiscard]] constexpr Number multiply_taken(const MultiplierSpec& spec, Format format_a, std::uint32_t a,
                                              Format format_b, std::uint32_t b);

/// The same of operands that are numbers already, as the multiplier sees them: with `daz` no subnormals.
[[nodiscard]] constexpr Number multiply_numbers(const MultiplierSpec& spec, Format format_a, const Number& a,
                                                Format format_b, const Number& b);

/// Throws InputError unless the multiplier takes operands of these formats.
constexpr void require_operands(const MultiplierSpec& spec, Format format_a, Format format_b);

/// The narrow product: the wide one written back to format_a.
[[nodiscard]] constexpr std::uint32_t multiply_narrow(const MultiplierSpec& spec, Format format_a, std::uint32_t a,
                                                      Format format_b, std::uint32_t b);

}  // namespace lmulsim::arith

#include "arith/product_impl.hpp"  // IWYU pragma: export
