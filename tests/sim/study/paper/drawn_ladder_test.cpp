// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/drawn_ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "invented.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Saved;
using ::testing::HasSubstr;

constexpr int kRecipes = 12;

/// Recipes that differ in all, by a factor of the design's own in energy and area.
cost::GateUnit drawn(double factor, const cost::ClockTargets& targets, double delay_ns = 5, int recipes = kRecipes) {
  cost::GateUnit unit = testing::unit(100, 1, 0.1);
  unit.targets = targets;
  for (int r = 0; r < recipes; ++r) {
    cost::DrawnNetlist n;
    n.recipe = r;
    n.area_um2 = factor * (100 + 7 * r);
    n.delay_ns = delay_ns;
    n.clock_pj = factor * 0.5;
    n.batch_pj[cost::Stimulus::gaussian] = {factor * (2.0 + r), factor * (1.0 + 2 * r)};
    unit.netlists.push_back(n);
  }
  return unit;
}

class DrawnLadder : public ::testing::Test {
 protected:
  DrawnLadder() {
    technology_.gates->units.clear();
    technology_.gates->drawn_recipes = {"0: strash"};
    put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2", drawn(0.9, {9, 6}));
    put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", drawn(1, {9, 6}));
    put("pe-stationary/exact/e4m3/normalize/fp32/s1/l2", drawn(3, {9, 6}));
    put("pe-stationary/exact/e4m3/daz/fp32/s0/l1", drawn(3, {9, 6}));
    put("pe-stationary/exact/int8/int32/s1/l1", drawn(0.45, {4, 3}, 2.5));
  }

  void put(const std::string& name, const cost::GateUnit& unit) { technology_.gates->units[name] = unit; }

  [[nodiscard]] static DrawnStep find(const std::vector<DrawnStep>& steps, const std::string& against, Saved saved,
                                      std::optional<double> clock) {
    const auto it = std::ranges::find_if(
        steps, [&](const DrawnStep& s) { return s.against == against && s.saved == saved && s.clock_ns == clock; });
    if (it == steps.end()) {
      throw std::logic_error("no such step");
    }
    return *it;
  }

  cost::Technology technology_ = testing::invented();
};

TEST_F(DrawnLadder, PairsAUnitWithTheOneThatDiffersInTheMultiplier) {
  const std::vector<DrawnStep> steps = drawn_ladder(technology_);
  EXPECT_EQ(steps.size(), 2U * 10) << "exact and int8: three quantities at three clocks, and the fastest clock";
  const DrawnStep s = find(steps, "exact", Saved::energy, 6);
  EXPECT_NEAR(s.saving.saved->value, 0.1, 1e-9);
  EXPECT_EQ(s.rung, "pe");
  EXPECT_EQ(s.format, "e4m3");
  EXPECT_EQ(s.sums, "fp32");
  EXPECT_EQ(saving_text(s), "10.0 % (10.0 to 10.0)");
  EXPECT_NEAR(find(steps, "exact", Saved::area, std::nullopt).saving.saved->value, 0.1, 1e-9);
}

TEST_F(DrawnLadder, AsksAtTheClockThatTheSlowerDesignWasMadeFor) {
  const std::vector<DrawnStep> steps = drawn_ladder(technology_);
  EXPECT_NEAR(find(steps, "int8", Saved::energy, 9).saving.saved->value, -1, 1e-9);
  EXPECT_NEAR(find(steps, "int8", Saved::energy, 6).saving.saved->value, -1, 1e-9);
  EXPECT_NEAR(find(steps, "int8", Saved::period, std::nullopt).saving.saved->value, -1, 1e-9);
}

TEST_F(DrawnLadder, SaysWhenADesignMissesTheClock) {
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", drawn(1, {9, 6}, 7));
  const std::vector<DrawnStep> steps = drawn_ladder(technology_);
  EXPECT_EQ(saving_text(find(steps, "exact", Saved::energy, 6)), "misses the clock");
  EXPECT_TRUE(find(steps, "exact", Saved::energy, 9).saving.saved);
}

TEST_F(DrawnLadder, FindsFixedSumsOfAnotherWidth) {
  put("pe-stationary/lmul/e4m3/daz/fixed:48:-18/s1/l1", drawn(0.8, {9, 6}));
  put("pe-stationary/exact/e4m3/daz/fixed:51:-20/s1/l1", drawn(1, {9, 6}));
  const std::vector<DrawnStep> steps = drawn_ladder(technology_);
  EXPECT_EQ(std::ranges::count(steps, "fixed", &DrawnStep::sums), 2 * 10);
}

TEST_F(DrawnLadder, SaysWhenThereAreTooFewRecipes) {
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", drawn(1, {9, 6}, 5, 4));
  EXPECT_THAT(saving_text(find(drawn_ladder(technology_), "exact", Saved::area, 9)),
              HasSubstr("expected more than 8 recipes that both designs were made with, found 4"));
}

TEST_F(DrawnLadder, IsNothingWithoutNetlists) {
  EXPECT_TRUE(drawn_ladder(testing::invented()).empty());
  EXPECT_TRUE(drawn_ladder(cost::load_technology("horowitz-45nm")).empty());
}

TEST_F(DrawnLadder, IsATableOfARowForEachUnitDesignAndClock) {
  const report::Grid grid = drawn_grid(drawn_ladder(technology_));
  ASSERT_EQ(grid.rows.size(), 2U * 3);
  EXPECT_EQ(grid.rows[0][3], "9 ns");
  EXPECT_EQ(grid.rows[0][7], "-");
  EXPECT_EQ(grid.rows[2][3], "none");
  EXPECT_THAT(grid.rows[2][7], HasSubstr("0.0 %"));
  EXPECT_THAT(grid.notes.at(0), HasSubstr("tries 8 recipes"));
}

}  // namespace
}  // namespace lmulsim::study::paper
