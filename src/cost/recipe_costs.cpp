// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/recipe_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>

#include "util/error.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::cost {
namespace {

const std::vector<double>& energies(const DrawnNetlist& netlist, Stimulus stimulus) {
  const auto it = netlist.batch_pj.find(stimulus);
  if (it == netlist.batch_pj.end() || it->second.empty()) {
    throw InputError(fmt::format("recipe {} ({}): expected energies by batch under '{}', found none", netlist.recipe,
                                 name(netlist.point), name(stimulus)));
  }
  return it->second;
}

double cost_of(Saved saved, const DrawnNetlist& netlist, double data_pj) {
  switch (saved) {
    case Saved::energy:
      return data_pj + netlist.clock_pj;
    case Saved::area:
      return netlist.area_um2;
    case Saved::edp:
      return (data_pj + netlist.clock_pj) * netlist.delay_ns;
    case Saved::period:
      return netlist.delay_ns;
  }
  util::unreachable();
}

bool meets(const DrawnNetlist& netlist, const Criterion& criterion) {
  return netlist.delay_ns <= criterion.clock_ns.value_or(std::numeric_limits<double>::infinity());
}

}  // namespace

RecipeCosts::RecipeCosts(std::span<const DrawnNetlist> netlists, std::span<const int> recipes,
                         const Criterion& criterion)
    : recipes_(recipes.size()), saved_(criterion.saved) {
  for (const DrawnNetlist& netlist : netlists) {
    const auto place = std::ranges::find(recipes, netlist.recipe);
    if (place == recipes.end()) {
      continue;
    }
    const std::vector<double>& batch_pj = energies(netlist, criterion.stimulus);
    batches_ = batches_ == 0 ? batch_pj.size() : batches_;
    if (batch_pj.size() != batches_) {
      throw InputError(fmt::format("recipe {} ({}): expected energies of {} batches, found {}", netlist.recipe,
                                   name(netlist.point), batches_, batch_pj.size()));
    }
    if (meets(netlist, criterion)) {
      candidates_.push_back({static_cast<std::size_t>(place - recipes.begin()), &netlist, &batch_pj});
    }
  }
}

std::vector<double> RecipeCosts::least(std::span<const std::size_t> batches) const {
  std::vector<double> out(recipes_, std::numeric_limits<double>::infinity());
  for (const Candidate& c : candidates_) {
    double sum = 0;
    for (const std::size_t batch : batches) {
      sum += (*c.batch_pj)[batch];
    }
    const double cost = cost_of(saved_, *c.netlist, sum / static_cast<double>(batches.size()));
    out[c.recipe] = std::min(out[c.recipe], cost);
  }
  return out;
}

const DrawnNetlist* cheapest(std::span<const DrawnNetlist> netlists, const Criterion& criterion) {
  const DrawnNetlist* best = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const DrawnNetlist& netlist : netlists) {
    const std::vector<double>& pj = energies(netlist, criterion.stimulus);
    const double mean = std::accumulate(pj.begin(), pj.end(), 0.0) / static_cast<double>(pj.size());
    const double cost = cost_of(criterion.saved, netlist, mean);
    if (meets(netlist, criterion) && cost < least) {
      best = &netlist;
      least = cost;
    }
  }
  return best;
}

std::vector<int> common_recipes(std::span<const DrawnNetlist> a, std::span<const DrawnNetlist> b) {
  const auto recipes = [](std::span<const DrawnNetlist> netlists) {
    std::set<int> numbers;
    for (const DrawnNetlist& netlist : netlists) {
      numbers.insert(netlist.recipe);
    }
    return numbers;
  };
  std::vector<int> both;
  std::ranges::set_intersection(recipes(a), recipes(b), std::back_inserter(both));
  return both;
}

}  // namespace lmulsim::cost
