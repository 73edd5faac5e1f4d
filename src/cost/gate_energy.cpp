// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cost/breakdown_builder.hpp"
#include "cost/clock.hpp"
#include "cost/gate_array.hpp"
#include "cost/stream.hpp"
#include "cost/units.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;

/// Appends a name unless it is there.
void add_entry(std::vector<std::string>& entries, const std::string& entry) {
  if (std::ranges::find(entries, entry) == entries.end()) {
    entries.push_back(entry);
  }
}

void add_pes(Breakdown& out, const Activity& a, const GateArray& array, Stimulus stimulus) {
  const Band per_mac = array.pe.energy(stimulus).pj;
  add_pe(out, per_mac * static_cast<double>(a.macs_issued),
         {.whole = per_mac.value,
          .multiplier = array.multiplier.energy(stimulus).pj.value,
          .accumulator = array.accumulator.energy(stimulus).pj.value},
         {array.pe.energy_entry(stimulus), array.multiplier.energy_entry(stimulus),
          array.accumulator.energy_entry(stimulus)},
         "pJ");
}

void add_skew(Breakdown& out, const Activity& a, const GateArray& array, Stimulus stimulus) {
  Band band;
  std::vector<std::string> entries;
  for (const CostedLines& c : array.skew) {
    const double moves = static_cast<double>(a.*c.lines.beats) * static_cast<double>(c.lines.words);
    band += c.reg.energy(stimulus).pj * (moves * c.registers_per_word);
    add_entry(entries, c.reg.energy_entry(stimulus));
  }
  add(out, Part::skew_registers, band, std::move(entries));
}

/// Bits of control, estimated ones included.
Band all_control_bits(const GateArray& array) {
  return Band{array.control_bits, array.control_bits, array.control_bits} + kSequencerBits;
}

/// `band` of the control register's, per flip-flop.
Band per_flip_flop(const GateArray& array, const Band& band) {
  const double flip_flops = array.control_register.unit->flip_flops;
  return flip_flops > 0 ? band * (1 / flip_flops) : Band{};
}

void add_control(Breakdown& out, const Activity& a, const GateArray& array, Stimulus stimulus) {
  const Band per_bit = per_flip_flop(array, array.control_register.energy(stimulus).pj);
  const Band bits = all_control_bits(array);
  add(out, Part::control, per_bit * bits * kControlActivity * kControlLogic * static_cast<double>(a.total_cycles()),
      {array.control_register.energy_entry(stimulus)});
  note(out,
       fmt::format("estimate: control is {:g} flip-flops counted in the array's RTL and {:g} ({:g} to {:g}) of a "
                   "sequencer without RTL, with half (none to 1.5 times) their cost in logic, toggling in {:g} % (0 "
                   "to 100 %) of the cycles",
                   array.control_bits, kSequencerBits.value, kSequencerBits.low, kSequencerBits.high,
                   100 * kControlActivity.value));
}

void add_clock(Breakdown& out, const Activity& a, const GateArray& array) {
  Band per_cycle = array.pe.unit->clock_pj * array.pes;
  std::vector<std::string> entries{array.pe.entry("clock")};
  for (const CostedLines& c : array.skew) {
    per_cycle += c.reg.unit->clock_pj * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(entries, c.reg.entry("clock"));
  }
  per_cycle += per_flip_flop(array, array.control_register.unit->clock_pj) * all_control_bits(array);
  add_entry(entries, array.control_register.entry("clock"));
  add(out, Part::clock, per_cycle * static_cast<double>(a.total_cycles()), std::move(entries));
}

void add_leakage(Breakdown& out, const GateArray& array, double seconds) {
  Band nanowatts = array.pe.unit->leakage_nw * array.pes;
  std::vector<std::string> entries{array.pe.entry("leakage")};
  for (const CostedLines& c : array.skew) {
    nanowatts += c.reg.unit->leakage_nw * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(entries, c.reg.entry("leakage"));
  }
  nanowatts += per_flip_flop(array, array.control_register.unit->leakage_nw) * all_control_bits(array) * kControlLogic;
  add_entry(entries, array.control_register.entry("leakage"));
  add(out, Part::logic_leakage, nanowatts * (kWattPerNw * seconds * kPjPerJoule), std::move(entries));
}

}  // namespace

void add_gate_energy(Breakdown& out, const Activity& a, const machine::Accelerator& acc, const Technology& technology,
                     const std::optional<StreamStatistics>& stream) {
  const GateArray array = gate_array(acc, technology);
  const StimulusChoice choice = choose_stimulus(*array.pe.unit, stream);
  note(out, choice.reason);
  add_pes(out, a, array, choice.stimulus);
  add_skew(out, a, array, choice.stimulus);
  add_control(out, a, array, choice.stimulus);
  add_clock(out, a, array);
  add_leakage(out, array, time_s(a, acc));
  note_clock(out, acc, technology);
  note(out,
       fmt::format("no clock gating: every flip-flop is clocked in every cycle; not covered by the gates of {}: {}",
                   technology.gates->library, fmt::join(technology.gates->left_out, ", ")));
}

void add_gate_area(Breakdown& out, const machine::Accelerator& acc, const Technology& technology) {
  const GateArray array = gate_array(acc, technology);
  add_pe(out, array.pe.unit->area_um2 * array.pes,
         {.whole = array.pe.unit->area_um2.value,
          .multiplier = array.multiplier.unit->area_um2.value,
          .accumulator = array.accumulator.unit->area_um2.value},
         {array.pe.entry("area"), array.multiplier.entry("area"), array.accumulator.entry("area")}, "um^2");
  Band skew;
  std::vector<std::string> entries;
  for (const CostedLines& c : array.skew) {
    skew += c.reg.unit->area_um2 * (static_cast<double>(c.lines.words) * c.registers_per_word);
    add_entry(entries, c.reg.entry("area"));
  }
  add(out, Part::skew_registers, skew, std::move(entries));
  const Band control =
      per_flip_flop(array, array.control_register.unit->area_um2) * all_control_bits(array) * kControlLogic;
  add(out, Part::control, control, {array.control_register.entry("area")});
  note(out, fmt::format("estimate: control is {:g} flip-flops counted in the array's RTL and {:g} ({:g} to {:g}) of a "
                        "sequencer without RTL, with half (none to 1.5 times) their area in logic",
                        array.control_bits, kSequencerBits.value, kSequencerBits.low, kSequencerBits.high));
}

}  // namespace lmulsim::cost
