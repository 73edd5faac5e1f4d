// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "plain_simulator.hpp"

#include <algorithm>
#include <cmath>

namespace lmulsim::flow::gatesim::testing {
namespace {

constexpr double kFsPerNs = 1e6;

std::int64_t femtoseconds(double ns) {
  return std::max<std::int64_t>(1, std::llround(ns * kFsPerNs));
}

bool bit(PortValue v, std::size_t i) {
  return (((i < 64 ? v.lo : v.hi) >> (i % 64)) & 1U) != 0;
}

}  // namespace

PlainSimulator::PlainSimulator(const gates::Netlist& netlist, const std::vector<std::vector<Delay>>& delays,
                               double input_delay_ns)
    : netlist_(netlist), input_delay_(femtoseconds(input_delay_ns)) {
  const auto nets = static_cast<std::size_t>(netlist.nets);
  value_.assign(nets, 0);
  value_[gates::kNetOne] = 1;
  is_touched_.assign(nets, 0);
  activity_.resize(nets);
  next_input_.resize(netlist.inputs.size());
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    add_gate(netlist.gates[g], static_cast<int>(g), delays[g]);
  }
  pending_.assign(nodes_.size(), 0);
  pending_order_.assign(nodes_.size(), 0);
  is_queued_.assign(nodes_.size(), 0);
  build_fan_out();
  settle_start();
}

void PlainSimulator::add_gate(const gates::Gate& gate, int index, const std::vector<Delay>& delays) {
  const gates::Cell& cell = netlist_.cell(gate);
  if (cell.clock_gate) {
    return;
  }
  State state{.gate = index, .clock = gates::kNoNet, .next = 0, .inputs = gate.inputs, .value = false, .nodes = {}};
  for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
    if (gate.outputs[o] == gates::kNoNet) {
      continue;
    }
    Node node{.truth = cell.outputs[o].truth,
              .rise = femtoseconds(delays[o].rise_ns),
              .fall = femtoseconds(delays[o].fall_ns),
              .inputs = {},
              .input_count = 0,
              .net = gate.outputs[o]};
    if (cell.flip_flop) {
      node.truth = cell.outputs[o].state == gates::StateOutput::inverted ? 0b01 : 0b10;
      state.nodes.push_back(static_cast<int>(nodes_.size()));
    } else {
      std::ranges::copy(gate.inputs, std::begin(node.inputs));
      node.input_count = static_cast<int>(gate.inputs.size());
    }
    nodes_.push_back(node);
  }
  if (cell.flip_flop) {
    state.next = cell.flip_flop->next;
    state.clock = gate.inputs[static_cast<std::size_t>(cell.flip_flop->clock)];
    states_.push_back(std::move(state));
  }
}

void PlainSimulator::build_fan_out() {
  const auto nets = static_cast<std::size_t>(netlist_.nets);
  fan_out_start_.assign(nets + 1, 0);
  const auto each = [&](const auto& visit) {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      for (int i = 0; i < nodes_[n].input_count; ++i) {
        visit(static_cast<std::size_t>(nodes_[n].inputs[i]), static_cast<int>(n));
      }
    }
  };
  each([&](std::size_t net, int) { ++fan_out_start_[net + 1]; });
  for (std::size_t i = 0; i < nets; ++i) {
    fan_out_start_[i + 1] += fan_out_start_[i];
  }
  fan_out_.resize(static_cast<std::size_t>(fan_out_start_[nets]));
  std::vector<int> at(fan_out_start_.begin(), fan_out_start_.end() - 1);
  each([&](std::size_t net, int node) { fan_out_[static_cast<std::size_t>(at[net]++)] = node; });
}

/// All inputs and states 0: every net at the value that follows, without events.
void PlainSimulator::settle_start() {
  for (const State& state : states_) {
    for (const int n : state.nodes) {
      const Node& node = nodes_[static_cast<std::size_t>(n)];
      value_[static_cast<std::size_t>(node.net)] = node.truth == 0b01 ? 1 : 0;
    }
  }
  std::vector<int> first_node(netlist_.gates.size() + 1, 0);
  for (std::size_t g = 0; g < netlist_.gates.size(); ++g) {
    const auto connected = std::ranges::count_if(netlist_.gates[g].outputs, [](int n) { return n != gates::kNoNet; });
    first_node[g + 1] = first_node[g] + (netlist_.cell(netlist_.gates[g]).clock_gate ? 0 : static_cast<int>(connected));
  }
  for (const int g : gates::topological_order(netlist_)) {
    if (netlist_.cell(netlist_.gates[static_cast<std::size_t>(g)]).sequential()) {
      continue;
    }
    for (int n = first_node[static_cast<std::size_t>(g)]; n < first_node[static_cast<std::size_t>(g) + 1]; ++n) {
      const Node& node = nodes_[static_cast<std::size_t>(n)];
      value_[static_cast<std::size_t>(node.net)] = evaluate(node) ? 1 : 0;
    }
  }
}

