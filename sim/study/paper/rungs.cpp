// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/rungs.hpp"

#include <fmt/format.h>

#include "cost/breakdown.hpp"
#include "cost/gate_array.hpp"
#include "cost/unit_cost.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Part;
using cost::Quantity;
using result::PartCost;

constexpr cost::Stimulus kStimulus = cost::Stimulus::gaussian;

/// The first rung that a part of an array is counted in.
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

/// A unit measured in gates; of energy also its clock pins, which work in every cycle.
std::vector<PartCost> gate_parts(const cost::Unit& unit, const cost::Technology& technology, Quantity quantity) {
  const cost::GateUnit& gates = technology.gates->get(unit, technology.name);
  const cost::NamedUnit named{cost::unit_name(unit), &gates};
  if (quantity == Quantity::area) {
    return {{named.name, gates.area_um2, {named.entry("area")}}};
  }
  std::vector<PartCost> out{{named.name, named.energy(kStimulus).pj, {named.energy_entry(kStimulus)}}};
  if (gates.clock_pj.high > 0) {
    out.push_back({named.name + " clock", gates.clock_pj, {named.entry("clock")}});
  }
  return out;
}

std::vector<PartCost> operation_parts(const char* what, const cost::UnitCost& unit) {
  return {{what, unit.band, unit.entries}};
}

std::vector<PartCost> multiplier_parts(const machine::Accelerator& acc, const cost::Technology& t, Quantity quantity) {
  return t.gates ? gate_parts(cost::multiplier_unit(acc), t, quantity)
                 : operation_parts("multiplier", cost::multiplier(acc.pe, t, quantity));
}

std::vector<PartCost> accumulator_parts(const machine::Accelerator& acc, const cost::Technology& t, Quantity quantity) {
  return t.gates ? gate_parts(cost::accumulator_unit(acc), t, quantity)
                 : operation_parts("accumulator", cost::accumulator(acc.pe, t, quantity));
}

/// Parts of a whole accelerator up to a rung, per useful multiply-accumulate or per PE.
std::vector<PartCost> array_parts(Rung rung, const machine::Accelerator& acc, const cost::Technology& technology,
                                  Quantity quantity, const machine::Activity& activity) {
  const bool energy = quantity == Quantity::energy;
  const cost::Breakdown whole = energy ? energy_pj(activity, acc, technology) : area_um2(acc, technology);
  const double scale =
      1 / (energy ? static_cast<double>(activity.macs_useful) : static_cast<double>(acc.rows) * acc.cols);
  std::vector<PartCost> out;
  for (const cost::Component& c : whole.components) {
    if (rung_of(c.part) <= rung) {
      out.push_back({std::string(cost::name(c.part)), c.band * scale, c.entries});
    }
  }
  return out;
}

void require_registers(const cost::Technology& technology, Quantity quantity) {
  if (!has_registers(technology, quantity)) {
    throw InputError(
        fmt::format("the technology has no {}", cost::entry_name(quantity, cost::Operation::register_bit)));
  }
}

std::vector<PartCost> parts_of(Rung rung, const machine::Accelerator& acc, const cost::Technology& technology,
                               Quantity quantity, const machine::Activity& activity) {
  switch (rung) {
    case Rung::multiplier:
      return multiplier_parts(acc, technology, quantity);
    case Rung::mac: {
      std::vector<PartCost> out = multiplier_parts(acc, technology, quantity);
      const std::vector<PartCost> more = accumulator_parts(acc, technology, quantity);
      out.insert(out.end(), more.begin(), more.end());
      return out;
    }
    case Rung::pe:
      if (!technology.gates) {
        throw InputError("the technology has no measured PE");
      }
      return gate_parts(cost::pe_unit(acc), technology, quantity);
    case Rung::array:
      require_registers(technology, quantity);
      return array_parts(rung, acc, technology, quantity, activity);
    case Rung::array_dram:
      if (quantity == Quantity::area) {
        throw InputError("DRAM has no area on the chip");
      }
      return array_parts(rung, acc, technology, quantity, activity);
    case Rung::array_sram:
      break;
  }
  return array_parts(rung, acc, technology, quantity, activity);
}

}  // namespace

bool has_registers(const cost::Technology& technology, Quantity quantity) {
  return technology.gates || technology.find(quantity, cost::Operation::register_bit);
}

cost::Band RungCost::total() const {
  cost::Band sum;
  for (const PartCost& part : parts) {
    sum += part.band;
  }
  return sum;
}

RungCost rung_cost(Rung rung, const machine::Accelerator& acc, const cost::Technology& technology, Quantity quantity,
                   const machine::Activity& activity) {
  try {
    return {parts_of(rung, acc, technology, quantity, activity), {}};
  } catch (const InputError& e) {
    return {{}, e.what()};
  }
}

}  // namespace lmulsim::study::paper
