// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/timing.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "gates/liberty_function.hpp"
#include "gates/timing_arcs.hpp"

namespace lmulsim::gates {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

enum class Start : std::uint8_t { input, flip_flop };

/// Why a net changes last: a gate, and the change at one of its inputs; no gate at a starting point.
struct Cause {
  int gate = -1;
  int input = -1;
  Change change = Change::rise;
};

struct Arrival {
  double ns = kNever;
  Cause cause;
};

struct NetState {
  ByChange<double> load_pf;
  ByChange<double> slew_ns{{kNever, kNever}};
  std::array<ByChange<Arrival>, 2> arrival;  ///< by Start

  ByChange<Arrival>& from(Start start) { return arrival[static_cast<std::size_t>(start)]; }
  [[nodiscard]] const ByChange<Arrival>& from(Start start) const { return arrival[static_cast<std::size_t>(start)]; }
  /// Whether the net ever makes that change: constants do not.
  [[nodiscard]] bool changes(Change change) const { return slew_ns[change] != kNever; }
};

/// The end of a path.
struct End {
  double ns = 0;
  int net = kNoNet;
  Start start = Start::input;
  Change change = Change::rise;
};

class Analysis {
 public:
  Analysis(const Netlist& netlist, const TimingConditions& conditions, const std::vector<double>& wire_pf)
      : netlist_(netlist), conditions_(conditions), wire_pf_(wire_pf), nets_(static_cast<std::size_t>(netlist.nets)) {
    out_.gate_delay_ns.resize(netlist.gates.size());
  }

  Timing run() {
    add_loads();
    start_inputs();
    for (const int gate : topological_order(netlist_)) {
      pass(gate);
    }
    end_at_flip_flops();
    end_at_clock_gates();
    end_at_outputs();
    report_nets();
    trace();
    return std::move(out_);
  }

 private:
  NetState& net(int index) { return nets_[static_cast<std::size_t>(index)]; }
  const Gate& gate(int index) const { return netlist_.gates[static_cast<std::size_t>(index)]; }

  void add_loads() {
    out_.load_pf.resize(nets_.size());
    for (const Gate& gate : netlist_.gates) {
      const Cell& cell = netlist_.cell(gate);
      for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
        for (const Change change : kChanges) {
          net(gate.inputs[i]).load_pf[change] += pin_capacitance(cell.inputs[i], change);
        }
        out_.load_pf[static_cast<std::size_t>(gate.inputs[i])] += cell.inputs[i].capacitance_pf;
      }
    }
    for (const Port& port : netlist_.outputs) {
      for (const int index : port.nets) {
        add_load(index, conditions_.output_load_pf);
      }
    }
    for (std::size_t index = 0; index < wire_pf_.size(); ++index) {
      add_load(static_cast<int>(index), wire_pf_[index]);
    }
  }

  void add_load(int index, double pf) {
    for (const Change change : kChanges) {
      net(index).load_pf[change] += pf;
    }
    out_.load_pf[static_cast<std::size_t>(index)] += pf;
  }

  void start_inputs() {
    for (const Port& port : netlist_.inputs) {
      for (const int index : port.nets) {
        for (const Change change : kChanges) {
          net(index).slew_ns[change] = conditions_.input_slew_ns;
          net(index).from(Start::input)[change].ns = conditions_.input_arrival_ns;
        }
      }
    }
  }

  void pass(int index) {
    const Cell& cell = netlist_.cell(gate(index));
    auto& delays = out_.gate_delay_ns[static_cast<std::size_t>(index)];
    delays.resize(cell.outputs.size());
    for (std::size_t o = 0; o < cell.outputs.size(); ++o) {
      delays[o].rise = pass_output(index, o, Change::rise);
      delays[o].fall = pass_output(index, o, Change::fall);
    }
  }

  /// One change of one output; returns the mean delay over what can cause it.
  double pass_output(int index, std::size_t o, Change output) {
    const int target = gate(index).outputs[o];
    const double load = target == kNoNet ? 0 : net(target).load_pf[output];
    double sum = 0;
    int arcs = 0;
    for (const DelayArc& arc : netlist_.cell(gate(index)).outputs[o].arcs) {
      for (const Change input : kChanges) {
        const std::optional<double> slew = slew_in(index, arc, input);
        if (!slew || !causes(arc, input, output) || delay_table(arc, output).empty()) {
          continue;
        }
        const double delay = std::max(0.0, delay_table(arc, output).at(*slew, load));
        sum += delay;
        ++arcs;
        if (target != kNoNet) {
          NetState& to = net(target);
          to.slew_ns[output] = std::max({0.0, to.slew_ns[output], slew_table(arc, output).at(*slew, load)});
          arrive(to, output, {.gate = index, .input = arc.related, .change = input}, arc.kind, delay);
        }
      }
    }
    return arcs == 0 ? 0 : sum / arcs;
  }

