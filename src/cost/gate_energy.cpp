// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "cost/breakdown_builder.hpp"
#include "cost/clock.hpp"
#include "cost/gate_array.hpp"
#include "cost/stream.hpp"
#include "cost/surroundings.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;

void add_pes(Breakdown& out, const Activity& a, const GateArray& array, Stimulus stimulus) {
  const Band per_beat = array.pe.energy(stimulus).pj;
  add_pe(out, per_beat * (static_cast<double>(a.macs_issued) / array.products),
         {.whole = per_beat.value,
          .multiplier = array.products * array.multiplier.energy(stimulus).pj.value,
          .accumulator = array.accumulator.energy(stimulus).pj.value},
         {array.pe.energy_entry(stimulus), array.multiplier.energy_entry(stimulus),
          array.accumulator.energy_entry(stimulus)},
         "pJ");
}

}  // namespace

void add_gate_energy(Breakdown& out, const Activity& a, const machine::Accelerator& acc, const Technology& technology,
                     const std::optional<StreamStatistics>& stream) {
  const GateArray array = gate_array(acc, technology);
  const GateEdges edges = gate_edges(acc, technology);
  const StimulusChoice choice = choose_stimulus(*array.pe.unit, stream);
  note(out, choice.reason);
  add_pes(out, a, array, choice.stimulus);
  add_edge_energy(out, a, edges, choice.stimulus);
  GateSum clock{array.pe.unit->clock_pj * array.pes, {array.pe.entry("clock")}};
  add_edge_clock(clock, edges);
  add_clock(out, std::move(clock), a);
  GateSum leakage{array.pe.unit->leakage_nw * array.pes, {array.pe.entry("leakage")}};
  add_edge_leakage(leakage, edges);
  add_leakage(out, std::move(leakage), time_s(a, acc));
  note_clock(out, acc, technology);
  note(out,
       fmt::format("no clock gating: every flip-flop is clocked in every cycle; not covered by the gates of {}: {}",
                   technology.gates->library, fmt::join(technology.gates->left_out, ", ")));
}

void add_gate_area(Breakdown& out, const machine::Accelerator& acc, const Technology& technology) {
  const GateArray array = gate_array(acc, technology);
  add_pe(out, array.pe.unit->area_um2 * array.pes,
         {.whole = array.pe.unit->area_um2.value,
          .multiplier = array.products * array.multiplier.unit->area_um2.value,
          .accumulator = array.accumulator.unit->area_um2.value},
         {array.pe.entry("area"), array.multiplier.entry("area"), array.accumulator.entry("area")}, "um^2");
  add_edge_area(out, gate_edges(acc, technology));
}

}  // namespace lmulsim::cost
