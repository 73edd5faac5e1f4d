// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/fast/fixed_kernels.hpp"

#include "arith/accumulate.hpp"
#include "arith/product.hpp"
#include "cycle/vectorised.hpp"

namespace lmulsim::cycle::fast {

namespace {

/// A product on its way into a sum: significand * 2^shift in units of the lane's lowest bit, and its flags.
struct Term {
  std::uint64_t significand;
  std::uint64_t shift;
  std::uint64_t negative;  ///< 0 or 1
  std::uint64_t flags;
};

/// Flags of a product whose operands' class bits and signs are given; `beyond` (0 or 1): the product of finite operands
/// is an infinity.
LMULSIM_INLINE std::uint32_t product_flags(std::uint32_t either, std::uint32_t negative, std::uint32_t beyond) {
  static_assert(arith::detail::kFixedPositiveInfinity == arith::detail::kFixedNegativeInfinity + 1);
  const std::uint32_t infinity = (either / kLaneInfinity) & 1U;
  const std::uint32_t inf_times_zero = infinity & (either / kLaneZero);
  const std::uint32_t nan = ((either / kLaneNan) & 1U) | inf_times_zero;
  const std::uint32_t signed_infinity = (infinity | beyond) << (arith::detail::kFixedPositiveInfinity - negative);
  return nan != 0 ? 1U << arith::detail::kFixedNan : signed_infinity;
}

LMULSIM_INLINE Term product(const ExactFixed& p, std::uint32_t a, std::uint32_t b) {
  constexpr std::uint32_t kSignificand = (1U << kLaneSignificandBits) - 1U;
  const auto exponent = [](std::uint32_t x) { return (x & kLanePayload) >> kLaneSignificandBits; };
  const std::uint32_t negative = (a ^ b) >> 31;
  return {.significand = std::uint64_t{a & kSignificand} * (b & kSignificand),
          .shift = exponent(a) + exponent(b) + p.shift,
          .negative = negative,
          .flags = product_flags(a | b, negative, 0)};
}

LMULSIM_INLINE Term product(const AdderFixed& p, std::uint32_t a, std::uint32_t b) {
  const auto word = static_cast<std::int32_t>((a & kLanePayload) + (b & kLanePayload) - p.constant);
  const std::int32_t one = std::int32_t{1} << p.man_bits;
  const std::int32_t binade = word >> p.man_bits;
  const std::uint32_t special = (a | b) & (kLaneNan | kLaneInfinity | kLaneZero);
  const std::uint32_t beyond = binade > arith::kMaxProductExponent - arith::kMinProductExponent ? 1U : 0U;
  const std::uint32_t none = special | beyond | (static_cast<std::uint32_t>(word) & kLaneNegative);
  const std::uint32_t negative = (a ^ b) >> 31;
  return {.significand = none == 0 ? static_cast<std::uint32_t>(one | (word & (one - 1))) : 0U,
          .shift = static_cast<std::uint32_t>(binade + p.shift),
          .negative = negative,
          .flags = product_flags(a | b, negative, special == 0 ? beyond : 0U)};
}

constexpr std::uint64_t kLargest = ~std::uint64_t{0} >> 1;  ///< of a positive sum

LMULSIM_INLINE std::uint64_t shift_left(std::uint64_t value, std::uint64_t count) {
  return count < 64 ? value << (count & 63U) : 0U;
}
LMULSIM_INLINE std::uint64_t shift_right(std::uint64_t value, std::uint64_t count) {
  return count < 64 ? value >> (count & 63U) : 0U;
}

LMULSIM_INLINE std::uint64_t extend(std::uint32_t mask) {
  return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(mask)});
}

/// The overflow flag of a sum from the top words of its terms, and whether the term fits.
LMULSIM_INLINE std::uint64_t overflow(std::uint64_t base, std::uint64_t term, std::uint64_t sum, bool fits) {
  return ((base ^ sum) & (term ^ sum)) >> 63 | (fits ? 0U : 1U);
}

LMULSIM_INLINE std::uint64_t add(std::uint64_t base, const Term& t) {
  const std::uint64_t sign = 0U - t.negative;
  const std::uint64_t term = (shift_left(t.significand, t.shift) ^ sign) - sign;
  const std::uint64_t sum = base + term;
  const bool fits = t.significand <= shift_right(kLargest + t.negative, t.shift);
  return sum | t.flags | overflow(base, term, sum, fits);
}

LMULSIM_INLINE WideLane add(const WideLane& base, const Term& t) {
  const std::uint64_t sign = 0U - t.negative;
  const std::uint64_t lo = shift_left(t.significand, t.shift);
  const std::uint64_t hi =
      t.shift < 64 ? shift_right(t.significand, 64 - t.shift) : shift_left(t.significand, t.shift - 64);
  const std::uint64_t term_lo = (lo ^ sign) - sign;
  const std::uint64_t term_hi = (hi ^ sign) + (lo == 0 ? t.negative : 0U);
  const std::uint64_t sum_lo = base.lo + term_lo;
  const std::uint64_t sum_hi = base.hi + term_hi + (sum_lo < base.lo ? 1U : 0U);
  const bool fits = t.shift < 64 || t.significand <= shift_right(kLargest + t.negative, t.shift - 64);
  return {.lo = sum_lo | t.flags | overflow(base.hi, term_hi, sum_hi, fits), .hi = sum_hi};
}

LMULSIM_INLINE std::uint64_t masked(std::uint64_t sum, std::uint32_t mask) {
  return sum & extend(mask);
}
LMULSIM_INLINE WideLane masked(const WideLane& sum, std::uint32_t mask) {
  return {.lo = sum.lo & extend(mask), .hi = sum.hi & extend(mask)};
}

template <class Lane, class Product>
LMULSIM_INLINE void row(const RowStep<Lane>& step, const Product p) {
  const auto [a, b, in, out, keep, valid, n, rows, stride] = step;
  // Two loops: the compiler does not vectorise one that asks for every lane whether there is a mask.
  if (keep == nullptr) {
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      out[i] = add(in[i], product(p, a[i], b[i]));
    }
  } else {
#pragma GCC ivdep
    for (int i = 0; i < n; ++i) {
      out[i] = add(masked(in[i], keep[i]), product(p, a[i], b[i]));
    }
  }
}

template <class Lane, class Product>
LMULSIM_INLINE void all_rows(const RowStep<Lane>& rows, const Product p) {
  for_each_row(rows, [p](const auto& one) { row(one, p); });
}

}  // namespace

LMULSIM_VECTORISED void fixed_rows(const RowStep<std::uint64_t>& rows, const ExactFixed& product) {
  all_rows(rows, product);
}
LMULSIM_VECTORISED void fixed_rows(const RowStep<std::uint64_t>& rows, const AdderFixed& product) {
  all_rows(rows, product);
}
LMULSIM_VECTORISED void fixed_rows(const RowStep<WideLane>& rows, const ExactFixed& product) {
  all_rows(rows, product);
}
LMULSIM_VECTORISED void fixed_rows(const RowStep<WideLane>& rows, const AdderFixed& product) {
  all_rows(rows, product);
}

}  // namespace lmulsim::cycle::fast
