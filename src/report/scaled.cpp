// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/scaled.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>

namespace lmulsim::report {
namespace {

struct Step {
  double size;  ///< in the base unit
  const char* unit;
};

constexpr double kPlain = 9999.5;  ///< from here on four digits would print an exponent

/// With the largest step that leaves at least 1; the smallest otherwise.
Scaled scale(double value, std::span<const Step> rising) {
  const Step* step = &rising[0];
  for (const Step& s : rising) {
    if (std::abs(value) >= s.size) {
      step = &s;
    }
  }
  const double scaled = value / step->size;
  return {std::abs(scaled) < kPlain ? fmt::format("{:.4g}", scaled) : fmt::format("{:.0f}", scaled), step->unit};
}

}  // namespace

Scaled scaled_energy(double pj) {
  constexpr Step kSteps[] = {{1, "pJ"}, {1e3, "nJ"}, {1e6, "uJ"}, {1e9, "mJ"}, {1e12, "J"}};
  return scale(pj, kSteps);
}

Scaled scaled_area(double um2) {
  constexpr Step kSteps[] = {{1, "um^2"}, {1e6, "mm^2"}};
  return scale(um2, kSteps);
}

Scaled scaled_time(double s) {
  constexpr Step kSteps[] = {{1e-9, "ns"}, {1e-6, "us"}, {1e-3, "ms"}, {1, "s"}};
  return scale(s, kSteps);
}

Scaled scaled_power(double w) {
  constexpr Step kSteps[] = {{1e-9, "nW"}, {1e-6, "uW"}, {1e-3, "mW"}, {1, "W"}, {1e3, "kW"}};
  return scale(w, kSteps);
}

}  // namespace lmulsim::report
