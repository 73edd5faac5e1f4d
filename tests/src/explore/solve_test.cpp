// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A key solved for a metric, against looking at every value.
#include "explore/solve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "explore/space.hpp"
#include "util/error.hpp"

namespace lmulsim::explore {
namespace {

using ::testing::HasSubstr;
using Metric = std::function<std::optional<double>(double)>;

Solve wanted(double target, double percent = 2) {
  return {
      .key = "array.rows", .metric = "area_um2", .target = target, .within_percent = percent, .low = 1, .high = 1024};
}

/// Every value, one after the other.
std::optional<double> by_search(const Solve& wanted, const Metric& metric) {
  std::optional<double> best;
  for (double value = wanted.low; value <= wanted.high; ++value) {
    const auto here = metric(value);
    if (here && (!best || std::abs(*here - wanted.target) < std::abs(*metric(*best) - wanted.target))) {
      best = value;
    }
  }
  const bool near = best && std::abs(*metric(*best) - wanted.target) <= wanted.target * wanted.within_percent / 100;
  return near ? best : std::nullopt;
}

TEST(Solving, FindsWhatLookingAtEveryValueFinds) {
  const std::vector<Metric> metrics{
      [](double x) { return std::optional(100 + 7 * x * x); },
      [](double x) { return std::optional(1e6 / x); },  // falls
      [](double x) { return std::optional(3000.0 + std::floor(x / 5) * 40); },
      [](double x) { return x < 7 ? std::nullopt : std::optional(x * 11); },       // small ones are no machines
      [](double x) { return x > 300 ? std::nullopt : std::optional(x * x + 1); },  // nor are large ones
      [](double) { return std::optional<double>(); }};
  int found = 0;
  for (const Metric& metric : metrics) {
    for (double target = 50; target < 2e6; target *= 1.17) {
      const Solution solution = solve(wanted(target), metric);
      const auto expected = by_search(wanted(target), metric);
      ASSERT_EQ(solution.value.has_value(), expected.has_value()) << target << " " << solution.fault;
      EXPECT_EQ(solution.fault.empty(), expected.has_value());
      if (expected) {
        EXPECT_EQ(*metric(*solution.value), *metric(*expected)) << target;
        ++found;
      }
    }
  }
  EXPECT_GT(found, 50);
}

TEST(Solving, SaysHowNearItCame) {
  EXPECT_EQ(solve(wanted(50), [](double x) { return std::optional(x * x * 100); }).fault,
            "solve array.rows: expected area_um2 == 50 within 2 %, the nearest is 100 at 1");
  EXPECT_THAT(solve(wanted(50), [](double) { return std::optional<double>(); }).fault,
              HasSubstr("no value is a machine"));
}

TEST(Solving, RealKeysAreSolvedToTheirDigits) {
  Solve real = wanted(1234.5, 0.001);
  real.is_integer = false;
  const Solution solution = solve(real, [](double x) { return std::optional(x * x); });
  ASSERT_TRUE(solution.value);
  EXPECT_NEAR(*solution.value * *solution.value, 1234.5, 1e-3);
}

const std::string kHead =
    "name: s\nbase: {accelerator: lmul-e4m3-ws-32x32, workload: bert-base}\n"
    "solve: {array.rows: area_um2 == 4e6 within 2 %}\n";

TEST(Solving, WhatFollowsFromTheKeyIsThereWithItsValue) {
  const Sweep sweep = parse_sweep(kHead +
                                      "parameters: {array.cols: = array.rows, pe.multiplier: [lmul, exact]}\n"
                                      "require: [array.cols <= 40, pe.multiplier == 'lmul']\n",
                                  "s.yaml");
  const Space space(sweep);
  ASSERT_TRUE(space.at(0));
  EXPECT_FALSE(space.at(1));  // of an exact one, whatever the key
  EXPECT_EQ(space.at(0)->sets.size(), 1U);
  const auto solved = space.at(0, Value(33.0));
  ASSERT_TRUE(solved);
  EXPECT_EQ(find(solved->sets, "array.cols")->value, Value(33.0));
  EXPECT_EQ(find(solved->sets, "array.rows")->value, Value(33.0));
  EXPECT_FALSE(space.at(0, Value(41.0)));
}

TEST(Solving, ConditionsOnWhatIsSolvedAreRefused) {
  const Sweep sweep = parse_sweep(kHead +
                                      "parameters: {array.cols: = array.rows, pe.max_k: {values: [4096], when: "
                                      "array.cols > 8}}\n",
                                  "s.yaml");
  EXPECT_THROW(Space{sweep}, InputError);
}

}  // namespace
}  // namespace lmulsim::explore
