// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/power.hpp"

#include <map>

#include "gates/clock_gates.hpp"

namespace lmulsim::gates {
namespace {

/// Rise and fall energy at the mean over tables.
struct Mean {
  double rise = 0;
  double fall = 0;
  double weight = 0;

  void add(double r, double f, double w) {
    rise += r * w;
    fall += f * w;
    weight += w;
  }
  [[nodiscard]] Edge value() const { return weight > 0 ? Edge{rise / weight, fall / weight} : Edge{}; }
};

double lookup(const Table& table, double slew_ns, double load_pf) {
  return table.empty() ? 0 : table.at(slew_ns, load_pf);
}

double mean_slew(const Timing& timing, int net) {
  const Edge& s = timing.slew_ns[static_cast<std::size_t>(net)];
  return 0.5 * (s.rise + s.fall);
}

/// Energy of one rise and one fall of an output.
Edge output_energy(const Gate& gate, const OutputPin& pin, double load_pf, const Timing& timing,
                   const std::vector<NetRate>& rates) {
  std::map<int, Mean> by_input;
  Mean unrelated;
  for (const PowerArc& arc : pin.powers) {
    if (!arc.related) {
      unrelated.add(lookup(arc.rise, 0, load_pf), lookup(arc.fall, 0, load_pf), 1);
      continue;
    }
    const int net = gate.inputs[static_cast<std::size_t>(*arc.related)];
    const double slew = mean_slew(timing, net);
    by_input[*arc.related].add(lookup(arc.rise, slew, load_pf), lookup(arc.fall, slew, load_pf), 1);
  }
  Mean active;
  Mean any;
  for (const auto& [input, mean] : by_input) {
    const NetRate& rate = rates[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(input)])];
    const Edge e = mean.value();
    active.add(e.rise, e.fall, rate.rises + rate.falls);
    any.add(e.rise, e.fall, 1);
  }
  const Edge caused = active.weight > 0 ? active.value() : any.value();
  const Edge own = unrelated.value();
  return {caused.rise + own.rise, caused.fall + own.fall};
}

/// Energy of one rise and one fall of an input pin that moves no output.
Edge input_energy(const InputPin& pin, double slew_ns) {
  Mean mean;
  for (const PowerArc& arc : pin.powers) {
    mean.add(lookup(arc.rise, slew_ns, 0), lookup(arc.fall, slew_ns, 0), 1);
  }
  return mean.value();
}

/// The clock pin of a flip-flop or clock gate; -1 of other cells.
int clock_pin(const Cell& cell) {
  return cell.flip_flop ? cell.flip_flop->clock : cell.clock_gate ? cell.clock_gate->clock : -1;
}

/// `clock_rates` by net: of the clocks.
void add_gate(CycleEnergy& out, const Gate& gate, const Cell& cell, const Timing& timing,
              const std::vector<NetRate>& rates, const std::vector<NetRate>& clock_rates, double clock_slew_ns) {
  for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
    const bool clock = static_cast<int>(i) == clock_pin(cell);
    const int net = gate.inputs[i];
    const NetRate& rate = (clock ? clock_rates : rates)[static_cast<std::size_t>(net)];
    const Edge e = input_energy(cell.inputs[i], clock ? clock_slew_ns : mean_slew(timing, net));
    (clock ? out.clock_pj : out.internal_pj) += rate.rises * e.rise + rate.falls * e.fall;
  }
  for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
    const int net = gate.outputs[o];
    if (net == kNoNet) {
      continue;
    }
    const NetRate& rate = rates[static_cast<std::size_t>(net)];
    if (rate.rises + rate.falls <= 0) {
      continue;
    }
    const Edge e = output_energy(gate, cell.outputs[o], timing.load_pf[static_cast<std::size_t>(net)], timing, rates);
    (cell.clock_gate ? out.clock_pj : out.internal_pj) += rate.rises * e.rise + rate.falls * e.fall;
  }
}

/// By net whether it is a clock: of flip-flops or clock gates.
std::vector<char> clock_nets(const Netlist& netlist) {
  std::vector<char> is_clock(static_cast<std::size_t>(netlist.nets), 0);
  for (const Gate& gate : netlist.gates) {
    if (const int pin = clock_pin(netlist.cell(gate)); pin >= 0) {
      is_clock[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(pin)])] = 1;
    }
  }
  return is_clock;
}

/// By net: a rise and a fall in every cycle, behind a clock gate what was counted.
std::vector<NetRate> clock_rates(const Netlist& netlist, const std::vector<NetRate>& rates) {
  const std::vector<int> enables = clock_enables(netlist);
  std::vector<NetRate> all(rates.size(), {.rises = 1, .falls = 1});
  for (std::size_t n = 0; n < all.size(); ++n) {
    all[n] = enables[n] != kNoNet ? rates[n] : all[n];
  }
  return all;
}

}  // namespace

CycleEnergy cycle_energy(const Netlist& netlist, const Timing& timing, const std::vector<NetRate>& rates,
                         double clock_slew_ns) {
  CycleEnergy out;
  const double v = netlist.library->voltage_v;
  const double half_v2 = 0.5 * v * v;
  const std::vector<char> is_clock = clock_nets(netlist);
  const std::vector<NetRate> clocks = clock_rates(netlist, rates);
  for (const Gate& gate : netlist.gates) {
    add_gate(out, gate, netlist.cell(gate), timing, rates, clocks, clock_slew_ns);
  }
  for (std::size_t n = 2; n < rates.size(); ++n) {
    const NetRate& rate = is_clock[n] != 0 ? clocks[n] : rates[n];
    (is_clock[n] != 0 ? out.clock_pj : out.switching_pj) += half_v2 * timing.load_pf[n] * (rate.rises + rate.falls);
  }
  return out;
}

double leakage_nw(const Netlist& netlist) {
  double sum = 0;
  for (const Gate& gate : netlist.gates) {
    sum += netlist.cell(gate).leakage_nw;
  }
  return sum;
}

}  // namespace lmulsim::gates
