// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/fast/row_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "cycle/vectorised.hpp"

namespace lmulsim::cycle::fast {

namespace {

constexpr std::uint32_t kNan = 0x7FC00000U;
constexpr std::uint32_t kInfinity = 0x7F800000U;
constexpr std::uint32_t kSign = 0x80000000U;
constexpr std::uint32_t kSmallestNormal = 0x00800000U;

LMULSIM_INLINE std::uint32_t canonical(float value) {
  return value != value ? kNan : std::bit_cast<std::uint32_t>(value);
}

LMULSIM_INLINE std::uint32_t adder_product(std::uint32_t a, std::uint32_t b, std::uint32_t constant) {
  const std::uint32_t mag_a = a & ~kSign;
  const std::uint32_t mag_b = b & ~kSign;
  const std::uint32_t sign = (a ^ b) & kSign;
  const std::uint32_t sum = mag_a + mag_b;
  const std::uint32_t finite = sum < constant + kSmallestNormal ? 0U
                               : sum >= constant + kInfinity    ? kInfinity
                                                                : sum - constant;
  // Zero, infinity and NaN follow IEEE's product, which is exact in these cases.
  const bool special = std::min(mag_a, mag_b) == 0 || std::max(mag_a, mag_b) >= kInfinity;
  const float ieee = std::bit_cast<float>(a) * std::bit_cast<float>(b);
  return special ? std::bit_cast<std::uint32_t>(ieee) : sign | finite;
}

LMULSIM_INLINE void exact_fp32_row(const RowStep<std::uint32_t>& step) {
  const auto [a, b, in, out, keep, valid, n, rows, stride] = step;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const std::uint32_t base = keep != nullptr ? in[i] & keep[i] : in[i];
    out[i] = canonical(std::fma(std::bit_cast<float>(a[i]), std::bit_cast<float>(b[i]), std::bit_cast<float>(base)));
  }
}

LMULSIM_INLINE void adder_fp32_row(const RowStep<std::uint32_t>& step, std::uint32_t constant) {
  const auto [a, b, in, out, keep, valid, n, rows, stride] = step;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const std::uint32_t base = keep != nullptr ? in[i] & keep[i] : in[i];
    const std::uint32_t product = adder_product(a[i], b[i], constant);
    out[i] = canonical(std::bit_cast<float>(base) + std::bit_cast<float>(product));
  }
}

LMULSIM_INLINE void exact_int32_row(const RowStep<std::uint64_t>& step) {
  constexpr std::uint64_t kOverflow = std::uint64_t{1} << 32;
  const auto [a, b, in, out, keep, valid, n, rows, stride] = step;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    // A mask of 32 bits, sign-extended, covers the flag too.
    const std::uint64_t base =
        keep != nullptr ? in[i] & static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(keep[i])}) : in[i];
    const std::int32_t product = static_cast<std::int32_t>(a[i]) * static_cast<std::int32_t>(b[i]);
    const std::int64_t sum = std::int64_t{static_cast<std::int32_t>(base)} + product;
    const std::uint64_t overflow = sum != static_cast<std::int32_t>(sum) ? kOverflow : 0;
    out[i] = static_cast<std::uint32_t>(sum) | (base & kOverflow) | overflow;
  }
}

}  // namespace

LMULSIM_VECTORISED void exact_fp32_rows(const RowStep<std::uint32_t>& rows) {
  for_each_row(rows, [](const auto& row) { exact_fp32_row(row); });
}

LMULSIM_VECTORISED void adder_fp32_rows(const RowStep<std::uint32_t>& rows, std::uint32_t constant) {
  for_each_row(rows, [constant](const auto& row) { adder_fp32_row(row, constant); });
}

LMULSIM_VECTORISED void exact_int32_rows(const RowStep<std::uint64_t>& rows) {
  for_each_row(rows, [](const auto& row) { exact_int32_row(row); });
}

}  // namespace lmulsim::cycle::fast
