// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "gates/netlist.hpp"
#include "gates/timing.hpp"

namespace lmulsim::gates {

/// How often a net rose and fell, per cycle.
struct NetRate {
  double rises = 0;
  double falls = 0;
};

/// Energy of one clock cycle in pJ, with the loads of the timing.
struct CycleEnergy {
  double switching_pj = 0;  ///< half C V^2 for each transition of each net but the clock: its load
  double internal_pj = 0;   ///< inside the cells, for transitions of their pins, the clock pins excepted
  /// Two transitions of every clock pin, behind a clock gate as many as its net has: capacitance and internal energy;
  /// and what clock gates take to make them.
  double clock_pj = 0;

  [[nodiscard]] double data_pj() const { return switching_pj + internal_pj; }
};

/// `rates` by net. A transition of an output has one cause: where a cell gives a table for each related input, the
/// tables are averaged by the inputs' activity, those of one input that hold under different conditions evenly.
[[nodiscard]] CycleEnergy cycle_energy(const Netlist& netlist, const Timing& timing, const std::vector<NetRate>& rates,
                                       double clock_slew_ns);

/// Leakage of all cells, in nW.
[[nodiscard]] double leakage_nw(const Netlist& netlist);

}  // namespace lmulsim::gates
