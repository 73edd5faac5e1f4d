// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/display_unit.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace lmulsim::report::sweep {
namespace {

constexpr std::array<std::string_view, 4> kPrefixed{"pJ", "um^2", "s", "bytes"};
constexpr std::array kEnergy{DisplayUnit{1, "pJ"}, DisplayUnit{1e3, "nJ"}, DisplayUnit{1e6, "uJ"},
                             DisplayUnit{1e9, "mJ"}, DisplayUnit{1e12, "J"}};
constexpr std::array kArea{DisplayUnit{1, "um^2"}, DisplayUnit{1e6, "mm^2"}};
constexpr std::array kTime{DisplayUnit{1e-9, "ns"}, DisplayUnit{1e-6, "us"}, DisplayUnit{1e-3, "ms"},
                           DisplayUnit{1, "s"}};
constexpr std::array kBytes{DisplayUnit{1, "bytes"}, DisplayUnit{1e3, "kB"}, DisplayUnit{1e6, "MB"},
                            DisplayUnit{1e9, "GB"}, DisplayUnit{1e12, "TB"}};

/// Four significant digits; whole numbers below a million as they are.
std::string digits(double value) {
  constexpr double kWhole = 1e6;
  return std::abs(value) < kWhole && value == std::trunc(value) ? fmt::format("{:.0f}", value + 0.0)
                                                                : fmt::format("{:.4g}", value);
}

std::string with_unit(const std::string& text, std::string_view unit) {
  return unit.empty() ? text : fmt::format("{} {}", text, unit);
}

}  // namespace

std::span<const std::string_view> prefixed_units() {
  return kPrefixed;
}

std::span<const DisplayUnit> display_units(std::string_view unit) {
  if (unit == "pJ") {
    return kEnergy;
  }
  if (unit == "um^2") {
    return kArea;
  }
  if (unit == "s") {
    return kTime;
  }
  return unit == "bytes" ? std::span<const DisplayUnit>(kBytes) : std::span<const DisplayUnit>();
}

DisplayUnit display_unit(std::string_view unit, double value) {
  const std::span<const DisplayUnit> units = display_units(unit);
  DisplayUnit out = units.empty() ? DisplayUnit{1, unit} : units.front();
  for (const DisplayUnit& candidate : units) {
    if (std::abs(value) >= candidate.size) {
      out = candidate;
    }
  }
  return out;
}

std::string value_text(double value, std::string_view unit) {
  const DisplayUnit shown = display_unit(unit, value);
  return with_unit(digits(value / shown.size), shown.name);
}

std::string band_text(const cost::Band& band, std::string_view unit) {
  if (band.low == band.value && band.high == band.value) {
    return value_text(band.value, unit);
  }
  const DisplayUnit shown = display_unit(unit, band.value);
  return with_unit(fmt::format("{} ({} to {})", digits(band.value / shown.size), digits(band.low / shown.size),
                               digits(band.high / shown.size)),
                   shown.name);
}

}  // namespace lmulsim::report::sweep
