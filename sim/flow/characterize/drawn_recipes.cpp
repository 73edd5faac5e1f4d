// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/drawn_recipes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::flow::characterize {
namespace {

using Steps = const char*;

/// Light restructuring, of which a recipe has none to two.
constexpr std::array<Steps, 7> kLight{
    "dc2",
    "balance; rewrite; refactor; balance; rewrite -z; balance",
    "&get -n; &syn2; &put",
    "resub -K 6; rewrite; resub -K 8; balance",
    "refactor -z; balance; rewrite -z; balance",
    "ifraig; scorr",
    "&get -n; &dc2; &put",
};
/// Heavy restructuring, of which every recipe has one.
constexpr std::array<Steps, 5> kHeavy{
    "&get -n; &syn3; &put",
    "&get -n; &syn4; &put",
    "&get -n; &syn3; &syn3; &put",
    "&get -n; &syn4; &syn4; &put",
    "dc2; dc2",
};
/// From logic to gates. Those with structural choices give the best netlists and stand here more than once; the last
/// two are what somebody would try who wants little area, or no choices.
constexpr std::array<Steps, kMappers> kMapping{
    "&get -n; &dch -f; &nf; &put",
    "&get -n; &dch; &nf; &put",
    "&get -n; &dch -f; &nf -R 5; &put",
    "dch -f; map -B 0.9",
    "&get -n; &dch -f; &nf; &put",
    "&get -n; &dch; &nf; &put",
    "&get -n; &nf; &put",
    "dch; amap",
};
constexpr std::array<Steps, 4> kBuffer{"buffer -N 8", "buffer -N 16", "buffer -N 32", "buffer -c"};

/// One of so many, alike likely.
std::size_t below(std::size_t count, util::SplitMix64& random) {
  return std::min(count - 1, static_cast<std::size_t>(util::uniform(random) * static_cast<double>(count)));
}

}  // namespace

DrawnRecipe drawn_recipe(int number) {
  return drawn_recipe(number, number);
}

DrawnRecipe drawn_recipe(int number, int order) {
  if (number < 0) {
    throw InputError(fmt::format("recipe {}: expected a number from 0", number));
  }
  util::SplitMix64 random(util::split_mix(static_cast<std::uint64_t>(number)));
  std::vector<Steps> steps;
  for (std::size_t light = below(3, random); light > 0; --light) {
    steps.push_back(kLight[below(kLight.size(), random)]);
  }
  const std::size_t place = below(steps.size() + 1, random);
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(place), kHeavy[below(kHeavy.size(), random)]);
  // Another order of the nodes is another start for every heuristic that follows.
  std::string logic = fmt::format("strash; permute -S {}; strash", order + 1);
  for (const Steps step : steps) {
    logic += fmt::format("; {}; strash", step);
  }
  std::string mapping = fmt::format("{}; topo", kMapping[static_cast<std::size_t>(number % kMappers)]);
  return {number, std::move(logic), std::move(mapping), kBuffer[below(kBuffer.size(), random)]};
}

std::string text(const DrawnRecipe& recipe) {
  return fmt::format("{}: {}; {}; for a clock sizes, then {}, then {}, then the fastest steps", recipe.number,
                     recipe.logic, recipe.mapping, recipe.buffers, kMappingForSpeed);
}

}  // namespace lmulsim::flow::characterize
