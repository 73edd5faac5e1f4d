// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

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

}  // namespace lmulsim::report
