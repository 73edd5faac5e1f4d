// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "flow/gatesim/gate_simulator.hpp"
#include "gates/conditions.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using gates::NetRate;

/// Rates per operation, so that energies come out per operation.
std::vector<NetRate> rates(const std::vector<gatesim::NetActivity>& activity, double operations, bool settled) {
  std::vector<NetRate> all;
  for (const gatesim::NetActivity& a : activity) {
    const double half = 0.5 * static_cast<double>(a.settled);
    all.push_back(settled
                      ? NetRate{half / operations, half / operations}
                      : NetRate{static_cast<double>(a.rises) / operations, static_cast<double>(a.falls) / operations});
  }
  return all;
}

double standard_error(const std::vector<double>& batches) {
  const auto n = static_cast<double>(batches.size());
  double sum = 0;
  double squares = 0;
  for (const double b : batches) {
    sum += b;
    squares += b * b;
  }
  return n > 1 ? std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1) / n)) : 0;
}

void check_output(gatesim::GateSimulator& simulator, std::size_t port, const Vectors& vectors, std::size_t cycle) {
  if (!vectors.expected[cycle]) {
    return;
  }
  const gatesim::PortValue expected = *vectors.expected[cycle];
  const gatesim::PortValue found = simulator.get(port);
  if (found != expected) {
    throw CheckError(fmt::format(
        "the netlist differs from the reference arithmetic: cycle {}, {}: expected {:x}'{:x}, found {:x}'{:x}", cycle,
        vectors.output, expected.hi, expected.lo, found.hi, found.lo));
  }
}

}  // namespace

std::vector<std::vector<gatesim::GateSimulator::Delay>> simulator_delays(const gates::Timing& timing) {
  std::vector<std::vector<gatesim::GateSimulator::Delay>> all(timing.gate_delay_ns.size());
  for (std::size_t g = 0; g < all.size(); ++g) {
    all[g].resize(timing.gate_delay_ns[g].size());
    std::ranges::transform(timing.gate_delay_ns[g], all[g].begin(), [](const gates::Edge& e) {
      return gatesim::GateSimulator::Delay{e.rise, e.fall};
    });
  }
  return all;
}

TimedNetlist timed(const gates::Netlist& netlist, const std::vector<double>& wire_pf) {
  TimedNetlist t{&netlist, gates::typical_conditions(*netlist.library), {}};
  if (netlist.flip_flops() > 0) {
    t.conditions.input_arrival_ns = gates::clock_to_output_ns(*netlist.library, t.conditions);
  }
  t.timing = gates::analyze_timing(netlist, t.conditions, wire_pf);
  return t;
}

EnergySample measure_energy(const TimedNetlist& t, const Vectors& vectors) {
  const gates::Netlist& netlist = *t.netlist;
  gatesim::GateSimulator simulator(netlist, simulator_delays(t.timing),
                                   gates::clock_to_output_ns(*netlist.library, t.conditions));
  std::vector<std::size_t> ports;
  for (const std::string& name : vectors.inputs) {
    ports.push_back(simulator.input(name));
  }
  const std::size_t output = simulator.output(vectors.output);
  const auto batch = static_cast<std::size_t>(vectors.cycles_per_batch);
  std::vector<gatesim::NetActivity> total(static_cast<std::size_t>(netlist.nets));
  std::vector<double> batches;
  const auto energy = [&](const std::vector<gatesim::NetActivity>& activity, double operations, bool settled) {
    return gates::cycle_energy(netlist, t.timing, rates(activity, operations, settled), t.conditions.input_slew_ns);
  };
  const auto end_batch = [&](std::size_t cycles) {
    for (std::size_t n = 0; n < total.size(); ++n) {
      total[n] += simulator.activity()[n];
    }
    batches.push_back(energy(simulator.activity(), static_cast<double>(cycles), false).data_pj());
    simulator.clear_activity();
  };
  for (std::size_t cycle = 0; cycle < vectors.values.size(); ++cycle) {
    for (std::size_t p = 0; p < ports.size(); ++p) {
      simulator.set(ports[p], vectors.values[cycle][p]);
    }
    simulator.cycle();
    check_output(simulator, output, vectors, cycle);
    if ((cycle + 1) % batch == 0) {
      end_batch(batch);
    }
  }
  const auto whole = static_cast<double>(batches.size() * batch);
  const double error = standard_error(batches);
  const gates::CycleEnergy all = energy(total, whole, false);
  return {all.data_pj(), energy(total, whole, true).data_pj(), error, std::move(batches), all.clock_pj};
}

void check_function(const gates::Netlist& netlist, const Vectors& vectors) {
  std::vector<std::vector<gatesim::GateSimulator::Delay>> none;
  for (const gates::Gate& gate : netlist.gates) {
    none.emplace_back(gate.outputs.size());
  }
  gatesim::GateSimulator simulator(netlist, none, 0);
  for (std::size_t cycle = 0; cycle < vectors.values.size(); ++cycle) {
    for (std::size_t p = 0; p < vectors.inputs.size(); ++p) {
      simulator.set(simulator.input(vectors.inputs[p]), vectors.values[cycle][p]);
    }
    simulator.cycle();
    check_output(simulator, simulator.output(vectors.output), vectors, cycle);
  }
}

}  // namespace lmulsim::flow::characterize
