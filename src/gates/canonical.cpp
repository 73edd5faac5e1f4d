// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/canonical.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "gates/generic_library.hpp"

namespace lmulsim::gates {
namespace {

/// Whether a gate of two inputs computes the same with them swapped.
bool may_swap(const Cell& cell) {
  constexpr unsigned kFirstOnly = 0b01;
  constexpr unsigned kSecondOnly = 0b10;
  return !cell.sequential() && cell.inputs.size() == 2 && cell.outputs.size() == 1 &&
         ((cell.outputs[0].truth >> kFirstOnly) & 1U) == ((cell.outputs[0].truth >> kSecondOnly) & 1U);
}

/// Of what a cell is, not of its place among others: a library has cells that nobody uses.
std::uint64_t signature_of(const Cell& cell) {
  const std::vector<Cell>& generic = generic_library().cells;
  const auto found = std::ranges::find(generic, cell.name, &Cell::name);
  if (found != generic.end()) {
    return static_cast<std::uint64_t>(found - generic.begin());
  }
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  for (const char c : cell.name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return hash;
}

/// A number for each net, made of what drives it and not of names or places: bits of ports by port and place, gates by
/// cell and inputs. What comes out of flip-flops and clock gates takes part in rounds, in each by what went into them
/// in the one before, so that loops through them have an end.
class Signatures {
 public:
  explicit Signatures(const Netlist& netlist)
      : netlist_(netlist), order_(topological_order(netlist)), of_(static_cast<std::size_t>(netlist.nets), 0) {
    std::ranges::transform(netlist.library->cells, std::back_inserter(of_cells_), signature_of);
    constexpr int kRounds = 16;  // registers that follow one another
    at(kNetZero) = mixed(0, 1);
    at(kNetOne) = mixed(0, 2);
    for (std::size_t port = 0; port < netlist.inputs.size(); ++port) {
      const std::vector<int>& nets = netlist.inputs[port].nets;
      for (std::size_t bit = 0; bit < nets.size(); ++bit) {
        at(nets[bit]) = mixed(mixed(3, port), bit);
      }
    }
    for (int round = 0; round < kRounds; ++round) {
      through_gates();
      through_states();
    }
    through_gates();
  }

  [[nodiscard]] std::uint64_t operator[](int net) const { return of_[static_cast<std::size_t>(net)]; }

 private:
  /// The finaliser of MurmurHash3 over both.
  [[nodiscard]] static std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = a * 0x9E3779B97F4A7C15U + b + 1;
    x = (x ^ (x >> 33U)) * 0xFF51AFD7ED558CCDU;
    x = (x ^ (x >> 33U)) * 0xC4CEB9FE1A85EC53U;
    return x ^ (x >> 33U);
  }

  std::uint64_t& at(int net) { return of_[static_cast<std::size_t>(net)]; }

  [[nodiscard]] std::uint64_t of_gate(const Gate& gate) const {
    const std::uint64_t cell = of_cells_[static_cast<std::size_t>(gate.cell)];
    const auto of = [this](int net) { return net == kNoNet ? 0 : of_[static_cast<std::size_t>(net)]; };
    if (may_swap(netlist_.cell(gate))) {
      const auto [low, high] = std::minmax({of(gate.inputs[0]), of(gate.inputs[1])});
      return mixed(mixed(cell, low), high);
    }
    std::uint64_t made = cell;
    for (const int net : gate.inputs) {
      made = mixed(made, of(net));
    }
    return made;
  }

  void give(const Gate& gate, std::uint64_t made) {
    for (std::size_t pin = 0; pin < gate.outputs.size(); ++pin) {
      if (gate.outputs[pin] != kNoNet) {
        at(gate.outputs[pin]) = mixed(made, pin);
      }
    }
  }

  void through_gates() {
    for (const int index : order_) {
      const Gate& gate = netlist_.gates[static_cast<std::size_t>(index)];
      if (!netlist_.cell(gate).sequential()) {
        give(gate, of_gate(gate));
      }
    }
  }

  /// All at once, as a clock edge does.
  void through_states() {
    std::vector<std::pair<const Gate*, std::uint64_t>> next;
    for (const Gate& gate : netlist_.gates) {
      if (netlist_.cell(gate).sequential()) {
        next.emplace_back(&gate, of_gate(gate));
      }
    }
    for (const auto& [gate, made] : next) {
      give(*gate, made);
    }
  }

  const Netlist& netlist_;
  std::vector<int> order_;
  std::vector<std::uint64_t> of_;
  std::vector<std::uint64_t> of_cells_;  ///< by place in the library, once for all gates and rounds
};

/// The gates with inputs that may be swapped in the order of their signatures.
std::vector<Gate> with_ordered_inputs(const Netlist& netlist) {
  const Signatures signatures(netlist);
  std::vector<Gate> gates = netlist.gates;
  for (Gate& gate : gates) {
    if (may_swap(netlist.cell(gate)) && signatures[gate.inputs[1]] < signatures[gate.inputs[0]]) {
      std::swap(gate.inputs[0], gate.inputs[1]);
    }
  }
  return gates;
}

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

}  // namespace

Netlist canonical(const Netlist& netlist) {
  Netlist ordered = netlist;
  ordered.gates = with_ordered_inputs(netlist);
  Netlist out{.name = netlist.name,
              .library = netlist.library,
              .nets = 0,
              .gates = {},
              .inputs = netlist.inputs,
              .outputs = netlist.outputs};
  const Walk walk(ordered);
  for (const int gate : walk.order()) {
    out.gates.push_back(ordered.gates[static_cast<std::size_t>(gate)]);
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
