// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/paired_saving.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "cost/best_of.hpp"
#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::cost {
namespace {

constexpr double kLowShare = 0.025;
constexpr double kHighShare = 0.975;

using Places = std::vector<std::size_t>;

Places all_places(std::size_t count) {
  Places places(count);
  std::iota(places.begin(), places.end(), std::size_t{0});
  return places;
}

Places drawn_places(std::size_t count, util::SplitMix64& random) {
  Places places(count);
  std::ranges::generate(places, [&] {
    return std::min(count - 1, static_cast<std::size_t>(util::uniform(random) * static_cast<double>(count)));
  });
  return places;
}

/// The best of the recipes in these places under the batches in those.
std::optional<double> best(const RecipeCosts& costs, int tries, const Places& recipes, const Places& batches) {
  const std::vector<double> least = costs.least(batches);
  std::vector<double> chosen;
  for (const std::size_t place : recipes) {
    chosen.push_back(least[place]);
  }
  return best_of(tries, std::move(chosen));
}

std::optional<double> saved(const std::optional<double>& cost, const std::optional<double>& other) {
  return cost && other ? std::optional(1 - *cost / *other) : std::nullopt;
}

/// What the draws say of the value's error, as far from it as the contract demands.
Interval interval(double value, std::vector<double> draws, std::size_t recipes, int tries) {
  std::ranges::sort(draws);
  const auto at_share = [&](double share) {
    return draws[std::min(draws.size() - 1, static_cast<std::size_t>(share * static_cast<double>(draws.size())))];
  };
  const auto count = static_cast<double>(recipes);
  const double factor = std::sqrt(count / (count - tries));
  return {value + factor * (at_share(kLowShare) - value), value, value + factor * (at_share(kHighShare) - value)};
}

}  // namespace

PairedSaving paired_saving(std::span<const DrawnNetlist> design, std::span<const DrawnNetlist> other,
                           const Criterion& criterion, const PairedOptions& options) {
  const std::vector<int> recipes = common_recipes(design, other);
  if (static_cast<int>(recipes.size()) <= options.tries) {
    throw InputError(fmt::format("expected more than {} recipes that both designs were made with, found {}",
                                 options.tries, recipes.size()));
  }
  const RecipeCosts own(design, recipes, criterion);
  const RecipeCosts others(other, recipes, criterion);
  if (own.batches() != others.batches()) {
    throw InputError(fmt::format("expected designs measured on the same operands, found {} batches and {}",
                                 own.batches(), others.batches()));
  }
  const auto both = [&](const Places& of, const Places& batches) {
    return std::pair(best(own, options.tries, of, batches), best(others, options.tries, of, batches));
  };
  PairedSaving out;
  out.recipes = static_cast<int>(recipes.size());
  std::tie(out.cost, out.other) = both(all_places(recipes.size()), all_places(own.batches()));
  const std::optional<double> value = saved(out.cost, out.other);
  util::SplitMix64 random(options.seed);
  std::vector<double> draws;
  for (int i = 0; i < options.draws && value; ++i) {
    const Places of = drawn_places(recipes.size(), random);
    const auto [a, b] = both(of, drawn_places(own.batches(), random));
    if (const std::optional<double> draw = saved(a, b)) {
      draws.push_back(*draw);
    }
  }
  out.draws = static_cast<int>(draws.size());
  if (value && 2 * out.draws >= options.draws && out.draws > 0) {
    out.saved = interval(*value, std::move(draws), recipes.size(), options.tries);
  }
  return out;
}

}  // namespace lmulsim::cost