void PlainSimulator::set(std::size_t input, PortValue value) {
  next_input_[input] = value;
}

bool PlainSimulator::evaluate(const Node& node) const {
  unsigned index = 0;
  for (int i = 0; i < node.input_count; ++i) {
    index |= static_cast<unsigned>(value_[static_cast<std::size_t>(node.inputs[i])]) << i;
  }
  return ((node.truth >> index) & 1U) != 0;
}

void PlainSimulator::schedule(int n, bool value, std::int64_t now) {
  const auto i = static_cast<std::size_t>(n);
  const Node& node = nodes_[i];
  const bool current = value_[static_cast<std::size_t>(node.net)] != 0;
  if (value == current) {
    pending_[i] = 0;  // taken back in time
    return;
  }
  if (pending_[i] != 0) {
    return;  // the same change is on its way
  }
  pending_[i] = 1;
  pending_order_[i] = ++order_;
  events_.push({now + (value ? node.rise : node.fall), order_, n, value});
}

void PlainSimulator::change_net(int net, bool value) {
  const auto i = static_cast<std::size_t>(net);
  value_[i] = value ? 1 : 0;
  ++(value ? activity_[i].rises : activity_[i].falls);
  if (is_touched_[i] == 0) {
    is_touched_[i] = value ? 1 : 2;  // remembers the value it had: 1 was low, 2 was high
    touched_.push_back(net);
  }
  for (int f = fan_out_start_[i]; f < fan_out_start_[i + 1]; ++f) {
    const int n = fan_out_[static_cast<std::size_t>(f)];
    if (is_queued_[static_cast<std::size_t>(n)] == 0) {
      is_queued_[static_cast<std::size_t>(n)] = 1;
      to_evaluate_.push_back(n);
    }
  }
}

/// All changes of one instant happen together, then the gates that see them are evaluated once.
void PlainSimulator::run() {
  while (!events_.empty()) {
    const std::int64_t now = events_.top().time;
    while (!events_.empty() && events_.top().time == now) {
      const Event event = events_.top();
      events_.pop();
      const auto n = static_cast<std::size_t>(event.node < 0 ? 0 : event.node);
      if (event.node < 0) {  // the input ports
        for (std::size_t p = 0; p < next_input_.size(); ++p) {
          const std::vector<int>& nets = netlist_.inputs[p].nets;
          for (std::size_t b = 0; b < nets.size(); ++b) {
            if ((value_[static_cast<std::size_t>(nets[b])] != 0) != bit(next_input_[p], b)) {
              change_net(nets[b], bit(next_input_[p], b));
            }
          }
        }
      } else if (pending_[n] != 0 && pending_order_[n] == event.order) {
        pending_[n] = 0;
        latest_ = std::max(latest_, now);
        change_net(nodes_[n].net, event.value);
      }
    }
    for (const int n : to_evaluate_) {
      is_queued_[static_cast<std::size_t>(n)] = 0;
      schedule(n, evaluate(nodes_[static_cast<std::size_t>(n)]), now);
    }
    to_evaluate_.clear();
  }
}

/// Looks for what drives the clock net: nothing but a gate can hold an edge back.
bool PlainSimulator::has_edge(int clock_net) {
  for (const gates::Gate& gate : netlist_.gates) {
    const gates::Cell& cell = netlist_.cell(gate);
    if (cell.clock_gate && gate.outputs[0] == clock_net) {
      return value_[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(cell.clock_gate->enable)])] != 0;
    }
  }
  return true;
}

void PlainSimulator::cycle() {
  constexpr int kInputPorts = -1;
  for (const gates::Gate& gate : netlist_.gates) {
    if (netlist_.cell(gate).clock_gate && has_edge(gate.outputs[0])) {
      ++activity_[static_cast<std::size_t>(gate.outputs[0])].rises;
      ++activity_[static_cast<std::size_t>(gate.outputs[0])].falls;
    }
  }
  for (State& state : states_) {
    if (!has_edge(state.clock)) {
      continue;
    }
    unsigned index = 0;
    for (std::size_t i = 0; i < state.inputs.size(); ++i) {
      index |= static_cast<unsigned>(value_[static_cast<std::size_t>(state.inputs[i])]) << i;
    }
    state.value = ((state.next >> index) & 1U) != 0;
  }
  for (const State& state : states_) {
    for (const int n : state.nodes) {
      schedule(n, state.value != (nodes_[static_cast<std::size_t>(n)].truth == 0b01), 0);
    }
  }
  events_.push({input_delay_, ++order_, kInputPorts, false});
  run();
  for (const int net : touched_) {
    const auto i = static_cast<std::size_t>(net);
    const bool was_high = is_touched_[i] == 2;
    activity_[i].settled += (value_[i] != 0) != was_high ? 1 : 0;
    is_touched_[i] = 0;
  }
  touched_.clear();
}

double PlainSimulator::latest_event_ns() const {
  return static_cast<double>(latest_) / kFsPerNs;
}

}  // namespace lmulsim::flow::gatesim::testing
