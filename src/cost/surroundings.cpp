// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "cost/breakdown_builder.hpp"
#include "cost/memories.hpp"
#include "cost/units.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;

constexpr std::string_view kRegister = "register/";

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
    (void)table.get({.kind = UnitKind::delay_register, .width = lines.width}, technology.name);  // throws
  }
  return out;
}

/// Appends a name unless it is there.
void add_entry(std::vector<std::string>& entries, const std::string& entry) {
  if (std::ranges::find(entries, entry) == entries.end()) {
    entries.push_back(entry);
  }
}

void add_skew(Breakdown& out, const Activity& a, const GateEdges& edges, Stimulus stimulus) {
  Band band;
  std::vector<std::string> entries;
  for (const CostedLines& c : edges.skew) {
    const double moves = static_cast<double>(a.*c.lines.beats) * static_cast<double>(c.lines.words);
    band += c.reg.energy(stimulus).pj * (moves * c.registers_per_word);
    add_entry(entries, c.reg.energy_entry(stimulus));
  }
  add(out, Part::skew_registers, band, std::move(entries));
}

/// Bits of control, estimated ones included.
Band all_control_bits(const GateEdges& edges) {
  return Band{edges.control_bits, edges.control_bits, edges.control_bits} + kSequencerBits;
}

/// `band` of the control register's, per flip-flop.
Band per_flip_flop(const GateEdges& edges, const Band& band) {
  const double flip_flops = edges.control_register.unit->flip_flops;
  return flip_flops > 0 ? band * (1 / flip_flops) : Band{};
}

void add_control(Breakdown& out, const Activity& a, const GateEdges& edges, Stimulus stimulus) {
  const Band per_bit = per_flip_flop(edges, edges.control_register.energy(stimulus).pj);
  const Band bits = all_control_bits(edges);
  add(out, Part::control, per_bit * bits * kControlActivity * kControlLogic * static_cast<double>(a.total_cycles()),
      {edges.control_register.energy_entry(stimulus)});
  note(out,
       fmt::format("estimate: control is {:g} flip-flops counted in the array's RTL and {:g} ({:g} to {:g}) of a "
                   "sequencer without RTL, with half (none to 1.5 times) their cost in logic, toggling in {:g} % (0 "
                   "to 100 %) of the cycles",
                   edges.control_bits, kSequencerBits.value, kSequencerBits.low, kSequencerBits.high,
                   100 * kControlActivity.value));
}

}  // namespace

GateEdges gate_edges(const machine::Accelerator& acc, const Technology& technology) {
  GateEdges out;
  for (const SkewLines& lines : skew_lines(acc)) {
    out.skew.push_back(costed(*technology.gates, lines, technology));
  }
  out.control_register = out.skew.front().reg;
  out.control_bits = static_cast<double>(control_bits(acc));
  return out;
}

void add_edge_energy(Breakdown& out, const Activity& a, const GateEdges& edges, Stimulus stimulus) {
  add_skew(out, a, edges, stimulus);
  add_control(out, a, edges, stimulus);
}

void add_edge_area(Breakdown& out, const GateEdges& edges) {
  Band skew;
  std::vector<std::string> entries;
  for (const CostedLines& c : edges.skew) {
    skew += c.reg.unit->area_um2 * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(entries, c.reg.entry("area"));
  }
  add(out, Part::skew_registers, skew, std::move(entries));
  const Band control =
      per_flip_flop(edges, edges.control_register.unit->area_um2) * all_control_bits(edges) * kControlLogic;
  add(out, Part::control, control, {edges.control_register.entry("area")});
  note(out, fmt::format("estimate: control is {:g} flip-flops counted in the array's RTL and {:g} ({:g} to {:g}) of a "
                        "sequencer without RTL, with half (none to 1.5 times) their area in logic",
                        edges.control_bits, kSequencerBits.value, kSequencerBits.low, kSequencerBits.high));
}

void add_edge_clock(GateSum& pj_per_cycle, const GateEdges& edges) {
  for (const CostedLines& c : edges.skew) {
    pj_per_cycle.sum += c.reg.unit->clock_pj * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(pj_per_cycle.entries, c.reg.entry("clock"));
  }
  pj_per_cycle.sum += per_flip_flop(edges, edges.control_register.unit->clock_pj) * all_control_bits(edges);
  add_entry(pj_per_cycle.entries, edges.control_register.entry("clock"));
}

void add_edge_leakage(GateSum& nanowatts, const GateEdges& edges) {
  for (const CostedLines& c : edges.skew) {
    nanowatts.sum += c.reg.unit->leakage_nw * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(nanowatts.entries, c.reg.entry("leakage"));
  }
  nanowatts.sum +=
      per_flip_flop(edges, edges.control_register.unit->leakage_nw) * all_control_bits(edges) * kControlLogic;
  add_entry(nanowatts.entries, edges.control_register.entry("leakage"));
}

void add_clock(Breakdown& out, GateSum pj_per_cycle, const Activity& a) {
  add(out, Part::clock, pj_per_cycle.sum * static_cast<double>(a.total_cycles()), std::move(pj_per_cycle.entries));
}

void add_leakage(Breakdown& out, GateSum nanowatts, double seconds) {
  add(out, Part::logic_leakage, nanowatts.sum * (kWattPerNw * seconds * kPjPerJoule), std::move(nanowatts.entries));
}

Breakdown surroundings_pj(const Activity& a, const machine::Accelerator& acc, const Technology& technology,
                          Stimulus stimulus) {
  Breakdown out;
  const GateEdges edges = gate_edges(acc, technology);
  add_edge_energy(out, a, edges, stimulus);
  GateSum clock;
  add_edge_clock(clock, edges);
  add_clock(out, std::move(clock), a);
  GateSum leakage;
  add_edge_leakage(leakage, edges);
  add_leakage(out, std::move(leakage), time_s(a, acc));
  add_sram_energy(out, a, acc, technology);
  add_dram_energy(out, a, acc, technology);
  return out;
}

Breakdown surroundings_um2(const machine::Accelerator& acc, const Technology& technology) {
  Breakdown out;
  add_edge_area(out, gate_edges(acc, technology));
  add_sram_area(out, acc, technology);
  return out;
}

bool takes_time(Part part) {
  switch (part) {
    case Part::logic_leakage:
    case Part::sram_leakage:
    case Part::dram_refresh:
    case Part::dram_standby:
      return true;
    case Part::multipliers:
    case Part::accumulators:
    case Part::registers:
    case Part::pe_registers_and_rest:
    case Part::skew_registers:
    case Part::control:
    case Part::clock:
    case Part::activation_sram:
    case Part::weight_sram:
    case Part::accumulator_sram:
    case Part::dram:
    case Part::dram_activate:
    case Part::dram_read:
    case Part::dram_write:
    case Part::dram_io:
      break;
  }
  return false;
}

}  // namespace lmulsim::cost
