// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Arrivals, slews and paths, added up by hand. tiny.lib (ps, fF): an output that rises takes 20 k + 0.2 slew + 2 k load
// and has a slew of 40 + 0.1 slew + 4 load; one that falls 10 k + 0.1 slew + k load, and 30 + 0.1 slew + 2 load.
#include "gates/timing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "circuit.hpp"
#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

constexpr double kPs = 1e-3;
constexpr double kRounding = 1e-12;
constexpr TimingConditions kConditions{.input_slew_ns = 0.1, .output_load_pf = 0.05};  // 100 ps, 50 fF

/// A circuit of tiny.lib's cells.
class Circuit : public testing::Circuit {
 public:
  Circuit() : testing::Circuit(testing::tiny_library()) {}
};

Timing timing_of(const testing::Circuit& circuit) {
  return analyze_timing(circuit.netlist(), kConditions);
}

TEST(Timing, AddsDelaysAlongAChainOfInverters) {
  const Timing timing =
      timing_of(Circuit().input("a", 2).gate("INV", "first", {2}, {3}).gate("INV", "second", {3}, {4}).output("y", 4));
  // first drives 10 fF: a rising input makes it fall after 10 + 10 + 10, with a slew of 30 + 10 + 20
  EXPECT_NEAR(timing.arrival_ns[3].fall, 30 * kPs, kRounding);
  EXPECT_NEAR(timing.slew_ns[3].fall, 60 * kPs, kRounding);
  EXPECT_NEAR(timing.arrival_ns[3].rise, (20 + 20 + 20) * kPs, kRounding);
  EXPECT_NEAR(timing.slew_ns[3].rise, (40 + 10 + 40) * kPs, kRounding);
  // second drives 50 fF
  EXPECT_NEAR(timing.arrival_ns[4].rise, (30 + 20 + 0.2 * 60 + 100) * kPs, kRounding);
  EXPECT_NEAR(timing.arrival_ns[4].fall, (60 + 10 + 0.1 * 90 + 50) * kPs, kRounding);
  EXPECT_NEAR(timing.critical_ns, 162 * kPs, kRounding);
  EXPECT_NEAR(timing.input_path_ns, 162 * kPs, kRounding);
  EXPECT_EQ(timing.register_path_ns, 0);
  EXPECT_THAT(timing.path, ::testing::ElementsAre("first", "second"));
}

TEST(Timing, BeginsAtTheArrivalOfTheInputs) {
  TimingConditions late = kConditions;
  late.input_arrival_ns = 0.25;
  Circuit circuit;
  circuit.input("a", 2).gate("INV", "first", {2}, {3}).gate("INV", "second", {3}, {4}).output("y", 4);
  const Timing timing = analyze_timing(circuit.netlist(), late);
  EXPECT_NEAR(timing.critical_ns, (250 + 162) * kPs, kRounding);
  EXPECT_NEAR(timing.input_path_ns, (250 + 162) * kPs, kRounding);
  EXPECT_NEAR(timing.slew_ns[3].fall, 60 * kPs, kRounding) << "slews and delays stay";
}

TEST(Timing, DoesNotDependOnTheOrderOfGates) {
  const Timing timing =
      timing_of(Circuit().input("a", 2).gate("INV", "second", {3}, {4}).gate("INV", "first", {2}, {3}).output("y", 4));
  EXPECT_NEAR(timing.critical_ns, 162 * kPs, kRounding);
}

TEST(Timing, GivesEachGateItsOwnDelay) {
  const Timing timing =
      timing_of(Circuit().input("a", 2).gate("INV", "first", {2}, {3}).gate("INV", "second", {3}, {4}));
  EXPECT_NEAR(timing.gate_delay_ns[0][0].rise, 60 * kPs, kRounding);
  EXPECT_NEAR(timing.gate_delay_ns[0][0].fall, 30 * kPs, kRounding);
  EXPECT_NEAR(timing.gate_delay_ns[1][0].rise, (20 + 0.2 * 60 + 0) * kPs, kRounding);  // drives nothing
}

TEST(Timing, GivesTheMeanDelayOverAllArcsThatCauseAnEdge) {
  const Timing timing = timing_of(Circuit().input("a", 2).input("b", 3).gate("XOR2", "x", {2, 3}, {4}).output("y", 4));
  // rising output: A under B (k = 3), A under !B (k = 2), B rising and falling (k = 2); 0.2 * 100; load 50
  EXPECT_NEAR(timing.gate_delay_ns[0][0].rise, ((60 + 300) + 3 * (40 + 200)) / 4.0 * kPs + 20 * kPs, kRounding);
  EXPECT_NEAR(timing.critical_ns, (60 + 20 + 300) * kPs, kRounding);
}

TEST(Timing, CountsLoadsOfEachEdgeApart) {
  const Timing timing = timing_of(
      Circuit().input("a", 2).input("b", 3).gate("INV", "driver", {2}, {4}).gate("NAND2", "load", {4, 3}, {5}));
  EXPECT_NEAR(timing.load_pf[4], 0.011, kRounding);
  EXPECT_NEAR(timing.arrival_ns[4].rise, (20 + 20 + 2 * 12) * kPs, kRounding);
  EXPECT_NEAR(timing.arrival_ns[4].fall, (10 + 10 + 8) * kPs, kRounding);
}

