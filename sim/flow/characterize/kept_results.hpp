// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/gate_table.hpp"
#include "flow/characterize/drawn_recipes.hpp"

namespace lmulsim::flow::characterize {

/// A unit as results are kept of it: by its elaborated logic, so that RTL which says the same in other words, or calls
/// it something else, asks for nothing anew.
struct UnitKey {
  std::string name;
  std::string sha256;
};

/// A design made for speed alone.
struct FastestNetlist {
  double ns = 0;  ///< critical path
  double area_um2 = 0;
  int recipe = 0;  ///< that made it
};

/// How a recipe's netlists are made and measured, besides the recipe.
struct DrawnFor {
  cost::ClockTargets targets;
  std::vector<cost::Stimulus> streams;
};

/// One netlist under one stream, per operation and without the clock.
struct StreamSample {
  double pj = 0;
  double settled_pj = 0;
};

/// Equal in the six digits that files have.
[[nodiscard]] bool written_alike(double a, double b);

/// What is kept of measurements: small files, each written whole when its result is there, and found again by all that
/// the result depends on; and a technology file that was measured under the same conditions. May be used by several
/// threads.
class KeptResults {
 public:
  /// `conditions` is what every result depends on: library, tools, operands. Of `known` (may be null; outlives the
  /// object) those units are taken over that it has of the same logic.
  KeptResults(std::filesystem::path folder, std::string conditions, const cost::GateTable* known = nullptr);

  [[nodiscard]] std::optional<FastestNetlist> fastest(const UnitKey& unit) const;
  void keep(const UnitKey& unit, const FastestNetlist& fastest) const;

  /// The three netlists of a recipe.
  [[nodiscard]] std::optional<std::vector<cost::DrawnNetlist>> netlists(const UnitKey& unit, const DrawnFor& drawn,
                                                                        const DrawnRecipe& recipe) const;
  /// Numbers of the recipes whose netlists the known technology has of the unit, ascending.
  [[nodiscard]] std::vector<int> known_recipes(const UnitKey& unit, const DrawnFor& drawn) const;
  void keep(const UnitKey& unit, const DrawnFor& drawn, const DrawnRecipe& recipe,
            const std::vector<cost::DrawnNetlist>& netlists) const;

  /// Of the netlist that `netlist` tells from all others of the unit.
  [[nodiscard]] std::optional<StreamSample> sample(const UnitKey& unit, cost::Stimulus stimulus,
                                                   const std::string& netlist) const;
  void keep(const UnitKey& unit, cost::Stimulus stimulus, const std::string& netlist, const StreamSample& sample) const;

  /// The lengths of a placed netlist's wires, by net.
  [[nodiscard]] std::optional<std::vector<double>> wires_um(const UnitKey& unit, const std::string& placement) const;
  void keep_wires_um(const UnitKey& unit, const std::string& placement, const std::vector<double>& um) const;

  /// Whether something was shown of the unit that need not be shown again.
  [[nodiscard]] bool shown(const UnitKey& unit, const std::string& what) const;
  void keep_shown(const UnitKey& unit, const std::string& what) const;

 private:
  [[nodiscard]] const cost::GateUnit* known(const UnitKey& unit) const;
  [[nodiscard]] std::vector<cost::DrawnNetlist> known_netlists(const UnitKey& unit, const DrawnFor& drawn,
                                                               const DrawnRecipe& recipe) const;
  [[nodiscard]] std::filesystem::path file(std::string_view kind, const UnitKey& unit, const std::string& rest) const;

  std::filesystem::path folder_;
  std::string conditions_;
  const cost::GateTable* known_;
};

}  // namespace lmulsim::flow::characterize
