// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::flow::characterize {

/// Recipes of synthesis that are drawn, not listed: the number is the seed, and the same number is the same steps for
/// every design, so that designs can be paired by it. Eight recipes in a row use each way of mapping as often as any
/// other eight: stratified.
struct DrawnRecipe {
  int number = 0;
  std::string logic;    ///< abc's commands from read logic to restructured logic
  std::string mapping;  ///< from there to a netlist of gates, in topological order
  std::string buffers;  ///< the command that splits large fan-outs
};

/// From restructured logic to a netlist for the hardest clock, where the recipe's own way does not bring it there.
inline constexpr const char* kMappingForSpeed = "dch -f; map -B 0.9";

/// Throws InputError for a negative number.
[[nodiscard]] DrawnRecipe drawn_recipe(int number);

/// The steps of `number` on the nodes in the order that `order` begins with.
[[nodiscard]] DrawnRecipe drawn_recipe(int number, int order);

/// Number of ways of mapping; the recipes below it are one of each.
inline constexpr int kMappers = 8;

/// The recipe in one line, with what is done for a clock, for people and for keys of what is kept.
[[nodiscard]] std::string text(const DrawnRecipe& recipe);

}  // namespace lmulsim::flow::characterize
