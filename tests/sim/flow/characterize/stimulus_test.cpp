// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Operand streams: what they promise, with bounds of four standard deviations or more.
#include "flow/characterize/stimulus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>

#include "arith/convert.hpp"
#include "make_unit.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using arith::Format;
using cost::Stimulus;
using testing::captured;

constexpr int kBeats = 32;

TileSource source(Stimulus stimulus, Format format, std::uint64_t seed = 3) {
  return {stimulus, format, format, nullptr, seed};
}

std::vector<Tile> tiles(TileSource&& from, int count) {
  std::vector<Tile> all;
  all.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    all.push_back(from.draw(kBeats));
  }
  return all;
}

std::vector<std::uint32_t> moving(const std::vector<Tile>& all) {
  std::vector<std::uint32_t> words;
  for (const Tile& tile : all) {
    words.insert(words.end(), tile.moving.begin(), tile.moving.end());
  }
  return words;
}

struct Moments {
  double mean, deviation;
};

/// Of the words as numbers.
template <typename F>
Moments moments(const std::vector<std::uint32_t>& words, const F& number) {
  double sum = 0, squares = 0;
  for (const std::uint32_t word : words) {
    sum += number(word);
    squares += number(word) * number(word);
  }
  const auto n = static_cast<double>(words.size());
  return {sum / n, std::sqrt(squares / n - sum / n * sum / n)};
}

TEST(Tiles, HaveAWordPerBeatAndRowAndAtMost31RowsAbove) {
  std::set<int> depths;
  for (const Tile& tile : tiles(source(Stimulus::gaussian, Format::e4m3), 400)) {
    const auto rows = static_cast<std::size_t>(tile.depth) + 1;
    EXPECT_EQ(tile.beats, kBeats);
    EXPECT_EQ(tile.top.size(), rows);
    EXPECT_EQ(tile.moving.size(), rows * kBeats);
    depths.insert(tile.depth);
  }
  EXPECT_EQ(depths.size(), 32U);
  EXPECT_EQ(*depths.begin(), 0);
  EXPECT_EQ(*depths.rbegin(), 31);
}

TEST(Tiles, AreTheSameForTheSameSeedAndOthersForAnother) {
  for (const Stimulus s : {Stimulus::gaussian, Stimulus::zero_heavy, Stimulus::uniform}) {
    const auto words = moving(tiles(source(s, Format::e4m3, 1), 8));
    EXPECT_EQ(words, moving(tiles(source(s, Format::e4m3, 1), 8))) << cost::name(s);
    EXPECT_NE(words, moving(tiles(source(s, Format::e4m3, 2), 8))) << cost::name(s);
  }
}

TEST(ZeroHeavy, HasThreeOfFiveMovingWordsZero) {
  const auto all = tiles(source(Stimulus::zero_heavy, Format::e4m3), 100);
  const auto words = moving(all);
  const auto share = static_cast<double>(std::ranges::count(words, 0U)) / static_cast<double>(words.size());
  const double deviation = std::sqrt(0.6 * 0.4 / static_cast<double>(words.size()));
  EXPECT_NEAR(share, 0.6, 4 * deviation + 1e-4);  // a normal value that rounds to zero is rare
  std::size_t top_zeros = 0, tops = 0;
  for (const Tile& tile : all) {
    top_zeros += static_cast<std::size_t>(std::ranges::count(tile.top, 0U));
    tops += tile.top.size();
  }
  EXPECT_LT(top_zeros, tops / 50) << "the stationary operand is not sparse";
}

TEST(Uniform, HasEveryFiniteCodeOfE4m3AndNoOther) {
  const auto words = moving(tiles(source(Stimulus::uniform, Format::e4m3), 60));
  std::set<std::uint32_t> expected;
  for (std::uint32_t code = 0; code < 256; ++code) {
    if ((code & 0x7FU) != 0x7FU) {  // NaN
      expected.insert(code);
    }
  }
  EXPECT_EQ(std::set(words.begin(), words.end()), expected);
}

