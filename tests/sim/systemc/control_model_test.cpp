// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cycle/output_control.hpp"
#include "cycle/stationary_control.hpp"

namespace lmulsim::systemc::test {
namespace {

constexpr machine::ArrayShape kStationary{3, 2, machine::Dataflow::weight_stationary, 0, 1};
constexpr machine::ArrayShape kOutput{3, 2, machine::Dataflow::output_stationary, 0, 2};

template <class Control>
cycle::ControlOut step(Control& control, const engine::ControlPins& in) {
  const cycle::ControlOut out = control.outputs(in);
  control.tick(in, out);
  return out;
}

cycle::StationaryControl loaded() {
  cycle::StationaryControl control(kStationary);
  for (int r = 0; r < kStationary.rows; ++r) {
    EXPECT_FALSE(control.outputs({.a_first = true}).a_ready) << "row " << r << " is still to come";
    const cycle::ControlOut out = step(control, {.b_valid = true});
    EXPECT_TRUE(out.take);
    EXPECT_EQ(out.take_row, r);
  }
  return control;
}

TEST(StationaryControl, FirstBeatWaitsForTheWholeTile) {
  const cycle::StationaryControl control = loaded();
  EXPECT_TRUE(control.outputs({.a_first = true}).a_ready);
  EXPECT_FALSE(control.outputs({.b_valid = true}).b_ready) << "the shadow is full";
}

TEST(StationaryControl, NextTileMayBeLoadedFromTheCycleOfTheSwap) {
  const cycle::StationaryControl control = loaded();
  const cycle::ControlOut out = control.outputs({.a_valid = true, .a_first = true, .b_valid = true});
  EXPECT_TRUE(out.swap);
  EXPECT_TRUE(out.take);
  EXPECT_EQ(out.take_row, 0);
}

TEST(StationaryControl, LastRowWinsOverASwapInTheSameCycle) {
  constexpr machine::ArrayShape kOneRow{1, 1, machine::Dataflow::weight_stationary, 0, 1};
  cycle::StationaryControl control(kOneRow);
  step(control, {.b_valid = true});
  const cycle::ControlOut out = step(control, {.a_valid = true, .a_first = true, .b_valid = true, .o_ready = true});
  EXPECT_TRUE(out.swap && out.take);
  EXPECT_TRUE(control.shadow_full());
}

TEST(StationaryControl, BeatWithPartialSumsWaitsForThem) {
  const cycle::StationaryControl control = loaded();
  const engine::ControlPins alone{.a_valid = true, .a_first = true, .a_acc = true};
  EXPECT_FALSE(control.outputs(alone).a_ready);
  EXPECT_TRUE(control.outputs(alone).c_ready);
  engine::ControlPins both = alone;
  both.c_valid = true;
  EXPECT_TRUE(control.outputs(both).a_ready);
  both.a_acc = false;
  EXPECT_FALSE(control.outputs(both).c_ready);
}

TEST(StationaryControl, UnreadyOutputFreezesEverything) {
  cycle::StationaryControl control = loaded();
  step(control, {.a_valid = true, .a_first = true, .a_last = true});
  const int delay = kStationary.rows * kStationary.acc_latency + kStationary.cols + kStationary.mul_stages;
  for (int i = 1; i < delay; ++i) {
    EXPECT_FALSE(step(control, {}).o_valid) << i;
  }
  for (int i = 0; i < 3; ++i) {
    const cycle::ControlOut out = step(control, {.a_valid = true, .b_valid = true, .c_valid = true, .o_ready = false});
    EXPECT_TRUE(out.o_valid && out.o_last);
    EXPECT_FALSE(out.en || out.a_ready || out.b_ready || out.c_ready);
  }
  EXPECT_TRUE(step(control, {.o_ready = true}).o_valid);
  EXPECT_FALSE(control.outputs({}).o_valid);
}

TEST(StationaryControl, ResetForgetsTilesAndResults) {
  cycle::StationaryControl control = loaded();
  control.reset();
  EXPECT_FALSE(control.shadow_full());
  EXPECT_EQ(control.b_row(), 0);
  EXPECT_FALSE(control.outputs({.a_first = true}).a_ready);
}

engine::ControlPins beat(bool first, bool last, std::uint32_t beats) {
  return {.a_valid = true, .a_first = first, .a_last = last, .a_beats = beats, .b_valid = true, .o_ready = true};
}

TEST(OutputControl, StreamsAreAcceptedTogether) {
  const cycle::OutputControl control(kOutput);
  EXPECT_FALSE(control.outputs({.a_valid = true}).a_ready);
  EXPECT_TRUE(control.outputs({.a_valid = true}).b_ready);
  EXPECT_TRUE(control.outputs({.b_valid = true}).a_ready);
  EXPECT_FALSE(control.outputs({.b_valid = true}).b_ready);
}

TEST(OutputControl, FirstAndLastRoundsOfATileAreMarked) {
  cycle::OutputControl control(kOutput);
  for (int i = 0; i < 6; ++i) {
    const cycle::ControlOut out = step(control, beat(i == 0, i == 5, 6));
    EXPECT_TRUE(out.accept);
    EXPECT_EQ(out.zero, i < 2) << i;
    EXPECT_EQ(out.capture, i >= 4) << i;
    EXPECT_EQ(out.index, i % 2) << i;
  }
}

TEST(OutputControl, MissingOperandInsideATileFreezesTheArray) {
  cycle::OutputControl control(kOutput);
  step(control, beat(true, false, 4));
  EXPECT_FALSE(control.outputs({.a_valid = true, .o_ready = true}).en);
  EXPECT_FALSE(control.outputs({.b_valid = true, .o_ready = true}).en);
  EXPECT_TRUE(control.outputs(beat(false, false, 0)).en);
}

TEST(OutputControl, BetweenTilesTheArrayMovesWithoutOperands) {
  cycle::OutputControl control(kOutput);
  EXPECT_TRUE(control.outputs({}).en);
  step(control, beat(true, false, 2));
  step(control, beat(false, true, 0));
  EXPECT_TRUE(control.outputs({}).en);
}

// R * L = 6 results: a tile of 2 beats may start 5 cycles after the last beat of the one before, not 4.
TEST(OutputControl, ShortTileWaitsUntilTheResultsBeforeItAreOutOfTheWay) {
  cycle::OutputControl control(kOutput);
  step(control, beat(true, false, 2));
  step(control, beat(false, true, 0));
  for (int since = 1; since <= 4; ++since) {
    EXPECT_FALSE(step(control, beat(true, false, 2)).accept) << since;
  }
  EXPECT_TRUE(step(control, beat(true, false, 2)).accept);
}

TEST(OutputControl, ResultsShowOnlyWhileTheArrayIsNotStarved) {
  cycle::OutputControl control(kOutput);
  step(control, beat(true, false, 2));
  step(control, beat(false, true, 0));
  const int delay = kOutput.mul_stages + kOutput.acc_latency + kOutput.rows + kOutput.cols;
  for (int i = 1; i < delay; ++i) {
    EXPECT_FALSE(step(control, {}).o_valid) << i;
  }
  EXPECT_TRUE(control.outputs({}).o_valid);
  step(control, beat(true, false, 8));
  EXPECT_FALSE(control.outputs({.o_ready = true}).o_valid) << "starved";
  EXPECT_TRUE(control.outputs(beat(false, false, 0)).o_valid);
}

}  // namespace
}  // namespace lmulsim::systemc::test
