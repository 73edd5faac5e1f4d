// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/paired_saving.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr double kRounding = 1e-12;

DrawnNetlist netlist(int recipe, double area, double delay, std::vector<double> pj) {
  return {recipe, SizedFor::nothing, area, delay, 1, 0, 0, {{Stimulus::gaussian, std::move(pj)}}};
}

std::vector<DrawnNetlist> design(double scale) {
  return {netlist(0, scale * 10, 4, {scale * 2 - 1, scale * 4 - 1}),
          netlist(1, scale * 20, 3, {scale * 6 - 1, scale * 4 - 1}),
          netlist(2, scale * 60, 2, {scale * 9 - 1, scale * 7 - 1})};
}

TEST(PairedSaving, IsOneLessTheQuotientOfTheBests) {
  const PairedSaving s = paired_saving(design(1), design(2), {Saved::area}, {.tries = 2});
  EXPECT_NEAR(s.cost.value(), (10 + 10 + 20) / 3.0, kRounding);
  EXPECT_NEAR(s.other.value(), (20 + 20 + 40) / 3.0, kRounding);
  EXPECT_NEAR(s.saved.value().value, 0.5, kRounding);
  EXPECT_EQ(s.recipes, 3);
  EXPECT_EQ(s.draws, 400);
}

TEST(PairedSaving, WhatIsCommonToBothDesignsIsNoError) {
  // Recipes differ sixfold in area and batches by a half in energy, but the designs by the same factor throughout.
  for (const Saved saved : {Saved::area, Saved::energy, Saved::edp}) {
    const Interval i = paired_saving(design(1), design(2), {saved}, {.tries = 1}).saved.value();
    EXPECT_NEAR(i.low, 0.5, kRounding) << name(saved);
    EXPECT_NEAR(i.high, 0.5, kRounding) << name(saved);
  }
}

TEST(PairedSaving, WhatIsNotCommonIsAnErrorOfBothSigns) {
  std::vector<DrawnNetlist> other = design(1);
  other[0].area_um2 = 15;
  other[2].area_um2 = 40;
  const Interval i = paired_saving(design(1), other, {Saved::area}, {.tries = 1}).saved.value();
  EXPECT_NEAR(i.value, 1 - 90.0 / 75, kRounding);
  const double factor = std::sqrt(3.0 / (3 - 1));
  EXPECT_NEAR(i.low, i.value + factor * (1 - 60.0 / 40 - i.value), kRounding) << "every draw the third recipe";
  EXPECT_NEAR(i.high, i.value + factor * (1 - 10.0 / 15 - i.value), kRounding) << "every draw the first";
}

TEST(PairedSaving, CountsTheClockWithTheData) {
  std::vector<DrawnNetlist> other = design(1);
  for (DrawnNetlist& n : other) {
    n.clock_pj = 3;
  }
  const PairedSaving s = paired_saving(design(1), other, {Saved::energy}, {.tries = 1});
  EXPECT_NEAR(s.saved.value().value, 1 - (3 + 5 + 8) / (5.0 + 7 + 10), kRounding);
}

TEST(PairedSaving, OfADesignThatMissesTheClockIsNone) {
  std::vector<DrawnNetlist> slow = design(1);
  for (DrawnNetlist& n : slow) {
    n.delay_ns += 1;
  }
  const PairedSaving s = paired_saving(slow, design(1), {Saved::energy, 3.5}, {.tries = 2});
  EXPECT_FALSE(s.cost);
  EXPECT_TRUE(s.other);
  EXPECT_FALSE(s.saved);
  EXPECT_TRUE(paired_saving(slow, design(1), {Saved::energy, 5.5}, {.tries = 2}).saved);
}

TEST(PairedSaving, SaysInHowManyDrawsBothMetTheClock) {
  // Two recipes of three meet the clock, so that every pair has one. A pair of a draw fails when the draw has the third
  // recipe at least twice: in 7 of its 27 cases.
  const PairedSaving s = paired_saving(design(1), design(1), {Saved::area, 3.5}, {.tries = 2, .draws = 2000});
  EXPECT_NEAR(s.draws / 2000.0, 20.0 / 27, 0.04);
  EXPECT_TRUE(s.saved);
  EXPECT_EQ(s.saved->low, 0);
  EXPECT_EQ(s.saved->high, 0);
}

TEST(PairedSaving, IsTheSameForTheSameSeed) {
  std::vector<DrawnNetlist> other = design(1);
  other[1].area_um2 = 33;
  other[2].area_um2 = 47;
  const auto at = [&](std::uint64_t seed) {
    return paired_saving(design(1), other, {Saved::area}, {.tries = 2, .draws = 20, .seed = seed}).saved;
  };
  EXPECT_EQ(at(1), at(1));
  EXPECT_NE(at(1), at(2));
}

TEST(PairedSaving, UsesTheRecipesOfBothOnly) {
  std::vector<DrawnNetlist> more = design(2);
  more.push_back(netlist(7, 1, 1, {1, 1}));
  EXPECT_NEAR(paired_saving(design(1), more, {Saved::area}, {.tries = 2}).saved.value().value, 0.5, kRounding);
}

TEST(PairedSaving, RefusesDesignsThatCannotBePaired) {
  EXPECT_THAT([] { (void)paired_saving(design(1), {}, {}, {.tries = 1}); },
              ThrowsMessage<InputError>(HasSubstr("more than 1 recipes that both designs were made with, found 0")));
  EXPECT_THAT([] { (void)paired_saving(design(1), design(2), {}); },
              ThrowsMessage<InputError>(HasSubstr("more than 8 recipes that both designs were made with, found 3")));
  std::vector<DrawnNetlist> shorter = design(2);
  for (DrawnNetlist& n : shorter) {
    n.batch_pj[Stimulus::gaussian].pop_back();
  }
  EXPECT_THAT([&] { (void)paired_saving(design(1), shorter, {}, {.tries = 2}); },
              ThrowsMessage<InputError>(HasSubstr("measured on the same operands, found 2 batches and 1")));
}

}  // namespace
}  // namespace lmulsim::cost
