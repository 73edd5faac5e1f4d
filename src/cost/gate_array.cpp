// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/gate_array.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cost/breakdown_builder.hpp"

namespace lmulsim::cost {
namespace {

NamedUnit find(const GateTable& table, const Unit& unit, const Technology& technology) {
  return {unit_name(unit), &table.get(unit, technology.name)};
}

}  // namespace

Unit pe_unit(const machine::Accelerator& acc) {
  const bool swapped = acc.dataflow == machine::Dataflow::input_stationary;
  return {.kind = acc.dataflow == machine::Dataflow::output_stationary ? UnitKind::pe_output : UnitKind::pe_stationary,
          .multiplier = acc.pe.multiplier,
          .moving = swapped ? acc.pe.weight_format : acc.pe.activation_format,
          .top = swapped ? acc.pe.activation_format : acc.pe.weight_format,
          .accumulator = acc.pe.accumulator,
          .mul_stages = acc.pe.mul_stages,
          .acc_latency = acc.pe.acc_latency};
}

Unit multiplier_unit(const machine::Accelerator& acc) {
  Unit unit = pe_unit(acc);
  unit.kind = UnitKind::multiplier;
  return unit;
}

Unit accumulator_unit(const machine::Accelerator& acc) {
  Unit unit = pe_unit(acc);
  unit.kind = UnitKind::accumulator;
  return unit;
}

std::string NamedUnit::entry(std::string_view number) const {
  return fmt::format("gates.{}.{}", name, number);
}

std::string NamedUnit::energy_entry(Stimulus stimulus) const {
  return entry(fmt::format("energy.{}", cost::name(stimulus)));
}

GateArray gate_array(const machine::Accelerator& acc, const Technology& technology) {
  const GateTable& table = *technology.gates;
  GateArray out;
  out.pes = static_cast<double>(acc.rows) * acc.cols;
  out.products = arith::products_a_beat(acc.pe.accumulator);
  out.pe = find(table, pe_unit(acc), technology);
  out.multiplier = find(table, multiplier_unit(acc), technology);
  out.accumulator = find(table, accumulator_unit(acc), technology);
  return out;
}

void add_pe(Breakdown& out, const Band& total, const PeSplit& alone, const PeEntries& entries, std::string_view what) {
  const double parts = alone.multiplier + alone.accumulator;
  const double whole = std::max(alone.whole, parts);
  const double multiplier = whole > 0 ? alone.multiplier / whole : 0;
  const double accumulator = whole > 0 ? alone.accumulator / whole : 0;
  add(out, Part::multipliers, total * multiplier, {entries.whole, entries.multiplier});
  add(out, Part::accumulators, total * accumulator, {entries.whole, entries.accumulator});
  add(out, Part::pe_registers_and_rest, total * std::max(0.0, 1 - multiplier - accumulator), {entries.whole});
  if (parts > alone.whole) {
    note(out, fmt::format("sharing: multiplier and accumulator alone take {:.4g} {}, the PE with both {:.4g}; the PE's "
                          "figure is divided in their proportion",
                          parts, what, alone.whole));
  }
}

}  // namespace lmulsim::cost
