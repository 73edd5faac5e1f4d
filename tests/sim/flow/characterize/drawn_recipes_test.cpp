// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/drawn_recipes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

using ::testing::StartsWith;

TEST(DrawnRecipes, AreTheSameForTheSameNumber) {
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(text(drawn_recipe(i)), text(drawn_recipe(i)));
  }
}

// Shipped netlists name their recipes by number: another draw under the same number would pair what is not alike.
TEST(DrawnRecipes, AreTheOnesThatShippedNetlistsWereMadeBy) {
  EXPECT_EQ(
      text(drawn_recipe(1)),
      "1: strash; permute -S 2; strash; &get -n; &syn4; &syn4; &put; strash; &get -n; &dc2; &put; strash; &get -n; "
      "&dch; &nf; &put; topo; for a clock sizes, then buffer -N 8, then dch -f; map -B 0.9, then the fastest "
      "steps");
}

TEST(DrawnRecipes, DifferInTheirNumbers) {
  std::set<std::string> logic;
  for (int i = 0; i < 64; ++i) {
    EXPECT_TRUE(logic.insert(drawn_recipe(i).logic).second) << i;
  }
}

TEST(DrawnRecipes, UseEachWayOfMappingAsOftenInAnyEight) {
  const auto count = [](int first) {
    std::map<std::string, int> times;
    for (int i = first; i < first + kMappers; ++i) {
      ++times[drawn_recipe(i).mapping];
    }
    return times;
  };
  EXPECT_EQ(count(0), count(kMappers));
  EXPECT_EQ(count(0), count(5));
  EXPECT_GE(count(0).size(), 6U);
}

TEST(DrawnRecipes, StartFromAnotherOrderOfNodesAndEndInTopologicalOrder) {
  for (int i = 0; i < 32; ++i) {
    EXPECT_THAT(drawn_recipe(i).logic, StartsWith("strash; permute -S " + std::to_string(i + 1) + "; strash; "));
    EXPECT_THAT(drawn_recipe(i).mapping, ::testing::EndsWith("; topo"));
    EXPECT_THAT(drawn_recipe(i).buffers, StartsWith("buffer "));
  }
}

TEST(DrawnRecipes, HaveNoNegativeNumbers) {
  EXPECT_THROW((void)drawn_recipe(-1), InputError);
}

}  // namespace
}  // namespace lmulsim::flow::characterize
