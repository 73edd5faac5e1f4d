// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The product bus between multiplier and accumulator, as rtl/pkg/lmulsim_pkg.sv lays it out, derived from the
// reference's format table.
#pragma once

#include <cstdint>
#include <optional>

#include "arith/group.hpp"
#include "arith/hardware.hpp"
#include "arith/product.hpp"

namespace lmulsim::rtl {

/// {nan, inf, zero, sign, exponent, significand}; integers: 16 bits, of a group more, in two's complement. A finite
/// product is significand * 2^(exponent - bias - frac_bits). The exponent is the sum of the operands' exponent fields
/// and of the carries of their significands; when `exp_min` is negative, a field is when its two highest bits are set.
/// `normal` products have a leading one. `raw` ones are in [1, 4): as the multiplication of operands with a leading one
/// leaves them. Others are in [0, 4), and `zero_in_significand` says that a zero is seen there alone.
struct ProductLayout {
  bool integer;
  bool normal;
  bool raw;
  bool zero_in_significand;
  int exp_bits;
  int sig_bits;
  int frac_bits;
  int bias;
  int exp_min;  ///< of finite products that are not zero
  int exp_max;

  [[nodiscard]] int bits() const { return integer ? sig_bits : 4 + exp_bits + sig_bits; }
};

/// The bus in front of such sums: a fixed-point sum takes exact products without a leading one, a group raw ones.
/// Throws InputError for a multiplier that is reference only.
[[nodiscard]] ProductLayout product_layout(const arith::MultiplierSpec& spec, arith::Format a, arith::Format b,
                                           arith::AccumulatorKind sums);

/// The bus that a group's sum takes to its accumulator. In front of fp32 it is a product with a leading one; in front
/// of a narrow sum {sign, significand} is the sum in two's complement. The exponent counts from the smallest value that
/// the exponent field of the products has. Integers: their sum.
[[nodiscard]] ProductLayout group_layout(const arith::MultiplierSpec& spec, arith::Format a, arith::Format b,
                                         const arith::AccumulatorSpec& sums);

/// The number on the bus, or nothing for a word the bus must not carry: two classes at once, an exponent out of range,
/// or a normal product without a leading one.
[[nodiscard]] std::optional<arith::Number> decode_product(const ProductLayout& layout, std::uint64_t bus);

/// The bus for a group's sum, as group_term() gives it.
[[nodiscard]] std::uint64_t encode_group(const ProductLayout& layout, const arith::detail::Term& sum);

/// The bus for a number whose exponent and significand fit it. What is not meaningful (the exponent of a zero) is
/// `noise`.
[[nodiscard]] std::uint64_t encode_product(const ProductLayout& layout, const arith::Number& n, std::uint64_t noise);

}  // namespace lmulsim::rtl
