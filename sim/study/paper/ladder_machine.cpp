// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder_machine.hpp"

#include "cost/surroundings.hpp"
#include "cost/units.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Part;

/// The first rung that a part is counted in.
Rung rung_of(Part part) {
  switch (part) {
    case Part::multipliers:
    case Part::accumulators:
    case Part::registers:
    case Part::pe_registers_and_rest:
    case Part::skew_registers:
    case Part::control:
    case Part::clock:
    case Part::logic_leakage:
      return Rung::array;
    case Part::activation_sram:
    case Part::weight_sram:
    case Part::accumulator_sram:
    case Part::sram_leakage:
      return Rung::array_sram;
    case Part::dram:
    case Part::dram_activate:
    case Part::dram_read:
    case Part::dram_write:
    case Part::dram_io:
    case Part::dram_refresh:
    case Part::dram_standby:
      break;
  }
  return Rung::array_dram;
}

double at(const cost::Band& band, Scenario scenario) {
  switch (scenario) {
    case Scenario::low:
      return band.low;
    case Scenario::value:
      return band.value;
    case Scenario::high:
      return band.high;
  }
  util::unreachable();
}

double amount(const cost::Component& component, Scenario scenario) {
  return at(component.band, rung_of(component.part) == Rung::array ? Scenario::value : scenario);
}

machine::Accelerator at_period(machine::Accelerator accelerator, double period_ns) {
  accelerator.clock_hz = cost::kNsPerS / period_ns;
  return accelerator;
}

}  // namespace

LadderMachine::LadderMachine(const machine::Accelerator& accelerator, const machine::Activity& activity,
                             const cost::Technology& technology, double period_ns)
    : macs_(static_cast<double>(activity.macs_useful)),
      operations_(static_cast<double>(activity.macs_issued) / macs_),
      pes_(static_cast<double>(accelerator.rows) * accelerator.cols),
      cycles_(static_cast<double>(activity.total_cycles())),
      period_ns_(period_ns),
      energy_(cost::surroundings_pj(activity, at_period(accelerator, period_ns), technology, cost::Stimulus::gaussian)),
      area_(cost::surroundings_um2(at_period(accelerator, period_ns), technology)) {}

cost::Load LadderMachine::load(Rung rung, Scenario scenario) const {
  cost::Load load{.operations = operations_, .cycles = pes_ * cycles_ / macs_, .in_machine = true};
  for (const cost::Component& c : energy_.components) {
    if (rung_of(c.part) > rung) {
      continue;
    }
    const double pj = amount(c, scenario) / macs_;
    if (cost::takes_time(c.part)) {
      load.around_pj_per_ns += pj / period_ns_;
    } else {
      load.around_pj += pj;
    }
  }
  for (const cost::Component& c : area_.components) {
    load.around_um2 += rung_of(c.part) > rung ? 0 : amount(c, scenario) / pes_;
  }
  return load;
}

}  // namespace lmulsim::study::paper
