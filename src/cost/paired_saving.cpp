// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/paired_saving.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "cost/best_of.hpp"
#include "cost/jackknife.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

/// The least costs of two designs, recipe by recipe.
struct Pair {
  std::vector<double> own;
  std::vector<double> other;

  [[nodiscard]] Pair without(std::size_t recipe) const {
    Pair out = *this;
    out.own.erase(out.own.begin() + static_cast<std::ptrdiff_t>(recipe));
    out.other.erase(out.other.begin() + static_cast<std::ptrdiff_t>(recipe));
    return out;
  }
};

/// The logarithm of the bests' ratio. What was left out may leave more recipes that miss the clock than best_of() lets
/// pass; whether the clock is made is decided with all of them.
std::optional<double> log_ratio(const Pair& pair, int tries) {
  const std::optional<double> own = best_of(tries, pair.own, 1);
  const std::optional<double> other = best_of(tries, pair.other, 1);
  return own && other ? std::optional(std::log(*own / *other)) : std::nullopt;
}

bool holds_energy(Saved saved) {
  return saved == Saved::energy || saved == Saved::edp;
}

class Comparison {
 public:
  Comparison(const RecipeCosts& own, const RecipeCosts& others, std::size_t recipes, int tries)
      : own_(own), others_(others), recipes_(recipes), tries_(tries) {}

  [[nodiscard]] Pair all() const { return {own_.least(), others_.least()}; }

  /// Nothing where a design makes the clock by one recipe alone.
  [[nodiscard]] std::optional<std::vector<double>> without_each_recipe() const {
    const Pair whole = all();
    return each(recipes_, [&](std::size_t recipe) { return whole.without(recipe); });
  }

  [[nodiscard]] std::optional<std::vector<double>> without_each_batch() const {
    const std::size_t batches = own_.batches();
    return batches < 2 ? std::vector<double>{} : each(batches, [&](std::size_t batch) {
      return Pair{own_.least_without(batch), others_.least_without(batch)};
    });
  }

 private:
  template <typename PairWithout>
  [[nodiscard]] std::optional<std::vector<double>> each(std::size_t count, const PairWithout& pair_without) const {
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<double> ratio = log_ratio(pair_without(i), tries_);
      if (!ratio) {
        return std::nullopt;
      }
      out.push_back(*ratio);
    }
    return out;
  }

  const RecipeCosts& own_;
  const RecipeCosts& others_;
  std::size_t recipes_;
  int tries_;
};

std::optional<Interval> interval(double ratio, const Comparison& comparison, Saved saved) {
  auto recipes = comparison.without_each_recipe();
  auto batches = holds_energy(saved) ? comparison.without_each_batch() : std::vector<double>{};
  if (!recipes || !batches) {
    return std::nullopt;
  }
  const std::array sources{std::move(*recipes), std::move(*batches)};
  const double half = jackknife(sources).half_width();
  return Interval{1 - std::exp(ratio + half), 1 - std::exp(ratio), 1 - std::exp(ratio - half)};
}

void require_costs(const PairedSaving& found) {
  if (found.cost.value_or(1) <= 0 || found.other.value_or(1) <= 0) {
    throw InputError(fmt::format("expected two designs that cost something, found costs of {} and {}",
                                 found.cost.value_or(0), found.other.value_or(0)));
  }
}

}  // namespace

PairedSaving paired_saving(const DrawnDesign& design, const DrawnDesign& other, const Criterion& criterion, int tries) {
  const std::vector<int> recipes = common_recipes(design.netlists, other.netlists);
  if (static_cast<int>(recipes.size()) <= tries) {
    throw InputError(
        fmt::format("expected more than {} recipes that both designs were made with, found {}", tries, recipes.size()));
  }
  const RecipeCosts own(design, recipes, criterion);
  const RecipeCosts others(other, recipes, criterion);
  if (own.batches() != others.batches()) {
    throw InputError(fmt::format("expected designs measured on the same operands, found {} batches and {}",
                                 own.batches(), others.batches()));
  }
  const Comparison comparison(own, others, recipes.size(), tries);
  const Pair all = comparison.all();
  PairedSaving out{best_of(tries, all.own), best_of(tries, all.other), std::nullopt, static_cast<int>(recipes.size())};
  require_costs(out);
  if (out.cost && out.other) {
    out.saved = interval(std::log(*out.cost / *out.other), comparison, criterion.saved);
  }
  return out;
}

}  // namespace lmulsim::cost
