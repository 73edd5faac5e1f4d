// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/jackknife.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "util/random.hpp"

namespace lmulsim::cost {
namespace {

constexpr double kRounding = 1e-12;
using Source = std::vector<double>;

/// The mean without each of the observations in turn.
Source means_without_each(const Source& observations) {
  double sum = 0;
  for (const double x : observations) {
    sum += x;
  }
  Source out;
  for (const double x : observations) {
    out.push_back((sum - x) / static_cast<double>(observations.size() - 1));
  }
  return out;
}

TEST(Jackknife, OfAMeanIsItsStandardError) {
  const std::array sources{means_without_each({1, 2, 3, 6})};
  // The squares of the deviations from 3 are 4, 1, 0 and 9.
  const StandardError e = jackknife(sources);
  EXPECT_NEAR(e.value, std::sqrt(14 / 3.0 / 4), kRounding);
  EXPECT_NEAR(e.degrees, 3 * 14 * 14 / (16 + 1 + 81.0) - 2, kRounding);
}

TEST(Jackknife, AddsTheVariancesOfSources) {
  const std::array sources{means_without_each({1, 2, 3, 6}), means_without_each({5, 5, 9})};
  EXPECT_NEAR(jackknife(sources).value, std::sqrt(14 / 12.0 + 32 / 3.0 / 6), kRounding);
}

TEST(Jackknife, OfOneObservationSaysNothing) {
  const std::array sources{Source{4}, Source{}};
  EXPECT_EQ(jackknife(sources).half_width(), 0);
}

TEST(Jackknife, HalfTheIntervalIsStudents) {
  EXPECT_NEAR((StandardError{1, 2}.half_width()), 4.30265, 1e-5);
  EXPECT_NEAR((StandardError{2, 10}.half_width()), 2 * 2.22814, 1e-5);
  EXPECT_NEAR((StandardError{1, 1e6}.half_width()), 1.95996, 1e-4);
}

TEST(Jackknife, OfOneObservationThatDecidesHasTwoDegreesOfFreedom) {
  const std::array sources{Source{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
  EXPECT_EQ(jackknife(sources).degrees, 2);
}

TEST(Jackknife, HoldsAMeanIn95Of100) {
  constexpr int kRepetitions = 2000;
  util::SplitMix64 random(5);
  int held = 0;
  for (int i = 0; i < kRepetitions; ++i) {
    Source observations(32);
    double mean = 0;
    for (double& x : observations) {
      x = util::normal(random);
      mean += x / 32;
    }
    const std::array sources{means_without_each(observations)};
    held += std::abs(mean) <= jackknife(sources).half_width() ? 1 : 0;
  }
  EXPECT_GT(held, kRepetitions * 93 / 100);
  EXPECT_LT(held, kRepetitions * 98 / 100);
}

}  // namespace
}  // namespace lmulsim::cost
