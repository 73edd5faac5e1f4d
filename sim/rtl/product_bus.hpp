// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The product bus between multiplier and accumulator, as rtl/pkg/lmulsim_pkg.sv lays it out, derived from the
// reference's format table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "arith/hardware.hpp"
#include "arith/product.hpp"

namespace lmulsim::rtl {

/// {nan, inf, zero, sign, exponent (signed), significand with its leading one}; integers: 16 bits, two's complement.
struct ProductLayout {
  bool integer;
  int exp_bits;
  int sig_bits;

  [[nodiscard]] int bits() const { return integer ? 16 : 4 + exp_bits + sig_bits; }
};

/// Throws InputError for a multiplier that is reference only.
[[nodiscard]] inline ProductLayout product_layout(const arith::MultiplierSpec& spec, arith::Format a, arith::Format b) {
  const arith::FormatInfo& fa = arith::info(a);
  const arith::FormatInfo& fb = arith::info(b);
  return {.integer = fa.is_integer(),
          .exp_bits = std::max(fa.exp_bits, fb.exp_bits) + 2,
          .sig_bits = arith::significand_bits(spec.kind, a, b)};
}

/// The number on the bus, or nothing for a word the bus must not carry: two classes at once, or a significand without a
/// leading one.
[[nodiscard]] inline std::optional<arith::Number> decode_product(const ProductLayout& layout, std::uint64_t bus) {
  if ((bus >> layout.bits()) != 0) {
    return std::nullopt;
  }
  if (layout.integer) {
    const int value = static_cast<std::int16_t>(bus);
    return arith::make_number(value < 0, static_cast<std::uint64_t>(value < 0 ? -value : value), 0);
  }
  const std::uint64_t significand = bus & ((std::uint64_t{1} << layout.sig_bits) - 1);
  const std::uint64_t field = (bus >> layout.sig_bits) & ((std::uint64_t{1} << layout.exp_bits) - 1);
  const std::uint64_t flags = bus >> (layout.sig_bits + layout.exp_bits);
  const bool negative = (flags & 1) != 0;
  switch (flags >> 1) {
    case 0: {
      const auto exponent =
          static_cast<int>(field) - ((field >> (layout.exp_bits - 1)) != 0 ? 1 << layout.exp_bits : 0);
      if ((significand >> (layout.sig_bits - 1)) == 0) {
        return std::nullopt;
      }
      return arith::make_number(negative, significand, exponent - (layout.sig_bits - 1));
    }
    case 1:
      return arith::make_number(negative, 0, 0);
    case 2:
      return arith::make_infinity(negative);
    case 4:
      return arith::make_nan();
    default:
      return std::nullopt;
  }
}

/// The bus for a number whose exponent and significand fit it. What is not meaningful (the significand of a zero) is
/// `noise`.
[[nodiscard]] inline std::uint64_t encode_product(const ProductLayout& layout, const arith::Number& n,
                                                  std::uint64_t noise) {
  if (layout.integer) {
    const std::uint64_t magnitude = n.significand << n.exponent;
    return (n.negative ? ~magnitude + 1 : magnitude) & 0xFFFFU;
  }
  const int low = layout.sig_bits + layout.exp_bits;
  const std::uint64_t mask = (std::uint64_t{1} << low) - 1;
  const std::uint64_t sign = std::uint64_t{n.negative} << low;
  switch (n.cls) {
    case arith::NumberClass::zero:
      return (std::uint64_t{1} << (low + 1)) | sign | (noise & mask);
    case arith::NumberClass::infinity:
      return (std::uint64_t{1} << (low + 2)) | sign | (noise & mask);
    case arith::NumberClass::nan:
      return (std::uint64_t{1} << (low + 3)) | (noise & (mask | (std::uint64_t{1} << low)));
    case arith::NumberClass::finite:
      break;
  }
  const int lead = arith::leading_exponent(n);
  const std::uint64_t significand = n.significand << (layout.sig_bits - arith::bit_width(n.significand));
  const std::uint64_t field = static_cast<std::uint64_t>(lead) & ((std::uint64_t{1} << layout.exp_bits) - 1);
  return sign | (field << layout.sig_bits) | significand;
}

}  // namespace lmulsim::rtl