TEST(Uniform, HasEveryFiniteCodeOfE5m2AndNoOther) {
  const auto words = moving(tiles(source(Stimulus::uniform, Format::e5m2), 60));
  std::set<std::uint32_t> expected;
  for (std::uint32_t code = 0; code < 256; ++code) {
    if ((code & 0x7CU) != 0x7CU) {  // infinity and NaN
      expected.insert(code);
    }
  }
  EXPECT_EQ(std::set(words.begin(), words.end()), expected);
}

TEST(Uniform, HasEveryIntegerAlike) {
  const auto words = moving(tiles(source(Stimulus::uniform, Format::int8), 200));
  std::vector<double> counts(256);
  for (const std::uint32_t word : words) {
    ASSERT_LT(word, 256U);
    ++counts[word];
  }
  const double mean = static_cast<double>(words.size()) / 256;
  for (const double count : counts) {
    EXPECT_NEAR(count, mean, 5 * std::sqrt(mean));
  }
}

TEST(Gaussian, OfE4m3IsNeverNan) {
  for (const std::uint32_t word : moving(tiles(source(Stimulus::gaussian, Format::e4m3), 100))) {
    ASSERT_NE(word & 0x7FU, 0x7FU);
  }
}

TEST(Gaussian, FillsTheFormatUpToTheLargestOf65536) {
  // The largest of 65,536 normal magnitudes lies near 4.3 deviations: 127 / 4.3.
  const auto words = moving(tiles(source(Stimulus::gaussian, Format::int8), 100));
  const Moments m = moments(words, [](std::uint32_t w) { return static_cast<double>(static_cast<std::int8_t>(w)); });
  EXPECT_NEAR(m.mean, 0, 4 * m.deviation / std::sqrt(static_cast<double>(words.size())));
  EXPECT_GT(m.deviation, 127 / 5.5);
  EXPECT_LT(m.deviation, 127 / 3.8);
}

