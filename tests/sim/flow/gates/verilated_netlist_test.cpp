// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Settled toggles: the netlist as Yosys and the library's functional models have it, Verilated without any delay,
// against the delay-annotated simulation.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "flow.hpp"
#include "flow/gatesim/icarus.hpp"
#include "gates/conditions.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

/// Cells as instances of the library's models, every net visible at an output.
std::string structural_verilog(const gates::Netlist& netlist, const std::vector<std::string>& inputs) {
  std::string ports;
  std::size_t bits = 0;
  for (const std::string& name : inputs) {
    for (const int net : netlist.input(name).nets) {
      ports += fmt::format("assign nets[{}] = in[{}];\n", net, bits++);
    }
  }
  std::string out =
      fmt::format("module unit (input clk, input [{}:0] in, output [{}:0] nets);\n", bits - 1, netlist.nets - 1);
  out += "assign nets[0] = 1'b0;\nassign nets[1] = 1'b1;\n" + ports;
  for (const gates::Port& port : netlist.inputs) {
    if (std::ranges::find(inputs, port.name) == inputs.end()) {
      out += fmt::format("assign nets[{}] = clk;\n", port.nets.front());
    }
  }
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    const gates::Gate& gate = netlist.gates[g];
    const gates::Cell& cell = netlist.cell(gate);
    out += fmt::format("{} g{} (", cell.name, g);
    std::string pins;
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
      pins += fmt::format("{}.{}(nets[{}])", pins.empty() ? "" : ", ", cell.inputs[i].name, gate.inputs[i]);
    }
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      if (gate.outputs[o] != gates::kNoNet) {
        pins += fmt::format(", .{}(nets[{}])", cell.outputs[o].name, gate.outputs[o]);
      }
    }
    out += pins + ");\n";
  }
  return out + "endmodule\n";
}

constexpr const char* kMain = R"(
#include "Vunit.h"
#include "verilated.h"
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>
int main() {
  Vunit u;
  std::ifstream file("vectors.txt");
  std::string line;
  const auto set = [&](const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const unsigned bit = text[text.size() - 1 - i] == '1';
      auto* words = reinterpret_cast<unsigned*>(&u.in);
      words[i / 32] = (words[i / 32] & ~(1U << (i % 32))) | bit << (i % 32);
    }
  };
  const auto nets = [&] {
    std::vector<bool> all(NETS);
    for (std::size_t i = 0; i < NETS; ++i) all[i] = reinterpret_cast<unsigned*>(&u.nets)[i / 32] >> (i % 32) & 1;
    return all;
  };
  u.clk = 0;
  u.eval();
  std::vector<bool> before = nets();
  std::vector<long> settled(NETS);
  while (std::getline(file, line)) {
    u.clk = 1;
    u.eval();
    set(line);
    u.eval();
    u.clk = 0;
    u.eval();
    const std::vector<bool> now = nets();
    for (std::size_t i = 0; i < NETS; ++i) settled[i] += now[i] != before[i];
    before = now;
  }
  for (std::size_t i = 0; i < NETS; ++i) std::printf("%ld\n", settled[i]);
}
)";

std::vector<std::int64_t> verilated_settled(const Flow& flow, const gates::Netlist& netlist,
                                            const flow::characterize::Vectors& vectors) {
  const std::filesystem::path folder = flow.folder() / "verilated";
  std::filesystem::create_directories(folder);
  util::write_file_atomic(folder / "unit.v",
                          gates::write_verilog_models(flow.library()) + structural_verilog(netlist, vectors.inputs));
  util::write_file_atomic(folder / "main.cpp", kMain);
  util::write_file_atomic(folder / "vectors.txt",
                          flow::gatesim::icarus_vectors(netlist, {vectors.inputs, vectors.values}));
  util::run_step(
      "verilator",
      fmt::format("cd {} && verilator --cc --exe --build --x-initial 0 --x-assign 0 --no-timing -Wno-fatal -Wno-lint "
                  "-Wno-style -CFLAGS '-O0 -w -DNETS={}' --top-module unit unit.v main.cpp -o run --Mdir obj",
                  util::quoted(folder), netlist.nets));
  const util::CommandResult r = util::run_command(fmt::format("cd {} && obj/run", util::quoted(folder)));
  std::istringstream in(r.output);
  std::vector<std::int64_t> settled;
  for (std::int64_t n = 0; in >> n;) {
    settled.push_back(n);
  }
  return settled;
}

