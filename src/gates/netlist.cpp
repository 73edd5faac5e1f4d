// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/netlist.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

const Port& find_port(const std::vector<Port>& ports, std::string_view port, const std::string& module,
                      std::string_view kind) {
  const auto it = std::ranges::find(ports, port, &Port::name);
  if (it == ports.end()) {
    throw InputError(fmt::format("netlist {}: expected an {} port {}, found none", module, kind, port));
  }
  return *it;
}

}  // namespace

const Port& Netlist::input(std::string_view port) const {
  return find_port(inputs, port, name, "input");
}

const Port& Netlist::output(std::string_view port) const {
  return find_port(outputs, port, name, "output");
}

double Netlist::area_um2() const {
  double sum = 0;
  for (const Gate& gate : gates) {
    sum += cell(gate).area_um2;
  }
  return sum;
}

int Netlist::flip_flops() const {
  return static_cast<int>(std::ranges::count_if(gates, [&](const Gate& g) { return cell(g).flip_flop.has_value(); }));
}

std::vector<int> net_drivers(const Netlist& netlist) {
  std::vector<int> driver(static_cast<std::size_t>(netlist.nets), kNoNet);
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    for (const int net : netlist.gates[g].outputs) {
      if (net != kNoNet) {
        driver[static_cast<std::size_t>(net)] = static_cast<int>(g);
      }
    }
  }
  return driver;
}

std::vector<int> topological_order(const Netlist& netlist) {
  std::vector<int> order;
  std::vector<int> waiting(netlist.gates.size(), 0);  // combinational drivers not yet placed
  std::vector<std::vector<int>> readers(static_cast<std::size_t>(netlist.nets));
  const std::vector<int> driver = net_drivers(netlist);
  const auto sequential = [&](int g) { return netlist.cell(netlist.gates[static_cast<std::size_t>(g)]).sequential(); };
  for (int g = 0; g < static_cast<int>(netlist.gates.size()); ++g) {
    if (sequential(g)) {
      order.push_back(g);
    }
  }
  std::vector<int> ready;
  for (int g = 0; g < static_cast<int>(netlist.gates.size()); ++g) {
    if (sequential(g)) {
      continue;
    }
    for (const int net : netlist.gates[static_cast<std::size_t>(g)].inputs) {
      const int from = net == kNoNet ? kNoNet : driver[static_cast<std::size_t>(net)];
      if (from != kNoNet && !sequential(from)) {
        ++waiting[static_cast<std::size_t>(g)];
        readers[static_cast<std::size_t>(net)].push_back(g);
      }
    }
    if (waiting[static_cast<std::size_t>(g)] == 0) {
      ready.push_back(g);
    }
  }
  for (std::size_t next = 0; next < ready.size(); ++next) {
    order.push_back(ready[next]);
    for (const int net : netlist.gates[static_cast<std::size_t>(ready[next])].outputs) {
      if (net == kNoNet) {
        continue;
      }
      for (const int g : readers[static_cast<std::size_t>(net)]) {
        if (--waiting[static_cast<std::size_t>(g)] == 0) {
          ready.push_back(g);
        }
      }
    }
  }
  if (order.size() != netlist.gates.size()) {
    throw InputError(fmt::format("netlist {}: expected no loop of combinational gates, found one among {} gates",
                                 netlist.name, netlist.gates.size() - order.size()));
  }
  return order;
}

}  // namespace lmulsim::gates
