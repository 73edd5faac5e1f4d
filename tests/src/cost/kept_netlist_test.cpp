// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/kept_netlist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

/// A netlist of a recipe whose energy times delay is `product`, with an area that tells it apart.
DrawnNetlist netlist(int recipe, double product, double area, SizedFor point = SizedFor::nothing) {
  DrawnNetlist n;
  n.recipe = recipe;
  n.point = point;
  n.area_um2 = area;
  n.delay_ns = 1;
  n.batch_pj[Stimulus::gaussian] = {product - 1, product + 1};
  return n;
}

double area(const DrawnNetlist& n) {
  return n.area_um2;
}

/// The mean over all choices of `tries` of the netlists, one by one.
double mean_over_choices(const std::vector<DrawnNetlist>& netlists, int tries) {
  std::vector<bool> chosen(netlists.size(), false);
  std::fill(chosen.end() - tries, chosen.end(), true);
  double sum = 0;
  int count = 0;
  do {
    const DrawnNetlist* best = nullptr;
    for (std::size_t i = 0; i < netlists.size(); ++i) {
      const auto product = [](const DrawnNetlist& n) { return mean_pj(n, Stimulus::gaussian) * n.delay_ns; };
      if (chosen[i] && (best == nullptr || product(netlists[i]) < product(*best))) {
        best = &netlists[i];
      }
    }
    sum += best->area_um2;
    ++count;
  } while (std::next_permutation(chosen.begin(), chosen.end()));
  return sum / count;
}

TEST(KeptNetlist, IsTheMeanOverAllChoicesOfRecipes) {
  const std::vector<DrawnNetlist> netlists{netlist(0, 7, 10), netlist(1, 3, 40), netlist(2, 5, 20), netlist(3, 4, 90),
                                           netlist(4, 6, 30)};
  for (const int tries : {1, 2, 3}) {
    EXPECT_NEAR(KeptNetlist(netlists, tries).band(area).value, mean_over_choices(netlists, tries), 1e-12) << tries;
  }
}

TEST(KeptNetlist, IsOfHalfTheRecipesWhereTheyAreFew) {
  const std::vector<DrawnNetlist> netlists{netlist(0, 7, 10), netlist(1, 3, 40), netlist(2, 5, 20)};
  const KeptNetlist kept(netlists);
  EXPECT_EQ(kept.best().recipe, 1);
  EXPECT_EQ(kept.recipes(), 3);
  EXPECT_EQ(kept.tries(), 2);
  EXPECT_EQ(kept.band(area).value, KeptNetlist(netlists, 2).band(area).value) << "three recipes, eight tries";
  EXPECT_NEAR(kept.band(area).value, (2 * 40 + 20) / 3.0, 1e-12);
  EXPECT_EQ(kept.band(area).low, 20);
  EXPECT_EQ(kept.band(area).high, 40);
  EXPECT_EQ(KeptNetlist(std::span(netlists).first(1)).band(area), (Band{10, 10, 10}));
}

TEST(KeptNetlist, IsOneOfEachRecipesBest) {
  const std::vector<DrawnNetlist> netlists{netlist(0, 7, 10), netlist(0, 2, 11, SizedFor::relaxed),
                                           netlist(0, 9, 12, SizedFor::hard), netlist(1, 3, 40)};
  EXPECT_EQ(KeptNetlist(netlists, 2).best().point, SizedFor::relaxed);
  EXPECT_NEAR(KeptNetlist(netlists, 1).band(area).value, (11 + 40) / 2.0, 1e-12);
}

TEST(KeptNetlist, HasQuantilesAsItsBand) {
  std::vector<DrawnNetlist> netlists;
  for (int i = 0; i < 100; ++i) {
    netlists.push_back(netlist(i, 10 + i, i));
  }
  const Band band = KeptNetlist(netlists, 1).band(area);
  EXPECT_NEAR(band.low, 2, 1);
  EXPECT_NEAR(band.high, 97, 1);
  EXPECT_NEAR(band.value, 49.5, 1e-9);
}

TEST(KeptNetlist, CountsTheClocksEnergy) {
  std::vector<DrawnNetlist> netlists{netlist(0, 7, 10), netlist(1, 6, 20)};
  netlists[1].clock_pj = 2;
  EXPECT_EQ(KeptNetlist(netlists).best().recipe, 0);
}

TEST(KeptNetlist, OfNothingIsRefused) {
  EXPECT_THROW(KeptNetlist({}), InputError);
  EXPECT_THROW((void)mean_pj(netlist(0, 1, 1), Stimulus::uniform), InputError);
}

TEST(StandardError, IsThatOfTheMeanOverBatches) {
  DrawnNetlist n = netlist(0, 4, 1);
  n.batch_pj[Stimulus::gaussian] = {1, 3, 5, 7};
  EXPECT_NEAR(mean_pj(n, Stimulus::gaussian), 4, 1e-12);
  EXPECT_NEAR(standard_error_pj(n, Stimulus::gaussian), std::sqrt(20.0 / 3 / 4), 1e-12);
}

}  // namespace
}  // namespace lmulsim::cost
