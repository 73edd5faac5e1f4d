// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/blif.hpp"

#include <fmt/format.h>

#include <vector>

#include "gates/blif_table.hpp"
#include "gates/clock_gates.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

using blif::add_constants;
using blif::add_table;
using blif::add_wire;
using blif::net_name;

/// Whether the next state is the inverse of the data pin.
bool stores_inverse(const Cell& cell, const FlipFlop& ff, const Gate& gate) {
  if (ff.data < 0) {
    throw InputError(fmt::format("cell {} of flip-flop {}: expected a next state that is its data pin or the inverse",
                                 cell.name, gate.name));
  }
  const unsigned low = 0;
  return ((ff.next >> low) & 1U) != 0;
}

}  // namespace

std::string write_blif(const Netlist& netlist) {
  std::string inputs = ".inputs";
  std::string outputs = ".outputs";
  std::string body;
  add_constants(body);
  const std::vector<int> enables = clock_enables(netlist);
  for (const Port& port : netlist.inputs) {
    for (std::size_t i = 0; i < port.nets.size(); ++i) {
      const std::string name = fmt::format("{}[{}]", port.name, i);
      inputs += ' ' + name;
      add_wire(body, name, net_name(port.nets[i]), false);
    }
  }
  for (const Port& port : netlist.outputs) {
    for (std::size_t i = 0; i < port.nets.size(); ++i) {
      const std::string name = fmt::format("{}[{}]", port.name, i);
      outputs += ' ' + name;
      add_wire(body, net_name(port.nets[i]), name, false);
    }
  }
  for (const Gate& gate : netlist.gates) {
    const Cell& cell = netlist.cell(gate);
    if (!cell.sequential()) {
      std::vector<std::string> names;
      for (const int net : gate.inputs) {
        names.push_back(net_name(net));
      }
      for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
        if (gate.outputs[o] != kNoNet) {
          add_table(body, names, net_name(gate.outputs[o]), cell.outputs[o].truth);
        }
      }
      continue;
    }
    if (cell.clock_gate) {
      continue;
    }
    const FlipFlop& ff = *cell.flip_flop;
    const bool inverse = stores_inverse(cell, ff, gate);
    inputs += fmt::format(" {}.q", gate.name);
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      if (gate.outputs[o] != kNoNet) {
        add_wire(body, gate.name + ".q", net_name(gate.outputs[o]),
                 inverse != (cell.outputs[o].state == StateOutput::inverted));
      }
    }
    outputs += fmt::format(" {}.d", gate.name);
    const std::string data = net_name(gate.inputs[static_cast<std::size_t>(ff.data)]);
    const int enable = enables[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(ff.clock)])];
    if (enable == kNoNet) {
      add_wire(body, data, gate.name + ".d", false);
    } else {
      constexpr std::uint64_t kChosen = 0xCA;  // third ? second : first
      add_table(body, {gate.name + ".q", data, net_name(enable)}, gate.name + ".d", kChosen);
    }
  }
  return fmt::format(".model {}\n{}\n{}\n{}.end\n", netlist.name, inputs, outputs, body);
}

}  // namespace lmulsim::gates
