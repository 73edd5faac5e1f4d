// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/gatesim/gate_simulator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "gates/clock_gates.hpp"

namespace lmulsim::flow::gatesim {
namespace {

constexpr double kFsPerNs = 1e6;
constexpr std::uint32_t kInputPorts = std::numeric_limits<std::uint32_t>::max();

std::uint64_t femtoseconds(double ns) {
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(std::max(0.0, ns) * kFsPerNs)));
}

bool bit(PortValue v, std::size_t i) {
  return (((i < 64 ? v.lo : v.hi) >> (i % 64)) & 1U) != 0;
}

std::size_t port_index(const std::vector<gates::Port>& ports, const gates::Port& port) {
  return static_cast<std::size_t>(&port - ports.data());
}

}  // namespace

GateSimulator::GateSimulator(const gates::Netlist& netlist, const std::vector<std::vector<Delay>>& delays,
                             double input_delay_ns)
    : netlist_(netlist), input_delay_(femtoseconds(input_delay_ns)) {
  const auto nets = static_cast<std::size_t>(netlist.nets);
  value_.assign(nets, 0);
  value_[gates::kNetOne] = 1;
  is_touched_.assign(nets, 0);
  activity_.resize(nets);
  next_input_.resize(netlist.inputs.size());
  const std::vector<int> enables = gates::clock_enables(netlist);
  for (std::size_t g = 0; g < netlist.gates.size(); ++g) {
    add_gate(netlist.gates[g], delays[g], enables);
  }
  build_fan_out();
  settle_start();
}

void GateSimulator::add_gate(const gates::Gate& gate, const std::vector<Delay>& delays,
                             const std::vector<int>& enables) {
  const gates::Cell& cell = netlist_.cell(gate);
  if (cell.clock_gate) {
    gated_clocks_.push_back(
        {.enable = gate.inputs[static_cast<std::size_t>(cell.clock_gate->enable)], .clock = gate.outputs.front()});
    return;
  }
  State state{.next = 0, .enable = gates::kNoNet, .inputs = gate.inputs, .value = false, .nodes = {}};
  for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
    if (gate.outputs[o] == gates::kNoNet) {
      continue;
    }
    Node node{.truth = cell.outputs[o].truth,
              .rise = femtoseconds(delays[o].rise_ns),
              .fall = femtoseconds(delays[o].fall_ns),
              .net = gate.outputs[o],
              .row = 0,
              .generation = 0,
              .value = false,
              .pending = false,
              .queued = false};
    if (cell.flip_flop) {
      node.truth = cell.outputs[o].state == gates::StateOutput::inverted ? 0b01 : 0b10;
      state.nodes.push_back(static_cast<std::uint32_t>(nodes_.size()));
    }
    nodes_.push_back(node);
    node_inputs_.push_back(cell.flip_flop ? std::vector<int>{} : gate.inputs);
  }
  if (cell.flip_flop) {
    state.next = cell.flip_flop->next;
    state.enable = enables[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(cell.flip_flop->clock)])];
    states_.push_back(std::move(state));
  }
}

/// A net that is wired to two inputs of a gate has the gate among its readers twice.
void GateSimulator::build_fan_out() {
  const auto nets = static_cast<std::size_t>(netlist_.nets);
  fan_out_start_.assign(nets + 1, 0);
  const auto each = [&](const auto& visit) {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      for (std::size_t i = 0; i < node_inputs_[n].size(); ++i) {
        visit(static_cast<std::size_t>(node_inputs_[n][i]), Reader{static_cast<std::uint32_t>(n), 1U << i});
      }
    }
  };
  each([&](std::size_t net, Reader) { ++fan_out_start_[net + 1]; });
  for (std::size_t i = 0; i < nets; ++i) {
    fan_out_start_[i + 1] += fan_out_start_[i];
  }
  fan_out_.resize(fan_out_start_[nets]);
  std::vector<std::uint32_t> at(fan_out_start_.begin(), fan_out_start_.end() - 1);
  each([&](std::size_t net, Reader reader) { fan_out_[at[net]++] = reader; });
}

void GateSimulator::start_at(Node& node, bool value) {
  node.value = value;
  value_[static_cast<std::size_t>(node.net)] = value ? 1 : 0;
}

/// All inputs and states 0: every net at the value that follows, without events.
void GateSimulator::settle_start() {
  for (const State& state : states_) {
    for (const std::uint32_t n : state.nodes) {
      start_at(nodes_[n], nodes_[n].truth == 0b01);
    }
  }
  std::vector<std::size_t> first_node(netlist_.gates.size() + 1, 0);
  for (std::size_t g = 0; g < netlist_.gates.size(); ++g) {
    const auto connected = std::ranges::count_if(netlist_.gates[g].outputs, [](int n) { return n != gates::kNoNet; });
    const bool none = netlist_.cell(netlist_.gates[g]).clock_gate.has_value();
    first_node[g + 1] = first_node[g] + (none ? 0 : static_cast<std::size_t>(connected));
  }
  for (const int g : gates::topological_order(netlist_)) {
    const auto gate = static_cast<std::size_t>(g);
    for (std::size_t n = first_node[gate]; n < first_node[gate + 1]; ++n) {
      for (std::size_t i = 0; i < node_inputs_[n].size(); ++i) {
        nodes_[n].row |= static_cast<std::uint32_t>(value_[static_cast<std::size_t>(node_inputs_[n][i])]) << i;
      }
      if (!netlist_.cell(netlist_.gates[gate]).flip_flop) {
        start_at(nodes_[n], ((nodes_[n].truth >> nodes_[n].row) & 1U) != 0);
      }
    }
  }
}

