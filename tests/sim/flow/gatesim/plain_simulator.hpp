// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The gate simulator written plainly, to hold the fast one against: a queue in the order of time, and every gate
// evaluated from all its inputs.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "flow/gatesim/gate_simulator.hpp"
#include "gates/netlist.hpp"

namespace lmulsim::flow::gatesim::testing {

/// Event-driven simulation of a netlist with a rise and a fall delay per gate output, inertial: a change that is taken
/// back before its delay has passed never happens (IEEE 1364, continuous assignment with delay). Flip-flops start at 0;
/// their set and reset are never active. Time is in whole femtoseconds, a delay at least one.
///
/// One cycle: a rising edge of every flip-flop's clock at 0, the input ports' new values at `input_delay`, then events
/// until nothing moves. The clock net itself is not simulated. A clock gate latches its enable while the clock is low;
/// a flip-flop whose clock pin is on the gate's output sees an edge only when what is latched is high.
class PlainSimulator {
 public:
  using Delay = GateSimulator::Delay;
  PlainSimulator(const gates::Netlist& netlist, const std::vector<std::vector<Delay>>& delays, double input_delay_ns);

  /// The value an input takes in the next cycle.
  void set(std::size_t input, PortValue value);
  void cycle();

  /// Activity by net.
  [[nodiscard]] const std::vector<NetActivity>& activity() const { return activity_; }
  /// Time of the latest event of any cycle so far, in ns after the clock edge.
  [[nodiscard]] double latest_event_ns() const;

 private:
  struct Node {
    std::uint64_t truth;
    std::int64_t rise, fall;
    int inputs[gates::kMaxInputs];
    int input_count;
    int net;
  };
  struct State {
    int gate;
    int clock;  ///< net
    std::uint64_t next;
    std::vector<int> inputs;
    bool value = false;
    std::vector<int> nodes;  ///< one per connected output: buffers of the state
  };
  struct Event {
    std::int64_t time;
    std::int64_t order;
    int node;
    bool value;
    bool operator>(const Event& o) const { return time != o.time ? time > o.time : order > o.order; }
  };

  void add_gate(const gates::Gate& gate, int index, const std::vector<Delay>& delays);
  void build_fan_out();
  void settle_start();
  [[nodiscard]] bool has_edge(int clock_net);
  [[nodiscard]] bool evaluate(const Node& node) const;
  void schedule(int node, bool value, std::int64_t now);
  void change_net(int net, bool value);
  void run();

  const gates::Netlist& netlist_;
  std::int64_t input_delay_;
  std::vector<Node> nodes_;
  std::vector<State> states_;
  std::vector<int> fan_out_start_, fan_out_;
  std::vector<char> value_;    ///< by net
  std::vector<char> pending_;  ///< by node: an event is on its way
  std::vector<std::int64_t> pending_order_;
  std::vector<PortValue> next_input_;
  std::vector<NetActivity> activity_;
  std::vector<int> touched_;  ///< nets that moved in this cycle
  std::vector<char> is_touched_;
  std::vector<int> to_evaluate_;
  std::vector<char> is_queued_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::int64_t order_ = 0;
  std::int64_t latest_ = 0;
};

}  // namespace lmulsim::flow::gatesim::testing
