// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/blif.hpp"

#include <fmt/format.h>

#include <bit>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

std::string net_name(int net) {
  return fmt::format("n{}", net);
}

/// The truth table's rows that give 1.
void add_table(std::string& out, const std::vector<std::string>& inputs, const std::string& output,
               std::uint64_t truth) {
  out += ".names";
  for (const std::string& input : inputs) {
    out += ' ' + input;
  }
  out += ' ' + output + '\n';
  for (unsigned row = 0; row < 1U << inputs.size(); ++row) {
    if (((truth >> row) & 1U) == 0) {
      continue;
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      out += ((row >> i) & 1U) != 0 ? '1' : '0';
    }
    out += inputs.empty() ? "1\n" : " 1\n";
  }
}

void add_wire(std::string& out, const std::string& from, const std::string& to, bool inverted) {
  add_table(out, {from}, to, inverted ? 0b01 : 0b10);
}

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
  add_table(body, {}, net_name(kNetZero), 0);
  add_table(body, {}, net_name(kNetOne), 1);
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
    if (!cell.flip_flop) {
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
    add_wire(body, net_name(gate.inputs[static_cast<std::size_t>(ff.data)]), gate.name + ".d", false);
  }
  return fmt::format(".model {}\n{}\n{}\n{}.end\n", netlist.name, inputs, outputs, body);
}

}  // namespace lmulsim::gates
