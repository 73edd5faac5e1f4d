// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Energy per operation of small netlists of tiny.lib, and what happens to a wrong result.
#include "flow/characterize/measure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../../src/gates/circuit.hpp"
#include "../../../src/gates/tiny.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using gates::testing::Circuit;

constexpr gatesim::PortValue kLow{0, 0}, kHigh{1, 0};

/// These values on port a, one per cycle; y the inverse; batches of two cycles.
Vectors inverted(const std::vector<gatesim::PortValue>& values) {
  Vectors v{.inputs = {"a"}, .values = {}, .output = "y", .expected = {}, .operations = 0, .cycles_per_batch = 2};
  for (const gatesim::PortValue& value : values) {
    v.values.push_back({value});
    v.expected.emplace_back(value == kHigh ? kLow : kHigh);
    ++v.operations;
  }
  return v;
}

class Inverter : public ::testing::Test {
 protected:
  Inverter() { circuit_.input("a", 2).gate("INV", "g", {2}, {3}).output("y", 3); }
  [[nodiscard]] EnergySample measure(const Vectors& v) const { return measure_energy(timed(circuit_.netlist()), v); }
  [[nodiscard]] const gates::Netlist& netlist() const { return circuit_.netlist(); }

  /// One rise and one fall of a, with what y does then: 0.605 fJ/fF, a 10 fF, y a flip-flop's 8 fF, slew s (ps).
  [[nodiscard]] double both_edges_pj() const {
    const double s = timed(circuit_.netlist()).conditions.input_slew_ns * 1e3;
    const double rise = 1 + 0.01 * s + 0.02 * 8;
    const double fall = 2 + 0.01 * s + 0.03 * 8;
    return (2 * 0.605 * (10 + 8) + rise + fall) * 1e-3;
  }

 private:
  Circuit circuit_{gates::testing::tiny_library()};
};

TEST_F(Inverter, CostsATransitionPerCycleWhenItsInputAlternates) {
  const EnergySample e = measure(inverted({kHigh, kLow, kHigh, kLow}));
  EXPECT_NEAR(e.pj, both_edges_pj() / 2, 1e-12);
  EXPECT_NEAR(e.settled_pj, e.pj, 1e-12) << "no glitches";
  EXPECT_NEAR(e.standard_error, 0, 1e-9) << "batches alike";
}

TEST_F(Inverter, CostsNothingWhenItsInputStandsStill) {
  const EnergySample e = measure(inverted({kLow, kLow, kLow, kLow}));
  EXPECT_EQ(e.pj, 0);
  EXPECT_EQ(e.standard_error, 0);
}

TEST_F(Inverter, HasTheStandardErrorOfItsBatches) {
  // batches of x and 0: their mean's standard error is x / 2
  const EnergySample e = measure(inverted({kHigh, kLow, kLow, kLow}));
  EXPECT_NEAR(e.pj, both_edges_pj() / 4, 1e-12);
  EXPECT_NEAR(e.standard_error, both_edges_pj() / 2 / 2, 1e-12);
}

TEST_F(Inverter, WithAWrongResultIsRefusedWithCycleAndValues) {
  Vectors v = inverted({kHigh, kLow, kHigh, kLow});
  v.expected[2] = kHigh;
  const char* message = "cycle 2, y: expected 0'1, found 0'0";
  EXPECT_THAT([&] { (void)measure(v); }, ::testing::ThrowsMessage<CheckError>(::testing::HasSubstr(message)));
  EXPECT_THAT([&] { check_function(netlist(), v); },
              ::testing::ThrowsMessage<CheckError>(::testing::HasSubstr(message)));
  v.expected[2] = std::nullopt;
  EXPECT_NO_THROW((void)measure(v));
}

TEST(Measure, TellsGlitchesFromSettledTransitions) {
  Circuit circuit(gates::testing::tiny_library());
  // y = a XOR (a after four inverters): settles at 0, moves in between
  circuit.input("a", 2)
      .gate("INV", "i0", {2}, {3})
      .gate("INV", "i1", {3}, {4})
      .gate("INV", "i2", {4}, {5})
      .gate("INV", "i3", {5}, {6})
      .gate("XOR2", "x", {2, 6}, {7})
      .output("y", 7);
  Vectors v = inverted({kHigh, kLow, kHigh, kLow});
  v.expected.assign(4, kLow);
  const EnergySample e = measure_energy(timed(circuit.netlist()), v);
  EXPECT_GT(e.pj, 1.2 * e.settled_pj);
  EXPECT_GT(e.settled_pj, 0);
}

TEST(Measure, CountsTheClockApart) {
  Circuit circuit(gates::testing::tiny_library());
  circuit.input("ck", 2).input("a", 3).gate("DFF", "r", {2, 3}, {4}).output("y", 4);
  Vectors v = inverted({kLow, kLow, kLow, kLow});
  v.expected.assign(4, kLow);
  const TimedNetlist t = timed(circuit.netlist());
  const EnergySample e = measure_energy(t, v);
  EXPECT_EQ(e.pj, 0);
  const double slew = t.conditions.input_slew_ns * 1e3;
  EXPECT_NEAR(e.clock_pj, (2 * 0.605 * 5 + 3 + 0.01 * slew + 3) * 1e-3, 1e-12);
}

}  // namespace
}  // namespace lmulsim::flow::characterize
