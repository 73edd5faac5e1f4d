// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/gate_simulator.hpp"

#include <gtest/gtest.h>

#include "flow.hpp"
#include "gates/conditions.hpp"
#include "gates/icarus.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::UnitKind;
using sim::GateSimulator;
using sim::NetActivity;

struct Runs {
  std::vector<NetActivity> ours;
  std::vector<NetActivity> icarus;
};

Runs run_both(const Flow& flow, const sim::Vectors& vectors) {
  const sim::TimedNetlist timed = sim::timed(flow.netlist());
  const auto delays = sim::simulator_delays(timed.timing);
  const double input_delay = gates::clock_to_output_ns(flow.library(), timed.conditions);
  GateSimulator simulator(flow.netlist(), delays, input_delay);
  for (const auto& cycle : vectors.values) {
    for (std::size_t p = 0; p < vectors.inputs.size(); ++p) {
      simulator.set(simulator.input(vectors.inputs[p]), cycle[p]);
    }
    simulator.cycle();
  }
  const sim::GateStimulus stimulus{vectors.inputs, vectors.values};
  const double period = simulator.latest_event_ns() + 1;
  return {simulator.activity(),
          sim::run_icarus(sim::icarus_testbench(flow.netlist(), delays, input_delay, period, stimulus),
                          sim::icarus_vectors(flow.netlist(), stimulus), flow.netlist().nets, flow.folder())};
}

void expect_equal(const Runs& runs) {
  std::int64_t glitches = 0;
  for (std::size_t net = 2; net < runs.ours.size(); ++net) {
    EXPECT_EQ(runs.ours[net].rises, runs.icarus[net].rises) << "net " << net;
    EXPECT_EQ(runs.ours[net].falls, runs.icarus[net].falls) << "net " << net;
    EXPECT_EQ(runs.ours[net].settled, runs.icarus[net].settled) << "net " << net;
    glitches += runs.ours[net].transitions() - runs.ours[net].settled;
  }
  EXPECT_GT(glitches, 0) << "a comparison without glitches shows little";
}

TEST(GateSimulator, CountsEveryTransitionThatIcarusCountsInAMultiplier) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("iverilog");
  const Flow flow(make_unit(UnitKind::multiplier, "exact", "e4m3", "fp32"));
  expect_equal(run_both(flow, flow.vectors(cost::Stimulus::uniform, 16)));
}

TEST(GateSimulator, CountsEveryTransitionThatIcarusCountsInAPe) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("iverilog");
  const Flow flow(make_unit(UnitKind::pe_stationary, "lmul", "e4m3", "fp32", 1));
  expect_equal(run_both(flow, flow.vectors(cost::Stimulus::gaussian, 8)));
}

TEST(GateSimulator, CountsEveryTransitionThatIcarusCountsInAnIntegerPe) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("iverilog");
  const Flow flow(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32"));
  expect_equal(run_both(flow, flow.vectors(cost::Stimulus::gaussian, 8)));
}

}  // namespace
}  // namespace lmulsim::gates_test
