// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cost/drawn_netlist.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// What two designs are compared in, per operation: energy of data and clock pins in pJ, area in um^2, energy times the
/// netlist's own critical path in pJ ns, the critical path itself in ns.
enum class Saved : std::uint8_t { energy, area, edp, period };
inline constexpr auto kSavedNames = util::enum_names<Saved>("energy", "area", "EDP", "fastest clock");
[[nodiscard]] constexpr std::string_view name(Saved s) {
  return kSavedNames[s];
}

struct Criterion {
  Saved saved = Saved::energy;
  std::optional<double> clock_ns = std::nullopt;  ///< that the netlists must meet; none: any netlist will do
  Stimulus stimulus = Stimulus::gaussian;         ///< of the energies
};

/// The netlists of one design, by recipe.
class RecipeCosts {
 public:
  /// Only netlists of these recipes, and of each the recipes' own order. Throws InputError when netlists differ in the
  /// number of batches, or were not measured under the stimulus.
  RecipeCosts(std::span<const DrawnNetlist> netlists, std::span<const int> recipes, const Criterion& criterion);

  /// Number of batches of every netlist.
  [[nodiscard]] std::size_t batches() const { return batches_; }

  /// For each recipe the least cost of its netlists that meet the clock, infinite where none does; energies are means
  /// over the batches in these places, which may repeat.
  [[nodiscard]] std::vector<double> least(std::span<const std::size_t> batches) const;

 private:
  struct Candidate {
    std::size_t recipe;  ///< place in the list of recipes
    const DrawnNetlist* netlist;
    const std::vector<double>* batch_pj;
  };

  std::size_t recipes_;
  Saved saved_;
  std::size_t batches_ = 0;
  std::vector<Candidate> candidates_;  ///< that meet the clock
};

/// The recipes that made netlists of both, ascending.
[[nodiscard]] std::vector<int> common_recipes(std::span<const DrawnNetlist> a, std::span<const DrawnNetlist> b);

/// The netlist that costs least of those that meet the clock; null when none does.
[[nodiscard]] const DrawnNetlist* cheapest(std::span<const DrawnNetlist> netlists, const Criterion& criterion);

}  // namespace lmulsim::cost
