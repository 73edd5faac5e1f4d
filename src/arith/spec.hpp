// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"  // IWYU pragma: export

namespace lmulsim::arith {

enum class MultiplierKind : std::uint8_t {
  exact,      ///< the real product
  adder,      ///< magnitude words added, C = (bias << m) - offset; lmul and mitchell are choices of the offset
  exact_cut,  ///< the real product, truncated toward zero to as many bits as the adder's: those of the wider operand
  antilog,    ///< of logarithmic formats: the words added, the fraction of the power of two from a table (antilog:T)
  cmean,      ///< the mean of all products whose mantissas have the same sum, from a table (cmean:T)
  table,      ///< any product of two operands of 8 bits, from a file (table:FILE)
  lmul_real,  ///< Eq. 1 of the paper read as real arithmetic; reference only, never hardware
};

enum class Subnormals : std::uint8_t { daz, normalize };

enum class AccumulatorKind : std::uint8_t {
  fp32,
  bf16,
  fp16,
  e4m3,
  fixed,  ///< two's complement, as wide as K terms need: nothing is cut
  int32,
  aligned,    ///< groups of products and the sum aligned to the largest of them
  narrow,     ///< fixW.L: two's complement of a width that is chosen, products cut to its last bit
  group,      ///< groupG-F: groups of products aligned to the largest of them, then added to fp32 or to fixW.L
  floating,   ///< floatM: eight exponent bits and M mantissa bits
  int_group,  ///< groupG/int32: groups of integer products, each added as one
};

static_assert(MultiplierSpec{}.kind == MultiplierKind::exact && AccumulatorSpec{}.kind == AccumulatorKind::fp32 &&
              kUsualSubnormals == Subnormals::normalize && kGroups == AccumulatorKind::group &&
              kIntegerGroups == AccumulatorKind::int_group);

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
