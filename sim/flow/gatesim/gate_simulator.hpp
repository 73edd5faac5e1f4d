// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <queue>
#include <string_view>
#include <vector>

#include "gates/netlist.hpp"

namespace lmulsim::flow::gatesim {

/// A port's value, bit 0 of `lo` first.
struct PortValue {
  std::uint64_t lo = 0;
  std::uint64_t hi = 0;

  friend bool operator==(const PortValue&, const PortValue&) = default;
};

/// How often a net moved. `settled` counts cycles that left it at another value than they found it; the rest of
/// rises + falls are glitches.
struct NetActivity {
  std::int64_t rises = 0;
  std::int64_t falls = 0;
  std::int64_t settled = 0;

  [[nodiscard]] std::int64_t transitions() const { return rises + falls; }
  NetActivity& operator+=(const NetActivity& o) {
    rises += o.rises;
    falls += o.falls;
    settled += o.settled;
    return *this;
  }
  friend bool operator==(const NetActivity&, const NetActivity&) = default;
};

/// Event-driven simulation of a netlist with a rise and a fall delay per gate output, inertial: a change that is taken
/// back before its delay has passed never happens (IEEE 1364, continuous assignment with delay). Flip-flops start at 0;
/// their set and reset are never active. Time is in whole femtoseconds, a delay at least one.
///
/// One cycle: a rising edge of every flip-flop's clock at 0, the input ports' new values at `input_delay`, then events
/// until nothing moves. The clock net itself is not simulated.
class GateSimulator {
 public:
  /// Delays in ns, by gate and output: gates::Timing::gate_delay_ns. The netlist outlives the simulator.
  struct Delay {
    double rise_ns = 0;
    double fall_ns = 0;
  };
  GateSimulator(const gates::Netlist& netlist, const std::vector<std::vector<Delay>>& delays, double input_delay_ns);

  /// Index of a port for set() and get(). Throws InputError when there is none.
  [[nodiscard]] std::size_t input(std::string_view port) const;
  [[nodiscard]] std::size_t output(std::string_view port) const;

  /// The value an input takes in the next cycle.
  void set(std::size_t input, PortValue value);
  void cycle();
  [[nodiscard]] PortValue get(std::size_t output) const;

  /// Activity by net since the last clear.
  [[nodiscard]] const std::vector<NetActivity>& activity() const { return activity_; }
  /// Cycles since the last clear.
  [[nodiscard]] std::int64_t cycles() const { return cycles_; }
  void clear_activity();
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
  std::int64_t cycles_ = 0;
};

}  // namespace lmulsim::flow::gatesim
