// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cost/gate_table.hpp"
#include "flow/characterize/synthesis.hpp"

namespace lmulsim::flow::characterize {

struct DrawnOptions {
  int families = 32;       ///< recipes: 0 to one less
  std::uint64_t seed = 1;  ///< of the operands, the same for every design
  int tiles = 64;
  int beats = 32;
};

/// A unit's netlists and the clocks they were made for.
struct DrawnUnit {
  cost::ClockTargets targets;
  std::vector<cost::DrawnNetlist> netlists;  ///< by recipe, then by cost::SizedFor
};

/// Netlists of units by drawn recipes. Each recipe's netlists are measured and kept before the next recipe begins, so
/// that work which ends at any moment goes on with the recipe it was at, and more families add to what is there. May be
/// used by several threads.
class DrawnUnits {
 public:
  /// `kept` is what results depend on besides unit, recipe, targets and operands: library, RTL, tools. Everything
  /// outlives the object.
  DrawnUnits(const Synthesis& synthesis, DrawnOptions options, std::string kept, std::filesystem::path cache);

  /// Every netlist gives the results of the reference arithmetic on every vector, or CheckError is thrown; and those
  /// that are the best in energy, area, EDP or speed, at either clock or at none, are proved equal to the elaborated
  /// RTL (abc cec).
  [[nodiscard]] DrawnUnit draw(const cost::Unit& unit, const std::filesystem::path& work) const;

 private:
  class Mapper;

  [[nodiscard]] std::filesystem::path file(const std::string& kind, const std::string& key) const;
  [[nodiscard]] double fastest_ns(const cost::Unit& unit, const std::filesystem::path& work) const;
  [[nodiscard]] std::string key(const cost::Unit& unit, const cost::ClockTargets& targets) const;
  [[nodiscard]] std::vector<cost::DrawnNetlist> by_recipe(const cost::Unit& unit, const cost::ClockTargets& targets,
                                                          int recipe, Mapper& mapper) const;
  void prove_best(const cost::Unit& unit, const DrawnUnit& drawn, Mapper& mapper) const;

  const Synthesis& synthesis_;
  DrawnOptions options_;
  std::string kept_;
  std::filesystem::path cache_;
};

}  // namespace lmulsim::flow::characterize
