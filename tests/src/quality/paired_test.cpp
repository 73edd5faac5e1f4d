// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "quality/paired_ratio.hpp"

namespace lmulsim::quality {
namespace {

Prediction losses(std::vector<double> values) {
  const std::size_t tokens = values.size();
  return {std::move(values), std::vector<int>(tokens, 0)};
}

// Less the reference: (0, 0, 0), (1, 2, 3), (2, 2, 5); less their means (2 and 3): (-1, 0, 1) and (-1, -1, 2). Sums of
// products 2, 3 and 6, over n - 1 = 2, over n = 3.
TEST(Paired, CovariancesAreThoseOfMeansOfDifferencesFromTheReference) {
  const std::vector<Prediction> predictions{losses({5, 1, 2}), losses({6, 3, 5}), losses({7, 3, 7})};
  const auto c = covariances(predictions);
  ASSERT_EQ(c.size(), 3U);
  EXPECT_EQ(c[0], std::vector<double>{0});
  ASSERT_EQ(c[2].size(), 3U);
  EXPECT_DOUBLE_EQ(c[1][1], 2.0 / 6);
  EXPECT_DOUBLE_EQ(c[2][1], 3.0 / 6);
  EXPECT_DOUBLE_EQ(c[2][2], 6.0 / 6);
}

// The differences of the two rows above are (1, 0, 2): mean 1, sum of squares around it 2.
TEST(Paired, TheRatiosErrorIsThatOfTheDifferencesTokenByToken) {
  const PairedRatio ratio = paired_ratio(7, 6, 6.0 / 6, 2.0 / 6, 3.0 / 6);
  EXPECT_DOUBLE_EQ(ratio.value, std::exp(1));
  EXPECT_DOUBLE_EQ(ratio.error, std::exp(1) * std::sqrt(2.0 / 6));
}

TEST(Paired, AgainstTheReferenceItIsWhatQualitySays) {
  const std::vector<Prediction> predictions{losses({5, 1, 2, 4}), losses({6, 1.5, 1, 4.25})};
  const auto c = covariances(predictions);
  const Quality q = quality(predictions[1], predictions[0]);
  const PairedRatio ratio = paired_ratio(q.loss, 3, c[1][1], c[0][0], c[1][0]);
  EXPECT_NEAR(ratio.value, q.ratio, 1e-12);
  EXPECT_NEAR(ratio.error, q.ratio_error, 1e-12);
}

TEST(Paired, EqualPredictionsHaveNoError) {
  EXPECT_EQ(paired_ratio(2, 2, 0.1, 0.1, 0.1 + 1e-17).error, 0);
}

TEST(Paired, WhatIsNotFiniteStaysSo) {
  const std::vector<Prediction> predictions{losses({1, 2}), losses({1, std::numeric_limits<double>::quiet_NaN()})};
  EXPECT_TRUE(std::isnan(covariances(predictions)[1][1]));
  EXPECT_TRUE(std::isnan(paired_ratio(1, 1, std::numeric_limits<double>::quiet_NaN(), 0, 0).error));
}

}  // namespace
}  // namespace lmulsim::quality
