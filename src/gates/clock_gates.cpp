// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/clock_gates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "gates/generic_library.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

bool is_generic(const Cell& cell) {
  return cell.name == kGenericClockGate;
}

int pin_net(const Gate& gate, int pin) {
  return gate.inputs[static_cast<std::size_t>(pin)];
}

/// Capacitance of the clock pins on a net, pF.
double clock_load_pf(const Netlist& netlist, int net) {
  double sum = 0;
  for (const Gate& gate : netlist.gates) {
    const Cell& cell = netlist.cell(gate);
    if (cell.flip_flop && pin_net(gate, cell.flip_flop->clock) == net) {
      sum += cell.inputs[static_cast<std::size_t>(cell.flip_flop->clock)].capacitance_pf;
    }
  }
  return sum;
}

}  // namespace

std::vector<int> clock_enables(const Netlist& netlist) {
  std::vector<int> enables(static_cast<std::size_t>(netlist.nets), kNoNet);
  for (const Gate& gate : netlist.gates) {
    if (const auto& cg = netlist.cell(gate).clock_gate) {
      enables[static_cast<std::size_t>(gate.outputs.front())] = pin_net(gate, cg->enable);
    }
  }
  for (const Gate& gate : netlist.gates) {
    const Cell& cell = netlist.cell(gate);
    if (cell.clock_gate && enables[static_cast<std::size_t>(pin_net(gate, cell.clock_gate->clock))] != kNoNet) {
      throw InputError(fmt::format("netlist {}: clock gate {}: expected the clock itself, found another gate before it",
                                   netlist.name, gate.name));
    }
    if (cell.flip_flop && cell.flip_flop->falling &&
        enables[static_cast<std::size_t>(pin_net(gate, cell.flip_flop->clock))] != kNoNet) {
      throw InputError(
          fmt::format("netlist {}: flip-flop {}: expected one of the rising edge behind a clock gate, found one of the "
                      "falling edge",
                      netlist.name, gate.name));
    }
  }
  return enables;
}

Netlist with_shared_clock_gates(Netlist netlist) {
  std::map<std::pair<int, int>, std::size_t> first;  // by clock and enable
  const auto key = [&](const Gate& gate) {
    const ClockGate& cg = *netlist.cell(gate).clock_gate;
    return std::pair(pin_net(gate, cg.clock), pin_net(gate, cg.enable));
  };
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    if (netlist.cell(netlist.gates[g]).clock_gate) {
      const auto [kept, added] = first.emplace(key(netlist.gates[g]), g);
      kept->second = netlist.gates[g].name < netlist.gates[kept->second].name ? g : kept->second;
    }
  }
  std::map<int, int> replaced;  // net of a gate that goes to that of the gate that stays
  std::vector<Gate> gates;
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    const Gate& gate = netlist.gates[g];
    const std::size_t stays = netlist.cell(gate).clock_gate ? first.at(key(gate)) : g;
    if (stays == g) {
      gates.push_back(gate);
    } else {
      replaced.emplace(gate.outputs.front(), netlist.gates[stays].outputs.front());
    }
  }
  for (Gate& gate : gates) {
    for (int& net : gate.inputs) {
      const auto it = replaced.find(net);
      net = it == replaced.end() ? net : it->second;
    }
  }
  netlist.gates = std::move(gates);
  return netlist;
}

std::vector<const Cell*> clock_gate_cells(const Library& library) {
  std::vector<const Cell*> all;
  for (const Cell& cell : library.cells) {
    if (cell.clock_gate && !is_generic(cell)) {
      all.push_back(&cell);
    }
  }
  std::ranges::stable_sort(all, {}, &Cell::area_um2);
  return all;
}

Netlist with_library_clock_gates(Netlist netlist) {
  const std::vector<const Cell*> cells = clock_gate_cells(*netlist.library);
  for (Gate& gate : netlist.gates) {
    const Cell& generic = netlist.cell(gate);
    if (!is_generic(generic)) {
      continue;
    }
    if (cells.empty()) {
      throw InputError(fmt::format("library {}: expected a clock gate, found none", netlist.library->name));
    }
    const double load = clock_load_pf(netlist, gate.outputs.front());
    const auto drives = [&](const Cell* cell) { return cell->outputs.front().max_capacitance_pf; };
    const auto fits = std::ranges::find_if(cells, [&](const Cell* cell) { return drives(cell) >= load; });
    const Cell& chosen = **(fits != cells.end() ? fits : std::ranges::max_element(cells, {}, drives));
    std::vector<int> inputs(chosen.inputs.size(), kNetZero);
    inputs[static_cast<std::size_t>(chosen.clock_gate->clock)] = pin_net(gate, generic.clock_gate->clock);
    inputs[static_cast<std::size_t>(chosen.clock_gate->enable)] = pin_net(gate, generic.clock_gate->enable);
    gate.inputs = std::move(inputs);
    gate.cell = static_cast<int>(&chosen - netlist.library->cells.data());
  }
  return netlist;
}

}  // namespace lmulsim::gates
