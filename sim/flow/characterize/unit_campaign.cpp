// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "cost/kept_netlist.hpp"
#include "cost/recipe_costs.hpp"
#include "flow/characterize/cross_check.hpp"
#include "flow/characterize/unit_list.hpp"
#include "gates/conditions.hpp"
#include "gates/power.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::DrawnNetlist;
using cost::Stimulus;

DrawnNetlist measured_netlist(const gates::Netlist& netlist, int recipe, cost::SizedFor point,
                              const std::vector<Stimulus>& streams, UnitTools& tools) {
  const TimedNetlist t = timed(netlist);
  DrawnNetlist out;
  out.recipe = recipe;
  out.point = point;
  out.area_um2 = netlist.area_um2();
  out.delay_ns = t.timing.critical_ns;
  out.leakage_nw = gates::leakage_nw(netlist);
  for (const Stimulus stimulus : streams) {
    EnergySample energy = measure_energy(t, tools.vectors(stimulus));
    if (stimulus == Stimulus::gaussian) {
      out.settled_pj = energy.settled_pj;
      out.clock_pj = energy.clock_pj;
    }
    out.batch_pj[stimulus] = std::move(energy.batch_pj);
  }
  return out;
}

/// Whether two netlists of one unit are the same: a harder clock often asks for no other sizes.
bool same(const gates::Netlist& a, const gates::Netlist& b) {
  const auto alike = [](const gates::Gate& x, const gates::Gate& y) {
    return x.cell == y.cell && x.inputs == y.inputs && x.outputs == y.outputs;
  };
  return std::ranges::equal(a.gates, b.gates, alike) &&
         std::ranges::equal(a.outputs, b.outputs, {}, &gates::Port::nets, &gates::Port::nets);
}

double sequential_um2(const gates::Netlist& netlist) {
  double sum = 0;
  for (const gates::Gate& gate : netlist.gates) {
    sum += netlist.cell(gate).sequential() ? netlist.cell(gate).area_um2 : 0;
  }
  return sum;
}

cost::Band widened(cost::Band band, double by) {
  return {std::max(0.0, band.low - by), band.value, band.high + by};
}

/// The streams that every netlist of a unit is measured with: all of them where rows say what operands do to a saving,
/// else gaussian alone, and the best netlist says what the others do.
std::vector<Stimulus> streams_of(const cost::Unit& unit, const MeasureOptions& options) {
  std::vector<Stimulus> streams{Stimulus::gaussian};
  if (shows_streams(unit)) {
    if (options.captured != nullptr) {
      streams.push_back(Stimulus::transformer);
    }
    streams.insert(streams.end(), {Stimulus::zero_heavy, Stimulus::uniform});
  }
  return streams;
}

}  // namespace

UnitCampaign::UnitCampaign(const cost::Unit& unit, const Synthesis& synthesis, const MeasureOptions& options,
                           const KeptResults& kept, const std::filesystem::path& work)
    : unit_(unit),
      options_(options),
      kept_(kept),
      tools_(unit, synthesis, options, work),
      smallest_nand2_um2_(gates::smallest_nand2(synthesis.library()).area_um2) {}

UnitKey UnitCampaign::key() {
  return {cost::unit_name(unit_), tools_.sha256()};
}

FastestNetlist UnitCampaign::fastest() {
  const UnitKey unit = key();
  if (const std::optional<FastestNetlist> kept = kept_.fastest(unit)) {
    return *kept;
  }
  FastestNetlist best{.ns = std::numeric_limits<double>::infinity(), .area_um2 = 0, .recipe = 0};
  for (int i = 0; i < kMappers; ++i) {
    const gates::Netlist netlist = tools_.mapper().fastest(drawn_recipe(i));
    const double ns = timed(netlist).timing.critical_ns;
    best = ns < best.ns ? FastestNetlist{ns, netlist.area_um2(), i} : best;
  }
  kept_.keep(unit, best);
  return *kept_.fastest(unit);  // as any later run will see it
}

/// A recipe's netlists, each other one measured once.
std::vector<DrawnNetlist> UnitCampaign::measured(const DrawnRecipe& recipe) {
  std::array<gates::Netlist, 3> mapped = tools_.mapper().map(recipe, drawn_.targets, fastest().recipe);
  std::vector<DrawnNetlist> all;
  for (std::size_t i = 0; i < mapped.size(); ++i) {
    const auto point = static_cast<cost::SizedFor>(i);
    if (i > 0 && same(mapped[i], mapped[i - 1])) {
      all.push_back(all.back());
      all.back().point = point;
    } else {
      all.push_back(measured_netlist(mapped[i], recipe.number, point, drawn_.streams, tools_));
    }
  }
  for (std::size_t i = 0; i < mapped.size(); ++i) {
    made_.insert_or_assign(Which{recipe.number, static_cast<cost::SizedFor>(i)}, std::move(mapped[i]));
  }
  return all;
}

