// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "cost/measured_stream.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// The clock that a netlist's gates were sized for.
enum class SizedFor : std::uint8_t { nothing, relaxed, hard };
inline constexpr auto kSizedForNames = util::enum_names<SizedFor>("unsized", "relaxed", "hard");
[[nodiscard]] constexpr std::string_view name(SizedFor s) {
  return kSizedForNames[s];
}

/// One netlist of a unit, made by a recipe that was drawn. A recipe's number stands for the same steps in every design,
/// and a batch's place in its list for the same operands.
struct DrawnNetlist {
  int recipe = 0;
  SizedFor point = SizedFor::nothing;
  double area_um2 = 0;
  double delay_ns = 0;  ///< critical path
  double clock_pj = 0;  ///< clock pins, one cycle; behind clock gates as often as gaussian operands open these
  double leakage_nw = 0;
  double settled_pj = 0;                             ///< of one gaussian operation, if no net moved twice in a cycle
  std::map<Stimulus, std::vector<double>> batch_pj;  ///< of one operation without the clock, batch by batch

  friend bool operator==(const DrawnNetlist&, const DrawnNetlist&) = default;
};

}  // namespace lmulsim::cost
