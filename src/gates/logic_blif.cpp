// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/logic_blif.hpp"

#include <fmt/format.h>

#include <vector>

#include "gates/blif_table.hpp"
#include "gates/logic_names.hpp"

namespace lmulsim::gates {
namespace {

/// The text, in the parts in which BLIF wants it.
class Writer {
 public:
  explicit Writer(const Netlist& netlist) : netlist_(netlist) { blif::add_constants(body_); }

  std::string text() {
    for (const Port& port : netlist_.inputs) {
      for (const int net : port.nets) {
        add_input(net);
      }
    }
    for (std::size_t p = 0; p < netlist_.outputs.size(); ++p) {
      for (std::size_t i = 0; i < netlist_.outputs[p].nets.size(); ++i) {
        add_output(netlist_.outputs[p].nets[i], logic::output_name(p, i));
      }
    }
    for (std::size_t g = 0; g < netlist_.gates.size(); ++g) {
      if (netlist_.cell(netlist_.gates[g]).sequential()) {
        cut(g);
      } else {
        add_gate(netlist_.gates[g]);
      }
    }
    return fmt::format(".model {}\n{}\n{}\n{}.end\n", netlist_.name, inputs_, outputs_, body_);
  }

 private:
  void add_input(int net) { inputs_ += ' ' + blif::net_name(net); }

  void add_output(int net, const std::string& name) {
    outputs_ += ' ' + name;
    blif::add_wire(body_, blif::net_name(net), name, false);
  }

  void cut(std::size_t g) {
    const Gate& gate = netlist_.gates[g];
    const Cell& cell = netlist_.cell(gate);
    if (cell.clock_gate) {  // its output is a clock, and no input of logic
      const auto enable = static_cast<std::size_t>(cell.clock_gate->enable);
      add_output(gate.inputs[enable], logic::pin_name(g, enable));
      return;
    }
    for (const int net : gate.outputs) {
      if (net != kNoNet) {
        add_input(net);
      }
    }
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
      if (static_cast<int>(i) != cell.flip_flop->clock) {
        add_output(gate.inputs[i], logic::pin_name(g, i));
      }
    }
  }

  void add_gate(const Gate& gate) {
    std::vector<std::string> names;
    for (const int net : gate.inputs) {
      names.push_back(blif::net_name(net));
    }
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      if (gate.outputs[o] != kNoNet) {
        blif::add_table(body_, names, blif::net_name(gate.outputs[o]), netlist_.cell(gate).outputs[o].truth);
      }
    }
  }

  const Netlist& netlist_;
  std::string inputs_ = ".inputs";
  std::string outputs_ = ".outputs";
  std::string body_;
};

}  // namespace

std::string write_logic(const Netlist& netlist) {
  return Writer(netlist).text();
}

}  // namespace lmulsim::gates
