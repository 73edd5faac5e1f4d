// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/sampling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::quality {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr int kDraws = 40000;
const std::vector<float> kLogits{std::log(1.0F), std::log(5.0F), std::log(2.0F), std::log(2.0F)};

std::array<double, 4> shares(const SamplingOptions& options) {
  Sampler sample(options);
  std::array<double, 4> out{};
  for (int i = 0; i < kDraws; ++i) {
    ++out.at(static_cast<std::size_t>(sample(kLogits)));
  }
  std::ranges::for_each(out, [](double& count) { count /= kDraws; });
  return out;
}

/// Within four standard errors of what they should be.
void expect_shares(const SamplingOptions& options, const std::array<double, 4>& expected) {
  const std::array<double, 4> found = shares(options);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(found[i], expected[i], 4 * std::sqrt(expected[i] * (1 - expected[i]) / kDraws)) << i;
  }
}

TEST(Sampler, TakesTheLikeliestAtZero) {
  Sampler sample({});
  EXPECT_EQ(sample(kLogits), 1);
  EXPECT_EQ(sample(std::vector<float>{2, 3, 3}), 1);
}

TEST(Sampler, DrawsWithTheProbabilitiesOfTheSoftmax) {
  expect_shares({.temperature = 1}, {0.1, 0.5, 0.2, 0.2});
  expect_shares({.temperature = 0.5}, {1 / 34.0, 25 / 34.0, 4 / 34.0, 4 / 34.0});
}

TEST(Sampler, DrawsFromTheLikeliestOnly) {
  expect_shares({.temperature = 1, .top_p = 0.6}, {0, 5 / 7.0, 2 / 7.0, 0});
  expect_shares({.temperature = 1, .top_p = 0}, {0, 1, 0, 0});
}

TEST(Sampler, RepeatsItselfWithTheSeed) {
  const auto draws = [](std::uint64_t seed) {
    Sampler sample({.temperature = 1, .seed = seed});
    std::vector<int> out;
    for (int i = 0; i < 30; ++i) {
      out.push_back(sample(kLogits));
    }
    return out;
  };
  EXPECT_EQ(draws(1), draws(1));
  EXPECT_NE(draws(1), draws(2));
}

TEST(Sampler, RefusesLogitsThatAreNotFinite) {
  Sampler sample({});
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    EXPECT_THAT(
        [&] {
          (void)sample(std::vector<float>{0, bad});
        },
        ThrowsMessage<InputError>(HasSubstr("all logits are finite")));
  }
}

}  // namespace
}  // namespace lmulsim::quality
