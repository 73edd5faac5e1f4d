// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/kept_netlist.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "cost/recipe_costs.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

constexpr double kLowShare = 0.025;
constexpr double kHighShare = 0.975;

}  // namespace

double mean_pj(const DrawnNetlist& netlist, Stimulus stimulus) {
  const std::vector<double>& pj = batch_energies(netlist, stimulus);
  return std::accumulate(pj.begin(), pj.end(), 0.0) / static_cast<double>(pj.size());
}

double standard_error_pj(const DrawnNetlist& netlist, Stimulus stimulus) {
  const std::vector<double>& pj = batch_energies(netlist, stimulus);
  const auto n = static_cast<double>(pj.size());
  const double mean = mean_pj(netlist, stimulus);
  const double squares =
      std::accumulate(pj.begin(), pj.end(), 0.0, [&](double sum, double x) { return sum + (x - mean) * (x - mean); });
  return n > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
}

KeptNetlist::KeptNetlist(std::span<const DrawnNetlist> netlists, int tries) {
  if (netlists.empty()) {
    throw InputError("expected some netlists to keep one of, found none");
  }
  std::map<int, Kept> of_recipe;
  for (const DrawnNetlist& n : netlists) {
    const Kept kept{&n, (mean_pj(n, Stimulus::gaussian) + n.clock_pj) * n.delay_ns, 0};
    const auto [it, added] = of_recipe.emplace(n.recipe, kept);
    if (!added && kept.product < it->second.product) {
      it->second = kept;
    }
  }
  for (const auto& [recipe, kept] : of_recipe) {
    kept_.push_back(kept);
  }
  std::ranges::stable_sort(kept_, {}, &Kept::product);
  const auto count = static_cast<int>(kept_.size());
  tries_ = std::min(tries, (count + 1) / 2);
  const std::vector<double> shares = shares_of_least(tries_, count);
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    kept_[k].weight = shares[k];
  }
}

Band KeptNetlist::band(const std::function<double(const DrawnNetlist&)>& figure) const {
  std::vector<std::pair<double, double>> values;  // and weights
  double mean = 0;
  for (const Kept& kept : kept_) {
    const double value = figure(*kept.netlist);
    mean += kept.weight * value;
    values.emplace_back(value, kept.weight);
  }
  std::ranges::sort(values);
  const auto quantile = [&](double share) {
    double sum = 0;
    for (const auto& [value, weight] : values) {
      sum += weight;
      if (sum >= share) {
        return value;
      }
    }
    return values.back().first;
  };
  return {std::min(mean, quantile(kLowShare)), mean, std::max(mean, quantile(kHighShare))};
}

}  // namespace lmulsim::cost
