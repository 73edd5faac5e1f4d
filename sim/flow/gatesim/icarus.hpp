// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "flow/gatesim/gate_simulator.hpp"

namespace lmulsim::flow::gatesim {

/// "11.0" of `iverilog -V`. Throws InputError, saying what works without it, when there is no Icarus Verilog.
[[nodiscard]] std::string icarus_version();

/// What a simulation is fed: [cycle][input], the inputs in the order of the names.
struct GateStimulus {
  std::vector<std::string> inputs;
  std::vector<std::vector<PortValue>> values;
};

/// The netlist as Verilog for an independent simulator: a continuous assignment with rise and fall delay per gate
/// output, flip-flops in front of such assignments, the stimulus, and a counter per net that prints "net rises falls
/// settled" at the end.
[[nodiscard]] std::string icarus_testbench(const gates::Netlist& netlist,
                                           const std::vector<std::vector<GateSimulator::Delay>>& delays,
                                           double input_delay_ns, double period_ns, const GateStimulus& stimulus);

/// One line of bits per cycle, for the bench to read.
[[nodiscard]] std::string icarus_vectors(const gates::Netlist& netlist, const GateStimulus& stimulus);

/// Runs the test bench with its vectors in `folder`; activity by net, the settled counts included.
[[nodiscard]] std::vector<NetActivity> run_icarus(const std::string& testbench, const std::string& vectors, int nets,
                                                  const std::filesystem::path& folder);

}  // namespace lmulsim::flow::gatesim
