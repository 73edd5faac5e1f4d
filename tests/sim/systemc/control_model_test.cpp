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
    EXPECT_FALSE(control.outputs({.moving_first = true}).moving_ready) << "row " << r << " is still to come";
    const cycle::ControlOut out = step(control, {.stationary_valid = true});
    EXPECT_TRUE(out.take);
    EXPECT_EQ(out.take_row, r);
  }
  return control;
}

TEST(StationaryControl, FirstBeatWaitsForTheWholeTile) {
  const cycle::StationaryControl control = loaded();
  EXPECT_TRUE(control.outputs({.moving_first = true}).moving_ready);
  EXPECT_FALSE(control.outputs({.stationary_valid = true}).stationary_ready) << "the shadow is full";
}

TEST(StationaryControl, NextTileMayBeLoadedFromTheCycleOfTheSwap) {
  const cycle::StationaryControl control = loaded();
  const cycle::ControlOut out = control.outputs({.moving_valid = true, .moving_first = true, .stationary_valid = true});
  EXPECT_TRUE(out.swap);
  EXPECT_TRUE(out.take);
  EXPECT_EQ(out.take_row, 0);
}

TEST(StationaryControl, LastRowWinsOverASwapInTheSameCycle) {
  constexpr machine::ArrayShape kOneRow{1, 1, machine::Dataflow::weight_stationary, 0, 1};
  cycle::StationaryControl control(kOneRow);
  step(control, {.stationary_valid = true});
  const cycle::ControlOut out =
      step(control, {.moving_valid = true, .moving_first = true, .stationary_valid = true, .result_ready = true});
  EXPECT_TRUE(out.swap && out.take);
  EXPECT_TRUE(control.shadow_full());
}

TEST(StationaryControl, BeatWithPartialSumsWaitsForThem) {
  const cycle::StationaryControl control = loaded();
  const engine::ControlPins alone{.moving_valid = true, .moving_first = true, .moving_accumulate = true};
  EXPECT_FALSE(control.outputs(alone).moving_ready);
  EXPECT_TRUE(control.outputs(alone).psum_ready);
  engine::ControlPins both = alone;
  both.psum_valid = true;
  EXPECT_TRUE(control.outputs(both).moving_ready);
  both.moving_accumulate = false;
  EXPECT_FALSE(control.outputs(both).psum_ready);
}

TEST(StationaryControl, UnreadyOutputFreezesEverything) {
  cycle::StationaryControl control = loaded();
  step(control, {.moving_valid = true, .moving_first = true, .moving_last = true});
  const int delay = kStationary.rows * kStationary.acc_latency + kStationary.cols + kStationary.mul_stages;
  for (int i = 1; i < delay; ++i) {
    EXPECT_FALSE(step(control, {}).result_valid) << i;
  }
  for (int i = 0; i < 3; ++i) {
    const cycle::ControlOut out =
        step(control, {.moving_valid = true, .stationary_valid = true, .psum_valid = true, .result_ready = false});
    EXPECT_TRUE(out.result_valid && out.result_last);
    EXPECT_FALSE(out.en || out.moving_ready || out.stationary_ready || out.psum_ready);
  }
  EXPECT_TRUE(step(control, {.result_ready = true}).result_valid);
  EXPECT_FALSE(control.outputs({}).result_valid);
}

TEST(StationaryControl, ResetForgetsTilesAndResults) {
  cycle::StationaryControl control = loaded();
  control.reset();
  EXPECT_FALSE(control.shadow_full());
  EXPECT_EQ(control.load_row(), 0);
  EXPECT_FALSE(control.outputs({.moving_first = true}).moving_ready);
}

engine::ControlPins beat(bool first, bool last, std::uint32_t beats) {
  return {.moving_valid = true,
          .moving_first = first,
          .moving_last = last,
          .moving_beats = beats,
          .stationary_valid = true,
          .result_ready = true};
}

TEST(OutputControl, StreamsAreAcceptedTogether) {
  const cycle::OutputControl control(kOutput);
  EXPECT_FALSE(control.outputs({.moving_valid = true}).moving_ready);
  EXPECT_TRUE(control.outputs({.moving_valid = true}).stationary_ready);
  EXPECT_TRUE(control.outputs({.stationary_valid = true}).moving_ready);
  EXPECT_FALSE(control.outputs({.stationary_valid = true}).stationary_ready);
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
  EXPECT_FALSE(control.outputs({.moving_valid = true, .result_ready = true}).en);
  EXPECT_FALSE(control.outputs({.stationary_valid = true, .result_ready = true}).en);
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
    EXPECT_FALSE(step(control, {}).result_valid) << i;
  }
  EXPECT_TRUE(control.outputs({}).result_valid);
  step(control, beat(true, false, 8));
  EXPECT_FALSE(control.outputs({.result_ready = true}).result_valid) << "starved";
  EXPECT_TRUE(control.outputs(beat(false, false, 0)).result_valid);
}

}  // namespace
}  // namespace lmulsim::systemc::test
