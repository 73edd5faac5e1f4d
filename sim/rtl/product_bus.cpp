// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/product_bus.hpp"

#include <algorithm>

#include "arith/bits.hpp"

namespace lmulsim::rtl {
namespace {

using arith::Format;
using arith::FormatInfo;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::NumberClass;
using arith::Subnormals;

constexpr std::uint64_t low_bits(int count) {
  return (std::uint64_t{1} << count) - 1;
}

/// The exponent field of an operand that is not zero, at least: a subnormal that is shifted to 1.f goes below 1;
/// logarithms begin at 0.
int smallest_field(Format format, Subnormals subnormals, bool normal) {
  if (arith::info(format).is_logarithmic()) {
    return 0;
  }
  return normal && subnormals == Subnormals::normalize ? 1 - arith::info(format).man_bits : 1;
}

/// The largest finite magnitude word, at a mantissa of `man_bits`.
std::int64_t largest_word(Format format, int man_bits) {
  return static_cast<std::int64_t>(arith::max_finite_code(arith::info(format)))
         << (man_bits - arith::info(format).man_bits);
}

int largest_exponent(const MultiplierSpec& spec, Format a, Format b, bool normal) {
  if (spec.kind == MultiplierKind::adder) {
    const int m = arith::adder_widths(a, b).man_bits;
    return static_cast<int>((largest_word(a, m) + largest_word(b, m) + arith::adder_offset(spec, a, b)) >> m);
  }
  const auto field = [](Format f) {
    return static_cast<int>(largest_word(f, arith::info(f).man_bits) >> arith::info(f).man_bits);
  };
  // Entries that are much shorter than mantissas are rounded up to the next octave.
  const bool rounded_up =
      arith::looks_up(spec.kind) && spec.bits + 2 <= std::max(arith::info(a).man_bits, arith::info(b).man_bits);
  return field(a) + field(b) + (normal ? 1 : 0) + (rounded_up ? 1 : 0);
}

/// Adders hold their products within fp32's normal numbers.
void limit_to_fp32(ProductLayout& layout) {
  layout.exp_min = std::max(layout.exp_min, layout.bias + arith::kMinProductExponent);
  layout.exp_max = std::min(layout.exp_max, layout.bias + arith::kMaxProductExponent);
}

int field_value(const ProductLayout& layout, std::uint64_t field) {
  const bool negative = layout.exp_min < 0 && (field >> (layout.exp_bits - 2)) == 3;
  return static_cast<int>(field) - (negative ? 1 << layout.exp_bits : 0);
}

std::optional<arith::Number> decode_finite(const ProductLayout& layout, bool negative, std::uint64_t field,
                                           std::uint64_t significand) {
  if (significand == 0 && layout.zero_in_significand) {
    return arith::make_number(negative, 0, 0);
  }
  const int exponent = field_value(layout, field);
  const bool leading_one = (significand >> (layout.sig_bits - 1)) != 0;
  const bool whole = leading_one || (layout.raw && (significand >> (layout.sig_bits - 2)) != 0);
  if (significand == 0 || ((layout.normal || layout.raw) && !whole) || exponent < layout.exp_min ||
      exponent > layout.exp_max) {
    return std::nullopt;
  }
  return arith::make_number(negative, significand, exponent - layout.bias - layout.frac_bits);
}

/// As in [1, 2), unless the last bit, which is a one, stands too low for that.
std::uint64_t encode_finite(const ProductLayout& layout, const arith::Number& n) {
  const int highest = std::min(arith::leading_exponent(n), n.exponent + layout.frac_bits) + layout.bias;
  const int exponent = std::clamp(highest, layout.exp_min, layout.exp_max);
  const int shift = n.exponent - (exponent - layout.bias - layout.frac_bits);
  const std::uint64_t significand = shift >= 0 ? n.significand << shift : n.significand >> -shift;
  return ((static_cast<std::uint64_t>(exponent) & low_bits(layout.exp_bits)) << layout.sig_bits) | significand;
}

}  // namespace

ProductLayout product_layout(const MultiplierSpec& spec, Format a, Format b, arith::AccumulatorKind sums) {
  const FormatInfo& fa = arith::info(a);
  const FormatInfo& fb = arith::info(b);
  const bool exact = spec.kind == MultiplierKind::exact;
  const bool shifted = sums == arith::AccumulatorKind::fixed || sums == arith::AccumulatorKind::narrow;
  const bool raw = exact && sums == arith::AccumulatorKind::group;
  const bool normal = !exact || !(shifted || raw);
  ProductLayout layout{
      .integer = fa.is_integer(),
      .normal = normal,
      .raw = raw,
      .zero_in_significand = !normal && !raw && spec.subnormals == Subnormals::normalize,
      .exp_bits = std::max(fa.exp_bits, fb.exp_bits) + 1,
      .sig_bits = arith::significand_bits(spec, a, b),
      .frac_bits = 0,
      .bias = fa.bias + fb.bias,
      .exp_min = smallest_field(a, spec.subnormals, normal || raw) + smallest_field(b, spec.subnormals, normal || raw),
      .exp_max = 0};
  if (layout.integer) {
    return layout;
  }
  layout.frac_bits = layout.sig_bits - (normal ? 1 : 2);
  layout.exp_max = largest_exponent(spec, a, b, normal);
  if (spec.kind == MultiplierKind::adder) {
    limit_to_fp32(layout);
  }
  if (layout.exp_min < 0 || (layout.exp_max >> layout.exp_bits) != 0) {
    ++layout.exp_bits;
  }
  while (layout.exp_min < -(1 << (layout.exp_bits - 2))) {
    ++layout.exp_bits;
  }
  return layout;
}

ProductLayout group_layout(const MultiplierSpec& spec, Format a, Format b, const arith::AccumulatorSpec& sums) {
  const ProductLayout product = product_layout(spec, a, b, arith::AccumulatorKind::group);
  const bool fp32 = sums.width == 0;
  const int int_bits = product.sig_bits - product.frac_bits;
  const int more = arith::bit_width(static_cast<std::uint64_t>(sums.group - 1));  // bits of a sum beyond its terms'
  const int smallest = product.exp_min < 0 ? -(1 << std::max(product.exp_bits - 2, 0)) : 0;
  ProductLayout layout = product;
  if (product.integer) {
    layout.sig_bits += more;
    return layout;
  }
  layout.normal = fp32;
  layout.raw = false;
  layout.zero_in_significand = !fp32;
  layout.sig_bits = sums.fraction_bits + int_bits + more;
  layout.frac_bits = fp32 ? layout.sig_bits - 1 : 0;
  layout.bias = product.bias + sums.fraction_bits - smallest;
  layout.exp_min = product.exp_min - smallest;
  layout.exp_max = product.exp_max - smallest + layout.frac_bits;
  layout.exp_bits = arith::bit_width(static_cast<std::uint64_t>(layout.exp_max));
  return layout;
}

std::optional<arith::Number> decode_product(const ProductLayout& layout, std::uint64_t bus) {
  if ((bus >> layout.bits()) != 0) {
    return std::nullopt;
  }
  if (layout.integer) {
    const int value = static_cast<std::int16_t>(bus);
    return arith::make_number(value < 0, static_cast<std::uint64_t>(value < 0 ? -value : value), 0);
  }
  const std::uint64_t significand = bus & low_bits(layout.sig_bits);
  const std::uint64_t field = (bus >> layout.sig_bits) & low_bits(layout.exp_bits);
  const std::uint64_t flags = bus >> (layout.sig_bits + layout.exp_bits);
  const bool negative = (flags & 1) != 0;
  switch (flags >> 1) {
    case 0:
      return decode_finite(layout, negative, field, significand);
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

std::uint64_t encode_product(const ProductLayout& layout, const arith::Number& n, std::uint64_t noise) {
  if (layout.integer) {
    const std::uint64_t magnitude = n.significand << n.exponent;
    return (n.negative ? ~magnitude + 1 : magnitude) & 0xFFFFU;
  }
  const int low = layout.sig_bits + layout.exp_bits;
  const std::uint64_t sign = std::uint64_t{n.negative} << low;
  switch (n.cls) {
    case NumberClass::zero:
      return layout.zero_in_significand ? sign | (noise & low_bits(low) & ~low_bits(layout.sig_bits))
                                        : (std::uint64_t{1} << (low + 1)) | sign | (noise & low_bits(low));
    case NumberClass::infinity:
      return (std::uint64_t{1} << (low + 2)) | sign | (noise & low_bits(low));
    case NumberClass::nan:
      return (std::uint64_t{1} << (low + 3)) | (noise & low_bits(low + 1));
    case NumberClass::finite:
      break;
  }
  return sign | encode_finite(layout, n);
}

std::uint64_t encode_group(const ProductLayout& layout, const arith::detail::Term& sum) {
  const auto magnitude = static_cast<std::uint64_t>(sum.significand);
  if (layout.integer) {
    return (sum.negative ? ~magnitude + 1 : magnitude) & low_bits(layout.sig_bits);
  }
  if (sum.cls == NumberClass::finite && layout.normal) {
    return encode_product(layout, arith::make_number(sum.negative, magnitude, sum.exponent), 0);
  }
  const int low = layout.sig_bits + layout.exp_bits;
  switch (sum.cls) {
    case NumberClass::nan:
      return std::uint64_t{1} << (low + 3);
    case NumberClass::infinity:
      return (std::uint64_t{1} << (low + 2)) | (std::uint64_t{sum.negative} << low);
    case NumberClass::zero:
      return layout.normal ? std::uint64_t{1} << (low + 1) : 0;
    case NumberClass::finite:
      break;
  }
  const std::uint64_t number = sum.negative ? ~magnitude + 1 : magnitude;
  const int field = sum.exponent + layout.bias;
  const auto exponent = static_cast<std::uint64_t>(field);
  return (std::uint64_t{sum.negative} << low) | (exponent << layout.sig_bits) | (number & low_bits(layout.sig_bits));
}

}  // namespace lmulsim::rtl
