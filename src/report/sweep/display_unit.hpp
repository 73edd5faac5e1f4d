// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cost/band.hpp"

namespace lmulsim::report::sweep {

/// A unit for people: values of the metric's unit over `size` have the unit `name`.
struct DisplayUnit {
  double size = 1;
  std::string_view name;
};

/// The units for values of a metric's unit, smallest first; of a unit without prefixes that one alone.
[[nodiscard]] std::span<const DisplayUnit> display_units(std::string_view unit);

/// Metric units that have several.
[[nodiscard]] std::span<const std::string_view> prefixed_units();

/// The largest unit that is not larger than the value.
[[nodiscard]] DisplayUnit display_unit(std::string_view unit, double value);

/// Four significant digits in a fitting unit, "12.3 mJ"; a band in one unit, "12.3 (11.2 to 14.1) mJ".
[[nodiscard]] std::string value_text(double value, std::string_view unit);
[[nodiscard]] std::string band_text(const cost::Band& band, std::string_view unit);

}  // namespace lmulsim::report::sweep