  /// Slew at an arc's input; none when it never makes that change. Clocks are ideal: their edges keep the input slew.
  std::optional<double> slew_in(int index, const DelayArc& arc, Change input) {
    if (arc.kind != ArcKind::combinational) {
      return conditions_.input_slew_ns;
    }
    const NetState& from = net(gate(index).inputs[static_cast<std::size_t>(arc.related)]);
    return from.changes(input) ? std::optional(from.slew_ns[input]) : std::nullopt;
  }

  void arrive(NetState& to, Change output, const Cause& cause, ArcKind kind, double delay) {
    const auto later = [&](Start start, double ns) {
      Arrival& arrival = to.from(start)[output];
      if (ns > arrival.ns) {
        arrival = {.ns = ns, .cause = cause};
      }
    };
    if (kind != ArcKind::combinational) {
      later(Start::flip_flop, delay);
      return;
    }
    const NetState& from = net(gate(cause.gate).inputs[static_cast<std::size_t>(cause.input)]);
    for (const Start start : {Start::input, Start::flip_flop}) {
      later(start, from.from(start)[cause.change].ns + delay);
    }
  }

  /// A path ends at a net; `extra` is the setup time.
  void end(int index, Change change, double extra, bool flip_flop) {
    for (const Start start : {Start::input, Start::flip_flop}) {
      const double ns = net(index).from(start)[change].ns + extra;
      if (ns == kNever) {
        continue;
      }
      if (start == Start::input) {
        out_.input_path_ns = std::max(out_.input_path_ns, ns);
      } else if (flip_flop) {
        out_.register_path_ns = std::max(out_.register_path_ns, ns);
      }
      if (ns > critical_.ns) {
        critical_ = {.ns = ns, .net = index, .start = start, .change = change};
      }
    }
  }

  void end_at_flip_flops() {
    for (const Gate& gate : netlist_.gates) {
      const Cell& cell = netlist_.cell(gate);
      if (!cell.flip_flop) {
        continue;
      }
      for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
        if (!depends_on(cell.flip_flop->next, static_cast<int>(i), truth_mask(cell.inputs.size()))) {
          continue;
        }
        for (const Change change : kChanges) {
          end(gate.inputs[i], change, setup(cell.inputs[i], net(gate.inputs[i]), change), true);
        }
      }
    }
  }

  /// The enable is there before the clock rises.
  void end_at_clock_gates() {
    for (const Gate& gate : netlist_.gates) {
      const Cell& cell = netlist_.cell(gate);
      if (!cell.clock_gate) {
        continue;
      }
      const auto enable = static_cast<std::size_t>(cell.clock_gate->enable);
      for (const Change change : kChanges) {
        end(gate.inputs[enable], change, setup(cell.inputs[enable], net(gate.inputs[enable]), change), true);
      }
    }
  }

  [[nodiscard]] double setup(const InputPin& pin, const NetState& data, Change change) const {
    double worst = pin.setups.empty() ? 0 : kNever;
    for (const SetupArc& arc : pin.setups) {
      const Table& table = change == Change::rise ? arc.rise : arc.fall;
      worst = std::max(worst, table.at(std::max(0.0, data.slew_ns[change]), conditions_.input_slew_ns));
    }
    return worst;
  }

  void end_at_outputs() {
    for (const Port& port : netlist_.outputs) {
      for (const int index : port.nets) {
        end(index, Change::rise, 0, false);
        end(index, Change::fall, 0, false);
      }
    }
    out_.critical_ns = critical_.ns;
  }

  void report_nets() {
    const auto latest = [](const NetState& state, Change change) {
      return std::max({0.0, state.from(Start::input)[change].ns, state.from(Start::flip_flop)[change].ns});
    };
    for (const NetState& state : nets_) {
      out_.slew_ns.push_back(
          {.rise = std::max(0.0, state.slew_ns[Change::rise]), .fall = std::max(0.0, state.slew_ns[Change::fall])});
      out_.arrival_ns.push_back({.rise = latest(state, Change::rise), .fall = latest(state, Change::fall)});
    }
  }

  /// Follows the critical path back to its start.
  void trace() {
    if (critical_.net == kNoNet) {
      return;
    }
    int index = critical_.net;
    Cause cause = net(index).from(critical_.start)[critical_.change].cause;
    while (cause.gate >= 0) {
      out_.path.push_back(gate(cause.gate).name);
      if (netlist_.cell(gate(cause.gate)).flip_flop) {
        break;
      }
      index = gate(cause.gate).inputs[static_cast<std::size_t>(cause.input)];
      cause = net(index).from(critical_.start)[cause.change].cause;
    }
    std::ranges::reverse(out_.path);
  }

  const Netlist& netlist_;
  const TimingConditions& conditions_;
  const std::vector<double>& wire_pf_;
  std::vector<NetState> nets_;
  End critical_;
  Timing out_;
};

}  // namespace

Timing analyze_timing(const Netlist& netlist, const TimingConditions& conditions, const std::vector<double>& wire_pf) {
  return Analysis(netlist, conditions, wire_pf).run();
}

}  // namespace lmulsim::gates
