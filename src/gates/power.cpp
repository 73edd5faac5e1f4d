// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/power.hpp"

#include <map>

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

void add_gate(CycleEnergy& out, const Gate& gate, const Cell& cell, const Timing& timing,
              const std::vector<NetRate>& rates, double clock_slew_ns, double half_v2) {
  for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
    const InputPin& pin = cell.inputs[i];
    const int net = gate.inputs[i];
    if (cell.flip_flop && static_cast<int>(i) == cell.flip_flop->clock) {
      const Edge e = input_energy(pin, clock_slew_ns);
      out.clock_pj += e.rise + e.fall + 2 * half_v2 * pin.capacitance_pf;
      continue;
    }
    const NetRate& rate = rates[static_cast<std::size_t>(net)];
    const Edge e = input_energy(pin, mean_slew(timing, net));
    out.internal_pj += rate.rises * e.rise + rate.falls * e.fall;
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
    out.internal_pj += rate.rises * e.rise + rate.falls * e.fall;
  }
}

}  // namespace

CycleEnergy cycle_energy(const Netlist& netlist, const Timing& timing, const std::vector<NetRate>& rates,
                         double clock_slew_ns) {
  CycleEnergy out;
  const double v = netlist.library->voltage_v;
  const double half_v2 = 0.5 * v * v;
  std::vector<char> is_clock(static_cast<std::size_t>(netlist.nets), 0);
  for (const Gate& gate : netlist.gates) {
    const Cell& cell = netlist.cell(gate);
    if (cell.flip_flop) {
      is_clock[static_cast<std::size_t>(gate.inputs[static_cast<std::size_t>(cell.flip_flop->clock)])] = 1;
    }
    add_gate(out, gate, cell, timing, rates, clock_slew_ns, half_v2);
  }
  for (std::size_t n = 2; n < rates.size(); ++n) {
    if (is_clock[n] == 0) {
      out.switching_pj += half_v2 * timing.load_pf[n] * (rates[n].rises + rates[n].falls);
    }
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
