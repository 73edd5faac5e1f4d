// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cost/band.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// How a number was come by, from the firmest to the loosest.
enum class Method : std::uint8_t { measured, published, synthesis, simulation, estimate };
inline constexpr auto kMethodNames =
    util::enum_names<Method>("measured", "published", "synthesis", "simulation", "estimate");
[[nodiscard]] constexpr std::string_view name(Method m) {
  return kMethodNames[m];
}

/// Where a number comes from.
struct Origin {
  std::string source;
  Method method = Method::published;
  double node_nm = 0;
  double voltage_v = 0;
  std::string date;       ///< YYYY, YYYY-MM or YYYY-MM-DD
  std::string reasoning;  ///< never empty for an estimate
};

/// One number of a technology, in the unit that its place in the file demands.
struct Entry {
  Band band;
  Origin origin;
};

}  // namespace lmulsim::cost
