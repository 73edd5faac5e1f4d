// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Definitions of product.hpp. Number is canonical: the significand of a finite number is odd, so == compares values.
#pragma once

#include <bit>
#include <cstdint>

#include "arith/hardware.hpp"
#include "arith/logarithm.hpp"
#include "arith/rounding.hpp"
#include "arith/significands.hpp"

namespace lmulsim::arith {

/// The canonical Number of (-1)^negative * significand * 2^exponent; significand 0 gives a signed zero.
[[nodiscard]] constexpr Number make_number(bool negative, std::uint64_t significand, int exponent) {
  if (significand == 0) {
    return {.cls = NumberClass::zero, .negative = negative, .exponent = 0, .significand = 0};
  }
  const int zeros = std::countr_zero(significand);
  return {.cls = NumberClass::finite,
          .negative = negative,
          .exponent = exponent + zeros,
          .significand = significand >> zeros};
}

[[nodiscard]] constexpr Number make_infinity(bool negative) {
  return {.cls = NumberClass::infinity, .negative = negative, .exponent = 0, .significand = 0};
}

[[nodiscard]] constexpr Number make_nan() {
  return {.cls = NumberClass::nan, .negative = false, .exponent = 0, .significand = 0};
}

/// floor(log2(|number|)) of a finite number.
[[nodiscard]] constexpr int leading_exponent(const Number& number) {
  return number.exponent + bit_width(number.significand) - 1;
}

/// True for the codes whose exponent field is zero and whose mantissa is not.
[[nodiscard]] constexpr bool is_subnormal(Format format, std::uint32_t code) {
  const FormatInfo& f = info(format);
  const std::uint32_t mag = code & f.mag_mask();
  return !f.is_integer() && !f.is_logarithmic() && f.man_bits != 0 && mag != 0 && mag <= f.man_mask();
}

namespace detail {

/// The value of a logarithmic word as the nearest number of fp32's 24 bits.
[[nodiscard]] constexpr Number decode_logarithm(const FormatInfo& f, bool negative, std::uint32_t mag) {
  if (mag == 0) {
    return negative ? make_nan() : make_number(false, 0, 0);
  }
  const int exponent = static_cast<int>(mag >> f.man_bits) - f.bias;
  return make_number(negative, antilogarithm(f.man_bits, kLogValueBits, mag & f.man_mask()), exponent - kLogValueBits);
}

}  // namespace detail

constexpr Number decode(Format format, std::uint32_t code) {
  const FormatInfo& f = info(format);
  const std::uint32_t mag = code & f.mag_mask();
  const bool negative = (code & f.sign_mask()) != 0;
  if (f.is_integer()) {
    return make_number(negative, negative ? f.sign_mask() - mag : mag, 0);
  }
  if (f.is_logarithmic()) {
    return detail::decode_logarithm(f, negative, mag);
  }
  if (mag > max_finite_code(f)) {
    return f.specials == Specials::ieee && (mag & f.man_mask()) == 0 ? make_infinity(negative) : make_nan();
  }
  const int field = static_cast<int>(mag >> f.man_bits);
  const std::uint32_t fraction = mag & f.man_mask();
  if (field == 0 && f.man_bits != 0) {
    return make_number(negative, fraction, 1 - f.bias - f.man_bits);
  }
  return make_number(negative, (1U << f.man_bits) | fraction, field - f.bias - f.man_bits);
}

namespace detail {

/// An operand as the multiplier sees it: `daz` turns subnormals into signed zeros before anything else.
[[nodiscard]] constexpr Number operand(Subnormals subnormals, Format format, std::uint32_t code) {
  if (subnormals == Subnormals::daz && is_subnormal(format, code)) {
    return make_number((code & info(format).sign_mask()) != 0, 0, 0);
  }
  return decode(format, code);
}

/// The magnitude word of a finite number in the adder's format: ((x + bias) << m) + f. Numbers below the format's
/// smallest normal one (normalised subnormals) continue the same line, down to negative words.
[[nodiscard]] constexpr std::int64_t magnitude_word(const AdderWidths& w, const Number& number) {
  const int lead = bit_width(number.significand) - 1;
  const std::int64_t field = number.exponent + lead + w.bias;
  const auto fraction =
      static_cast<std::int64_t>(number.significand << (w.man_bits - lead)) - (std::int64_t{1} << w.man_bits);
  return field * (std::int64_t{1} << w.man_bits) + fraction;
}

/// r = mag(a) + mag(b) - C of two finite operands; nothing wraps.
[[nodiscard]] constexpr std::int64_t adder_sum(const MultiplierSpec& spec, Format format_a, const Number& a,
                                               Format format_b, const Number& b) {
  const AdderWidths w = adder_widths(format_a, format_b);
  const std::int64_t c = (std::int64_t{w.bias} << w.man_bits) - std::int64_t{adder_offset(spec, format_a, format_b)};
  return magnitude_word(w, a) + magnitude_word(w, b) - c;
}

/// (1 + (r mod 2^m) / 2^m) * 2^((r >> m) - bias), with no bound on the exponent.
[[nodiscard]] constexpr Number adder_number(const AdderWidths& w, bool negative, std::int64_t r) {
  const std::int64_t one = std::int64_t{1} << w.man_bits;
  const int exponent = static_cast<int>(r >> w.man_bits) - w.bias;
  return make_number(negative, static_cast<std::uint64_t>(one + (r & (one - 1))), exponent - w.man_bits);
}

/// (1 + fa + fb + D/2^m) * 2^(xa + xb) as a real number.
[[nodiscard]] constexpr Number lmul_real(const MultiplierSpec& spec, Format format_a, const Number& a, Format format_b,
                                         const Number& b) {
  const int m = adder_widths(format_a, format_b).man_bits;
  const auto fraction = [m](const Number& n) {
    return (n.significand << (m - (bit_width(n.significand) - 1))) - (std::uint64_t{1} << m);
  };
  const std::uint64_t significand =
      (std::uint64_t{1} << m) + fraction(a) + fraction(b) + adder_offset(spec, format_a, format_b);
  return make_number(a.negative != b.negative, significand, leading_exponent(a) + leading_exponent(b) - m);
}

/// The first `bits` bits of a significand and its exponent: the number truncated toward zero.
[[nodiscard]] constexpr Number truncated(bool negative, std::uint64_t significand, int exponent, int bits) {
  const int dropped = std::max(0, bit_width(significand) - bits);
  return make_number(negative, significand >> dropped, exponent + dropped);
}

/// Throws InputError: this multiplier does not take these operands. Not inline, so that what asks for it is.
[[noreturn]] void refuse_operands(const MultiplierSpec& spec, Format a, Format b);

/// Products of which at least one operand is not finite and not zero, or is zero, in the order of the contract. Of
/// Numbers or Parts.
template <class Operand>
[[nodiscard]] constexpr Number special_product(const Operand& a, const Operand& b) {
  const bool negative = a.negative != b.negative;
  const bool any_zero = a.cls == NumberClass::zero || b.cls == NumberClass::zero;
  const bool any_infinity = a.cls == NumberClass::infinity || b.cls == NumberClass::infinity;
  if (a.cls == NumberClass::nan || b.cls == NumberClass::nan || (any_infinity && any_zero)) {
    return make_nan();
  }
  return any_infinity ? make_infinity(negative) : make_number(negative, 0, 0);
}

/// The product without the bounds of the product bus.
[[nodiscard]] constexpr Number unbounded_product(const MultiplierSpec& spec, Format format_a, const Number& a,
                                                 Format format_b, const Number& b) {
  const bool negative = a.negative != b.negative;
  if (a.cls != NumberClass::finite || b.cls != NumberClass::finite) {
    const Number product = special_product(a, b);
    const bool integers = info(format_a).is_integer() && info(format_b).is_integer();
    return integers ? make_number(false, 0, 0) : product;
  }
  switch (spec.kind) {
    case MultiplierKind::exact:
      return make_number(negative, a.significand * b.significand, a.exponent + b.exponent);
    case MultiplierKind::adder:
      return adder_number(adder_widths(format_a, format_b), negative, adder_sum(spec, format_a, a, format_b, b));
    case MultiplierKind::exact_cut:
      return truncated(negative, a.significand * b.significand, a.exponent + b.exponent,
                       significand_bits(spec.kind, format_a, format_b));
    case MultiplierKind::lmul_real:
      return lmul_real(spec, format_a, a, format_b, b);
    case MultiplierKind::antilog:
    case MultiplierKind::cmean:
    case MultiplierKind::table:
      break;
  }
  refuse_operands(spec, format_a, format_b);  // of codes, not numbers: product_of_codes()
}

/// An operand as its mantissa, of a common width, and its exponent: (-1)^negative * (1 + fraction / 2^m) * 2^exponent,
/// of a logarithmic format 2^(exponent + fraction / 2^m).
struct Parts {
  NumberClass cls = NumberClass::zero;
  bool negative = false;
  int exponent = 0;
  std::uint32_t fraction = 0;
};

[[nodiscard]] constexpr Parts parts_of(Subnormals subnormals, Format format, std::uint32_t code, int mantissa) {
  const FormatInfo& f = info(format);
  if (f.is_logarithmic()) {
    const std::uint32_t mag = code & f.mag_mask();
    const bool negative = (code & f.sign_mask()) != 0;
    if (mag == 0) {
      return {.cls = negative ? NumberClass::nan : NumberClass::zero};
    }
    return {.cls = NumberClass::finite,
            .negative = negative,
            .exponent = static_cast<int>(mag >> f.man_bits) - f.bias,
            .fraction = (mag & f.man_mask()) << (mantissa - f.man_bits)};
  }
  const Number n = operand(subnormals, format, code);
  if (n.cls != NumberClass::finite) {
    return {.cls = n.cls, .negative = n.negative};
  }
  const int lead = bit_width(n.significand) - 1;
  const auto fraction = static_cast<std::uint32_t>(n.significand << (mantissa - lead)) - (1U << mantissa);
  return {.cls = n.cls, .negative = n.negative, .exponent = leading_exponent(n), .fraction = fraction};
}

/// Bits behind the point of a significand that is looked up by the sum of two mantissas.
[[nodiscard]] constexpr int table_bits(const MultiplierSpec& spec) {
  return spec.kind == MultiplierKind::exact ? kLogValueBits : spec.bits;
}

/// The product of a file's table. Not inline, so that what asks for it is.
[[nodiscard]] Number table_product(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                                   std::uint32_t b);

/// The product by mantissas and exponents: of logarithmic formats, and of cmean.
[[nodiscard]] constexpr Number product_of_parts(const MultiplierSpec& spec, Format format_a, std::uint32_t code_a,
                                                Format format_b, std::uint32_t code_b) {
  const int m = std::max(info(format_a).man_bits, info(format_b).man_bits);
  const Parts a = parts_of(spec.subnormals, format_a, code_a, m);
  const Parts b = parts_of(spec.subnormals, format_b, code_b, m);
  if (a.cls != NumberClass::finite || b.cls != NumberClass::finite) {
    return special_product(a, b);
  }
  const bool negative = a.negative != b.negative;
  const int exponent = a.exponent + b.exponent;
  if (spec.kind == MultiplierKind::adder) {  // of logarithmic formats: 1 + f for 2^f
    const std::uint32_t sum = a.fraction + b.fraction + adder_offset(spec, format_a, format_b);
    const std::uint32_t one = 1U << m;
    return make_number(negative, one + (sum & (one - 1U)), exponent + static_cast<int>(sum >> m) - m);
  }
  const int bits = table_bits(spec);
  return make_number(negative, significands(spec.kind, bits, m)[a.fraction + b.fraction], exponent - bits);
}

/// A zero of a logarithmic operand has no sign, nor has its product.
[[nodiscard]] constexpr Number product_of_codes(const MultiplierSpec& spec, Format format_a, std::uint32_t a,
                                                Format format_b, std::uint32_t b) {
  if (spec.kind == MultiplierKind::table) {
    return table_product(spec, format_a, a, format_b, b);
  }
  if (!info(format_a).is_logarithmic()) {
    return spec.kind == MultiplierKind::cmean ? product_of_parts(spec, format_a, a, format_b, b)
                                              : unbounded_product(spec, format_a, operand(spec.subnormals, format_a, a),
                                                                  format_b, operand(spec.subnormals, format_b, b));
  }
  const Number product = product_of_parts(spec, format_a, a, format_b, b);
  return product.cls == NumberClass::zero ? make_number(false, 0, 0) : product;
}

}  // namespace detail

/// Bounds of the adder's product bus: the exponents of fp32's normal numbers, whatever the accumulator.
inline constexpr int kMaxProductExponent = 127;
inline constexpr int kMinProductExponent = -126;

constexpr void require_operands(const MultiplierSpec& spec, Format format_a, Format format_b) {
  const Operands operands = hardware(spec.kind).operands;
  const bool both_logs = info(format_a).is_logarithmic() == info(format_b).is_logarithmic();
  const bool fits = spec.kind != MultiplierKind::cmean || (info(format_a).width() <= 8 && info(format_b).width() <= 8);
  const bool named = !info(format_a).is_logarithmic() || spec.kind != MultiplierKind::adder || spec.offset == 0U;
  if (!takes(operands, format_a) || !takes(operands, format_b) || !both_logs || !fits || !named) {
    detail::refuse_operands(spec, format_a, format_b);
  }
}

namespace detail {

/// The product on the adder's bus; those of other multipliers have no bounds.
[[nodiscard]] constexpr Number on_bus(const MultiplierSpec& spec, const Number& product) {
  if (spec.kind != MultiplierKind::adder || product.cls != NumberClass::finite) {
    return product;
  }
  const int exponent = leading_exponent(product);
  if (exponent > kMaxProductExponent) {
    return make_infinity(product.negative);
  }
  return exponent < kMinProductExponent ? make_number(product.negative, 0, 0) : product;
}

}  // namespace detail

constexpr Number multiply_numbers(const MultiplierSpec& spec, Format format_a, const Number& a, Format format_b,
                                  const Number& b) {
  return detail::on_bus(spec, detail::unbounded_product(spec, format_a, a, format_b, b));
}

constexpr Number multiply_taken(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                                std::uint32_t b) {
  return detail::on_bus(spec, detail::product_of_codes(spec, format_a, a, format_b, b));
}

constexpr Number multiply(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                          std::uint32_t b) {
  require_operands(spec, format_a, format_b);
  return multiply_taken(spec, format_a, a, format_b, b);
}

constexpr std::uint32_t multiply_narrow(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                                        std::uint32_t b) {
  require_operands(spec, format_a, format_b);
  const FormatInfo& f = info(format_a);
  const Number product = detail::product_of_codes(spec, format_a, a, format_b, b);
  switch (product.cls) {
    case NumberClass::nan:
      return nan_code(f);
    case NumberClass::infinity:
      return infinity_code(f, product.negative);
    case NumberClass::zero:
      return zero_code(f, product.negative);
    case NumberClass::finite:
      break;
  }
  // An adder has no shifter: what would need a subnormal word is a zero.
  if (spec.kind == MultiplierKind::adder && !f.is_logarithmic() && leading_exponent(product) < 1 - f.bias) {
    return zero_code(f, product.negative);
  }
  return round_to_code(f, product.negative, product.significand, product.exponent, Rounding::nearest,
                       Overflow::saturate);
}

}  // namespace lmulsim::arith
