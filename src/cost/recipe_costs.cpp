// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/recipe_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "cost/units.hpp"
#include "util/error.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::cost {
namespace {

std::optional<double> clock_of(const Criterion& criterion, const Load& load) {
  return load.period_ns ? load.period_ns : criterion.clock_ns;
}

double period_ns(const DrawnNetlist& netlist, const Criterion& criterion, const Load& load) {
  return load.in_machine ? clock_of(criterion, load).value_or(netlist.delay_ns) : netlist.delay_ns;
}

double energy_pj(const DrawnNetlist& netlist, double data_pj, double period, const Load& load) {
  const double leakage_pj_per_ns = load.in_machine ? netlist.leakage_nw * kWattPerNw / kNsPerS * kPjPerJoule : 0;
  return load.operations * data_pj + load.cycles * (netlist.clock_pj + leakage_pj_per_ns * period) + load.around_pj +
         load.around_pj_per_ns * period;
}

double cost_of(const DrawnNetlist& netlist, double data_pj, const Criterion& criterion, const Load& load) {
  const double period = period_ns(netlist, criterion, load);
  switch (criterion.saved) {
    case Saved::energy:
      return energy_pj(netlist, data_pj, period, load);
    case Saved::area:
      return netlist.area_um2 + load.around_um2;
    case Saved::edp:
      return energy_pj(netlist, data_pj, period, load) * period * load.cycles;
    case Saved::period:
      return netlist.delay_ns;
  }
  util::unreachable();
}

double sum_of(const std::vector<double>& batches) {
  return std::accumulate(batches.begin(), batches.end(), 0.0);
}

bool meets(const DrawnNetlist& netlist, const Criterion& criterion, const Load& load) {
  return netlist.delay_ns <= clock_of(criterion, load).value_or(std::numeric_limits<double>::infinity());
}

}  // namespace

const std::vector<double>& batch_energies(const DrawnNetlist& netlist, Stimulus stimulus) {
  const auto it = netlist.batch_pj.find(stimulus);
  if (it == netlist.batch_pj.end() || it->second.empty()) {
    throw InputError(fmt::format("recipe {} ({}): expected energies by batch under '{}', found none", netlist.recipe,
                                 name(netlist.point), name(stimulus)));
  }
  return it->second;
}

RecipeCosts::RecipeCosts(const DrawnDesign& design, std::span<const int> recipes, const Criterion& criterion)
    : recipes_(recipes.size()), criterion_(criterion), load_(design.load) {
  for (const DrawnNetlist& netlist : design.netlists) {
    const auto place = std::ranges::find(recipes, netlist.recipe);
    if (place == recipes.end()) {
      continue;
    }
    const std::vector<double>& batch_pj = batch_energies(netlist, criterion.stimulus);
    batches_ = batches_ == 0 ? batch_pj.size() : batches_;
    if (batch_pj.size() != batches_) {
      throw InputError(fmt::format("recipe {} ({}): expected energies of {} batches, found {}", netlist.recipe,
                                   name(netlist.point), batches_, batch_pj.size()));
    }
    if (meets(netlist, criterion, load_)) {
      candidates_.push_back({static_cast<std::size_t>(place - recipes.begin()), &netlist, &batch_pj, sum_of(batch_pj)});
    }
  }
}

template <typename MeanPj>
std::vector<double> RecipeCosts::least_by(const MeanPj& mean_pj) const {
  std::vector<double> out(recipes_, std::numeric_limits<double>::infinity());
  for (const Candidate& c : candidates_) {
    out[c.recipe] = std::min(out[c.recipe], cost_of(*c.netlist, mean_pj(c), criterion_, load_));
  }
  return out;
}

std::vector<double> RecipeCosts::least() const {
  return least_by([&](const Candidate& c) { return c.sum_pj / static_cast<double>(batches_); });
}

std::vector<double> RecipeCosts::least_without(std::size_t batch) const {
  return least_by(
      [&](const Candidate& c) { return (c.sum_pj - (*c.batch_pj)[batch]) / static_cast<double>(batches_ - 1); });
}

const DrawnNetlist* cheapest(std::span<const DrawnNetlist> netlists, const Criterion& criterion) {
  const DrawnNetlist* best = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const DrawnNetlist& netlist : netlists) {
    const std::vector<double>& pj = batch_energies(netlist, criterion.stimulus);
    const double cost = cost_of(netlist, sum_of(pj) / static_cast<double>(pj.size()), criterion, {});
    if (meets(netlist, criterion, {}) && cost < least) {
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
