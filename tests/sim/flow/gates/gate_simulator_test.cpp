// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/gatesim/gate_simulator.hpp"

#include <gtest/gtest.h>

#include "flow.hpp"
#include "flow/characterize/cross_check.hpp"
#include "util/error.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::UnitKind;
using flow::gatesim::NetActivity;

constexpr std::size_t kAllCycles = 1000000;

flow::characterize::BothActivities run_both(const Flow& flow, const flow::characterize::Vectors& vectors) {
  return flow::characterize::run_both(flow::characterize::timed(flow.netlist()), vectors, kAllCycles, flow.folder());
}

void expect_equal(const flow::characterize::BothActivities& both) {
  EXPECT_NO_THROW(flow::characterize::expect_same_activity(both));
  std::int64_t glitches = 0;
  for (const NetActivity& net : both.own) {
    glitches += net.transitions() - net.settled;
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

TEST(GateSimulator, CountsEveryTransitionThatIcarusCountsBehindClockGates) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("iverilog");
  cost::Unit unit = make_unit(UnitKind::pe_stationary, "lmul", "e4m3", "fp32", 1);
  unit.clock_gates = true;
  const Flow flow(unit);
  const flow::characterize::BothActivities both = run_both(flow, flow.vectors(cost::Stimulus::gaussian, 8));
  expect_equal(both);
  for (const gates::Gate& gate : flow.netlist().gates) {
    if (flow.netlist().cell(gate).clock_gate) {
      EXPECT_GT(both.icarus[static_cast<std::size_t>(gate.outputs.front())].rises, 0) << gate.name;
    }
  }
}

TEST(GateSimulator, DisagreesWithIcarusWhenOneTransitionIsMissing) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("iverilog");
  const Flow flow(make_unit(UnitKind::multiplier, "lmul", "e4m3", "fp32"));
  flow::characterize::BothActivities both = run_both(flow, flow.vectors(cost::Stimulus::gaussian, 4));
  EXPECT_NO_THROW(flow::characterize::expect_same_activity(both));
  --both.own.back().rises;
  EXPECT_THROW(flow::characterize::expect_same_activity(both), CheckError);
}

}  // namespace
}  // namespace lmulsim::gates_test
