// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "cost/band.hpp"
#include "cost/best_of.hpp"
#include "cost/drawn_netlist.hpp"

namespace lmulsim::cost {

/// The mean over a stimulus' batches, in pJ. Throws InputError when the netlist was not measured with it.
[[nodiscard]] double mean_pj(const DrawnNetlist& netlist, Stimulus stimulus);
/// Its standard error, from the scatter between batches.
[[nodiscard]] double standard_error_pj(const DrawnNetlist& netlist, Stimulus stimulus);

/// The netlist that somebody keeps who tries `tries` of the recipes that a unit's netlists were drawn by, and keeps
/// the one of least energy (gaussian, with the clock) times critical path: which one that is depends on the recipes
/// tried, so it is a distribution.
class KeptNetlist {
 public:
  /// The netlists outlive the object. No more than half of the recipes are tried: of all there would be one choice, and
  /// nothing to tell how good another draw of recipes is. Throws InputError without netlists.
  explicit KeptNetlist(std::span<const DrawnNetlist> netlists, int tries = kUsualTries);

  /// A figure of the kept netlist: its mean, and the 2.5 and 97.5 % quantiles.
  [[nodiscard]] Band band(const std::function<double(const DrawnNetlist&)>& figure) const;
  /// How many recipes there are, and how many of them are tried.
  [[nodiscard]] int recipes() const { return static_cast<int>(kept_.size()); }
  [[nodiscard]] int tries() const { return tries_; }
  /// The best of all.
  [[nodiscard]] const DrawnNetlist& best() const { return *kept_.front().netlist; }

 private:
  struct Kept {
    const DrawnNetlist* netlist;
    double product;  ///< energy times critical path
    double weight;   ///< share of the choices of recipes in which it is kept
  };
  int tries_ = 0;
  std::vector<Kept> kept_;  ///< one of each recipe, the best first
};

}  // namespace lmulsim::cost
