// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "bench.hpp"

namespace lmulsim::sim {
namespace {

using testing::Bench;

constexpr int kClock = 2, kD = 3, kQ = 4, kQ2 = 5, kY = 6;

TEST(FlipFlop, SamplesTheValueBeforeTheEdgeAndShowsItAfterIt) {
  Bench bench;
  bench.input("ck", {kClock}).input("d", {kD}).gate("$_DFF_P_", {kD, kClock}, kQ, 10).output("q", {kQ});
  bench.cycle("d", {1});
  EXPECT_EQ(bench.value("q"), 0U);  // d came after the edge
  bench.cycle("d", {0});
  EXPECT_EQ(bench.value("q"), 1U);
  bench.cycle("d", {0});
  EXPECT_EQ(bench.value("q"), 0U);
}

TEST(FlipFlop, PassesOnWhatThePreviousOneHadBeforeTheEdge) {
  for (const bool reversed : {false, true}) {  // whichever is evaluated first
    Bench bench;
    bench.input("ck", {kClock}).input("d", {kD}).output("q", {kQ, kQ2});
    if (reversed) {
      bench.gate("$_DFF_P_", {kQ, kClock}, kQ2, 1).gate("$_DFF_P_", {kD, kClock}, kQ, 1);
    } else {
      bench.gate("$_DFF_P_", {kD, kClock}, kQ, 1).gate("$_DFF_P_", {kQ, kClock}, kQ2, 1);
    }
    bench.cycle("d", {1});
    EXPECT_EQ(bench.value("q"), 0b00U);
    bench.cycle("d", {0});
    EXPECT_EQ(bench.value("q"), 0b01U);
    bench.cycle("d", {0});
    EXPECT_EQ(bench.value("q"), 0b10U);
  }
}

TEST(FlipFlop, BehindAClockGateHoldsWhatItHasWhileTheEnableIsLow) {
  constexpr int kGated = 7, kEnable = 8;
  Bench bench;
  bench.input("ck", {kClock})
      .input("d", {kD})
      .input("en", {kEnable})
      .gate(gates::kGenericClockGate, {kClock, kEnable}, kGated, 1)
      .gate("$_DFF_P_", {kD, kGated}, kQ, 10)
      .output("q", {kQ});
  bench.cycle("d", {1}).cycle("d", {1});
  EXPECT_EQ(bench.value("q"), 0U);
  bench.cycle("en", {1});  // comes after the edge: opens the next cycle
  EXPECT_EQ(bench.value("q"), 0U);
  bench.cycle("en", {0});
  EXPECT_EQ(bench.value("q"), 1U);
  bench.cycle("d", {0}).cycle("d", {0});
  EXPECT_EQ(bench.value("q"), 1U);
  EXPECT_EQ(bench.activity(kGated), (flow::gatesim::NetActivity{.rises = 1, .falls = 1, .settled = 0}));
}

TEST(FlipFlop, HalvesTheClockThroughAnInverter) {
  Bench bench;
  bench.input("ck", {kClock}).gate("$_NOT_", {kQ}, kD, 3).gate("$_DFF_P_", {kD, kClock}, kQ, 10);
  for (int i = 0; i < 6; ++i) {
    bench.cycle("ck", {});
  }
  EXPECT_EQ(bench.activity(kQ), (flow::gatesim::NetActivity{.rises = 3, .falls = 3, .settled = 6}));
  EXPECT_EQ(bench.activity(kD), (flow::gatesim::NetActivity{.rises = 3, .falls = 3, .settled = 6}));
}

TEST(FlipFlop, ChangesItsOutputFromTheEdgeOnWhileInputsComeLater) {
  // q falls at 40 and d rises at 100: between them y = q OR d is low
  Bench bench;
  bench.input("ck", {kClock})
      .input("d", {kD})
      .gate("$_DFF_P_", {kD, kClock}, {kQ}, 30, 40)
      .gate("$_OR_", {kQ, kD}, kY, 1)
      .cycle("d", {1})
      .cycle("d", {0});  // q rises at 30, d falls at 100: y stays
  EXPECT_EQ(bench.activity(kY), (flow::gatesim::NetActivity{.rises = 1, .falls = 0, .settled = 1}));
  bench.simulator().clear_activity();
  bench.cycle("d", {1});
  EXPECT_EQ(bench.activity(kY), (flow::gatesim::NetActivity{.rises = 1, .falls = 1, .settled = 0}));
}

TEST(FlipFlop, DoesNotMoveTheClocksNet) {
  Bench bench;
  bench.input("ck", {kClock}).input("d", {kD}).gate("$_DFF_P_", {kD, kClock}, kQ, 1).cycle("d", {1}).cycle("d", {0});
  EXPECT_EQ(bench.activity(kClock).transitions(), 0);
}

/// A flip-flop FF: inputs D, C; outputs Q and QN; stores D, or its inverse.
gates::Library two_outputs(bool stores_inverse) {
  gates::Library library = gates::generic_library();
  gates::Cell cell = *library.find("$_DFF_P_");
  cell.name = "FF";
  cell.flip_flop->next = stores_inverse ? 0b0101 : 0b1010;
  cell.outputs.push_back(cell.outputs.front());
  cell.outputs.back().name = "QN";
  cell.outputs.back().state = gates::StateOutput::inverted;
  library.cells.push_back(cell);
  return library;
}

TEST(FlipFlop, StartsAtZeroItsInvertedOutputAtOne) {
  Bench bench(two_outputs(false));
  bench.input("ck", {kClock})
      .input("d", {kD})
      .gate("FF", {kD, kClock}, {kQ, kQ2}, 1, 1)
      .gate("$_NOT_", {kQ2}, kY, 1)
      .output("y", {kQ, kQ2, kY});
  EXPECT_EQ(bench.value("y"), 0b010U);
  bench.cycle("d", {0});
  EXPECT_EQ(bench.activity(kY).transitions(), 0);
}

TEST(FlipFlop, MovesBothOutputsEachWithItsEdge) {
  Bench bench(two_outputs(false));
  bench.input("ck", {kClock}).input("d", {kD}).gate("FF", {kD, kClock}, {kQ, kQ2}, 200, 300);
  bench.cycle("d", {1}).cycle("d", {1});
  EXPECT_EQ(bench.activity(kQ), (flow::gatesim::NetActivity{.rises = 1, .falls = 0, .settled = 1}));
  EXPECT_EQ(bench.activity(kQ2), (flow::gatesim::NetActivity{.rises = 0, .falls = 1, .settled = 1}));
  EXPECT_EQ(bench.latest_fs(), 300 - testing::kInputDelayFs);  // from the edge, not from the inputs
}

TEST(FlipFlop, ShowsTheInverseWhenItStoresIt) {
  Bench bench(two_outputs(true));
  bench.input("ck", {kClock}).input("d", {kD}).gate("FF", {kD, kClock}, {kQ, kQ2}, 1, 1).output("q", {kQ, kQ2});
  EXPECT_EQ(bench.value("q"), 0b10U);
  bench.cycle("d", {1});
  EXPECT_EQ(bench.value("q"), 0b01U);  // of the 0 before
  bench.cycle("d", {1});
  EXPECT_EQ(bench.value("q"), 0b10U);
}

TEST(FlipFlop, MayHaveAnOpenOutput) {
  Bench bench(two_outputs(false));
  bench.input("ck", {kClock}).input("d", {kD}).gate("FF", {kD, kClock}, {gates::kNoNet, kQ2}, 1, 1).output("q", {kQ2});
  bench.cycle("d", {1}).cycle("d", {1});
  EXPECT_EQ(bench.value("q"), 0U);
}

}  // namespace
}  // namespace lmulsim::sim
