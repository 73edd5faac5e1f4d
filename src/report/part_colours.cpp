// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/part_colours.hpp"

#include <array>

#include "cost/breakdown.hpp"

namespace lmulsim::report {

std::string part_colour(std::string_view part) {
  constexpr std::array<std::string_view, cost::kPartNames.size()> kColours{
      "#0072b2", "#56b4e9", "#009e73", "#66c2a5", "#b2df8a", "#1b7837", "#555555", "#999999", "#e69f00", "#f0e442",
      "#b8860b", "#c7b299", "#d55e00", "#a50f15", "#cc79a7", "#882255", "#fb8072", "#6a3d9a", "#cab2d6"};
  const auto found = cost::kPartNames.find(part);
  return found ? std::string(kColours[static_cast<std::size_t>(*found)]) : "";
}

}  // namespace lmulsim::report
