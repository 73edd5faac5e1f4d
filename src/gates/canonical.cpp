// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/canonical.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace lmulsim::gates {
namespace {

/// The gates in the order in which a walk against the signals meets them. A flip-flop or clock gate ends a walk: its
/// own inputs are walked from later.
class Walk {
 public:
  explicit Walk(const Netlist& netlist)
      : netlist_(netlist), drivers_(net_drivers(netlist)), met_(netlist.gates.size(), false) {
    for (const Port& port : netlist.outputs) {
      std::ranges::for_each(port.nets, [this](int net) { from(net); });
    }
    while (!later_.empty()) {
      const int gate = later_.front();
      later_.pop_front();
      std::ranges::for_each(at(gate).inputs, [this](int net) { from(net); });
    }
  }

  [[nodiscard]] const std::vector<int>& order() const { return order_; }

 private:
  struct Step {
    int gate;
    std::size_t input;  ///< the next one to look behind
  };

  [[nodiscard]] const Gate& at(int gate) const { return netlist_.gates[static_cast<std::size_t>(gate)]; }

  void meet(int net) {
    const int gate = drivers_[static_cast<std::size_t>(net)];
    if (gate == kNoNet || met_[static_cast<std::size_t>(gate)]) {
      return;
    }
    met_[static_cast<std::size_t>(gate)] = true;
    if (netlist_.cell(at(gate)).sequential()) {
      order_.push_back(gate);
      later_.push_back(gate);
    } else {
      steps_.push_back({gate, 0});
    }
  }

  void from(int net) {
    meet(net);
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const Gate& gate = at(step.gate);
      if (step.input < gate.inputs.size()) {
        meet(gate.inputs[step.input++]);
      } else {
        order_.push_back(step.gate);
        steps_.pop_back();
      }
    }
  }

  const Netlist& netlist_;
  std::vector<int> drivers_;
  std::vector<bool> met_;
  std::vector<int> order_;
  std::vector<Step> steps_;
  std::deque<int> later_;
};

/// New numbers of nets, given in the order in which they are asked for.
class Numbers {
 public:
  explicit Numbers(const Netlist& netlist) : numbers_(static_cast<std::size_t>(netlist.nets), kNoNet) {
    numbers_[kNetZero] = kNetZero;
    numbers_[kNetOne] = kNetOne;
  }

  void renumber(std::vector<int>& nets) {
    for (int& net : nets) {
      if (net != kNoNet) {
        int& number = numbers_[static_cast<std::size_t>(net)];
        number = number == kNoNet ? next_++ : number;
        net = number;
      }
    }
  }
  [[nodiscard]] int count() const { return next_; }

 private:
  std::vector<int> numbers_;
  int next_ = kNetOne + 1;
};

/// Whether a gate of two inputs computes the same with them swapped.
bool may_swap(const Cell& cell) {
  constexpr unsigned kFirstOnly = 0b01;
  constexpr unsigned kSecondOnly = 0b10;
  return !cell.sequential() && cell.inputs.size() == 2 && cell.outputs.size() == 1 &&
         ((cell.outputs[0].truth >> kFirstOnly) & 1U) == ((cell.outputs[0].truth >> kSecondOnly) & 1U);
}

}  // namespace

Netlist canonical(const Netlist& netlist) {
  Netlist out{.name = netlist.name,
              .library = netlist.library,
              .nets = 0,
              .gates = {},
              .inputs = netlist.inputs,
              .outputs = netlist.outputs};
  const Walk walk(netlist);
  for (const int gate : walk.order()) {
    out.gates.push_back(netlist.gates[static_cast<std::size_t>(gate)]);
  }
  Numbers numbers(netlist);
  for (Port& port : out.inputs) {
    numbers.renumber(port.nets);
  }
  for (Gate& gate : out.gates) {
    numbers.renumber(gate.outputs);
  }
  for (Gate& gate : out.gates) {
    numbers.renumber(gate.inputs);
    if (may_swap(out.cell(gate))) {
      std::ranges::sort(gate.inputs);
    }
  }
  for (Port& port : out.outputs) {
    numbers.renumber(port.nets);
  }
  out.nets = numbers.count();
  return out;
}

}  // namespace lmulsim::gates
