// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/gatesim/icarus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <utility>

#include "gates/clock_gates.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::flow::gatesim {
namespace {

using gates::Gate;

/// A look-up in the truth table: evaluated once per change of an input, where a formula would glitch within itself and
/// so restart a delay that is under way.
std::string expression(std::uint64_t truth, const std::vector<int>& inputs) {
  if (inputs.empty()) {
    return (truth & 1U) != 0 ? "1'b1" : "1'b0";
  }
  std::string index;
  for (auto net = inputs.rbegin(); net != inputs.rend(); ++net) {
    index += fmt::format("{}n{}", index.empty() ? "" : ",", *net);
  }
  const std::size_t rows = std::size_t{1} << inputs.size();
  const std::uint64_t mask = rows == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
  return fmt::format("t{}_{:x}[{{{}}}]", rows, truth & mask, index);
}

/// The tables that expression() names.
std::string tables(const gates::Netlist& netlist) {
  std::set<std::pair<std::size_t, std::uint64_t>> all;
  for (const Gate& gate : netlist.gates) {
    const gates::Cell& cell = netlist.cell(gate);
    const std::size_t rows = std::size_t{1} << gate.inputs.size();
    const std::uint64_t mask = rows == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
    if (cell.clock_gate) {
      continue;
    }
    for (const gates::OutputPin& pin : cell.outputs) {
      all.emplace(rows, (cell.flip_flop ? cell.flip_flop->next : pin.truth) & mask);
    }
  }
  std::string out;
  for (const auto& [rows, truth] : all) {
    out += fmt::format("wire [{0}:0] t{1}_{2:x} = {1}'h{2:x};\n", rows - 1, rows, truth);
  }
  return out;
}

/// Whole femtoseconds, at least one, as the unit of time is one.
std::string delay(const GateSimulator::Delay& d) {
  const auto fs = [](double ns) { return std::max(1LL, std::llround(ns * 1e6)); };
  return fmt::format("#({},{})", fs(d.rise_ns), fs(d.fall_ns));
}

/// A latch that is open while the clock is low, and an AND behind it.
void add_clock_gate(std::string& out, std::size_t g, const Gate& gate, const gates::ClockGate& pins) {
  out += fmt::format("reg l{0} = 0;\nalways @* if (!clk) l{0} = n{1};\nassign n{2} = clk & l{0};\n", g,
                     gate.inputs[static_cast<std::size_t>(pins.enable)], gate.outputs.front());
}

/// A register on the clock, or on the net behind its clock gate.
void add_flip_flop(std::string& out, std::string& edge, std::size_t g, const Gate& gate, const gates::FlipFlop& ff,
                   const std::vector<int>& enables) {
  const auto clock = static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(ff.clock)]);
  const std::string load = fmt::format("q{} <= {};\n", g, expression(ff.next, gate.inputs));
  out += fmt::format("reg q{} = 0;\n", g);
  if (enables[clock] == gates::kNoNet) {
    edge += "    " + load;
  } else {
    out += fmt::format("always @(posedge n{}) {}", clock, load);
  }
}

void add_gates(std::string& out, std::string& edge, const gates::Netlist& netlist,
               const std::vector<std::vector<GateSimulator::Delay>>& delays) {
  const std::vector<int> enables = gates::clock_enables(netlist);
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    const Gate& gate = netlist.gates[g];
    const gates::Cell& cell = netlist.cell(gate);
    if (cell.clock_gate) {
      add_clock_gate(out, g, gate, *cell.clock_gate);
      continue;
    }
    if (cell.flip_flop) {
      add_flip_flop(out, edge, g, gate, *cell.flip_flop, enables);
    }
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      if (gate.outputs[o] == gates::kNoNet) {
        continue;
      }
      const bool inverted = cell.outputs[o].state == gates::StateOutput::inverted;
      const std::string value = cell.flip_flop ? fmt::format("{}q{}", inverted ? "~" : "", g)
                                               : expression(cell.outputs[o].truth, gate.inputs);
      out += fmt::format("assign {} n{} = {};\n", delay(delays[g][o]), gate.outputs[o], value);
    }
  }
}

void add_counters(std::string& out, int nets) {
  for (int n = 2; n < nets; ++n) {
    out += fmt::format(
        "integer r{0} = 0, f{0} = 0, s{0} = 0; reg p{0};\n"
        "always @(posedge n{0}) if (count) r{0} = r{0} + 1;\nalways @(negedge n{0}) if (count) f{0} = f{0} + 1;\n",
        n);
  }
}

}  // namespace

