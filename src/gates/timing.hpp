// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gates/netlist.hpp"

namespace lmulsim::gates {

struct TimingConditions {
  double input_slew_ns = 0;     ///< of every input port and of the clock
  double output_load_pf = 0;    ///< of every output port
  double input_arrival_ns = 0;  ///< when every input port changes, after the clock's edge at 0
};

/// Rise and fall of one quantity.
struct Edge {
  double rise = 0;
  double fall = 0;
};

/// Static timing of a netlist: the latest arrivals, with the slew of the worst arc carried on (as a
/// graph-based timer does). Clocks are ideal, behind clock gates, too: every edge comes at 0.
struct Timing {
  std::vector<double> load_pf;   ///< by net: pins it drives, its wire, and the output load
  std::vector<Edge> slew_ns;     ///< by net
  std::vector<Edge> arrival_ns;  ///< by net: from clock edges at 0 and input ports at their arrival
  /// By gate, by output: the delay of one output edge, the mean over the arcs that can cause it, at the slews that
  /// arrive. What the delay-annotated simulation uses.
  std::vector<std::vector<Edge>> gate_delay_ns;
  double critical_ns = 0;         ///< longest of all paths, setup included where they end in a flip-flop
  double register_path_ns = 0;    ///< longest path from flip-flop to flip-flop, setup included; 0 without
  double input_path_ns = 0;       ///< longest path from an input port to a flip-flop or output, with its arrival
  std::vector<std::string> path;  ///< gates of the critical path, first to last
};

/// `wire_pf` by net: the capacitances of the wires; empty: no wires.
[[nodiscard]] Timing analyze_timing(const Netlist& netlist, const TimingConditions& conditions,
                                    const std::vector<double>& wire_pf = {});

}  // namespace lmulsim::gates
