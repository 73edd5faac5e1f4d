// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cost/gate_table.hpp"
#include "cost/kept_netlist.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "flow/characterize/kept_results.hpp"
#include "flow/characterize/measure.hpp"
#include "flow/characterize/measure_options.hpp"
#include "flow/characterize/placement.hpp"
#include "flow/characterize/unit_tools.hpp"
#include "gates/netlist.hpp"

namespace lmulsim::flow::characterize {

/// One unit's netlists by drawn recipes, and its figures. Each recipe's netlists are measured and kept before the next
/// recipe begins, so that work which ends at any moment goes on with the recipe it was at, and more families add to
/// what is there.
class UnitCampaign {
 public:
  /// Everything outlives the object.
  UnitCampaign(const cost::Unit& unit, const Synthesis& synthesis, const MeasureOptions& options,
               const KeptResults& kept, const std::filesystem::path& work);

  /// The shortest critical path by the first recipe of each way of mapping, sized for speed, and the area it takes.
  [[nodiscard]] FastestNetlist fastest();

  /// Every netlist gives the results of the reference arithmetic on every vector, 8-bit multipliers on all pairs of
  /// operands, or CheckError is thrown; and those that are the best in energy, area, EDP or speed, at either clock or
  /// at none, are proved equal to the elaborated RTL (abc cec).
  [[nodiscard]] cost::GateUnit measure(const cost::ClockTargets& targets);

  /// The same, and of it one netlist, that of least energy at the relaxed clock: placed, with wires of `times` the
  /// capacitance that the process gives in its loads, 0 times: without.
  [[nodiscard]] cost::GateUnit measure_placed(const cost::ClockTargets& targets, const PlacedWires& wires, int times);

 private:
  using Which = std::pair<int, cost::SizedFor>;  ///< recipe and sizing

  [[nodiscard]] UnitKey key();
  [[nodiscard]] std::string text(const Which& which) const;
  [[nodiscard]] std::vector<cost::DrawnNetlist> measured(const DrawnRecipe& recipe);
  [[nodiscard]] std::set<int> recipes();
  void draw(const DrawnRecipe& recipe);
  [[nodiscard]] std::set<Which> best_of_all() const;
  [[nodiscard]] const cost::DrawnNetlist& figures(const Which& which) const;
  [[nodiscard]] const gates::Netlist& netlist(const Which& which);
  void prove_best();
  [[nodiscard]] bool check_all_pairs();
  void cross_check(const Which& which);
  [[nodiscard]] StreamSample sample(cost::Stimulus stimulus, const Which& which);
  void add_energies(cost::GateUnit& out, const cost::KeptNetlist& kept);
  [[nodiscard]] cost::GateUnit figures_of_kept();
  [[nodiscard]] Which least_energy() const;
  [[nodiscard]] std::vector<double> wires_um(const Which& which, const PlacedWires& wires);

  const cost::Unit& unit_;
  const MeasureOptions& options_;
  const KeptResults& kept_;
  UnitTools tools_;
  double smallest_nand2_um2_;
  DrawnFor drawn_;
  std::vector<cost::DrawnNetlist> netlists_;
  std::map<Which, gates::Netlist> made_;  ///< of those made in this run, the best so far
};

}  // namespace lmulsim::flow::characterize
