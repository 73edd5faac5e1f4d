// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Faults planted into netlists and measurements; each must be caught.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "flow.hpp"
#include "util/error.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::UnitKind;

/// The netlist with the first gate of one kind replaced by another of as many pins.
gates::Netlist with_wrong_gate(const Flow& flow, const char* from, const char* to) {
  gates::Netlist wrong = flow.netlist();
  const auto gate = std::ranges::find_if(wrong.gates, [&](const gates::Gate& g) { return wrong.cell(g).name == from; });
  const auto other = std::ranges::find(flow.library().cells, to, &gates::Cell::name);
  if (gate == wrong.gates.end() || other == flow.library().cells.end()) {
    throw InputError("no such gate to replace");
  }
  gate->cell = static_cast<int>(other - flow.library().cells.begin());
  return wrong;
}

TEST(PlantedInANetlist, AWrongGateIsNotProvedEquivalent) {
  LMULSIM_NEED_OSU018();
  const Flow flow(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32"));
  EXPECT_NO_THROW(flow::characterize::prove_equivalent(flow.generic().netlist, flow.netlist(), flow.folder()));
  EXPECT_THROW(flow::characterize::prove_equivalent(flow.generic().netlist, with_wrong_gate(flow, "NAND2X1", "NOR2X1"),
                                                    flow.folder()),
               CheckError);
}

TEST(PlantedInANetlist, AnotherUnitIsNotProvedEquivalent) {
  LMULSIM_NEED_OSU018();
  const Flow lmul(make_unit(UnitKind::multiplier, "lmul", "e4m3", "fp32"));
  const Flow mitchell(make_unit(UnitKind::multiplier, "mitchell", "e4m3", "fp32"));
  EXPECT_NO_THROW(flow::characterize::prove_equivalent(lmul.generic().netlist, lmul.netlist(), lmul.folder()));
  EXPECT_THROW(flow::characterize::prove_equivalent(mitchell.generic().netlist, lmul.netlist(), lmul.folder()),
               CheckError);
}

TEST(PlantedInANetlist, AWrongGateGivesAResultThatTheReferenceDoesNot) {
  LMULSIM_NEED_OSU018();
  const Flow flow(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32"));
  const flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 16);
  EXPECT_NO_THROW((void)flow::characterize::measure_energy(flow::characterize::timed(flow.netlist()), vectors));
  const gates::Netlist wrong = with_wrong_gate(flow, "XOR2X1", "XNOR2X1");
  try {
    (void)flow::characterize::measure_energy(flow::characterize::timed(wrong), vectors);
    FAIL() << "the wrong gate went unseen";
  } catch (const CheckError& e) {
    EXPECT_THAT(e.what(), ::testing::HasSubstr("differs from the reference arithmetic"));
  }
}

/// An int8 PE with clock gates.
cost::Unit gated_pe() {
  cost::Unit unit = make_unit(UnitKind::pe_stationary, "exact", "int8", "int32", 1);
  unit.clock_gates = true;
  return unit;
}

/// Its netlist with the enable of the gate of one name at a constant.
gates::Netlist with_stuck_enable(const Flow& flow, std::size_t which, int constant) {
  gates::Netlist wrong = flow.netlist();
  for (gates::Gate& gate : wrong.gates) {
    const auto& pins = wrong.cell(gate).clock_gate;
    if (pins && which-- == 0) {
      gate.inputs[static_cast<std::size_t>(pins->enable)] = constant;
      return wrong;
    }
  }
  throw InputError("no such clock gate");
}

std::size_t clock_gates(const gates::Netlist& netlist) {
  return static_cast<std::size_t>(std::ranges::count_if(
      netlist.gates, [&](const gates::Gate& g) { return netlist.cell(g).clock_gate.has_value(); }));
}

// A gate that is stuck open lets a word in that stays as it is for as long as it matters in these cycles: that it is
// not the RTL is for the proof to say.
TEST(PlantedInClockGates, AStuckEnableIsSeenByTheVectorsWhenClosedAndByTheProofInAnyCase) {
  LMULSIM_NEED_OSU018();
  const Flow flow(gated_pe());
  const Flow rtl(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32", 1));
  const auto prove = [&](const gates::Netlist& netlist) {
    flow::characterize::prove_equivalent(rtl.generic().netlist, netlist, flow.folder());
  };
  const flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 8);
  EXPECT_NO_THROW(flow::characterize::check_function(flow.netlist(), vectors));
  EXPECT_NO_THROW(prove(flow.netlist())) << "equal to the RTL with multiplexers";
  const std::size_t count = clock_gates(flow.netlist());
  ASSERT_EQ(count, 5U) << "moving, shadow, active, product, sum";
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_THROW(flow::characterize::check_function(with_stuck_enable(flow, i, gates::kNetZero), vectors), CheckError);
    EXPECT_THROW(prove(with_stuck_enable(flow, i, gates::kNetZero)), CheckError);
    EXPECT_THROW(prove(with_stuck_enable(flow, i, gates::kNetOne)), CheckError);
  }
}

TEST(PlantedInClockGates, AGateThatIsStuckOpenCostsMoreOfTheClock) {
  LMULSIM_NEED_OSU018();
  const Flow flow(gated_pe());
  const flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 8);
  const auto clock_pj = [&](const gates::Netlist& netlist) {
    return flow::characterize::measure_energy(flow::characterize::timed(netlist), vectors).clock_pj;
  };
  const double as_it_is = clock_pj(flow.netlist());
  int dearer = 0;
  for (std::size_t i = 0; i < clock_gates(flow.netlist()); ++i) {
    const double open = clock_pj(with_stuck_enable(flow, i, gates::kNetOne));
    EXPECT_GE(open, as_it_is);
    dearer += open > 1.05 * as_it_is ? 1 : 0;
  }
  EXPECT_EQ(dearer, 2) << "the two words that stay";
}

TEST(PlantedInANetlist, AWrongExpectationIsNoticedInEveryKindOfUnit) {
  LMULSIM_NEED_OSU018();
  for (const UnitKind kind :
       {UnitKind::multiplier, UnitKind::accumulator, UnitKind::pe_stationary, UnitKind::pe_output}) {
    const Flow flow(make_unit(kind, "exact", "int8", "int32", kind == UnitKind::pe_output ? 1 : 0));
    flow::characterize::Vectors vectors = flow.vectors(cost::Stimulus::gaussian, 8);
    const flow::characterize::TimedNetlist timed = flow::characterize::timed(flow.netlist());
    EXPECT_NO_THROW((void)flow::characterize::measure_energy(timed, vectors));
    const auto looked_at = std::ranges::find_if(vectors.expected.rbegin(), vectors.expected.rend(),
                                                [](const auto& e) { return e.has_value(); });
    ASSERT_NE(looked_at, vectors.expected.rend());
    (*looked_at)->lo ^= 1;
    EXPECT_THROW((void)flow::characterize::measure_energy(timed, vectors), CheckError);
  }
}

}  // namespace
}  // namespace lmulsim::gates_test
