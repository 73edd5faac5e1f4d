// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "flow/gatesim/event_queue.hpp"
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
/// until nothing moves. The clock net itself is not simulated. A net behind a clock gate rises and falls once in each
/// cycle at whose beginning the gate's enable is high; in others its flip-flops keep what they hold.
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
  /// An output of a gate. The row of its truth table follows its inputs one by one.
  struct Node {
    std::uint64_t truth;
    std::uint64_t rise, fall;
    int net;
    std::uint32_t row;
    std::uint32_t generation;  ///< of its pending change
    bool value;                ///< of its net
    bool pending;              ///< a change is on its way
    bool queued;               ///< to be evaluated
  };
  struct Reader {
    std::uint32_t node;
    std::uint32_t bit;  ///< of the node's row
  };
  struct State {
    std::uint64_t next;
    int enable;  ///< net that opens the state's clock, kNoNet: always open
    std::vector<int> inputs;
    bool value = false;
    std::vector<std::uint32_t> nodes;  ///< one per connected output: buffers of the state
  };

  struct GatedClock {
    int enable;  ///< net
    int clock;   ///< net behind the gate
  };

  void add_gate(const gates::Gate& gate, const std::vector<Delay>& delays, const std::vector<int>& enables);
  void build_fan_out();
  void settle_start();
  void start_at(Node& node, bool value);
  void schedule(std::uint32_t node, bool value, std::uint64_t now);
  void change_net(int net);
  void change_inputs();
  void load_states();
  void run();

  const gates::Netlist& netlist_;
  std::uint64_t input_delay_;
  std::vector<Node> nodes_;
  std::vector<std::vector<int>> node_inputs_;  ///< of the gates that are no flip-flops
  std::vector<State> states_;
  std::vector<GatedClock> gated_clocks_;
  std::vector<std::uint32_t> fan_out_start_;
  std::vector<Reader> fan_out_;
  std::vector<char> value_;  ///< by net
  std::vector<PortValue> next_input_;
  std::vector<NetActivity> activity_;
  std::vector<int> touched_;  ///< nets that moved in this cycle
  std::vector<char> is_touched_;
  std::vector<std::uint32_t> to_evaluate_;
  std::vector<Event> at_once_;
  EventQueue events_;
  std::uint64_t latest_ = 0;
  std::int64_t cycles_ = 0;
};

}  // namespace lmulsim::flow::gatesim
