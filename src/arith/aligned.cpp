// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/aligned.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "arith/accumulate.hpp"

namespace lmulsim::arith {

namespace {

/// NaN or infinity, if the terms decide the sum that way.
std::optional<std::uint32_t> special_sum(std::span<const Number> terms) {
  const FormatInfo& f = info(Format::fp32);
  bool nan = false;
  bool positive = false;
  bool negative = false;
  for (const Number& term : terms) {
    nan = nan || term.cls == NumberClass::nan;
    positive = positive || (term.cls == NumberClass::infinity && !term.negative);
    negative = negative || (term.cls == NumberClass::infinity && term.negative);
  }
  if (nan || (positive && negative)) {
    return nan_code(f);
  }
  return positive || negative ? std::optional(infinity_code(f, negative)) : std::nullopt;
}

/// |term| / 2^unit, truncated.
Uint128 truncated(const Number& term, int unit) {
  const int shift = term.exponent - unit;
  return shift >= 0 ? shift_left(term.significand, shift) : shift <= -64 ? 0 : term.significand >> -shift;
}

std::uint32_t finite_sum(int fraction_bits, std::span<const Number> terms) {
  std::optional<int> largest;
  for (const Number& term : terms) {
    if (term.cls == NumberClass::finite) {
      largest = std::max(largest.value_or(leading_exponent(term)), leading_exponent(term));
    }
  }
  if (!largest) {
    return 0;
  }
  const int unit = *largest - fraction_bits;
  Uint128 positive = 0;
  Uint128 negative = 0;
  for (const Number& term : terms) {
    if (term.cls == NumberClass::finite) {
      (term.negative ? negative : positive) += truncated(term, unit);
    }
  }
  if (positive == negative) {
    return 0;
  }
  const bool sign = negative > positive;
  return round_to_code(info(Format::fp32), sign, sign ? negative - positive : positive - negative, unit,
                       Rounding::truncate, Overflow::saturate);
}

}  // namespace

std::uint32_t aligned_group(int fraction_bits, std::uint32_t acc, std::span<const Number> products) {
  std::vector<Number> terms(products.begin(), products.end());
  terms.push_back(decode(Format::fp32, acc));
  const auto special = special_sum(terms);
  return special ? *special : finite_sum(fraction_bits, terms);
}

}  // namespace lmulsim::arith
