// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the pins see and what must come out, for int8 with plain integers and the timing of rtl/README.md.
#include "flow/characterize/vectors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "arith/spec.hpp"
#include "make_unit.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Stimulus;
using cost::Unit;
using cost::UnitKind;
using ::testing::Each;
using testing::make_unit;

Unit int8(UnitKind kind) {
  return make_unit(kind, "exact", "int8", "int32");
}

Vectors draw(const Unit& unit, int tiles, int beats) {
  TileSource source(Stimulus::gaussian, unit.moving, unit.top, nullptr, 9, products_of(unit));
  StreamCounter counter(unit.moving);
  return make_vectors(unit, source, tiles, beats, counter);
}

/// What a port is given, cycle by cycle.
std::vector<std::uint64_t> column(const Vectors& v, const std::string& port) {
  const auto at = std::ranges::find(v.inputs, port) - v.inputs.begin();
  std::vector<std::uint64_t> words;
  words.reserve(v.values.size());
  for (const auto& cycle : v.values) {
    words.push_back(cycle.at(static_cast<std::size_t>(at)).lo);
  }
  return words;
}

int byte(std::uint64_t word) {
  return static_cast<std::int8_t>(word);
}

std::uint64_t word32(std::int64_t value) {
  return static_cast<std::uint32_t>(value);
}

TEST(MultiplierVectors, ExpectTheProductInTheSameCycle) {
  const Vectors v = draw(int8(UnitKind::multiplier), 4, 8);
  EXPECT_THAT(v.inputs, ::testing::ElementsAre("a_i", "b_i"));
  EXPECT_EQ(v.output, "prod_o");
  ASSERT_EQ(v.values.size(), 32U);
  const auto a = column(v, "a_i");
  const auto b = column(v, "b_i");
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(v.expected[i]->lo, static_cast<std::uint16_t>(byte(a[i]) * byte(b[i])));
    EXPECT_EQ(b[i], b[i - i % 8]) << "stationary within a tile";
  }
}

TEST(AccumulatorVectors, ExpectTheSumInTheSameCycle) {
  const Vectors v = draw(int8(UnitKind::accumulator), 4, 8);
  const auto acc = column(v, "acc_i");
  const auto prod = column(v, "prod_i");
  for (std::size_t i = 0; i < acc.size(); ++i) {
    const auto sum = static_cast<std::int32_t>(acc[i]) + static_cast<std::int16_t>(prod[i]);
    EXPECT_EQ(v.expected[i]->lo, word32(sum));
  }
  for (const char* enable : {"rst_ni", "en_i", "valid_i"}) {
    EXPECT_THAT(column(v, enable), Each(1U)) << enable;
  }
}

// One row above the PE, of k = 0: the sum that comes in is a[m][0] b[0], the PE adds a[m][1] b[1].
TEST(StationaryVectors, BringInTheSumOfTheRowsAbove) {
  const graph::Workload work = testing::captured(3, 1, 2, {127, -64, 5, 7, -3, 2}, {127, -9});
  const Unit unit = int8(UnitKind::accumulator);
  TileSource source(Stimulus::transformer, unit.moving, unit.top, &work, 1);
  StreamCounter counter(unit.moving);
  const Vectors v = make_vectors(unit, source, 12, 3, counter);
  std::set<std::pair<std::int64_t, std::int64_t>> seen;  // sum in, product
  for (std::size_t i = 0; i < v.values.size(); ++i) {
    seen.emplace(static_cast<std::int32_t>(column(v, "acc_i")[i]), static_cast<std::int16_t>(column(v, "prod_i")[i]));
  }
  const std::set<std::pair<std::int64_t, std::int64_t>> expected{
      {0, 127 * 127},        {0, 5 * 127},      {0, -3 * 127},  // the first row itself
      {127 * 127, -64 * -9}, {5 * 127, 7 * -9}, {-3 * 127, 2 * -9}};
  EXPECT_EQ(seen, expected);
}

class StationaryPe : public ::testing::Test {
 protected:
  static constexpr std::size_t kTileBeats = 6;
  static Vectors vectors(int mul_stages) {
    Unit unit = int8(UnitKind::pe_stationary);
    unit.mul_stages = mul_stages;
    return draw(unit, 3, kTileBeats);
  }
};

TEST_F(StationaryPe, TakesATilesWordBeforeItsFirstBeatAndSwapsWithIt) {
  const Vectors v = vectors(0);
  const auto take = column(v, "take_i");
  const auto swap = column(v, "swap_i");
  ASSERT_EQ(take.size(), 3 * kTileBeats + 1);
  for (std::size_t c = 0; c < take.size(); ++c) {
    EXPECT_EQ(take[c], c % kTileBeats == 0 && c < 3 * kTileBeats ? 1U : 0U) << c;
    EXPECT_EQ(swap[c], c % kTileBeats == 1 ? 1U : 0U) << c;
  }
}

TEST_F(StationaryPe, ShowsASumTwoCyclesAfterItsOperandAndOnePerProductRegisterMore) {
  for (const int mul_stages : {0, 1}) {
    const Vectors v = vectors(mul_stages);
    const auto a = column(v, "moving_i");
    const auto b = column(v, "stationary_i");
    const auto c = column(v, "psum_i");
    const auto stages = static_cast<std::size_t>(mul_stages);
    for (std::size_t beat = 0; beat < 3 * kTileBeats; ++beat) {
      const std::size_t operand = beat + 1;
      const std::size_t sum = operand + 1 + stages;
      const std::size_t result = sum + 1;
      if (result >= v.expected.size()) {
        continue;
      }
      const int top = byte(b[beat - beat % kTileBeats]);  // taken in the cycle before its first beat
      const auto in = static_cast<std::int32_t>(c[sum]);
      ASSERT_TRUE(v.expected[result].has_value());
      EXPECT_EQ(v.expected[result]->lo, word32(in + byte(a[operand]) * top)) << "beat " << beat;
    }
    for (std::size_t cycle = 0; cycle < 3 + stages; ++cycle) {
      EXPECT_FALSE(v.expected[cycle].has_value()) << cycle;
    }
  }
}

