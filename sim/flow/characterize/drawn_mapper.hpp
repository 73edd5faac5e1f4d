// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "cost/gate_table.hpp"
#include "flow/characterize/abc_session.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "flow/characterize/synthesis.hpp"
#include "gates/netlist.hpp"
#include "gates/timing.hpp"

namespace lmulsim::flow::characterize {

/// Maps one elaborated unit by drawn recipes, with one process of abc for all of them.
class DrawnMapper {
 public:
  /// Works in `folder`. The library of the synthesis outlives the object.
  DrawnMapper(const Synthesis& synthesis, const Synthesis::Generic& generic, const std::filesystem::path& folder);

  /// As it leaves the mapper, sized for the relaxed clock, sized for the hard one: in the order of cost::SizedFor.
  /// Throws InputError with the tool's words when there is no netlist.
  [[nodiscard]] std::array<gates::Netlist, 3> map(const DrawnRecipe& recipe, const cost::ClockTargets& targets);

  /// Sized for speed, whatever it costs.
  [[nodiscard]] gates::Netlist fastest(const DrawnRecipe& recipe);

 private:
  [[nodiscard]] std::vector<gates::Netlist> netlists(const std::string& commands, std::size_t count);
  [[nodiscard]] double logic_ps(double clock_ns) const;

  const gates::Library& library_;
  gates::Netlist unit_;  ///< with flip-flops of the library and logic of generic gates
  double registers_ns_ = 0;
  AbcSession abc_;
};

}  // namespace lmulsim::flow::characterize
