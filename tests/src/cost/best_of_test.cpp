// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/best_of.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::cost {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-12;

TEST(BestOf, AllIsTheLeast) {
  EXPECT_NEAR(best_of(5, {4, 2, 9, 3, 7}).value(), 2, kRounding);
}

TEST(BestOf, OneIsTheMean) {
  EXPECT_NEAR(best_of(1, {4, 2, 9, 3, 7}).value(), 5, kRounding);
}

TEST(BestOf, TwoOfFourIsTheMeanOverTheSixPairs) {
  // 1 2, 1 4, 1 8: 1 each; 2 4, 2 8: 2; 4 8: 4
  EXPECT_NEAR(best_of(2, {8, 1, 4, 2}).value(), (3 * 1 + 2 * 2 + 4) / 6.0, kRounding);
}

TEST(BestOf, ThreeOfFiveIsTheMeanOverTheTenTriples) {
  EXPECT_NEAR(best_of(3, {10, 20, 30, 40, 50}).value(), (6 * 10 + 3 * 20 + 30) / 10.0, kRounding);
}

/// Over every choice, one after another.
double by_enumeration(std::size_t n, const std::vector<double>& values) {
  double sum = 0;
  int choices = 0;
  for (unsigned set = 0; set < 1U << values.size(); ++set) {
    double least = kNever;
    std::size_t size = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (((set >> i) & 1U) != 0) {
        least = std::min(least, values[i]);
        ++size;
      }
    }
    if (size == n) {
      sum += least;
      ++choices;
    }
  }
  return sum / choices;
}

TEST(BestOf, IsTheMeanOverAllChoices) {
  util::SplitMix64 random(3);
  for (std::size_t count = 1; count <= 11; ++count) {
    std::vector<double> values(count);
    std::ranges::generate(values, [&] { return util::uniform(random); });
    for (std::size_t n = 1; n <= count; ++n) {
      EXPECT_NEAR(best_of(static_cast<int>(n), values).value(), by_enumeration(n, values), kRounding)
          << n << " of " << count;
    }
  }
}

TEST(BestOf, OfAThousandValuesIsThatOfUniformOnes) {
  std::vector<double> values(1000);
  std::iota(values.begin(), values.end(), 1);
  // The least of n of 1 to N is (N + 1) / (n + 1) in the mean.
  EXPECT_NEAR(best_of(8, values).value(), 1001.0 / 9, 1e-9);
}

TEST(BestOf, AFailedTryThatCanBeTheBestOfNoChoiceChangesNothing) {
  EXPECT_EQ(best_of(2, {1, 2, 4, 8}), best_of(2, {1, 2, 4, kNever}));
}

TEST(BestOf, LeavesTheChoicesOutThatFailAltogether) {
  // Two failures of seven: one of the 21 pairs fails altogether.
  const double others = (6 * 1 + 5 * 2 + 4 * 3 + 3 * 4 + 2 * 5) / 20.0;
  EXPECT_NEAR(best_of(2, {1, 2, 3, 4, 5, kNever, kNever}).value(), others, kRounding);
}

TEST(BestOf, IsNoneWhenMoreThanATenthOfTheChoicesFails) {
  EXPECT_TRUE(best_of(1, {1, 2, 3, 4, 5, 6, 7, 8, 9, kNever})) << "exactly a tenth";
  EXPECT_FALSE(best_of(1, {1, 2, 3, 4, 5, 6, 7, 8, kNever}));
  EXPECT_FALSE(best_of(2, {1, 2, kNever, kNever})) << "one of the six pairs";
  EXPECT_FALSE(best_of(2, {kNever, kNever}));
}

TEST(BestOf, LetsAsManyChoicesFailAsItIsTold) {
  EXPECT_EQ(best_of(1, {1, 3, kNever, kNever}, 0.5), 2);
  EXPECT_FALSE(best_of(1, {1, kNever, kNever, kNever}, 0.5));
  EXPECT_FALSE(best_of(1, {kNever, kNever}, 1)) << "all of them";
}

TEST(BestOf, MoreTriesThanValuesAreRefused) {
  EXPECT_THROW((void)best_of(4, {1, 2, 3}), InputError);
  EXPECT_THROW((void)best_of(0, {1, 2, 3}), InputError);
  EXPECT_THROW((void)best_of(1, {}), InputError);
}

}  // namespace
}  // namespace lmulsim::cost