TEST(Timing, CarriesTheWorstSlewEvenOfAnEarlierArrival) {
  // AO21: A1 has k = 2 and is late; its slew is that of B, which has a longer slew from a heavily loaded inverter
  const Timing timing = timing_of(Circuit()
                                      .input("a", 2)
                                      .input("b", 3)
                                      .gate("INV", "heavy", {3}, {4})
                                      .output("also", 4)
                                      .gate("AO21", "gate", {2, 2, 4}, {5})
                                      .gate("INV", "last", {5}, {6}));
  const double slew_b = 40 + 10 + 4 * (50 + 6);
  EXPECT_NEAR(timing.slew_ns[4].rise, slew_b * kPs, kRounding);
  EXPECT_NEAR(timing.slew_ns[5].rise, (40 + 0.1 * slew_b + 4 * 10) * kPs, kRounding);
}

TEST(Timing, EndsPathsAtFlipFlopsWithTheirSetup) {
  const Timing timing = timing_of(Circuit()
                                      .input("ck", 2)
                                      .gate("DFF", "from", {2, 4}, {3})
                                      .gate("INV", "inv", {3}, {4})
                                      .gate("DFF", "to", {2, 4}, {kNoNet}));
  // from: k = 3, clock slew 100, load 10; inv: load 8 + 8
  const double q_rise = 60 + 20 + 60, q_rise_slew = 40 + 10 + 40;
  const double q_fall = 30 + 10 + 30, q_fall_slew = 30 + 10 + 20;
  const double d_fall = q_rise + 10 + 0.1 * q_rise_slew + 16, d_fall_slew = 30 + 0.1 * q_rise_slew + 32;
  const double d_rise = q_fall + 20 + 0.2 * q_fall_slew + 32, d_rise_slew = 40 + 0.1 * q_fall_slew + 64;
  EXPECT_NEAR(timing.arrival_ns[4].fall, d_fall * kPs, kRounding);
  EXPECT_NEAR(timing.arrival_ns[4].rise, d_rise * kPs, kRounding);
  const double setup_fall = 60 + (d_fall_slew - 100) / 400 * 80;  // at a clock slew of 100: 60 to 140
  const double setup_rise = 50 + (d_rise_slew - 100) / 400 * 40;
  const double longest = std::max(d_fall + setup_fall, d_rise + setup_rise);
  EXPECT_NEAR(timing.register_path_ns, longest * kPs, kRounding);
  EXPECT_NEAR(timing.critical_ns, longest * kPs, kRounding);
  EXPECT_EQ(timing.input_path_ns, 0);
  EXPECT_THAT(timing.path, ::testing::ElementsAre("from", "inv"));
}

TEST(Timing, TellsPathsFromInputsAndFromFlipFlopsApart) {
  const Timing timing = timing_of(Circuit()
                                      .input("ck", 2)
                                      .input("a", 3)
                                      .gate("DFF", "reg", {2, 3}, {4})
                                      .gate("NAND2", "nand", {3, 4}, {5})
                                      .output("y", 5));
  // a rises: nand falls after 20 + 10 + 2 * 50; it rises after 40 + 20 + 4 * 50
  EXPECT_NEAR(timing.input_path_ns, 260 * kPs, kRounding);
  EXPECT_EQ(timing.register_path_ns, 0);  // no path from reg ends in a flip-flop
  // reg falls (load 9): 30 + 10 + 27, slew 30 + 10 + 18; then nand rises
  EXPECT_NEAR(timing.critical_ns, (67 + 40 + 0.2 * 58 + 200) * kPs, kRounding);
  EXPECT_THAT(timing.path, ::testing::ElementsAre("reg", "nand"));
}

TEST(Timing, HasNoArrivalsFromConstantsAndPresets) {
  const Timing timing = timing_of(Circuit()
                                      .input("ck", 2)
                                      .input("a", 3)
                                      .gate("NAND2", "nand", {3, kNetOne}, {4})
                                      .gate("NAND2", "still", {kNetZero, kNetOne}, {5})
                                      .gate("DFFNR", "reg", {2, 5, 3}, {6})
                                      .output("y", 4));
  EXPECT_EQ(timing.arrival_ns[5].rise, 0);
  EXPECT_EQ(timing.arrival_ns[5].fall, 0);
  EXPECT_EQ(timing.gate_delay_ns[1][0].rise, 0);
  EXPECT_NEAR(timing.arrival_ns[6].rise, (80 + 20) * kPs, kRounding);  // from the clock, k = 4, not from R
  EXPECT_NEAR(timing.critical_ns, 260 * kPs, kRounding);
}

TEST(Timing, IsZeroForNothing) {
  const Timing timing = timing_of(Circuit().input("a", 2).output("y", 2));
  EXPECT_EQ(timing.critical_ns, 0);
  EXPECT_TRUE(timing.path.empty());
}

}  // namespace
}  // namespace lmulsim::gates
