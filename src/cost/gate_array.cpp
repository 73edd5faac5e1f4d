// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/gate_array.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "cost/breakdown_builder.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

constexpr std::string_view kRegister = "register/";

NamedUnit find(const GateTable& table, const Unit& unit, const Technology& technology) {
  return {unit_name(unit), &table.get(unit, technology.name)};
}

/// The width in "register/8"; 0 for other units.
int register_width(std::string_view unit) {
  int width = 0;
  if (unit.starts_with(kRegister)) {
    (void)std::from_chars(unit.data() + kRegister.size(), unit.data() + unit.size(), width);
  }
  return width;
}

/// The measured register whose width is nearest in proportion.
CostedLines costed(const GateTable& table, const SkewLines& lines, const Technology& technology) {
  CostedLines out{lines, {}, 1};
  double nearest = std::numeric_limits<double>::infinity();
  for (const auto& [name, unit] : table.units) {
    const int width = register_width(name);
    const double distance = width > 0 ? std::abs(std::log2(static_cast<double>(width) / lines.width)) : nearest;
    if (distance < nearest) {
      nearest = distance;
      out.reg = {name, &unit};
      out.registers_per_word = static_cast<double>(lines.width) / width;
    }
  }
  if (out.reg.unit == nullptr) {
    out.reg = find(table, {.kind = UnitKind::delay_register, .width = lines.width}, technology);  // throws
  }
  return out;
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
  out.pe = find(table, pe_unit(acc), technology);
  out.multiplier = find(table, multiplier_unit(acc), technology);
  out.accumulator = find(table, accumulator_unit(acc), technology);
  for (const SkewLines& lines : skew_lines(acc)) {
    out.skew.push_back(costed(table, lines, technology));
  }
  out.control_register = out.skew.front().reg;
  out.control_bits = static_cast<double>(control_bits(acc));
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