std::vector<flow::gatesim::NetActivity> delay_annotated(const gates::Netlist& netlist,
                                                        const flow::characterize::Vectors& vectors) {
  const flow::characterize::TimedNetlist timed = flow::characterize::timed(netlist);
  flow::gatesim::GateSimulator simulator(netlist, flow::characterize::simulator_delays(timed.timing),
                                         gates::clock_to_output_ns(*netlist.library, timed.conditions));
  for (const auto& cycle : vectors.values) {
    for (std::size_t p = 0; p < vectors.inputs.size(); ++p) {
      simulator.set(simulator.input(vectors.inputs[p]), cycle[p]);
    }
    simulator.cycle();
  }
  return simulator.activity();
}

int differing_nets(const gates::Netlist& netlist, const std::vector<flow::gatesim::NetActivity>& ours,
                   const std::vector<std::int64_t>& verilated) {
  const int clock = netlist.input("clk_i").nets.front();
  int differing = 0;
  for (std::size_t net = 2; net < ours.size(); ++net) {
    differing += static_cast<int>(net) != clock && ours[net].settled != verilated[net] ? 1 : 0;
  }
  return differing;
}

class VerilatedNetlist : public ::testing::Test {
 protected:
  void run(const char* multiplier, const char* format, const char* accumulator) {
    const Flow flow(make_unit(cost::UnitKind::pe_stationary, multiplier, format, accumulator));
    const flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 32);
    const auto ours = delay_annotated(flow.netlist(), vectors);
    const auto verilated = verilated_settled(flow, flow.netlist(), vectors);
    ASSERT_EQ(verilated.size(), ours.size());
    EXPECT_GT(std::ranges::count_if(verilated, [](std::int64_t n) { return n > 0; }), 100);
    EXPECT_EQ(differing_nets(flow.netlist(), ours, verilated), 0);
  }
};

TEST_F(VerilatedNetlist, TogglesAsTheSettledNetsOfTheDelayAnnotatedRun) {
  LMULSIM_NEED_OSU018();
  run("lmul", "e4m3", "fp32");
}

TEST_F(VerilatedNetlist, TellsAWrongGate) {
  LMULSIM_NEED_OSU018();
  const Flow flow(make_unit(cost::UnitKind::pe_stationary, "exact", "int8", "int32"));
  const flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 8);
  const auto verilated = verilated_settled(flow, flow.netlist(), vectors);
  const auto right = delay_annotated(flow.netlist(), vectors);
  ASSERT_EQ(differing_nets(flow.netlist(), right, verilated), 0);
  const auto nor = std::ranges::find(flow.library().cells, "NOR2X1", &gates::Cell::name);
  // One at a time. A gate whose inputs are never alike in these vectors toggles as the other would.
  int planted = 0;
  int seen = 0;
  for (std::size_t i = 0; i < flow.netlist().gates.size() && planted < 6; ++i) {
    gates::Netlist wrong = flow.netlist();
    if (wrong.cell(wrong.gates[i]).name == "NAND2X1") {
      wrong.gates[i].cell = static_cast<int>(nor - flow.library().cells.begin());
      ++planted;
      seen += differing_nets(wrong, delay_annotated(wrong, vectors), verilated) > 0 ? 1 : 0;
    }
  }
  EXPECT_EQ(planted, 6);
  EXPECT_GE(seen, 3);
}

}  // namespace
}  // namespace lmulsim::gates_test
