// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// When gates change, which pulses pass and what is counted. Expectations follow from IEEE 1364-2005, 6.1.3: a
// continuous assignment whose right-hand side changes while a change is under way is scheduled anew, and not at all
// when the result is the value it has.
#include <gtest/gtest.h>

#include "bench.hpp"

namespace lmulsim::sim {
namespace {

using testing::Bench;

constexpr int kA = 2, kB = 3, kNotA = 4, kPulse = 5, kY = 6;
constexpr flow::gatesim::NetActivity kStill{.rises = 0, .falls = 0, .settled = 0};
constexpr flow::gatesim::NetActivity kGlitch{.rises = 1, .falls = 1, .settled = 0};
constexpr flow::gatesim::NetActivity kRose{.rises = 1, .falls = 0, .settled = 1};

/// a AND NOT a: when a rises, a pulse of `width` fs on kPulse, high (or low).
Bench& add_pulse(Bench& bench, double width, bool high = true) {
  return bench.input("a", {kA})
      .gate("$_NOT_", {kA}, kNotA, width)
      .gate(high ? "$_AND_" : "$_NAND_", {kA, kNotA}, kPulse, 1);
}

TEST(InertialDelay, PassesAPulseAsLongAsItself) {
  Bench bench;
  add_pulse(bench, 10).gate("$_BUF_", {kPulse}, kY, 10).cycle("a", {1});
  EXPECT_EQ(bench.activity(kPulse), kGlitch);
  EXPECT_EQ(bench.activity(kY), kGlitch);
}

TEST(InertialDelay, SwallowsAPulseOneUnitShorterThanItself) {
  Bench bench;
  add_pulse(bench, 10).gate("$_BUF_", {kPulse}, kY, 11).cycle("a", {1});
  EXPECT_EQ(bench.activity(kPulse), kGlitch);
  EXPECT_EQ(bench.activity(kY), kStill);
}

TEST(InertialDelay, OfAHighPulseIsThatOfTheRise) {
  Bench passes;
  add_pulse(passes, 4).gate("$_BUF_", {kPulse}, {kY}, 4, 9).cycle("a", {1});
  EXPECT_EQ(passes.activity(kY), kGlitch);
  EXPECT_EQ(passes.latest_fs(), 1 + 4 + 9);  // the pulse, then the fall
  Bench swallows;
  add_pulse(swallows, 4).gate("$_BUF_", {kPulse}, {kY}, 9, 4).cycle("a", {1});
  EXPECT_EQ(swallows.activity(kY), kStill);
}

TEST(InertialDelay, OfALowPulseIsThatOfTheFall) {
  Bench passes;
  add_pulse(passes, 4, false).gate("$_BUF_", {kPulse}, {kY}, 9, 4).cycle("a", {1});
  EXPECT_EQ(passes.activity(kY), kGlitch);
  Bench swallows;
  add_pulse(swallows, 4, false).gate("$_BUF_", {kPulse}, {kY}, 4, 9).cycle("a", {1});
  EXPECT_EQ(swallows.activity(kY), kStill);
}

TEST(InertialDelay, IsNotRestartedByAnInputThatLeavesTheResult) {
  Bench bench;
  bench.input("a", {kA}).gate("$_BUF_", {kA}, kB, 3).gate("$_OR_", {kA, kB}, kY, 5).cycle("a", {1});
  EXPECT_EQ(bench.activity(kY), kRose);
  EXPECT_EQ(bench.latest_fs(), 5);  // not 3 + 5
}

TEST(InertialDelay, StartsAgainAfterAChangeWasTakenBack) {
  // y's inputs differ from 0 to 4 and from 7 on; only then as long as its delay
  Bench bench;
  bench.input("a", {kA})
      .gate("$_BUF_", {kA}, kB, 3)
      .gate("$_BUF_", {kA}, kNotA, 6)
      .gate("$_XOR_", {kB, kNotA}, kPulse, 1)  // high from 4 to 7
      .gate("$_XOR_", {kA, kPulse}, kY, 5)
      .cycle("a", {1});
  EXPECT_EQ(bench.activity(kPulse), kGlitch);
  EXPECT_EQ(bench.activity(kY), kRose);
  EXPECT_EQ(bench.latest_fs(), 7 + 5);
}

TEST(Delay, OfARiseAndOfAFallDiffer) {
  Bench bench;
  bench.input("a", {kA}).gate("$_BUF_", {kA}, {kY}, 5, 9).cycle("a", {1});
  EXPECT_EQ(bench.latest_fs(), 5);
  bench.cycle("a", {0});
  EXPECT_EQ(bench.latest_fs(), 9);
}

TEST(Delay, IsOfTheOutputsEdgeNotTheInputs) {
  Bench bench;
  bench.input("a", {kA}).gate("$_NOT_", {kA}, {kY}, 5, 9).cycle("a", {1});
  EXPECT_EQ(bench.latest_fs(), 9);
}

TEST(Delay, AddsUpAlongAPath) {
  Bench bench;
  bench.input("a", {kA})
      .gate("$_BUF_", {kB}, {kNotA}, 20, 3)
      .gate("$_NOT_", {kA}, {kB}, 9, 5)
      .gate("$_NOT_", {kNotA}, {kY}, 7, 30)
      .cycle("a", {1});
  EXPECT_EQ(bench.latest_fs(), 5 + 3 + 7);
}

TEST(Delay, IsAtLeastOneUnit) {
  Bench bench;
  bench.input("a", {kA}).gate("$_BUF_", {kA}, kY, 0).cycle("a", {1});
  EXPECT_EQ(bench.latest_fs(), 1);
}

TEST(LatestEvent, IsThatOfAnyCycle) {
  Bench bench;
  bench.input("a", {kA}).gate("$_BUF_", {kA}, {kY}, 50, 20).cycle("a", {1}).cycle("a", {0});
  EXPECT_EQ(bench.latest_fs(), 50);
}

TEST(Activity, DoesNotSeeChangesOfOneInstantApart) {
  Bench bench;
  bench.input("ab", {kA, kB}).gate("$_XOR_", {kA, kB}, kY, 1).cycle("ab", {0b11});
  EXPECT_EQ(bench.activity(kA), kRose);
  EXPECT_EQ(bench.activity(kB), kRose);
  EXPECT_EQ(bench.activity(kY), kStill);
}

TEST(Activity, SeesNoGlitchBehindPathsOfEqualDelayAndOneBehindUnequalPaths) {
  for (const double skew : {0.0, 1.0}) {
    Bench bench;
    bench.input("a", {kA})
        .gate("$_BUF_", {kA}, kB, 5)
        .gate("$_BUF_", {kA}, kNotA, 5 + skew)
        .gate("$_XOR_", {kB, kNotA}, kY, 1)
        .cycle("a", {1});
    EXPECT_EQ(bench.activity(kY), skew > 0 ? kGlitch : kStill);
  }
}

TEST(Activity, CountsAGlitchBesideTheTransitionThatStays) {
  // y = a XOR pulse: up with a, down and up with the pulse
  Bench bench;
  add_pulse(bench, 10).gate("$_XOR_", {kA, kPulse}, kY, 1).cycle("a", {1});
  EXPECT_EQ(bench.activity(kY), (flow::gatesim::NetActivity{.rises = 2, .falls = 1, .settled = 1}));
  EXPECT_EQ(bench.activity(kY).transitions(), 3);
}

TEST(Activity, SettlesPerCycle) {
  Bench bench;
  bench.input("a", {kA}).gate("$_NOT_", {kA}, kY, 1);
  bench.cycle("a", {1}).cycle("a", {1}).cycle("a", {0}).cycle("a", {1});
  EXPECT_EQ(bench.activity(kA), (flow::gatesim::NetActivity{.rises = 2, .falls = 1, .settled = 3}));
  EXPECT_EQ(bench.activity(kY), (flow::gatesim::NetActivity{.rises = 1, .falls = 2, .settled = 3}));
  EXPECT_EQ(bench.simulator().cycles(), 4);
}

TEST(Activity, ClearsWithoutForgettingValues) {
  Bench bench;
  bench.input("a", {kA}).gate("$_BUF_", {kA}, kY, 1).output("y", {kY}).cycle("a", {1});
  bench.simulator().clear_activity();
  EXPECT_EQ(bench.activity(kY), kStill);
  EXPECT_EQ(bench.simulator().cycles(), 0);
  bench.cycle("a", {1});
  EXPECT_EQ(bench.activity(kY), kStill);
  EXPECT_EQ(bench.value("y"), 1U);
}

TEST(Start, IsTheValueThatFollowsFromZerosWithoutEvents) {
  Bench bench;
  bench.input("a", {kA})
      .gate("$_NOT_", {kB}, kY, 1)  // gates in the wrong order
      .gate("$_NOT_", {kNotA}, kB, 1)
      .gate("$_NOT_", {kA}, kNotA, 1)
      .output("y", {kNotA, kB, kY});
  EXPECT_EQ(bench.value("y"), 0b101U);
  bench.cycle("a", {0});
  EXPECT_EQ(bench.activity(kY), kStill);
  EXPECT_EQ(bench.value("y"), 0b101U);
}

TEST(Start, KnowsTheConstants) {
  Bench bench;
  bench.gate("$_AND_", {gates::kNetOne, gates::kNetOne}, kY, 1)
      .gate("$_OR_", {gates::kNetZero, gates::kNetZero}, kB, 1)
      .output("y", {kB, kY, gates::kNetOne, gates::kNetZero});
  EXPECT_EQ(bench.value("y"), 0b0110U);
}

}  // namespace
}  // namespace lmulsim::sim
