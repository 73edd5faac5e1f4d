// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <utility>

#include "../report/sample.hpp"
#include "util/error.hpp"

namespace lmulsim::result {
namespace {

using report::testing::sample_report;
using ::testing::HasSubstr;

TEST(Checks, CountsAreComparedExactly) {
  CheckList checks;
  checks.equal("count", std::int64_t{1} << 60, std::int64_t{1} << 60, "here");
  EXPECT_TRUE(checks.passed());
  checks.equal("count", std::int64_t{1} << 60, (std::int64_t{1} << 60) + 1, "there");
  EXPECT_FALSE(checks.passed());
}

TEST(Checks, RealQuantitiesAreComparedWithinRounding) {
  CheckList checks;
  checks.equal("energy", 1.0, 1.0 + 1e-10, "here");
  checks.equal("energy", 0.0, 0.0, "here");
  EXPECT_TRUE(checks.passed());
  checks.equal("energy", 1.0, 1.0 + 1e-8, "there");
  EXPECT_FALSE(checks.passed());
}

TEST(Checks, NotANumberFails) {
  CheckList checks;
  checks.equal("energy", std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), "here");
  EXPECT_FALSE(checks.passed());
}

TEST(Checks, ErrorsOfTwoOperatorsDoNotCancel) {
  CheckList checks;
  checks.equal("count", std::int64_t{10}, std::int64_t{9}, "one");
  checks.equal("count", std::int64_t{10}, std::int64_t{11}, "two");
  ASSERT_EQ(checks.all().size(), 1U);
  const Check& check = checks.all()[0];
  EXPECT_EQ(check.expected, Amount(std::int64_t{20}));
  EXPECT_EQ(check.found, Amount(std::int64_t{20}));
  EXPECT_EQ(check.compared, 2);
  EXPECT_EQ(check.failed, 2);
  EXPECT_FALSE(check.passed());
}

TEST(Checks, AFailureSaysWhereAndWhat) {
  CheckList checks;
  checks.equal("good", std::int64_t{1}, std::int64_t{1}, "q_proj");
  checks.equal("bad", std::int64_t{1}, std::int64_t{1}, "q_proj");
  checks.equal("bad", std::int64_t{2}, std::int64_t{3}, "k_proj");
  EXPECT_THAT([&] { checks.enforce(); },
              ::testing::ThrowsMessage<CheckError>(
                  "1 of 2 checks failed; the first is 'bad', 1 of 2 comparisons: k_proj: expected 2, found 3"));
}

TEST(Checks, AppendedListsAreJudgedAsOne) {
  CheckList a;
  CheckList b;
  a.equal("count", std::int64_t{1}, std::int64_t{1}, "one");
  b.equal("count", std::int64_t{2}, std::int64_t{3}, "two");
  b.equal("other", 1.0, 1.0, "two");
  a.append(b);
  ASSERT_EQ(a.all().size(), 2U);
  EXPECT_EQ(a.all()[0].compared, 2);
  EXPECT_EQ(a.all()[0].failed, 1);
  EXPECT_THAT(a.all()[0].first_failure, HasSubstr("two"));
}

TEST(Breakdown, PlantedErrorsInEnergyAreCaught) {
  const cost::Breakdown good = *sample_report().energy_pj;
  const auto passes = [](const cost::Breakdown& b) {
    CheckList checks;
    check_breakdown(checks, "energy", b, "run");
    return checks.passed();
  };
  EXPECT_TRUE(passes(good));
  cost::Breakdown lost = good;
  lost.components.pop_back();
  EXPECT_FALSE(passes(lost));
  cost::Breakdown high = good;
  high.total.high *= 1 + 1e-6;
  EXPECT_FALSE(passes(high));
  cost::Breakdown negative = good;
  negative.components[0].band = negative.components[0].band * -1;
  negative.total += negative.components[0].band * 2;
  EXPECT_FALSE(passes(negative));
  cost::Breakdown outside = good;
  std::swap(outside.components[1].band.low, outside.components[1].band.high);
  EXPECT_FALSE(passes(outside));
}

TEST(AddUp, OperatorsAddUpToTheRun) {
  const RunReport r = sample_report();
  EXPECT_TRUE(r.checks.passed());
  EXPECT_EQ(r.cycles.total, r.operators[0].cycles + r.operators[2].cycles);
  EXPECT_EQ(r.cycles.closed_form, r.cycles.total);
  EXPECT_EQ(r.cycles.scalesim_compatible, std::nullopt);
  EXPECT_EQ(r.activity.macs_useful, 6 * 5 * 7 + 4 * 3 * 3 * 8);
  EXPECT_EQ(r.operators[2].start_cycle, r.operators[0].cycles);
  EXPECT_DOUBLE_EQ(r.time_s, static_cast<double>(r.cycles.total) / 5e8);
  EXPECT_DOUBLE_EQ(r.utilization,
                   static_cast<double>(r.activity.macs_useful) / (16.0 * static_cast<double>(r.cycles.total)));
  EXPECT_NEAR(r.energy_pj->total.value, r.operators[0].energy_pj->total.value + r.operators[2].energy_pj->total.value,
              1e-6);
}

TEST(AddUp, PlantedErrorsInOperatorsAreCaught) {
  const auto failure = [](const std::function<void(RunReport&)>& plant) {
    RunReport r = sample_report();
    r.checks = {};
    plant(r);
    add_up(r);
    try {
      r.checks.enforce();
    } catch (const CheckError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(failure([](RunReport&) {}), "");
  EXPECT_THAT(failure([](RunReport& r) { ++r.operators[0].terms[0].cycles; }), HasSubstr("terms of the cycles"));
  EXPECT_THAT(failure([](RunReport& r) { ++*r.operators[2].closed_form; }), HasSubstr("closed form = cycles"));
  EXPECT_THAT(failure([](RunReport& r) { ++r.operators[2].activity.idle_cycles; }),
              HasSubstr("total cycles of the run"));
  EXPECT_THAT(failure([](RunReport& r) { r.operators[0].energy_pj->total.value += 1; }),
              HasSubstr("parts of an operator's energy"));
  EXPECT_THAT(failure([](RunReport& r) { r.area_um2->components[0].band.value *= 1.1; }), HasSubstr("parts of area"));
}

}  // namespace
}  // namespace lmulsim::result
