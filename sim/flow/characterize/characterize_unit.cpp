// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/characterize_unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "flow/characterize/cross_check.hpp"
#include "flow/characterize/measure.hpp"
#include "flow/characterize/stimulus.hpp"
#include "flow/characterize/vectors.hpp"
#include "gates/conditions.hpp"
#include "gates/power.hpp"
#include "util/command.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Band;
using cost::Stimulus;

constexpr double kStandardErrors = 3;
constexpr double kPsPerNs = 1000;

/// Median and extremes.
Band spread(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 != 0 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
  return {values.front(), median, values.back()};
}

template <typename F>
Band spread_of(const std::vector<TimedNetlist>& all, const F& value) {
  std::vector<double> values(all.size());
  std::ranges::transform(all, values.begin(), value);
  return spread(std::move(values));
}

/// The netlist whose area is the median.
std::size_t median_netlist(const std::vector<TimedNetlist>& all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return all[i].netlist->area_um2(); });
  return order[order.size() / 2];
}

double sequential_share(const gates::Netlist& netlist) {
  double sum = 0;
  for (const gates::Gate& gate : netlist.gates) {
    sum += netlist.cell(gate).flip_flop ? netlist.cell(gate).area_um2 : 0;
  }
  return sum / netlist.area_um2();
}

Band widened(Band band, double standard_error) {
  band.low = std::max(0.0, band.low - kStandardErrors * standard_error);
  band.high += kStandardErrors * standard_error;
  return band;
}

class Measurement {
 public:
  Measurement(const cost::Unit& unit, const MeasureOptions& options, const std::vector<TimedNetlist>& all)
      : unit_(unit), options_(options), all_(all), median_(median_netlist(all)) {}

  /// The stream of reference, on every netlist.
  cost::GateEnergy gaussian() {
    const auto [vectors, statistics] = draw(Stimulus::gaussian);
    std::vector<double> values;
    EnergySample at_median;
    double error = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const EnergySample sample = measure_energy(all_[i], vectors);
      values.push_back(sample.pj);
      error = std::max(error, sample.standard_error);
      at_median = i == median_ ? sample : at_median;
    }
    const Band recipes = spread(values);
    relative_low_ = recipes.value > 0 ? recipes.low / recipes.value : 1;
    relative_high_ = recipes.value > 0 ? recipes.high / recipes.value : 1;
    to_median_ = at_median.pj > 0 ? recipes.value / at_median.pj : 1;
    return {widened(recipes, error), at_median.settled_pj * to_median_, statistics};
  }

  /// A hundred cycles of the stream of reference in this simulator and another.
  void cross_check(const std::filesystem::path& folder) const {
    constexpr std::size_t kCycles = 100;
    expect_same_activity(run_both(all_[median_], draw(Stimulus::gaussian).first, kCycles, folder));
  }

  /// Another stream, on the netlist of median area.
  cost::GateEnergy other(Stimulus stimulus) {
    const auto [vectors, statistics] = draw(stimulus);
    const EnergySample sample = measure_energy(all_[median_], vectors);
    const double value = sample.pj * to_median_;
    return {widened({value * relative_low_, value, value * relative_high_}, sample.standard_error * to_median_),
            sample.settled_pj * to_median_, statistics};
  }

 private:
  std::pair<Vectors, cost::StreamStatistics> draw(Stimulus stimulus) const {
    TileSource source(stimulus, unit_.moving, unit_.top, options_.captured,
                      options_.seed * 4 + static_cast<std::uint64_t>(stimulus));
    StreamCounter counter(unit_.moving);
    Vectors vectors = make_vectors(unit_, source, options_.tiles, options_.beats, counter);
    return {std::move(vectors), counter.statistics()};
  }

  const cost::Unit& unit_;
  const MeasureOptions& options_;
  const std::vector<TimedNetlist>& all_;
  std::size_t median_;
  double relative_low_ = 1, relative_high_ = 1, to_median_ = 1;
};

