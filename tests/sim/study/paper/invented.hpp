// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cost/gate_array.hpp"
#include "cost/technology.hpp"
#include "study/paper/designs.hpp"

namespace lmulsim::study::paper::testing {

inline cost::Band spread(double value) {
  return {0.8 * value, value, 1.25 * value};
}

inline cost::GateUnit unit(double area, double energy, double clock) {
  cost::GateUnit out;
  out.area_um2 = spread(area);
  out.delay_ns = spread(1);
  out.flip_flops = clock > 0 ? 8 : 0;
  out.clock_pj = {clock, clock, clock};
  for (const auto stimulus : {cost::Stimulus::gaussian, cost::Stimulus::uniform}) {
    out.energy[stimulus] = {.pj = spread(energy), .settled_pj = energy / 2, .stream = {}};
  }
  return out;
}

/// A technology of invented gates: areas of 400 (exact), 100 (L-Mul), 200 (int8) um^2 for multipliers, 1000 for fp32
/// and 300 for int32 accumulators, 500 more in a whole PE; a thousandth of that in pJ; clocks of 0.1 pJ. A NAND2 has
/// 2 um^2. SRAM and DRAM are those of horowitz-45nm.
inline cost::Technology invented() {
  cost::Technology out = cost::load_technology("horowitz-45nm");
  out.name = "invented";
  out.summary = "invented round numbers";
  cost::GateTable table;
  table.library = "invented.lib";
  table.date = "2026-11-22";
  table.nand2_um2 = 2;
  const auto add = [&](const machine::Accelerator& design, double multiplier, double accumulator) {
    const auto put = [&](const cost::Unit& key, double area, double clock) {
      table.units[cost::unit_name(key)] = unit(area, area / 1000, clock);
    };
    put(cost::multiplier_unit(design), multiplier, 0);
    put(cost::accumulator_unit(design), accumulator, 0);
    put(cost::pe_unit(design), multiplier + accumulator + 500, 0.1);
  };
  for (const arith::Format format : kLadderFormats) {
    add(lmul_design(format), 100, 1000);
    add(exact_design(format), 400, 1000);
  }
  add(int8_design(), 200, 300);
  for (const int width : {8, 16, 32}) {
    table.units["register/" + std::to_string(width)] = unit(5 * width, 0.01 * width, 0.001 * width);
  }
  out.gates = table;
  return out;
}

/// 1000 useful multiply-accumulates in 10 cycles, and some traffic.
inline machine::Activity some_activity(const machine::Accelerator& /*accelerator*/) {
  machine::Activity a;
  a.busy_cycles = 10;
  a.moving_beats = 10;
  a.stationary_beats = 10;
  a.result_beats = 10;
  a.macs_issued = 1000;
  a.macs_useful = 1000;
  a.activation_reads = 100;
  a.weight_reads = 100;
  a.accumulator_writes = 100;
  a.dram_read_bytes = 1000;
  return a;
}

}  // namespace lmulsim::study::paper::testing
