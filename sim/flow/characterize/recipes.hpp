// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lmulsim::flow::characterize {

/// One way of optimising and mapping logic: a script of abc, the logic optimiser inside Yosys.
struct Recipe {
  std::string name;
  std::string script;  ///< commands of abc
};

/// Recipes for small area, all with buffers for large fan-outs and gates resized afterwards. They differ in how the
/// logic is restructured before mapping; their spread is the noise of synthesis.
[[nodiscard]] const std::vector<Recipe>& balanced_recipes();

/// A recipe that aims at a delay, in ps.
[[nodiscard]] Recipe delay_recipe(double target_ps);

}  // namespace lmulsim::flow::characterize
