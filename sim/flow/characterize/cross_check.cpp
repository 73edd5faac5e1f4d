// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/cross_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flow/gatesim/icarus.hpp"
#include "gates/conditions.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {

BothActivities run_both(const TimedNetlist& t, const Vectors& vectors, std::size_t cycles,
                        const std::filesystem::path& folder) {
  (void)gatesim::icarus_version();
  const gates::Netlist& netlist = *t.netlist;
  gatesim::GateStimulus stimulus{vectors.inputs, vectors.values};
  stimulus.values.resize(std::min(cycles, stimulus.values.size()));
  const auto delays = simulator_delays(t.timing);
  const double input_delay = gates::clock_to_output_ns(*netlist.library, t.conditions);
  gatesim::GateSimulator simulator(netlist, delays, input_delay);
  for (const auto& cycle : stimulus.values) {
    for (std::size_t p = 0; p < stimulus.inputs.size(); ++p) {
      simulator.set(simulator.input(stimulus.inputs[p]), cycle[p]);
    }
    simulator.cycle();
  }
  const double period = simulator.latest_event_ns() + 1;
  return {simulator.activity(),
          gatesim::run_icarus(gatesim::icarus_testbench(netlist, delays, input_delay, period, stimulus),
                              gatesim::icarus_vectors(netlist, stimulus), netlist.nets, folder)};
}

void expect_same_activity(const BothActivities& both) {
  for (std::size_t net = 0; net < both.own.size(); ++net) {
    const gatesim::NetActivity& a = both.own[net];
    const gatesim::NetActivity& b = both.icarus[net];
    if (a != b) {
      throw CheckError(
          fmt::format("gate simulation differs from Icarus Verilog's: net {}: expected {} rises, {} falls, {} settled, "
                      "found {}, {}, {}",
                      net, b.rises, b.falls, b.settled, a.rises, a.falls, a.settled));
    }
  }
}

}  // namespace lmulsim::flow::characterize
