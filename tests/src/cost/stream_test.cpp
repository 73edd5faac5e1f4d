// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using arith::Format;

TEST(Stream, TogglesAreCountedDownTheColumnsOrAlongTheRows) {
  // Columns: 00 -> 0f and ff -> ff; rows: 00 -> ff and 0f -> ff.
  const std::vector<std::uint16_t> words{0x00, 0xff, 0x0f, 0xff};
  const StreamStatistics down = stream_statistics({words, 2, 2, false}, Format::e4m3);
  EXPECT_DOUBLE_EQ(down.toggles_per_bit, 4.0 / 16);
  const StreamStatistics along = stream_statistics({words, 2, 2, true}, Format::e4m3);
  EXPECT_DOUBLE_EQ(along.toggles_per_bit, 12.0 / 16);
}

TEST(Stream, MatricesDoNotTouchEachOther) {
  const std::vector<std::uint16_t> words{0x00, 0x00, 0xff, 0xff};
  EXPECT_EQ(stream_statistics({words, 2, 1, false}, Format::e4m3).toggles_per_bit, 0);
  EXPECT_EQ(stream_statistics({words, 1, 2, true}, Format::e4m3).toggles_per_bit, 0);
}

TEST(Stream, LanesOfOneWordCountNeighbours) {
  const std::vector<std::uint16_t> words{0x00, 0x01, 0x03};
  EXPECT_DOUBLE_EQ(stream_statistics({words, 1, 3, false}, Format::e4m3).toggles_per_bit, 2.0 / 16);
}

TEST(Stream, ZerosOfBothSignsCountAndTheSmallestIntegerDoesNot) {
  const std::vector<std::uint16_t> words{0x00, 0x80, 0x01, 0x38};
  EXPECT_DOUBLE_EQ(stream_statistics({words, 4, 1, false}, Format::e4m3).zero_share, 0.5);
  EXPECT_DOUBLE_EQ(stream_statistics({words, 4, 1, false}, Format::int8).zero_share, 0.25);
}

TEST(Stream, WordsThatAreNoWholeMatrixAreAFailedCheck) {
  const std::vector<std::uint16_t> words{1, 2, 3};
  EXPECT_THROW((void)stream_statistics({words, 2, 2, true}, Format::e4m3), CheckError);
  EXPECT_THROW((void)stream_statistics({{}, 0, 0, true}, Format::e4m3), CheckError);
}

TEST(Stream, TheNearestMeasuredStreamIsChosen) {
  GateUnit unit;
  unit.energy[Stimulus::gaussian].stream = {0.4, 0.0};
  unit.energy[Stimulus::uniform].stream = {0.5, 0.0};
  unit.energy[Stimulus::zero_heavy].stream = {0.3, 0.5};
  EXPECT_EQ(choose_stimulus(unit, StreamStatistics{0.46, 0.01}).stimulus, Stimulus::uniform);
  EXPECT_EQ(choose_stimulus(unit, StreamStatistics{0.44, 0.01}).stimulus, Stimulus::gaussian);
  EXPECT_EQ(choose_stimulus(unit, StreamStatistics{0.4, 0.3}).stimulus, Stimulus::zero_heavy);
  EXPECT_EQ(choose_stimulus(unit, std::nullopt).stimulus, Stimulus::gaussian);
}

}  // namespace
}  // namespace lmulsim::cost
