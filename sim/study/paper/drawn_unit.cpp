// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/drawn_unit.hpp"

#include "cost/best_of.hpp"
#include "cost/recipe_costs.hpp"

namespace lmulsim::study::paper {

const cost::GateUnit* drawn_unit(const cost::Technology& technology, const cost::Unit& unit) {
  if (!technology.gates || !technology.gates->has_netlists()) {
    return nullptr;
  }
  const auto it = technology.gates->units.find(cost::unit_name(unit));
  const bool drawn = it != technology.gates->units.end() && !it->second.netlists.empty() && it->second.targets;
  return drawn ? &it->second : nullptr;
}

bool can_be_paired(const cost::GateUnit& a, const cost::GateUnit& b) {
  return static_cast<int>(cost::common_recipes(a.netlists, b.netlists).size()) > cost::kUsualTries;
}

}  // namespace lmulsim::study::paper
