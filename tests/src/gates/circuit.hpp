// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gates/netlist.hpp"

namespace lmulsim::gates::testing {

/// A netlist written down gate by gate. Nets are numbered by the test, from 2.
class Circuit {
 public:
  explicit Circuit(Library library) : library_(std::move(library)) {
    netlist_.name = "circuit";
    netlist_.library = &library_;
  }
  Circuit(const Circuit&) = delete;
  Circuit& operator=(const Circuit&) = delete;

  Circuit& gate(const char* cell, const char* name, std::vector<int> inputs, std::vector<int> outputs) {
    const Cell* found = library_.find(cell);
    if (found == nullptr) {
      throw std::logic_error(std::string("the test's library has no cell ") + cell);
    }
    count(inputs);
    count(outputs);
    netlist_.gates.push_back({.cell = static_cast<int>(found - library_.cells.data()),
                              .name = name,
                              .inputs = std::move(inputs),
                              .outputs = std::move(outputs)});
    return *this;
  }
  Circuit& input(const char* name, std::vector<int> nets) {
    count(nets);
    netlist_.inputs.push_back({.name = name, .nets = std::move(nets)});
    return *this;
  }
  Circuit& input(const char* name, int net) { return input(name, std::vector{net}); }
  Circuit& output(const char* name, std::vector<int> nets) {
    count(nets);
    netlist_.outputs.push_back({.name = name, .nets = std::move(nets)});
    return *this;
  }
  Circuit& output(const char* name, int net) { return output(name, std::vector{net}); }

  /// Lives as long as the circuit.
  [[nodiscard]] const Netlist& netlist() const { return netlist_; }

 private:
  void count(const std::vector<int>& nets) {
    for (const int net : nets) {
      netlist_.nets = std::max(netlist_.nets, net + 1);
    }
  }

  Library library_;
  Netlist netlist_;
};

}  // namespace lmulsim::gates::testing
