// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Powers of two of the fractions of logarithmic formats, to the integers that formats and multipliers are made of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lmulsim::arith {

/// The most fraction bits of a logarithmic format.
inline constexpr int kMaxLogFraction = 6;
/// Bits behind the point of the values that stand for logarithmic codes: fp32's.
inline constexpr int kLogValueBits = 23;

namespace detail {

/// sqrt(x) for 1 <= x <= 2, by Newton; the error is below 2^-51.
[[nodiscard]] constexpr double root(double x) {
  double y = x;
  for (int i = 0; i < 8; ++i) {
    y = (y + x / y) / 2;
  }
  return y;
}

/// 2^(f / 2^bits) for f from 0 to 2^bits, as a product of repeated roots.
[[nodiscard]] constexpr double fraction_power(int bits, int f) {
  if (f == 1 << bits) {
    return 2.0;
  }
  double power = 1.0;
  double step = 2.0;
  for (int bit = bits - 1; bit >= 0; --bit) {
    step = root(step);
    power *= ((f >> bit) & 1) != 0 ? step : 1.0;
  }
  return power;
}

[[nodiscard]] constexpr std::uint32_t nearest_integer(double x) {
  const auto whole = static_cast<std::uint32_t>(x);
  return whole + (x - static_cast<double>(whole) >= 0.5 ? 1U : 0U);
}

inline constexpr std::size_t kLogTable = std::size_t{1} << kMaxLogFraction;
/// Row `bits`, entry f.
using LogTables = std::array<std::array<std::uint32_t, kLogTable>, kMaxLogFraction + 1>;

template <class Entry>
[[nodiscard]] constexpr LogTables log_tables(const Entry& entry) {
  LogTables tables{};
  for (int bits = 0; bits <= kMaxLogFraction; ++bits) {
    for (int f = 0; f < 1 << bits; ++f) {
      tables[static_cast<std::size_t>(bits)][static_cast<std::size_t>(f)] = entry(bits, f);
    }
  }
  return tables;
}

inline constexpr LogTables kLogThresholds = log_tables([](int bits, int f) {
  constexpr double kOne = 1U << kLogValueBits;
  return nearest_integer(kOne * (fraction_power(bits, f) + fraction_power(bits, f + 1)) / 2);
});

}  // namespace detail

/// round(2^bits * 2^(f / 2^fraction)): the entry of an antilogarithm of `bits` bits behind the point.
[[nodiscard]] constexpr std::uint32_t antilogarithm(int fraction, int bits, std::size_t f) {
  const double one = static_cast<double>(std::uint32_t{1} << bits);
  return detail::nearest_integer(one * detail::fraction_power(fraction, static_cast<int>(f)));
}

/// The threshold between the fractions f and f + 1: the integer over 2^23 nearest to the midpoint of their values.
[[nodiscard]] constexpr std::uint32_t log_threshold(int fraction, std::size_t f) {
  return detail::kLogThresholds[static_cast<std::size_t>(fraction)][f];
}

static_assert(log_threshold(3, 0) == 0x85CAE1 && log_threshold(3, 7) == 0xF56063);
static_assert(log_threshold(4, 0) == 0x82D562 && log_threshold(4, 15) == 0xFA92BF);
static_assert(antilogarithm(3, 5, 7) == 59 && antilogarithm(4, 6, 15) == 123);

}  // namespace lmulsim::arith