std::string icarus_version() {
  const util::CommandResult r = util::run_command("iverilog -V");
  if (r.status != 0 || !r.output.starts_with("Icarus Verilog version ")) {
    throw InputError(
        "iverilog: not found; only the cross-check of the gate simulator needs Icarus Verilog (Debian package "
        "iverilog), characterisation itself does not");
  }
  return r.output.substr(23, r.output.find(' ', 23) - 23);
}

std::string icarus_testbench(const gates::Netlist& netlist,
                             const std::vector<std::vector<GateSimulator::Delay>>& delays, double input_delay_ns,
                             double period_ns, const GateStimulus& stimulus) {
  std::string out =
      "`timescale 1fs/1fs\nmodule bench;\nreg count = 0;\nreg clk = 0;\nwire n0 = 1'b0;\nwire n1 = 1'b1;\n";
  std::size_t bits = 0;
  std::string drive;
  for (const std::string& name : stimulus.inputs) {
    for (const int net : netlist.input(name).nets) {
      drive += fmt::format("assign n{} = in[{}];\n", net, bits++);
    }
  }
  for (int n = 2; n < netlist.nets; ++n) {
    out += fmt::format("wire n{};\n", n);
  }
  for (const gates::Port& port : netlist.inputs) {  // the clock
    if (std::ranges::find(stimulus.inputs, port.name) == stimulus.inputs.end()) {
      for (const int net : port.nets) {
        drive += fmt::format("assign n{} = 1'b0;\n", net);
      }
    }
  }
  out += fmt::format("reg [{}:0] in = 0;\nreg [{}:0] vectors [0:{}];\ninteger i;\n", bits - 1, bits - 1,
                     stimulus.values.size() - 1);
  out += drive + tables(netlist);
  std::string edge;
  add_gates(out, edge, netlist, delays);
  add_counters(out, netlist.nets);
  out += "always @(posedge clk) begin\n" + edge + "  end\n";
  const auto fs = [](double ns) { return std::llround(ns * 1e6); };
  out += fmt::format(
      "initial begin\n  $readmemb(\"vectors.txt\", vectors);\n  #{0};\n  count = 1;\n"
      "  for (i = 0; i < {1}; i = i + 1) begin\n    clk = 1;\n    #{2} in = vectors[i];\n    #{3};\n    clk = 0;\n    "
      "#1;\n",
      100 * fs(period_ns), stimulus.values.size(), fs(input_delay_ns), fs(period_ns));
  std::string before;
  for (int n = 2; n < netlist.nets; ++n) {
    out += fmt::format("    if (n{0} !== p{0}) begin s{0} = s{0} + 1; p{0} = n{0}; end\n", n);
    before += fmt::format("  p{0} = n{0};\n", n);
  }
  out.replace(out.find("  count = 1;\n"), 13, before + "  count = 1;\n");
  out += "  end\n";
  for (int n = 2; n < netlist.nets; ++n) {
    out += fmt::format("  $display(\"{0} %0d %0d %0d\", r{0}, f{0}, s{0});\n", n);
  }
  return out + "  $finish;\nend\nendmodule\n";
}

std::string icarus_vectors(const gates::Netlist& netlist, const GateStimulus& stimulus) {
  std::string text;
  for (const auto& cycle : stimulus.values) {
    std::string line;
    for (std::size_t p = 0; p < stimulus.inputs.size(); ++p) {
      for (std::size_t b = 0; b < netlist.input(stimulus.inputs[p]).nets.size(); ++b) {
        const std::uint64_t word = b < 64 ? cycle[p].lo : cycle[p].hi;
        line.push_back(((word >> (b % 64)) & 1U) != 0 ? '1' : '0');
      }
    }
    text.append(line.rbegin(), line.rend());
    text.push_back('\n');
  }
  return text;
}

std::vector<NetActivity> run_icarus(const std::string& testbench, const std::string& vectors, int nets,
                                    const std::filesystem::path& folder) {
  util::write_file_atomic(folder / "vectors.txt", vectors);
  util::write_file_atomic(folder / "bench.v", testbench);
  util::run_step("iverilog", fmt::format("cd {} && iverilog -g2005-sv -o bench.vvp bench.v", util::quoted(folder)));
  const util::CommandResult r = util::run_command(fmt::format("cd {} && vvp -n bench.vvp", util::quoted(folder)));
  std::vector<NetActivity> activity(static_cast<std::size_t>(nets));
  std::istringstream in(r.output);
  int seen = 0;
  for (std::size_t net = 0; in >> net && net < activity.size(); ++seen) {
    in >> activity[net].rises >> activity[net].falls >> activity[net].settled;
  }
  if (r.status != 0 || seen != nets - 2) {
    throw InputError(fmt::format("vvp failed (status {}):{}", r.status, util::first_lines(r.output, 8)));
  }
  return activity;
}

}  // namespace lmulsim::flow::gatesim