/// The fastest of the delay-constrained netlists, and what it costs.
void add_fastest(cost::GateUnit& result, const Synthesis& synthesis, const Synthesis::Generic& generic,
                 const std::filesystem::path& folder) {
  std::vector<Recipe> recipes;
  for (const double share : {0.75, 0.5}) {
    recipes.push_back(delay_recipe(result.delay_ns.value * share * kPsPerNs));
  }
  std::vector<TimedNetlist> all;
  const std::vector<MappedNetlist> mapped = synthesis.map(generic, recipes, folder);
  for (const MappedNetlist& m : mapped) {
    prove_equivalent(generic.netlist, m.netlist, folder);
    all.push_back(timed(m.netlist));
  }
  const auto best = std::ranges::min_element(all, {}, [](const TimedNetlist& t) { return t.timing.critical_ns; });
  result.fastest_ns = spread_of(all, [](const TimedNetlist& t) { return t.timing.critical_ns; });
  result.fastest_ns.value = result.fastest_ns.low;
  const double area = best->netlist->area_um2();
  result.fastest_area_um2 = spread_of(all, [](const TimedNetlist& t) { return t.netlist->area_um2(); });
  result.fastest_area_um2.value = area;
}

}  // namespace

cost::GateUnit characterize_unit(const cost::Unit& unit, const Synthesis& synthesis, const MeasureOptions& options,
                                 const std::filesystem::path& work) {
  const util::TemporaryFolder folder(work);
  const Synthesis::Generic generic = synthesis.elaborate(unit, folder.path());
  const Vectors exhaustive = exhaustive_vectors(unit);
  check_function(generic.netlist, exhaustive);
  const std::vector<MappedNetlist> mapped = synthesis.map(generic, balanced_recipes(), folder.path());
  std::vector<TimedNetlist> all;
  for (const MappedNetlist& m : mapped) {
    prove_equivalent(generic.netlist, m.netlist, folder.path());
    all.push_back(timed(m.netlist));
  }
  const std::size_t median = median_netlist(all);
  const gates::Netlist& middle = *all[median].netlist;
  cost::GateUnit result;
  result.area_um2 = spread_of(all, [](const TimedNetlist& t) { return t.netlist->area_um2(); });
  result.nand2 = result.area_um2.value / gates::smallest_nand2(synthesis.library()).area_um2;
  result.cells = static_cast<double>(middle.gates.size());
  result.flip_flops = middle.flip_flops();
  result.sequential_share = sequential_share(middle);
  result.delay_ns = spread_of(all, [](const TimedNetlist& t) { return t.timing.critical_ns; });
  result.leakage_nw = spread_of(all, [](const TimedNetlist& t) { return gates::leakage_nw(*t.netlist); });
  result.clock_pj = spread_of(all, [](const TimedNetlist& t) { return clock_pj(t); });
  result.recipe = mapped[median].recipe;
  add_fastest(result, synthesis, generic, folder.path());
  Measurement measurement(unit, options, all);
  if (options.cross_check) {
    measurement.cross_check(folder.path());
  }
  result.energy[Stimulus::gaussian] = measurement.gaussian();
  for (const Stimulus s : {Stimulus::transformer, Stimulus::zero_heavy, Stimulus::uniform}) {
    if (s != Stimulus::transformer || options.captured != nullptr) {
      result.energy[s] = measurement.other(s);
    }
  }
  result.vectors = static_cast<std::int64_t>(options.tiles) * options.beats;
  result.verified = fmt::format("elaborated RTL against the reference arithmetic ({}); netlists equal to it (abc cec)",
                                exhaustive.values.empty() ? "every vector" : "all operand pairs, every vector");
  if (options.cross_check) {
    result.verified += "; transitions as Icarus Verilog counts them";
  }
  return result;
}

}  // namespace lmulsim::flow::characterize
