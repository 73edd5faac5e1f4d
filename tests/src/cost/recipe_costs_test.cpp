// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/recipe_costs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::array<std::size_t, 2> kBoth{0, 1};

DrawnNetlist netlist(int recipe, SizedFor point, double area, double delay, double clock, std::vector<double> pj) {
  return {recipe, point, area, delay, clock, 0, 0, {{Stimulus::gaussian, std::move(pj)}}};
}

/// Recipe 3 has a small slow netlist and a large fast one, recipe 5 one that is in between.
std::vector<DrawnNetlist> design() {
  return {netlist(5, SizedFor::relaxed, 140, 3, 0.5, {5, 7}), netlist(3, SizedFor::nothing, 100, 4, 1, {2, 4}),
          netlist(3, SizedFor::hard, 200, 2, 1, {8, 2})};
}

std::vector<double> least(const Criterion& criterion, std::span<const std::size_t> batches = kBoth) {
  const std::vector<DrawnNetlist> netlists = design();
  return RecipeCosts(netlists, std::array{3, 5}, criterion).least(batches);
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

TEST(RecipeCosts, AreMeansOverTheBatchesAskedFor) {
  EXPECT_THAT(least({Saved::energy}, std::array<std::size_t, 2>{1, 1}), ElementsAre(2 + 1, 7.5))
      << "in the second batch the fast netlist is the thrifty one";
  EXPECT_THAT(least({Saved::energy}, std::array<std::size_t, 3>{0, 0, 1}), ElementsAre(8.0 / 3 + 1, 17.0 / 3 + 0.5));
}

TEST(RecipeCosts, RefuseNetlistsThatWereMeasuredOtherwise) {
  std::vector<DrawnNetlist> netlists = design();
  netlists[1].batch_pj[Stimulus::gaussian].push_back(1);
  EXPECT_THAT(
      [&] {
        RecipeCosts(netlists, std::array{3, 5}, {});
      },
      ThrowsMessage<InputError>(HasSubstr("recipe 3 (unsized): expected energies of 2 batches, found 3")));
  const Criterion uniform{Saved::energy, {}, Stimulus::uniform};
  EXPECT_THAT(
      [&] {
        RecipeCosts(netlists, std::array{3, 5}, uniform);
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