std::size_t GateSimulator::input(std::string_view port) const {
  return port_index(netlist_.inputs, netlist_.input(port));
}

std::size_t GateSimulator::output(std::string_view port) const {
  return port_index(netlist_.outputs, netlist_.output(port));
}

void GateSimulator::set(std::size_t input, PortValue value) {
  next_input_[input] = value;
}

PortValue GateSimulator::get(std::size_t output) const {
  PortValue v;
  const std::vector<int>& nets = netlist_.outputs[output].nets;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    const std::uint64_t b = value_[static_cast<std::size_t>(nets[i])] != 0 ? 1U : 0U;
    (i < 64 ? v.lo : v.hi) |= b << (i % 64);
  }
  return v;
}

void GateSimulator::schedule(std::uint32_t n, bool value, std::uint64_t now) {
  Node& node = nodes_[n];
  if (value == node.value) {
    node.pending = false;  // taken back in time
    return;
  }
  if (node.pending) {
    return;  // the same change is on its way
  }
  node.pending = true;
  ++node.generation;
  events_.push({now + (value ? node.rise : node.fall), n, node.generation});
}

void GateSimulator::change_net(int net) {
  const auto i = static_cast<std::size_t>(net);
  const bool value = value_[i] == 0;
  value_[i] = value ? 1 : 0;
  ++(value ? activity_[i].rises : activity_[i].falls);
  if (is_touched_[i] == 0) {
    is_touched_[i] = value ? 1 : 2;  // remembers the value it had: 1 was low, 2 was high
    touched_.push_back(net);
  }
  for (std::uint32_t f = fan_out_start_[i]; f < fan_out_start_[i + 1]; ++f) {
    const Reader reader = fan_out_[f];
    Node& node = nodes_[reader.node];
    node.row ^= reader.bit;
    if (!node.queued) {
      node.queued = true;
      to_evaluate_.push_back(reader.node);
    }
  }
}

void GateSimulator::change_inputs() {
  for (std::size_t p = 0; p < next_input_.size(); ++p) {
    const std::vector<int>& nets = netlist_.inputs[p].nets;
    for (std::size_t b = 0; b < nets.size(); ++b) {
      if ((value_[static_cast<std::size_t>(nets[b])] != 0) != bit(next_input_[p], b)) {
        change_net(nets[b]);
      }
    }
  }
}

/// All changes of one instant happen together, then the gates that see them are evaluated once. In which order they
/// happen is of no account: a net has one driver, and a driver one valid event.
void GateSimulator::run() {
  while (!events_.empty()) {
    const std::uint64_t now = events_.take(at_once_);
    for (const Event& event : at_once_) {
      if (event.node == kInputPorts) {
        change_inputs();
        continue;
      }
      Node& node = nodes_[event.node];
      if (node.pending && node.generation == event.generation) {
        node.pending = false;
        node.value = !node.value;
        latest_ = std::max(latest_, now);
        change_net(node.net);
      }
    }
    for (const std::uint32_t n : to_evaluate_) {
      nodes_[n].queued = false;
      schedule(n, ((nodes_[n].truth >> nodes_[n].row) & 1U) != 0, now);
    }
    to_evaluate_.clear();
  }
}

/// What every state takes in at the clock's edge, and the edges of the clocks behind open gates.
void GateSimulator::load_states() {
  const auto is_high = [&](int net) { return value_[static_cast<std::size_t>(net)] != 0; };
  for (const GatedClock& gated : gated_clocks_) {
    const std::int64_t open = is_high(gated.enable) ? 1 : 0;
    activity_[static_cast<std::size_t>(gated.clock)].rises += open;
    activity_[static_cast<std::size_t>(gated.clock)].falls += open;
  }
  for (State& state : states_) {
    if (state.enable != gates::kNoNet && !is_high(state.enable)) {
      continue;
    }
    unsigned index = 0;
    for (std::size_t i = 0; i < state.inputs.size(); ++i) {
      index |= static_cast<unsigned>(value_[static_cast<std::size_t>(state.inputs[i])]) << i;
    }
    state.value = ((state.next >> index) & 1U) != 0;
  }
}

void GateSimulator::cycle() {
  events_.restart();
  load_states();
  for (const State& state : states_) {
    for (const std::uint32_t n : state.nodes) {
      schedule(n, state.value != (nodes_[n].truth == 0b01), 0);
    }
  }
  events_.push({input_delay_, kInputPorts, 0});
  run();
  for (const int net : touched_) {
    const auto i = static_cast<std::size_t>(net);
    const bool was_high = is_touched_[i] == 2;
    activity_[i].settled += (value_[i] != 0) != was_high ? 1 : 0;
    is_touched_[i] = 0;
  }
  touched_.clear();
  ++cycles_;
}

void GateSimulator::clear_activity() {
  std::ranges::fill(activity_, NetActivity{});
  cycles_ = 0;
}

double GateSimulator::latest_event_ns() const {
  return static_cast<double>(latest_) / kFsPerNs;
}

}  // namespace lmulsim::flow::gatesim
