// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace lmulsim::report {

/// A quantity for people: four significant digits and a unit with a fitting prefix.
struct Scaled {
  std::string value;
  std::string unit;

  [[nodiscard]] std::string text() const { return value + " " + unit; }
};

[[nodiscard]] Scaled scaled_energy(double pj);
[[nodiscard]] Scaled scaled_area(double um2);
[[nodiscard]] Scaled scaled_time(double s);
[[nodiscard]] Scaled scaled_power(double w);
[[nodiscard]] Scaled scaled_bandwidth(double bytes_per_s);
[[nodiscard]] Scaled scaled_rate(double per_s);  ///< a plain number with thousands separators, without a unit

/// A count for people: digits in groups of three, "1,234,567". Files for programs have plain ones.
[[nodiscard]] std::string grouped(std::int64_t value);

}  // namespace lmulsim::report
