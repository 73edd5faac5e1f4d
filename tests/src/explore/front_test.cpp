// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/front.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

using Points = std::vector<std::vector<Interval>>;

Interval exact(double x) {
  return {x, x, x};
}

/// From the definition: a point against every other, whichever way round.
FrontClass by_definition(const Points& points, const std::vector<bool>& maximise, std::size_t i) {
  bool beaten = false;
  bool surely = false;
  for (const std::vector<Interval>& other : points) {
    bool as_good = true, better = false, surely_as_good = true, surely_better = false;
    for (std::size_t k = 0; k < maximise.size(); ++k) {
      const Interval& x = other[k];
      const Interval& y = points[i][k];
      as_good = as_good && (maximise[k] ? x.value >= y.value : x.value <= y.value);
      better = better || x.value != y.value;
      surely_as_good = surely_as_good && (maximise[k] ? x.low >= y.high : x.high <= y.low);
      surely_better = surely_better || (maximise[k] ? x.low > y.high : x.high < y.low);
    }
    beaten = beaten || (as_good && better);
    surely = surely || (surely_as_good && surely_better);
  }
  return !beaten ? FrontClass::front : surely ? FrontClass::dominated : FrontClass::possible;
}

TEST(Front, OfThreePoints) {
  const Points points{{exact(1), exact(5)}, {exact(2), exact(6)}, {exact(2), exact(4)}};
  const std::vector<Standing> s = standings(points, {false, false});
  EXPECT_EQ(s[0].standing, FrontClass::front);
  EXPECT_EQ(s[1].standing, FrontClass::dominated);
  EXPECT_EQ(s[1].by, std::optional<std::size_t>(0));
  EXPECT_EQ(s[2].standing, FrontClass::front);
  EXPECT_EQ(standings(points, {true, false})[1].standing, FrontClass::dominated);
  EXPECT_EQ(standings(points, {true, true})[1].standing, FrontClass::front);
}

TEST(Front, ErrorBarsKeepAPointPossible) {
  const Points points{{{0.9, 1, 1.1}, exact(1)}, {{1.05, 1.2, 1.3}, exact(1)}, {{1.2, 1.3, 1.4}, exact(1)}};
  const std::vector<Standing> s = standings(points, {false, false});
  EXPECT_EQ(s[0].standing, FrontClass::front);
  EXPECT_EQ(s[1].standing, FrontClass::possible);
  EXPECT_EQ(s[2].standing, FrontClass::dominated);
}

TEST(Front, EqualPointsAreAllOnIt) {
  const Points points(3, {exact(1), exact(2)});
  for (const Standing& s : standings(points, {false, true})) {
    EXPECT_EQ(s.standing, FrontClass::front);
  }
}

TEST(Front, IsThatOfTheDefinition) {
  util::SplitMix64 random(7);
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t objectives = 1 + random() % 3;
    std::vector<bool> maximise;
    for (std::size_t k = 0; k < objectives; ++k) {
      maximise.push_back(random() % 2 == 0);
    }
    Points points;
    for (std::size_t i = 0; i < 1 + random() % 60; ++i) {
      std::vector<Interval> point;
      for (std::size_t k = 0; k < objectives; ++k) {
        const auto value = static_cast<double>(random() % 8);
        point.push_back({value - static_cast<double>(random() % 3), value, value + static_cast<double>(random() % 3)});
      }
      points.push_back(point);
    }
    const std::vector<Standing> s = standings(points, maximise);
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_EQ(s[i].standing, by_definition(points, maximise, i)) << trial << " " << i;
    }
  }
}

}  // namespace
}  // namespace lmulsim::explore