TEST(Gaussian, OfBf16IsNotScaled) {
  const auto words = moving(tiles(source(Stimulus::gaussian, Format::bf16), 100));
  const Moments m = moments(words, [](std::uint32_t w) { return static_cast<double>(std::bit_cast<float>(w << 16U)); });
  const auto n = static_cast<double>(words.size());
  EXPECT_NEAR(m.mean, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(m.deviation, 1, 4 / std::sqrt(2 * n) + 1e-3);
}

// a holds 10 m + k + 1, b holds 10 k + n + 1; the largest is 127: no scaling.
class Transformer : public ::testing::Test {
 protected:
  static constexpr int kM = 5, kN = 3, kK = 7;
  Transformer() {
    for (int m = 0; m < kM; ++m) {
      for (int k = 0; k < kK; ++k) {
        a_.push_back(static_cast<float>(10 * m + k + 1));
      }
    }
    for (int k = 0; k < kK; ++k) {
      for (int n = 0; n < kN; ++n) {
        b_.push_back(static_cast<float>(10 * k + n + 1));
      }
    }
    a_.back() = b_.back() = 127;
  }
  static std::size_t index(int row, int columns, int column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
  }
  [[nodiscard]] float a(int m, int k) const { return a_[index(m, kK, k)]; }
  [[nodiscard]] float b(int k, int n) const { return b_[index(k, kN, n)]; }
  [[nodiscard]] graph::Workload work() const { return captured(kM, kN, kK, a_, b_); }

  /// Where the tile's first word comes from, when all of it is a piece of the product.
  [[nodiscard]] bool is_piece(const Tile& tile, int m0, int n, int k) const {
    for (int row = 0; row <= tile.depth; ++row) {
      const int at = k - tile.depth + row;
      if (at < 0 || static_cast<float>(tile.top[static_cast<std::size_t>(row)]) != b(at, n)) {
        return false;
      }
      for (int beat = 0; beat < tile.beats; ++beat) {
        if (static_cast<float>(tile.moving_at(beat, row)) != a((m0 + beat) % kM, at)) {
          return false;
        }
      }
    }
    return true;
  }

 private:
  std::vector<float> a_, b_;
};

TEST_F(Transformer, StreamsRowsOfAAgainstAColumnOfB) {
  const graph::Workload w = work();
  TileSource from(Stimulus::transformer, Format::int8, Format::int8, &w, 5);
  std::set<int> starts, columns, rows;
  for (int i = 0; i < 300; ++i) {
    const Tile tile = from.draw(8);
    int pieces = 0;
    for (int m = 0; m < kM; ++m) {
      for (int n = 0; n < kN; ++n) {
        for (int k = 0; k < kK; ++k) {
          if (is_piece(tile, m, n, k)) {
            ++pieces;
            starts.insert(m);
            columns.insert(n);
            rows.insert(k);
            EXPECT_EQ(tile.depth, k) << "the sum begins with the tile's first row";
          }
        }
      }
    }
    ASSERT_EQ(pieces, 1) << "tile " << i;
  }
  EXPECT_EQ(starts.size() + columns.size() + rows.size(), static_cast<std::size_t>(kM + kN + kK));
}

TEST_F(Transformer, GivesEachInstanceItsOwnOperands) {
  graph::Workload w = captured(1, 1, 1, {127}, {127});
  w.operators[0].count = 4;
  w.operators[0].b_shared = 2;
  w.tensors["a"] = tensors::make_tensor(std::vector<float>{1, 2, 3, 127}, {4, 1, 1});
  w.tensors["b"] = tensors::make_tensor(std::vector<float>{5, 127}, {2, 1, 1});
  TileSource from(Stimulus::transformer, Format::int8, Format::int8, &w, 5);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (int i = 0; i < 200; ++i) {
    const Tile tile = from.draw(1);
    pairs.emplace(tile.moving_at(0, 0), tile.top[0]);
  }
  EXPECT_THAT(pairs,
              ::testing::ElementsAre(std::pair(1U, 5U), std::pair(2U, 5U), std::pair(3U, 127U), std::pair(127U, 127U)));
}

TEST_F(Transformer, NeedsTensors) {
  const graph::Workload none;
  EXPECT_THAT(
      [&] { (void)TileSource(Stimulus::transformer, Format::e4m3, Format::e4m3, &none, 1); },
      ::testing::ThrowsMessage<InputError>("stimulus transformer: expected a workload with tensors, found none"));
}

TEST(StreamCounter, CountsZerosAndTogglesOfThePesOwnColumn) {
  StreamCounter counter(Format::e4m3);
  // the row above first: its words do not count
  counter.add({.beats = 3, .depth = 1, .moving = {0xFF, 0x00, 0x00, 0x03, 0xFF, 0x80}, .top = {1, 1}});
  const cost::StreamStatistics s = counter.statistics();
  EXPECT_DOUBLE_EQ(s.zero_share, 2.0 / 3);              // 0 and -0
  EXPECT_DOUBLE_EQ(s.toggles_per_bit, (2.0 + 3) / 16);  // 00 to 03, 03 to 80; 8 bits each
}

TEST(StreamCounter, DoesNotCountFromTileToTile) {
  StreamCounter counter(Format::int8);
  counter.add({.beats = 2, .depth = 0, .moving = {0x0F, 0x0F}, .top = {1}});
  counter.add({.beats = 2, .depth = 0, .moving = {0xF0, 0xF1}, .top = {1}});
  EXPECT_DOUBLE_EQ(counter.statistics().toggles_per_bit, 1.0 / 16);
  EXPECT_EQ(counter.statistics().zero_share, 0);
}

TEST(StreamCounter, OfNothingIsZero) {
  EXPECT_EQ(StreamCounter(Format::e4m3).statistics(), cost::StreamStatistics{});
}

}  // namespace
}  // namespace lmulsim::flow::characterize
