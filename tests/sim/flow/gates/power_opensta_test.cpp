// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Switching power beside OpenSTA's, every driven net equally active.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "flow.hpp"
#include "gates/power.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

constexpr double kActivity = 0.2;  ///< transitions of each net per cycle
constexpr double kPeriodNs = 10;
constexpr double kTolerance = 0.01;

/// Cells by instance, the nets as wires.
std::string structural_verilog(const gates::Netlist& netlist) {
  std::string ports;
  std::string body;
  for (const auto& [list, direction] : {std::pair{&netlist.inputs, "input"}, std::pair{&netlist.outputs, "output"}}) {
    for (const gates::Port& port : *list) {
      ports += fmt::format("{}{}", ports.empty() ? "" : ", ", port.name);
      body += port.nets.size() > 1 ? fmt::format("{} [{}:0] {};\n", direction, port.nets.size() - 1, port.name)
                                   : fmt::format("{} {};\n", direction, port.name);
      for (std::size_t i = 0; i < port.nets.size(); ++i) {
        const std::string bit = port.nets.size() > 1 ? fmt::format("{}[{}]", port.name, i) : port.name;
        body += std::string_view(direction) == "input" ? fmt::format("assign n{} = {};\n", port.nets[i], bit)
                                                       : fmt::format("assign {} = n{};\n", bit, port.nets[i]);
      }
    }
  }
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    const gates::Gate& gate = netlist.gates[g];
    const gates::Cell& cell = netlist.cell(gate);
    std::string pins;
    const auto connect = [&](const std::string& pin, int net) {
      const std::string value = net == gates::kNetZero  ? "1'b0"
                                : net == gates::kNetOne ? "1'b1"
                                                        : fmt::format("n{}", net);
      pins += fmt::format("{}.{}({})", pins.empty() ? "" : ", ", pin, value);
    };
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
      connect(cell.inputs[i].name, gate.inputs[i]);
    }
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      if (gate.outputs[o] != gates::kNoNet) {
        connect(cell.outputs[o].name, gate.outputs[o]);
      }
    }
    body += fmt::format("{} g{} ({});\n", cell.name, g, pins);
  }
  return fmt::format("module unit ({});\n{}endmodule\n", ports, body);
}

/// In pJ per cycle.
double open_sta_switching(const Flow& flow) {
  util::write_file_atomic(flow.folder() / "unit.v", structural_verilog(flow.netlist()));
  util::write_file_atomic(
      flow.folder() / "power.tcl",
      fmt::format("read_liberty {1}\nread_verilog {2}\nlink_design unit\ncreate_clock -name clk -period {3} clk_i\n"
                  "set_input_delay 0 -clock clk [all_inputs]\n"  // else what only inputs drive stands still
                  "set_power_activity -global -activity {0} -duty 0.5\nreport_power -digits 8\n",
                  kActivity, kOsu018, (flow.folder() / "unit.v").string(), kPeriodNs));
  const util::CommandResult r =
      util::run_command(fmt::format("sta -exit -no_splash {}", util::quoted(flow.folder() / "power.tcl")));
  std::smatch found;
  if (!std::regex_search(r.output, found, std::regex("Total +(\\S+) +(\\S+) +(\\S+)"))) {
    throw CheckError("OpenSTA reported no power:\n" + r.output);
  }
  return std::stod(found[2]) * 1e12 * kPeriodNs * 1e-9;
}

double our_switching(const gates::Netlist& netlist, double activity) {
  gates::Timing timing = gates::analyze_timing(netlist, {.input_slew_ns = 0.1, .output_load_pf = 0});
  std::vector<gates::NetRate> rates(static_cast<std::size_t>(netlist.nets));
  for (const gates::Gate& gate : netlist.gates) {
    for (const int net : gate.outputs) {
      if (net != gates::kNoNet) {
        rates[static_cast<std::size_t>(net)] = {activity / 2, activity / 2};
      }
    }
  }
  return gates::cycle_energy(netlist, timing, rates, 0.1).switching_pj;
}

TEST(SwitchingPower, AgreesWithOpenStaUnderEqualActivity) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("sta");
  for (const char* accumulator : {"fp32", "bf16"}) {
    const Flow flow(make_unit(cost::UnitKind::pe_stationary, "exact", "e4m3", accumulator));
    const double theirs = open_sta_switching(flow);
    EXPECT_NEAR(our_switching(flow.netlist(), kActivity) / theirs, 1, kTolerance) << theirs << " pJ";
    EXPECT_GT(std::abs(our_switching(flow.netlist(), kActivity * 1.1) / theirs - 1), kTolerance)
        << "the check can fail";
  }
}

}  // namespace
}  // namespace lmulsim::gates_test
