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
/// time of an operation (of a unit alone its own critical path) in pJ ns, the critical path itself in ns.
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

/// What one operation takes of a netlist, and of what stands around it. As it is: of a unit alone, one operation and
/// one cycle, without leakage.
struct Load {
  double operations = 1;    ///< of the netlist's data energy
  double cycles = 1;        ///< of its clock pins, and of its leakage where it is in a machine
  bool in_machine = false;  ///< cycles take the run's clock, or without one the netlist's critical path
  std::optional<double> period_ns = std::nullopt;  ///< of the machine's own clock, where it has one
  double around_pj = 0;                            ///< energy of what stands around it
  double around_pj_per_ns = 0;                     ///< and what that takes with time, per ns of the clock's period
  double around_um2 = 0;
};

/// One design: its netlists, and what an operation takes of them.
struct DrawnDesign {
  std::span<const DrawnNetlist> netlists;
  Load load{};
};

/// A netlist's energies by batch, at least one. Throws InputError when it was not measured under the stimulus.
[[nodiscard]] const std::vector<double>& batch_energies(const DrawnNetlist& netlist, Stimulus stimulus);

/// The netlists of one design, by recipe.
class RecipeCosts {
 public:
  /// Only netlists of these recipes, and of each the recipes' own order. Throws InputError when netlists differ in the
  /// number of batches, or were not measured under the stimulus.
  RecipeCosts(const DrawnDesign& design, std::span<const int> recipes, const Criterion& criterion);

  /// Number of batches of every netlist.
  [[nodiscard]] std::size_t batches() const { return batches_; }

  /// For each recipe the least cost of its netlists that meet the clock, infinite where none does; energies are means
  /// over the batches.
  [[nodiscard]] std::vector<double> least() const;
  /// The same without one of two or more batches.
  [[nodiscard]] std::vector<double> least_without(std::size_t batch) const;

 private:
  struct Candidate {
    std::size_t recipe;  ///< place in the list of recipes
    const DrawnNetlist* netlist;
    const std::vector<double>* batch_pj;
    double sum_pj;  ///< of the batches
  };

  /// `mean_pj` gives a candidate's data energy.
  template <typename MeanPj>
  [[nodiscard]] std::vector<double> least_by(const MeanPj& mean_pj) const;

  std::size_t recipes_;
  Criterion criterion_;
  Load load_;
  std::size_t batches_ = 0;
  std::vector<Candidate> candidates_;  ///< that meet the clock
};

/// The recipes that made netlists of both, ascending.
[[nodiscard]] std::vector<int> common_recipes(std::span<const DrawnNetlist> a, std::span<const DrawnNetlist> b);

/// The netlist that costs least of those that meet the clock; null when none does.
[[nodiscard]] const DrawnNetlist* cheapest(std::span<const DrawnNetlist> netlists, const Criterion& criterion);

}  // namespace lmulsim::cost
