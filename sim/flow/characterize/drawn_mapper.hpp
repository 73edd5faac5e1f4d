// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <limits>
#include <span>
#include <string>

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

  /// As it leaves the mapper, sized for the relaxed clock, sized for the hard one: in the order of cost::SizedFor. What
  /// sizes alone do not bring to the hard clock is mapped for speed instead, at last by the steps of recipe `fastest`
  /// (those of the unit's fastest netlist) on the nodes in other orders.
  /// Throws InputError with the tool's words when there is no netlist.
  [[nodiscard]] std::array<gates::Netlist, 3> map(const DrawnRecipe& recipe, const cost::ClockTargets& targets,
                                                  int fastest);

  /// Sized for speed, whatever it costs.
  [[nodiscard]] gates::Netlist fastest(const DrawnRecipe& recipe);

 private:
  struct Sized {
    gates::Netlist netlist;
    double critical_ns = std::numeric_limits<double>::infinity();
  };
  /// What commands make, of the netlist of the last commands or of one that they read.
  [[nodiscard]] gates::Netlist netlist(const std::string& commands);
  /// The netlist of the last commands, sized by the first of these measures that brings its critical path to the clock,
  /// else by the one that brings it nearest.
  [[nodiscard]] gates::Netlist sized(std::span<const std::string> measures, double clock_ns);
  /// The same by one measure, with a few aims.
  [[nodiscard]] Sized sized(const std::string& measure, double clock_ns);
  [[nodiscard]] double logic_ps(double clock_ns) const;

  const gates::Library& library_;
  gates::Netlist unit_;  ///< with flip-flops of the library and logic of generic gates
  double registers_ns_ = 0;
  AbcSession abc_;
};

}  // namespace lmulsim::flow::characterize
