// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/recipe_costs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr double kNever = std::numeric_limits<double>::infinity();

DrawnNetlist netlist(int recipe, SizedFor point, double area, double delay, double clock, std::vector<double> pj) {
  return {recipe, point, area, delay, clock, 0, 0, {{Stimulus::gaussian, std::move(pj)}}};
}

/// Recipe 3 has a small slow netlist and a large fast one, recipe 5 one that is in between.
std::vector<DrawnNetlist> design() {
  return {netlist(5, SizedFor::relaxed, 140, 3, 0.5, {5, 7}), netlist(3, SizedFor::nothing, 100, 4, 1, {2, 4}),
          netlist(3, SizedFor::hard, 200, 2, 1, {8, 2})};
}

std::vector<double> least(const Criterion& criterion, const Load& load = {}) {
  const std::vector<DrawnNetlist> netlists = design();
  return RecipeCosts({netlists, load}, std::array{3, 5}, criterion).least();
}

TEST(RecipeCosts, TakeTheLeastOfEachRecipesNetlists) {
  EXPECT_THAT(least({Saved::energy}), ElementsAre(3 + 1, 6 + 0.5));
  EXPECT_THAT(least({Saved::area}), ElementsAre(100, 140));
  EXPECT_THAT(least({Saved::period}), ElementsAre(2, 3));
}

TEST(RecipeCosts, TakeEnergyTimesTheNetlistsOwnCriticalPath) {
  EXPECT_THAT(least({Saved::edp}), ElementsAre((5 + 1) * 2, (6 + 0.5) * 3)) << "the fast netlist, not the thrifty one";
}

TEST(RecipeCosts, LeaveOutWhatMissesTheClock) {
  EXPECT_THAT(least({Saved::energy, 3.0}), ElementsAre(5 + 1, 6.5));
  EXPECT_THAT(least({Saved::area, 2.5}), ElementsAre(200, kNever));
  EXPECT_THAT(least({Saved::area, 1.5}), ElementsAre(kNever, kNever));
}

TEST(RecipeCosts, LeaveABatchOut) {
  const std::vector<DrawnNetlist> netlists = design();
  const RecipeCosts costs({netlists}, std::array{3, 5}, {Saved::energy});
  EXPECT_THAT(costs.least_without(0), ElementsAre(2 + 1, 7.5)) << "the fast netlist is the thrifty one";
  EXPECT_THAT(costs.least_without(1), ElementsAre(2 + 1, 5.5));
}

TEST(RecipeCosts, TakeOfANetlistWhatAMachineDoes) {
  // Two operations and three cycles; beside it 10 pJ, 2 pJ per ns and 50 um^2.
  const Load load{
      .operations = 2, .cycles = 3, .in_machine = true, .around_pj = 10, .around_pj_per_ns = 2, .around_um2 = 50};
  EXPECT_THAT(least({Saved::area}, load), ElementsAre(150, 190));
  const double thrifty = 2 * 3 + 3 * 1 + 10;
  const double fast = 2 * 5 + 3 * 1 + 10;
  const double other = 2 * 6 + 3 * 0.5 + 10;
  EXPECT_THAT(least({Saved::energy, 5.0}, load), ElementsAre(thrifty + 2 * 5, other + 2 * 5)) << "at the run's clock";
  EXPECT_THAT(least({Saved::energy}, load), ElementsAre(std::min(thrifty + 2 * 4, fast + 2 * 2), other + 2 * 3))
      << "each at its own";
  EXPECT_THAT(least({Saved::edp, 5.0}, load), ElementsAre((thrifty + 10) * 5 * 3, (other + 10) * 5 * 3));
  EXPECT_THAT(least({Saved::edp}, load), ElementsAre((fast + 4) * 2 * 3, (other + 6) * 3 * 3));
}

TEST(RecipeCosts, MeetTheMachinesOwnClock) {
  const Load load{.in_machine = true, .period_ns = 2.5};
  EXPECT_THAT(least({Saved::area, 5.0}, load), ElementsAre(200, kNever));
  EXPECT_THAT(least({Saved::edp, 5.0}, load), ElementsAre((5 + 1) * 2.5, kNever));
}

TEST(RecipeCosts, CountLeakageInAMachineOnly) {
  std::vector<DrawnNetlist> netlists = design();
  for (DrawnNetlist& n : netlists) {
    n.leakage_nw = 1e5;  // 0.1 pJ per ns
  }
  const Load machine{.cycles = 3, .in_machine = true};
  EXPECT_THAT(RecipeCosts({netlists, machine}, std::array{3, 5}, {Saved::energy, 4.0}).least(),
              ElementsAre(::testing::DoubleEq(3 + 3 * (1 + 0.4)), ::testing::DoubleEq(6 + 3 * (0.5 + 0.4))));
  EXPECT_THAT(RecipeCosts({netlists}, std::array{3, 5}, {Saved::energy, 4.0}).least(), ElementsAre(4, 6.5));
}

TEST(RecipeCosts, RefuseNetlistsThatWereMeasuredOtherwise) {
  std::vector<DrawnNetlist> netlists = design();
  netlists[1].batch_pj[Stimulus::gaussian].push_back(1);
  EXPECT_THAT(
      [&] {
        RecipeCosts({netlists}, std::array{3, 5}, {});
      },
      ThrowsMessage<InputError>(HasSubstr("recipe 3 (unsized): expected energies of 2 batches, found 3")));
  const Criterion uniform{Saved::energy, {}, Stimulus::uniform};
  EXPECT_THAT(
      [&] {
        RecipeCosts({netlists}, std::array{3, 5}, uniform);
      },
      ThrowsMessage<InputError>(HasSubstr("recipe 5 (relaxed): expected energies by batch under 'uniform'")));
}

TEST(CommonRecipes, AreThoseOfBothInOrder) {
  const std::vector<DrawnNetlist> other{netlist(5, SizedFor::hard, 1, 1, 1, {1}),
                                        netlist(4, SizedFor::hard, 1, 1, 1, {1})};
  EXPECT_THAT(common_recipes(design(), other), ElementsAre(5));
  EXPECT_THAT(common_recipes(design(), design()), ElementsAre(3, 5));
}

}  // namespace
}  // namespace lmulsim::cost
