// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/sum_layout.hpp"

#include <algorithm>
#include <cmath>

#include "arith/spec.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr int kMantissa = 23;
constexpr int kBias = 127;
constexpr int kFirstField = 1;
constexpr int kLastField = 254;
constexpr int kWidestSum = 30;
constexpr int kWidestInnerSum = 25;
/// A group's sum has a half below its last bit on its way into an integer, none into fp32.
constexpr int kWidestGroupIntoNarrow = 22;
constexpr int kWidestGroupIntoFp32 = 24;
/// An inner sum's value is an fp32 normal number or zero.
constexpr int kFarthestLastBit = 90;

/// An exponent in fp32's place; of a word that is added to others it may be negative.
std::uint32_t in_place(int exponent) {
  return static_cast<std::uint32_t>(exponent) << kMantissa;
}

bool is_field(int exponent) {
  return exponent + kBias >= kFirstField && exponent + kBias <= kLastField;
}

/// The fp32 word of a product over 2^unit; not bounded.
std::uint32_t word_of(const Number& product, int unit) {
  const int lead = bit_width(product.significand) - 1;
  const auto fraction = static_cast<std::uint32_t>(product.significand << (kMantissa - lead)) & 0x7FFFFFU;
  return in_place(leading_exponent(product) - unit + kBias) + fraction + (product.negative ? 1U << 31 : 0U);
}

int bits_of_count(int count) {
  return bit_width(static_cast<std::uint64_t>(count) - 1);
}

/// Exponents that stand for zeros, and the unit of all products.
struct Zeros {
  int a;
  int b;
  int unit;
};

class Builder {
 public:
  Builder(const MacSpec& spec, const Factors& factors)
      : sum_(spec.accumulator),
        factors_(factors),
        range_(range_of(factors)),
        grouped_(sum_.kind == AccumulatorKind::group) {}

  [[nodiscard]] std::optional<SumLayout> build() const {
    if (!is_narrow_enough() || (grouped_ && !groups_fit())) {
      return std::nullopt;
    }
    const Zeros zeros = zero_exponents();
    if (!words_fit(zeros)) {
      return std::nullopt;
    }
    SumLayout out;
    out.factors = &factors_;
    fill(out, zeros);
    const std::int32_t half = std::int32_t{1} << std::max(sum_.width - 1, 0);
    out.saturating = {
        .saturates = true, .least = -half, .largest = half - 1, .widest_term = std::ldexp(1.0F, sum_.width)};
    return out;
  }

 private:
  [[nodiscard]] bool is_narrow_enough() const {
    const bool fp32 = grouped_ && sum_.width == 0;
    return fp32 ||
           (sum_.width <= (sum_.promote > 0 ? kWidestInnerSum : kWidestSum) && std::abs(sum_.lsb) <= kFarthestLastBit);
  }

  [[nodiscard]] int least_group_exponent() const { return range_.group_least + range_.b_least; }

  [[nodiscard]] bool groups_fit() const {
    const int f = sum_.fraction_bits;
    const int last = sum_.width == 0 ? 0 : sum_.lsb;
    const int widest = sum_.width == 0 ? kWidestGroupIntoFp32 : kWidestGroupIntoNarrow;
    const int least = least_group_exponent();
    const int largest = range_.group_largest + range_.b_largest;
    return sum_.group <= static_cast<int>(kSumDepth) && sum_.promote % sum_.group == 0 &&
           f + 2 + bits_of_count(sum_.group) <= widest && is_field(f - least) && is_field(f - largest) &&
           is_field(least - f - last) && is_field(largest - f - last);
  }

  /// A product with a zero has to be below a unit of its sum.
  [[nodiscard]] Zeros zero_exponents() const {
    if (!grouped_) {
      return {sum_.lsb - range_.b_largest - 1, sum_.lsb - range_.row_largest - 1, sum_.lsb};
    }
    const int below = least_group_exponent() - sum_.fraction_bits - 1;
    return {below - range_.b_largest, below - std::max(range_.row_largest, range_.group_largest), 0};
  }

  [[nodiscard]] bool words_fit(const Zeros& z) const {
    const auto with_zero = [&](int exponent) { return exponent - z.unit + kBias >= 0; };
    return is_field(range_.row_least + range_.b_least - z.unit) &&
           is_field(range_.row_largest + range_.b_largest - z.unit) && with_zero(z.a + z.b) &&
           with_zero(z.a + range_.b_least) && with_zero(range_.row_least + z.b) && with_zero(range_.group_least + z.b);
  }

  void fill(SumLayout& out, const Zeros& z) const {
    out.products.resize(kFactorCodes * kFactorClasses);
    std::vector<std::uint32_t> exponents(out.products.size());
    bool own = true;
    for (std::size_t code = 0; code < kFactorCodes; ++code) {
      const bool live_b = factors_.kind_b[code] == CodeKind::live;
      out.words_b[code] = live_b ? in_place(factors_.exponent_b[code]) + factors_.class_b[code] +
                                       (factors_.negative_b[code] ? 1U << 31 : 0U)
                                 : in_place(z.b);
      const bool live_a = factors_.kind_a[code] == CodeKind::live;
      for (std::size_t c = 0; c < kFactorClasses; ++c) {
        const std::size_t at = code * kFactorClasses + c;
        const auto own_class = static_cast<std::uint32_t>(c);  // B's word brings it, in its last bits
        const bool product = live_a && c < factors_.classes;
        const Factors::Row& row = factors_.rows[code];
        out.products[at] = (product ? word_of(row.product[c], z.unit) : in_place(z.a - z.unit + kBias)) - own_class;
        exponents[at] = in_place((product ? row.exponent[c] : z.a) + kBias) - own_class;
        own = own && (!product || row.exponent[c] == leading_exponent(row.product[c]));
      }
    }
    if (grouped_) {
      const int last = sum_.width == 0 ? 0 : sum_.lsb;
      out.group = {.group = static_cast<std::size_t>(sum_.group),
                   .least_exponent = in_place(least_group_exponent() + kBias),
                   .scale = in_place(2 * kBias + sum_.fraction_bits),
                   .unit = in_place(sum_.fraction_bits + last)};
      out.exponents = own ? std::vector<std::uint32_t>{} : std::move(exponents);
    }
  }

  const AccumulatorSpec& sum_;
  const Factors& factors_;
  FactorRange range_;
  bool grouped_;
};

}  // namespace

std::optional<SumLayout> sum_layout(const MacSpec& spec, Format a, Format b) {
  if (spec.accumulator.kind != AccumulatorKind::narrow && spec.accumulator.kind != AccumulatorKind::group) {
    return std::nullopt;
  }
  const Factors* factors = find_factors(spec.multiplier, a, b);
  return factors == nullptr ? std::nullopt : Builder(spec, *factors).build();
}

}  // namespace lmulsim::arith::kernels
