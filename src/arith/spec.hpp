// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "arith/format.hpp"

namespace lmulsim::arith {

enum class MultiplierKind : std::uint8_t {
  exact,      ///< the real product
  adder,      ///< magnitude words added, C = (bias << m) - offset; lmul and mitchell are choices of the offset
  lmul_real,  ///< Eq. 1 of the paper read as real arithmetic; reference only, never hardware
};

enum class Subnormals : std::uint8_t { daz, normalize };

/// A multiplier. `offset` is D of adder:D in units of the last place; nothing means the paper's 2^m >> l(m) (lmul).
/// mitchell is offset 0.
struct MultiplierSpec {
  MultiplierKind kind = MultiplierKind::exact;
  std::optional<std::uint32_t> offset = std::nullopt;
  Subnormals subnormals = Subnormals::normalize;

  friend constexpr bool operator==(const MultiplierSpec&, const MultiplierSpec&) = default;
};

enum class AccumulatorKind : std::uint8_t { fp32, bf16, fp16, e4m3, fixed, int32, aligned };

/// An accumulator. `fixed`: two's complement of `width` bits whose last bit weighs 2^lsb (see fixed_layout()).
/// `aligned`: groups of `group` products, `fraction_bits` kept; promotion every `promote` terms (0: never).
struct AccumulatorSpec {
  AccumulatorKind kind = AccumulatorKind::fp32;
  int width = 0;
  int lsb = 0;
  int fraction_bits = 13;
  int group = 32;
  int promote = 0;

  friend constexpr bool operator==(const AccumulatorSpec&, const AccumulatorSpec&) = default;
};

/// l(m) of the paper, Eq. 1.
[[nodiscard]] constexpr int lmul_l(int m) {
  return m <= 3 ? m : (m == 4 ? 3 : 4);
}

/// The format the adder multipliers compute in: the larger exponent and the larger mantissa width of the two operands.
struct AdderWidths {
  int exp_bits;
  int man_bits;
  int bias;
};
[[nodiscard]] constexpr AdderWidths adder_widths(Format a, Format b) {
  const FormatInfo& x = info(a);
  const FormatInfo& y = info(b);
  const FormatInfo& wide_exp = x.exp_bits >= y.exp_bits ? x : y;
  return {wide_exp.exp_bits, x.man_bits > y.man_bits ? x.man_bits : y.man_bits, wide_exp.bias};
}

/// D of the adder for these operand formats.
[[nodiscard]] constexpr std::uint32_t adder_offset(const MultiplierSpec& spec, Format a, Format b) {
  const int m = adder_widths(a, b).man_bits;
  return spec.offset ? *spec.offset : (1U << m) >> lmul_l(m);
}

}  // namespace lmulsim::arith
