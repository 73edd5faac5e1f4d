// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cost/breakdown.hpp"
#include "cost/recipe_costs.hpp"
#include "machine/activity.hpp"
#include "study/paper/ladder_entry.hpp"

namespace lmulsim::study::paper {

/// An accelerator at work, its PEs left open: what one useful multiply-accumulate takes of a PE's netlist, and of what
/// stands around the PEs. Area is that of the whole, divided by the PEs.
class LadderMachine {
 public:
  /// The memories are cut into banks that meet a clock of this period. Throws InputError for what the technology lacks.
  LadderMachine(const machine::Accelerator& accelerator, const machine::Activity& activity,
                const cost::Technology& technology, double period_ns);

  /// With what is counted on a rung of an array: skew registers and control as estimated; of the rungs above, memories
  /// at the scenario's end of their uncertainty.
  [[nodiscard]] cost::Load load(Rung rung, Scenario scenario) const;

 private:
  double macs_;
  double operations_;  ///< issued for each useful one
  double pes_;
  double cycles_;
  double period_ns_;
  cost::Breakdown energy_;
  cost::Breakdown area_;
};

}  // namespace lmulsim::study::paper
