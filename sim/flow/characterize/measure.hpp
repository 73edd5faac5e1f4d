// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "flow/characterize/vectors.hpp"
#include "gates/netlist.hpp"
#include "gates/power.hpp"
#include "gates/timing.hpp"

namespace lmulsim::flow::characterize {

/// Energy of one netlist under one operand stream, per operation.
struct EnergySample {
  double pj = 0;                   ///< transitions and glitches, the clock's share left out
  double settled_pj = 0;           ///< as if no net moved twice in a cycle
  double standard_error = 0;       ///< of pj, from the scatter between batches
  std::vector<double> batch_pj{};  ///< as pj, batch by batch
  double clock_pj = 0;             ///< of one cycle: all clock pins, those behind clock gates as often as these open
};

/// A netlist with its timing under the library's typical conditions. With flip-flops inputs come from flip-flops, too:
/// they arrive at clock-to-output. Without, all paths begin at the inputs.
struct TimedNetlist {
  const gates::Netlist* netlist = nullptr;
  gates::TimingConditions conditions;
  gates::Timing timing;
};
/// `wire_pf` by net, empty without wires.
[[nodiscard]] TimedNetlist timed(const gates::Netlist& netlist, const std::vector<double>& wire_pf = {});

/// The delays as the gate simulator takes them.
[[nodiscard]] std::vector<std::vector<gatesim::GateSimulator::Delay>> simulator_delays(const gates::Timing& timing);

/// Runs the vectors through the netlist with delays. Throws CheckError when an output differs from what must come out:
/// cycle, expected and found.
[[nodiscard]] EnergySample measure_energy(const TimedNetlist& timed, const Vectors& vectors);

/// Runs the vectors through a netlist without regard to time. Throws CheckError as measure_energy does.
void check_function(const gates::Netlist& netlist, const Vectors& vectors);

}  // namespace lmulsim::flow::characterize
