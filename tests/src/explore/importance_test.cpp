// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Importance against numbers whose parts are known.
#include "explore/importance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace lmulsim::explore {
namespace {

using ::testing::ElementsAre;

struct Points {
  std::vector<Factor> factors;
  std::vector<double> numbers;
};

/// Every combination of a in 0..3, b in 0..2 and c in 0..1, with the number that `of` makes of them; `keep` leaves some
/// out.
Points grid(
    const std::function<double(double, double, double)>& of,
    const std::function<bool(double, double, double)>& keep = [](double, double, double) { return true; }) {
  Points out{{{.name = "a"}, {.name = "b"}, {.name = "c"}}, {}};
  for (const double a : {0.0, 1.0, 2.0, 3.0}) {
    for (const double b : {0.0, 1.0, 2.0}) {
      for (const double c : {0.0, 1.0}) {
        if (keep(a, b, c)) {
          out.factors[0].values.emplace_back(a);
          out.factors[1].values.emplace_back(b);
          out.factors[2].values.emplace_back(c);
          out.numbers.push_back(of(a, b, c));
        }
      }
    }
  }
  return out;
}

const FactorImportance& factor(const Importance& all, const std::string& name) {
  return *std::ranges::find(all.factors, name, &FactorImportance::name);
}

TEST(Importance, SharesOfASumAreThoseOfItsParts) {
  const Points points = grid([](double a, double b, double) { return std::exp(2 * a + b); });
  const Importance all = importance(points.factors, points.numbers);
  // Variances of 0..3 and 0..2: 5/4 and 2/3.
  const double of_a = 4 * 1.25;
  const double of_b = 2.0 / 3;
  EXPECT_TRUE(all.is_ratio);
  EXPECT_TRUE(all.is_balanced);
  EXPECT_NEAR(factor(all, "a").share, of_a / (of_a + of_b), 1e-12);
  EXPECT_NEAR(factor(all, "b").share, of_b / (of_a + of_b), 1e-12);
  EXPECT_NEAR(factor(all, "c").share, 0, 1e-12);
  EXPECT_NEAR(all.rest, 0, 1e-12);
  EXPECT_EQ(all.factors[0].name, "a");
  for (const FactorImportance& one : all.factors) {
    EXPECT_LE(one.share_low, one.share);
    EXPECT_GE(one.share_high, one.share);
  }
}

TEST(Importance, WhatTwoDoTogetherIsTheRest) {
  const Points points = grid([](double, double b, double c) { return c == (b > 0 ? 1 : 0) ? 1.0 : -1.0; },
                             [](double, double b, double) { return b < 2; });
  const Importance all = importance(points.factors, points.numbers);
  EXPECT_FALSE(all.is_ratio);
  EXPECT_NEAR(all.rest, 1, 1e-12);
}

TEST(Importance, PairsHaveAllElseEqual) {
  const Points points =
      grid([](double a, double b, double c) { return std::pow(3, a) * (1 + b) * (c > 0 ? 0.5 + b / 10 : 1); });
  const Importance all = importance(points.factors, points.numbers);
  const std::vector<PairedEffect>& of_a = factor(all, "a").effects;
  ASSERT_EQ(of_a.size(), 6U);
  EXPECT_EQ(of_a[2].from, "0");
  EXPECT_EQ(of_a[2].to, "3");
  EXPECT_EQ(of_a[2].pairs, 6);
  EXPECT_NEAR(of_a[2].low, 27, 1e-9);
  EXPECT_NEAR(of_a[2].high, 27, 1e-9);
  const PairedEffect& of_c = factor(all, "c").effects.at(0);
  EXPECT_EQ(of_c.pairs, 12);
  EXPECT_NEAR(of_c.median, 0.6, 1e-9);
  EXPECT_NEAR(of_c.low, 0.5, 1e-9);
  EXPECT_NEAR(of_c.high, 0.7, 1e-9);
}

TEST(Importance, ConfoundedPointsAreNoPairs) {
  // c goes with a: nowhere does c change alone.
  const Points points = grid([](double a, double, double) { return 1 + a; },
                             [](double a, double, double c) { return c == (a > 1 ? 1 : 0); });
  const Importance all = importance(points.factors, points.numbers);
  EXPECT_TRUE(factor(all, "c").effects.empty());
  EXPECT_EQ(factor(all, "c").part_of, "a");
  EXPECT_EQ(factor(all, "a").effects.size(), 6U);  // c follows from it
  EXPECT_THAT(factor(all, "a").along, ElementsAre("c"));
}

TEST(Importance, PointsLeftOutMakeItUnbalanced) {
  const Points points =
      grid([](double a, double b, double) { return 1 + a + b; }, [](double a, double b, double) { return a + b < 4; });
  EXPECT_FALSE(importance(points.factors, points.numbers).is_balanced);
}

TEST(Importance, ALabelStandsForWhatItSets) {
  Points points = grid([](double a, double b, double) { return 1 + a * b; });
  Factor label{.name = "bundle", .is_label = true};
  Factor set{.name = "pe.set"};
  for (const Value& value : points.factors[0].values) {
    label.values.emplace_back("of " + text_of(value));
    set.values.emplace_back(std::get<double>(value) > 1 ? 1.0 : 0.0);
  }
  points.factors.push_back(label);
  points.factors.push_back(set);
  const Importance all = importance(points.factors, points.numbers);
  EXPECT_EQ(factor(all, "bundle").part_of, "");
  EXPECT_EQ(factor(all, "a").part_of, "bundle");
  EXPECT_EQ(factor(all, "pe.set").part_of, "bundle");
  EXPECT_EQ(factor(all, "bundle").effects.size(), 6U);
  EXPECT_EQ(factor(all, "a").effects.size(), 6U);
  EXPECT_TRUE(factor(all, "pe.set").effects.empty());  // a differs too
  EXPECT_TRUE(all.is_balanced);
}

TEST(Importance, OfNothingAndOfEqualNumbersIsNothing) {
  EXPECT_TRUE(importance({}, {}).factors.empty());
  const Points points = grid([](double, double, double) { return 7.5; });
  for (const FactorImportance& one : importance(points.factors, points.numbers).factors) {
    EXPECT_EQ(one.share, 0) << one.name;
    EXPECT_EQ(one.effects.at(0).median, 1) << one.name;
  }
}

}  // namespace
}  // namespace lmulsim::explore