void UnitCampaign::draw(const DrawnRecipe& recipe) {
  const UnitKey unit = key();
  std::optional<std::vector<DrawnNetlist>> all = kept_.netlists(unit, drawn_, recipe);
  if (!all) {
    kept_.keep(unit, drawn_, recipe, measured(recipe));
    all = kept_.netlists(unit, drawn_, recipe);  // as any later run will see it
  }
  netlists_.insert(netlists_.end(), all->begin(), all->end());
  const std::set<Which> best = best_of_all();
  std::erase_if(made_, [&](const auto& made) { return !best.contains(made.first); });
}

/// The netlists that somebody would choose.
std::set<UnitCampaign::Which> UnitCampaign::best_of_all() const {
  std::set<Which> best;
  const auto add = [&](const DrawnNetlist* n) {
    if (n != nullptr) {  // else no netlist meets the clock
      best.emplace(n->recipe, n->point);
    }
  };
  for (std::size_t i = 0; i < cost::kSavedNames.size(); ++i) {
    for (const std::optional<double> clock :
         {std::optional<double>(), std::optional(drawn_.targets.relaxed_ns), std::optional(drawn_.targets.hard_ns)}) {
      add(cost::cheapest(netlists_, {static_cast<cost::Saved>(i), clock}));
    }
  }
  return best;
}

const DrawnNetlist& UnitCampaign::figures(const Which& which) const {
  return *std::ranges::find_if(
      netlists_, [&](const DrawnNetlist& n) { return n.recipe == which.first && n.point == which.second; });
}

/// A netlist that an earlier run measured is made again, and must be the same.
const gates::Netlist& UnitCampaign::netlist(const Which& which) {
  if (const auto it = made_.find(which); it != made_.end()) {
    return it->second;
  }
  std::array<gates::Netlist, 3> all = tools_.mapper().map(drawn_recipe(which.first), drawn_.targets, fastest().recipe);
  gates::Netlist& again = all[static_cast<std::size_t>(which.second)];
  const DrawnNetlist& first = figures(which);
  if (!written_alike(again.area_um2(), first.area_um2) ||
      !written_alike(timed(again).timing.critical_ns, first.delay_ns)) {
    throw CheckError(fmt::format(
        "recipe {} ({}): expected the netlist of {:g} um^2 that was measured, found one of {:g} um^2 when it was "
        "made again",
        which.first, name(which.second), first.area_um2, again.area_um2()));
  }
  return made_.insert_or_assign(which, std::move(again)).first->second;
}

std::string UnitCampaign::text(const Which& which) const {
  return fmt::format("{:.6g} {:.6g} {} {}", drawn_.targets.relaxed_ns, drawn_.targets.hard_ns,
                     characterize::text(drawn_recipe(which.first)), name(which.second));
}

void UnitCampaign::prove_best() {
  const UnitKey unit = key();
  for (const Which& which : best_of_all()) {
    const std::string what = "equal to the elaborated RTL\n" + text(which);
    if (!kept_.shown(unit, what)) {
      prove_equivalent(tools_.rtl().netlist, netlist(which), tools_.folder());
      kept_.keep_shown(unit, what);
    }
  }
}

/// The elaborated RTL on all pairs of operands, where they are few.
bool UnitCampaign::check_all_pairs() {
  constexpr const char* kWhat = "equal to the reference arithmetic on all pairs of operands";
  const UnitKey unit = key();
  if (!has_few_operands(unit_)) {
    return false;
  }
  if (!kept_.shown(unit, kWhat)) {
    check_function(tools_.generic().netlist, exhaustive_vectors(unit_));
    kept_.keep_shown(unit, kWhat);
  }
  return true;
}

/// A hundred cycles of the best netlist in this simulator and another.
void UnitCampaign::cross_check(const Which& which) {
  constexpr std::size_t kCycles = 100;
  const std::string what = "transitions as Icarus Verilog counts them\n" + text(which);
  const UnitKey unit = key();
  if (!kept_.shown(unit, what)) {
    const TimedNetlist t = timed(netlist(which));
    expect_same_activity(run_both(t, tools_.vectors(Stimulus::gaussian), kCycles, tools_.folder()));
    kept_.keep_shown(unit, what);
  }
}

