// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/group.hpp"

#include <algorithm>
#include <optional>

#include "arith/hardware.hpp"

namespace lmulsim::arith {

namespace {

/// NaN or an infinity, if the terms decide the sum that way.
std::optional<Number> special_sum(std::span<const GroupTerm> terms) {
  const auto any = [terms](NumberClass cls, bool negative) {
    return std::ranges::any_of(
        terms, [=](const GroupTerm& t) { return t.product.cls == cls && t.product.negative == negative; });
  };
  const bool positive = any(NumberClass::infinity, false);
  const bool negative = any(NumberClass::infinity, true);
  if (any(NumberClass::nan, false) || (positive && negative)) {
    return make_nan();
  }
  return positive || negative ? std::optional(make_infinity(negative)) : std::nullopt;
}

/// |product| / 2^unit, toward zero. A product is at most four times the largest power of two: F + 2 bits.
Uint128 cut(const Number& product, int unit) {
  const int shift = product.exponent - unit;
  return shift >= 0 ? shift_left(product.significand, shift) : shift <= -64 ? 0 : product.significand >> -shift;
}

/// Of products of integers, exactly.
detail::Term integer_sum(std::span<const GroupTerm> terms) {
  Int128 sum = 0;
  for (const GroupTerm& term : terms) {
    const auto magnitude = static_cast<Int128>(shift_left(term.product.significand, term.product.exponent));
    sum += term.product.negative ? -magnitude : magnitude;
  }
  return {sum < 0, static_cast<Uint128>(sum < 0 ? -sum : sum), 0};
}

/// A term of at most 64 bits.
Number number_of(const detail::Term& sum) {
  switch (sum.cls) {
    case NumberClass::nan:
      return make_nan();
    case NumberClass::infinity:
      return make_infinity(sum.negative);
    case NumberClass::zero:
      return {};
    case NumberClass::finite:
      break;
  }
  return make_number(sum.negative, static_cast<std::uint64_t>(sum.significand), sum.exponent);
}

}  // namespace

int product_exponent(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b, std::uint32_t b,
                     const Number& product) {
  if (product.cls != NumberClass::finite) {
    return 0;
  }
  if (hardware(spec.kind).significand != Significand::full) {
    return leading_exponent(product);
  }
  return leading_exponent(decode(format_a, a)) + leading_exponent(decode(format_b, b));
}

detail::Term group_sum(int fraction_bits, std::span<const GroupTerm> terms) {
  if (const auto special = special_sum(terms)) {
    return *special;
  }
  std::optional<int> largest;
  for (const GroupTerm& term : terms) {
    if (term.product.cls == NumberClass::finite) {
      largest = std::max(largest.value_or(term.exponent), term.exponent);
    }
  }
  if (!largest) {
    return Number{};
  }
  const int unit = *largest - fraction_bits;
  Int128 sum = 0;
  for (const GroupTerm& term : terms) {
    if (term.product.cls == NumberClass::finite) {
      const auto magnitude = static_cast<Int128>(cut(term.product, unit));
      sum += term.product.negative ? -magnitude : magnitude;
    }
  }
  return {sum < 0, static_cast<Uint128>(sum < 0 ? -sum : sum), unit};
}

detail::Term group_term(const AccumulatorSpec& spec, std::span<const GroupTerm> terms) {
  return spec.kind == AccumulatorKind::int_group ? integer_sum(terms) : group_sum(spec.fraction_bits, terms);
}

Number group_number(const AccumulatorSpec& spec, std::span<const GroupTerm> terms) {
  return number_of(group_term(spec, terms));
}

AccWord enter_group(const AccumulatorSpec& spec, AccWord acc, const detail::Term& sum) {
  if (spec.kind == AccumulatorKind::int_group) {
    return {.lo = detail::accumulate_int32(acc.lo, number_of(sum)), .hi = 0};
  }
  if (spec.width == 0) {
    return {.lo = detail::accumulate_float<Format::fp32>(static_cast<std::uint32_t>(acc.lo), sum, Overflow::ocp),
            .hi = 0};
  }
  return detail::to_word(detail::accumulate_narrow(spec, detail::to_bits(acc), sum, detail::Cut::half_up));
}

AccWord accumulate_group(const AccumulatorSpec& spec, AccWord acc, std::span<const GroupTerm> terms) {
  return enter_group(spec, acc, group_term(spec, terms));
}

}  // namespace lmulsim::arith
