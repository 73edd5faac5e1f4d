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