TEST(OutputVectors, ExpectATilesSumOnceItHasLeftTheAccumulator) {
  constexpr std::size_t kTileBeats = 8;
  const Vectors v = draw(int8(UnitKind::pe_output), 3, kTileBeats);
  const auto a = column(v, "moving_i");
  const auto b = column(v, "second_i");
  ASSERT_EQ(v.expected.size(), 3 * kTileBeats);
  for (std::size_t cycle = 0; cycle < v.expected.size(); ++cycle) {
    const std::size_t tile = cycle / kTileBeats;
    // operand, sum, slot: three edges after the last operand of the tile before
    const bool visible = tile > 0 && cycle % kTileBeats >= 3;
    ASSERT_EQ(v.expected[cycle].has_value(), visible) << cycle;
    if (visible) {
      std::int64_t sum = 0;
      for (std::size_t i = (tile - 1) * kTileBeats; i < tile * kTileBeats; ++i) {
        sum += std::int64_t{byte(a[i])} * byte(b[i]);
      }
      EXPECT_EQ(v.expected[cycle]->lo, word32(sum)) << cycle;
    }
  }
}

TEST(RegisterVectors, ExpectTheWordOfTheCycleBefore) {
  Unit unit = int8(UnitKind::delay_register);
  unit.width = 5;
  const Vectors v = draw(unit, 2, 8);
  const auto data = column(v, "data_i");
  EXPECT_FALSE(v.expected[0].has_value());
  for (std::size_t i = 1; i < data.size(); ++i) {
    EXPECT_LT(data[i], 32U);
    EXPECT_EQ(v.expected[i]->lo, data[i - 1]);
  }
}

TEST(Vectors, AreWholeRoundsOfTheAccumulator) {
  Unit unit = int8(UnitKind::pe_output);
  unit.acc_latency = 3;
  const Vectors v = draw(unit, 16, 32);
  EXPECT_EQ(v.operations, 16 * 30);
  EXPECT_EQ(v.values.size(), 16U * 30);
  EXPECT_EQ(v.cycles_per_batch, 30);  // sixteen batches
}

TEST(Vectors, GiveAllPortsAWordInEveryCycle) {
  for (const UnitKind kind : {UnitKind::multiplier, UnitKind::accumulator, UnitKind::pe_stationary, UnitKind::pe_output,
                              UnitKind::delay_register}) {
    Unit unit = int8(kind);
    unit.width = 8;
    const Vectors v = draw(unit, 2, 8);
    EXPECT_EQ(v.values.size(), v.expected.size());
    for (const auto& cycle : v.values) {
      ASSERT_EQ(cycle.size(), v.inputs.size());
    }
  }
}

TEST(ExhaustiveVectors, AreAllPairsOfIntegers) {
  const Vectors v = exhaustive_vectors(int8(UnitKind::multiplier));
  ASSERT_EQ(v.values.size(), 65536U);
  std::set<std::pair<std::uint64_t, std::uint64_t>> pairs;
  for (std::size_t i = 0; i < v.values.size(); ++i) {
    const std::uint64_t a = v.values[i][0].lo;
    const std::uint64_t b = v.values[i][1].lo;
    pairs.emplace(a, b);
    ASSERT_EQ(v.expected[i]->lo, static_cast<std::uint16_t>(byte(a) * byte(b))) << a << ' ' << b;
  }
  EXPECT_EQ(pairs.size(), 65536U);
}

/// Results that are not looked at: of pairs with a NaN, an infinity or a zero among them.
std::size_t not_looked_at(const char* multiplier, const char* format, arith::Subnormals subnormals) {
  Unit unit = make_unit(UnitKind::multiplier, multiplier, format);
  unit.multiplier.subnormals = subnormals;
  const Vectors v = exhaustive_vectors(unit);
  EXPECT_EQ(v.values.size(), 65536U);
  return static_cast<std::size_t>(std::ranges::count_if(v.expected, [](const auto& e) { return !e.has_value(); }));
}

TEST(ExhaustiveVectors, LookAtEveryFiniteProduct) {
  // e4m3: two zeros, two NaN, 14 subnormals; e5m2: two zeros, eight infinities and NaN, six subnormals
  EXPECT_EQ(not_looked_at("exact", "e4m3", arith::Subnormals::normalize), 65536U - 252U * 252U);
  EXPECT_EQ(not_looked_at("exact", "e4m3", arith::Subnormals::daz), 65536U - 238U * 238U);
  EXPECT_EQ(not_looked_at("lmul", "e5m2", arith::Subnormals::daz), 65536U - 240U * 240U);
}

TEST(ExhaustiveVectors, AreForMultipliersOf8BitsOnly) {
  EXPECT_TRUE(exhaustive_vectors(make_unit(UnitKind::multiplier, "exact", "bf16")).values.empty());
  EXPECT_TRUE(exhaustive_vectors(int8(UnitKind::pe_stationary)).values.empty());
  EXPECT_TRUE(exhaustive_vectors(make_unit(UnitKind::accumulator, "lmul", "e4m3")).values.empty());
}

}  // namespace
}  // namespace lmulsim::flow::characterize