StreamSample UnitCampaign::sample(Stimulus stimulus, const Which& which) {
  const UnitKey unit = key();
  std::optional<StreamSample> kept = kept_.sample(unit, stimulus, text(which));
  if (!kept) {
    const EnergySample energy = measure_energy(timed(netlist(which)), tools_.vectors(stimulus));
    kept_.keep(unit, stimulus, text(which), StreamSample{energy.pj, energy.settled_pj});
    kept = kept_.sample(unit, stimulus, text(which));
  }
  return *kept;
}

/// Gaussian energy of the kept netlist. Another stream's is its own where every netlist was measured with it, else
/// gaussian's in the proportion that the best netlist has.
void UnitCampaign::add_energies(cost::GateUnit& out, const cost::KeptNetlist& kept) {
  constexpr double kStandardErrors = 1.96;
  const DrawnNetlist& best = kept.best();
  const Which which{best.recipe, best.point};
  const auto of = [&](Stimulus stimulus) {
    return widened(kept.band([&](const DrawnNetlist& n) { return cost::mean_pj(n, stimulus); }),
                   kStandardErrors * cost::standard_error_pj(best, stimulus));
  };
  cost::GateEnergy& gaussian = out.energy[Stimulus::gaussian];
  gaussian = {of(Stimulus::gaussian), kept.band([](const DrawnNetlist& n) { return n.settled_pj; }).value,
              tools_.statistics(Stimulus::gaussian)};
  const double best_pj = cost::mean_pj(best, Stimulus::gaussian);
  const auto share = [](double a, double b) { return b > 0 ? a / b : 1; };
  for (const Stimulus stimulus : {Stimulus::transformer, Stimulus::zero_heavy, Stimulus::uniform}) {
    if (stimulus == Stimulus::transformer && options_.captured == nullptr) {
      continue;
    }
    const StreamSample other = sample(stimulus, which);
    const bool by_all = best.batch_pj.contains(stimulus);
    out.energy[stimulus] = {by_all ? of(stimulus) : gaussian.pj * share(other.pj, best_pj),
                            gaussian.settled_pj * share(other.settled_pj, best.settled_pj),
                            tools_.statistics(stimulus)};
  }
}

cost::GateUnit UnitCampaign::figures_of_kept() {
  const cost::KeptNetlist kept(netlists_);
  const auto band = [&](double DrawnNetlist::*figure) {
    return kept.band([figure](const DrawnNetlist& n) { return n.*figure; });
  };
  cost::GateUnit out;
  out.area_um2 = band(&DrawnNetlist::area_um2);
  out.nand2 = out.area_um2.value / smallest_nand2_um2_;
  out.delay_ns = band(&DrawnNetlist::delay_ns);
  out.leakage_nw = band(&DrawnNetlist::leakage_nw);
  out.clock_pj = band(&DrawnNetlist::clock_pj);
  const gates::Netlist& best = netlist({kept.best().recipe, kept.best().point});
  out.cells = static_cast<double>(best.gates.size());
  out.flip_flops = best.flip_flops();
  out.sequential_share = sequential_um2(best) / out.area_um2.value;
  add_energies(out, kept);
  if (options_.cross_check) {
    cross_check({kept.best().recipe, kept.best().point});
  }
  return out;
}

/// Those that are asked for, and those that the technology to extend has besides.
std::set<int> UnitCampaign::recipes() {
  const std::vector<int> known = kept_.known_recipes(key(), drawn_);
  std::set<int> all(known.begin(), known.end());
  for (int i = 0; i < families_of(unit_, options_.families); ++i) {
    all.insert(options_.first_recipe + i);
  }
  return all;
}

cost::GateUnit UnitCampaign::measure(const cost::ClockTargets& targets) {
  drawn_ = {targets, streams_of(unit_, options_)};
  const bool all_pairs = check_all_pairs();
  for (const int recipe : recipes()) {
    draw(drawn_recipe(recipe));
  }
  prove_best();
  cost::GateUnit out = figures_of_kept();
  const FastestNetlist speed = fastest();
  out.fastest_ns = {speed.ns, speed.ns, speed.ns};
  out.fastest_area_um2 = {speed.area_um2, speed.area_um2, speed.area_um2};
  out.fastest_recipe = speed.recipe;
  out.elaborated = tools_.sha256();
  out.vectors = static_cast<std::int64_t>(options_.tiles) * options_.beats;
  out.verified = fmt::format(
      "every netlist against the reference arithmetic ({}every vector); the best equal to the elaborated RTL (abc "
      "cec){}",
      all_pairs ? "the RTL on all operand pairs, " : "",
      options_.cross_check ? "; transitions as Icarus Verilog counts them" : "");
  out.targets = targets;
  out.netlists = netlists_;
  return out;
}

}  // namespace lmulsim::flow::characterize
