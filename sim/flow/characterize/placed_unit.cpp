// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One netlist of a unit with the wires of its placement.
#include <fmt/format.h>

#include <algorithm>

#include "cost/recipe_costs.hpp"
#include "flow/characterize/unit_campaign.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Stimulus;

cost::Band exactly(double value) {
  return {value, value, value};
}

/// Mean over the nets that have a wire.
double mean_um(const std::vector<double>& um) {
  double sum = 0;
  int count = 0;
  for (const double length : um) {
    sum += length;
    count += length > 0 ? 1 : 0;
  }
  return count > 0 ? sum / count : 0;
}

std::string verified(const PlacedWires& wires, const std::vector<double>& um, int times) {
  return fmt::format(
      "the netlist against the reference arithmetic (every vector) and equal to the elaborated RTL (abc cec); placed "
      "by "
      "graywolf, wires of {:.1f} um a net in the mean, {} times {:.4g} fF/um ({})",
      mean_um(um), times, wires.pf_um * 1e3, wires.placer.lef.filename().string());
}

}  // namespace

/// Of the netlists that meet the relaxed clock, of all where none does.
UnitCampaign::Which UnitCampaign::least_energy() const {
  cost::Criterion criterion{.saved = cost::Saved::energy, .clock_ns = drawn_.targets.relaxed_ns};
  const cost::DrawnNetlist* best = cost::cheapest(netlists_, criterion);
  if (best == nullptr) {
    criterion.clock_ns.reset();
    best = cost::cheapest(netlists_, criterion);
  }
  return {best->recipe, best->point};
}

std::vector<double> UnitCampaign::wires_um(const Which& which, const PlacedWires& wires) {
  const UnitKey unit = key();
  const std::string what = fmt::format("{}\n{}", text(which), wires.sha256);
  std::optional<std::vector<double>> um = kept_.wires_um(unit, what);
  if (!um) {
    kept_.keep_wires_um(unit, what, place(netlist(which), wires.placer, tools_.folder()));
    um = kept_.wires_um(unit, what);  // as any later run will see it
  }
  if (um->size() != static_cast<std::size_t>(netlist(which).nets)) {
    throw CheckError(fmt::format("recipe {}: expected {} nets that were placed, found {}", which.first,
                                 netlist(which).nets, um->size()));
  }
  return *um;
}

cost::GateUnit UnitCampaign::measure_placed(const cost::ClockTargets& targets, const PlacedWires& wires, int times) {
  cost::GateUnit out = measure(targets);
  const Which which = least_energy();
  const std::vector<double> um = wires_um(which, wires);
  std::vector<double> pf = um;
  std::ranges::for_each(pf, [&](double& net) { net *= times * wires.pf_um; });
  const TimedNetlist t = timed(netlist(which), pf);
  EnergySample energy = measure_energy(t, tools_.vectors(Stimulus::gaussian));
  cost::DrawnNetlist placed = figures(which);
  placed.delay_ns = t.timing.critical_ns;
  placed.clock_pj = energy.clock_pj;
  placed.settled_pj = energy.settled_pj;
  placed.batch_pj = {{Stimulus::gaussian, energy.batch_pj}};
  out.area_um2 = exactly(placed.area_um2);
  out.nand2 = placed.area_um2 / smallest_nand2_um2_;
  out.cells = static_cast<double>(netlist(which).gates.size());
  out.delay_ns = exactly(placed.delay_ns);
  out.leakage_nw = exactly(placed.leakage_nw);
  out.clock_pj = exactly(placed.clock_pj);
  out.energy = {{Stimulus::gaussian, {exactly(energy.pj), energy.settled_pj, tools_.statistics(Stimulus::gaussian)}}};
  out.verified = verified(wires, um, times);
  out.netlists = {placed};
  return out;
}

}  // namespace lmulsim::flow::characterize
