// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/paired_saving.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "cost/jackknife.hpp"
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
  const PairedSaving s = paired_saving({design(1)}, {design(2)}, {Saved::area}, 2);
  EXPECT_NEAR(s.cost.value(), (10 + 10 + 20) / 3.0, kRounding);
  EXPECT_NEAR(s.other.value(), (20 + 20 + 40) / 3.0, kRounding);
  EXPECT_NEAR(s.saved.value().value, 0.5, kRounding);
  EXPECT_EQ(s.recipes, 3);
}

TEST(PairedSaving, WhatIsCommonToBothDesignsIsNoError) {
  // Recipes differ sixfold in area and batches by a half in energy, but the designs by the same factor throughout.
  for (const Saved saved : {Saved::area, Saved::energy, Saved::edp}) {
    const Interval i = paired_saving({design(1)}, {design(2)}, {saved}, 1).saved.value();
    EXPECT_NEAR(i.low, 0.5, kRounding) << name(saved);
    EXPECT_NEAR(i.high, 0.5, kRounding) << name(saved);
  }
}

TEST(PairedSaving, WhatIsNotCommonIsAnErrorOfBothSigns) {
  std::vector<DrawnNetlist> other = design(1);
  other[0].area_um2 = 15;
  other[2].area_um2 = 40;
  const Interval i = paired_saving({design(1)}, {other}, {Saved::area}, 1).saved.value();
  // The sums without each recipe in turn: 80, 70 and 30 of the design, 60, 55 and 35 of the other.
  const std::array sources{std::vector{std::log(80.0 / 60), std::log(70.0 / 55), std::log(30.0 / 35)}};
  const double half = jackknife(sources).half_width();
  EXPECT_NEAR(i.value, 1 - 90.0 / 75, kRounding);
  EXPECT_NEAR(i.low, 1 - 90.0 / 75 * std::exp(half), kRounding);
  EXPECT_NEAR(i.high, 1 - 90.0 / 75 * std::exp(-half), kRounding);
}

TEST(PairedSaving, LeavesBatchesOutToo) {
  // One recipe is as good as another, so that only the batches tell the error.
  const std::vector<DrawnNetlist> own{netlist(0, 1, 1, {1, 3, 5}), netlist(1, 1, 1, {1, 3, 5})};
  const std::vector<DrawnNetlist> other{netlist(0, 1, 1, {3, 3, 3}), netlist(1, 1, 1, {3, 3, 3})};
  const Interval i = paired_saving({own}, {other}, {Saved::energy}, 1).saved.value();
  const std::array sources{std::vector{std::log(5.0 / 4), std::log(4.0 / 4), std::log(3.0 / 4)}};
  EXPECT_NEAR(i.value, 0, kRounding);
  EXPECT_NEAR(i.high, 1 - std::exp(-jackknife(sources).half_width()), kRounding);
  EXPECT_EQ(paired_saving({own}, {other}, {Saved::area}, 1).saved.value().half_width(), 0);
}

TEST(PairedSaving, CountsTheClockWithTheData) {
  std::vector<DrawnNetlist> other = design(1);
  for (DrawnNetlist& n : other) {
    n.clock_pj = 3;
  }
  const PairedSaving s = paired_saving({design(1)}, {other}, {Saved::energy}, 1);
  EXPECT_NEAR(s.saved.value().value, 1 - (3 + 5 + 8) / (5.0 + 7 + 10), kRounding);
}

TEST(PairedSaving, OfADesignThatMissesTheClockIsNone) {
  std::vector<DrawnNetlist> slow = design(1);
  for (DrawnNetlist& n : slow) {
    n.delay_ns += 1;
  }
  const PairedSaving s = paired_saving({slow}, {design(1)}, {Saved::energy, 3.5}, 2);
  EXPECT_FALSE(s.cost);
  EXPECT_TRUE(s.other);
  EXPECT_FALSE(s.saved);
  EXPECT_TRUE(paired_saving({slow}, {design(1)}, {Saved::energy, 5.5}, 2).saved);
}

TEST(PairedSaving, OfADesignThatMakesTheClockByOneRecipeIsNone) {
  const std::vector<DrawnNetlist> netlists{netlist(0, 1, 1, {1}), netlist(1, 2, 9, {1}), netlist(2, 3, 9, {1})};
  const PairedSaving s = paired_saving({netlists}, {netlists}, {Saved::area, 5}, 2);
  EXPECT_FALSE(s.cost) << "a third of the pairs fails";
  std::vector<DrawnNetlist> more;
  for (int r = 0; r < 11; ++r) {
    more.push_back(netlist(r, 1 + r, r == 0 ? 1 : 9, {1}));
  }
  const PairedSaving one = paired_saving({more}, {more}, {Saved::area, 5}, 10);
  EXPECT_EQ(one.cost, 1) << "one of the eleven tens fails";
  EXPECT_FALSE(one.saved);
}

TEST(PairedSaving, UsesTheRecipesOfBothOnly) {
  std::vector<DrawnNetlist> more = design(2);
  more.push_back(netlist(7, 1, 1, {1, 1}));
  EXPECT_NEAR(paired_saving({design(1)}, {more}, {Saved::area}, 2).saved.value().value, 0.5, kRounding);
}

TEST(PairedSaving, RefusesDesignsThatCannotBePaired) {
  EXPECT_THAT([] { (void)paired_saving({design(1)}, {}, {}, 1); },
              ThrowsMessage<InputError>(HasSubstr("more than 1 recipes that both designs were made with, found 0")));
  EXPECT_THAT([] { (void)paired_saving({design(1)}, {design(2)}, {}); },
              ThrowsMessage<InputError>(HasSubstr("more than 8 recipes that both designs were made with, found 3")));
  std::vector<DrawnNetlist> shorter = design(2);
  for (DrawnNetlist& n : shorter) {
    n.batch_pj[Stimulus::gaussian].pop_back();
  }
  EXPECT_THAT([&] { (void)paired_saving({design(1)}, {shorter}, {}, 2); },
              ThrowsMessage<InputError>(HasSubstr("measured on the same operands, found 2 batches and 1")));
  EXPECT_THAT([] { (void)paired_saving({design(1)}, {design(0)}, {Saved::area}, 1); },
              ThrowsMessage<InputError>(HasSubstr("two designs that cost something, found costs of 30 and 0")));
}

}  // namespace
}  // namespace lmulsim::cost
