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

Scaled scaled_bandwidth(double bytes_per_s) {
  constexpr Step kSteps[] = {{1, "B/s"}, {1e3, "kB/s"}, {1e6, "MB/s"}, {1e9, "GB/s"}, {1e12, "TB/s"}};
  return scale(bytes_per_s, kSteps);
}

Scaled scaled_rate(double per_s) {
  constexpr double kMost = 1e15;
  return {per_s < kPlain  ? fmt::format("{:.4g}", per_s)
          : per_s < kMost ? grouped(std::llround(per_s))
                          : fmt::format("{:.4g}", per_s),
          ""};
}

std::string grouped(std::int64_t value) {
  std::string out = fmt::format("{}", value);
  constexpr std::size_t kGroup = 3;
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t place = out.size(); place > first + kGroup;) {
    place -= kGroup;
    out.insert(place, 1, ',');
  }
  return out;
}

}  // namespace lmulsim::report
