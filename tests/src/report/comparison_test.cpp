// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "report/comparison_writers.hpp"
#include "sample.hpp"

namespace lmulsim::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A design of two parts: one that its bands may overlap with others', and a large one that all designs share.
result::Design design(const char* name, const cost::Band& own, const char* entry) {
  const cost::Band shared{500, 1000, 2000};
  result::Design out;
  out.name = name;
  out.workload = "w";
  out.technology = "t";
  out.cycles = 100;
  out.energy_pj =
      result::TotalCost{{{"multipliers", own, {entry}}, {"dram", shared, {"energy.dram_bit"}}}, own + shared};
  return out;
}

const result::Quantity& quantity(const result::Comparison& c, std::string_view name) {
  return *std::ranges::find(c.quantities, name, &result::Quantity::name);
}

result::Verdict verdict(const result::Design& a, const result::Design& b, std::string_view name) {
  return quantity(result::compare({a, b}), name).differences.at(0).verdict;
}

TEST(Comparison, BandsThatOverlapAreInsideTheErrorBars) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  EXPECT_EQ(verdict(a, design("b", {11, 13, 15}, "y"), "multipliers"), result::Verdict::contains_zero);
  EXPECT_EQ(verdict(a, design("b", {12.5, 13, 15}, "y"), "multipliers"), result::Verdict::excludes_zero);
  EXPECT_EQ(verdict(a, design("b", {4, 5, 7.5}, "y"), "multipliers"), result::Verdict::excludes_zero);
}

TEST(Comparison, ASharedPartHidesNoDifferenceInTheTotal) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  EXPECT_EQ(verdict(a, design("b", {4, 5, 7.5}, "y"), "energy"), result::Verdict::excludes_zero);
  EXPECT_EQ(verdict(a, design("b", {4, 9, 9}, "y"), "energy"), result::Verdict::contains_zero);
  EXPECT_EQ(verdict(a, a, "dram"), result::Verdict::equal);
  EXPECT_EQ(verdict(a, a, "energy"), result::Verdict::equal);
}

TEST(Comparison, PartsOfTwoTechnologiesErrIndependently) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  result::Design b = design("b", {4, 5, 7.5}, "y");
  b.technology = "another";
  EXPECT_EQ(verdict(a, b, "energy"), result::Verdict::contains_zero);
  EXPECT_EQ(verdict(a, b, "dram"), result::Verdict::contains_zero);
  EXPECT_THAT(to_text(result::compare({a, b})), HasSubstr("a and b: technologies t and another"));
}

TEST(Comparison, CountsHaveRatiosAndNoErrorBars) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  result::Design b = a;
  b.cycles = 150;
  const result::Difference d = quantity(result::compare({a, b}), "cycles").differences.at(0);
  EXPECT_EQ(d.verdict, result::Verdict::exact);
  EXPECT_EQ(d.delta, 50);
  EXPECT_EQ(d.ratio->value, 1.5);
}

TEST(Comparison, EveryDesignIsComparedWithTheFirst) {
  const result::Design a = design("a", {10, 10, 10}, "x");
  const result::Comparison c = result::compare({a, design("b", {20, 20, 20}, "y"), design("c", {40, 40, 40}, "z")});
  const result::Quantity& q = quantity(c, "multipliers");
  ASSERT_EQ(q.values.size(), 3U);
  ASSERT_EQ(q.differences.size(), 2U);
  EXPECT_EQ(q.differences[0].delta, 10);
  EXPECT_EQ(q.differences[1].delta, 30);
  EXPECT_EQ(q.differences[1].ratio->value, 4);
}

TEST(Comparison, APartThatOneDesignLacksIsSaidToBeMissing) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  result::Design b = a;
  b.energy_pj->parts.erase(b.energy_pj->parts.begin());
  EXPECT_EQ(verdict(a, b, "multipliers"), result::Verdict::not_in_both);
  b.energy_pj.reset();
  EXPECT_EQ(verdict(a, b, "energy"), result::Verdict::not_in_both);
}

TEST(Comparison, OtherWorkAndFailedChecksAreWarnedOf) {
  const result::Design a = design("a", {8, 10, 12}, "x");
  EXPECT_THAT(to_text(result::compare({a, a})), Not(HasSubstr("unlike")));
  result::Design b = a;
  b.macs = 7;
  b.failed_checks = 2;
  EXPECT_THAT(to_text(result::compare({a, b})),
              HasSubstr("unlike things are compared: a (1) and a (2): multiply-accumulates 0 and 7"));
  EXPECT_THAT(to_text(result::compare({a, b})), HasSubstr("2 checks of the report failed"));
}

TEST(Comparison, JsonCarriesLowValueAndHighOfEveryQuantity) {
  const result::Comparison c = result::compare({design("a", {8, 10, 12}, "x"), design("b", {11, 13, 15}, "y")});
  const boost::json::object j = to_json(c);
  for (const auto& q : j.at("quantities").as_array()) {
    if (q.at("name").as_string() == "multipliers") {
      EXPECT_EQ(q.at("values").at(1), (boost::json::value{{"low", 11.0}, {"value", 13.0}, {"high", 15.0}}));
      EXPECT_EQ(q.at("differences").at(0).at("verdict").as_string(), "interval contains zero");
      EXPECT_DOUBLE_EQ(q.at("differences").at(0).at("ratio").at("high").as_double(), 15.0 / 8);
      return;
    }
  }
  FAIL() << "no multipliers";
}

TEST(Comparison, OfTwoRunsPrintsBothAndTheirRatio) {
  const std::string text = to_text(result::compare({result::design_of(testing::sample_report("exact-e4m3-ws-32x32")),
                                                    result::design_of(testing::sample_report("lmul-e4m3-ws-32x32"))}));
  EXPECT_THAT(text, ::testing::ContainsRegex("exact-e4m3-ws-32x32 +lmul-e4m3-ws-32x32 +ratio"));
  EXPECT_THAT(text, ::testing::ContainsRegex("cycles +([0-9]+) +[0-9]+ +1.000"));
  EXPECT_THAT(text, ::testing::ContainsRegex("  multipliers .* +0.094 .*interval excludes zero"));  // 0.03 / 0.32
}

TEST(OperatorGroups, JoinTheLayersAndKeepTheSum) {
  result::Design d;
  const auto op = [](const char* name, double pj) {
    return result::OperatorCost{name, 10, result::TotalCost{{{"dram", {pj, pj, pj}, {}}}, {pj, pj, pj}}};
  };
  d.operators = {op("layers.0.q_proj", 1), op("layers.0.up", 2), op("layers.11.q_proj", 4), op("lm_head", 8),
                 op("layers.x.q_proj", 16)};
  const std::vector<result::OperatorCost> groups = result::by_operator_group(d);
  ASSERT_EQ(groups.size(), 4U);
  EXPECT_EQ(groups[0].name, "q_proj");
  EXPECT_EQ(groups[0].cycles, 20);
  EXPECT_EQ(groups[0].energy_pj->total.value, 5);
  EXPECT_EQ(groups[0].energy_pj->band("dram").value, 5);
  EXPECT_EQ(groups[2].name, "lm_head");
  EXPECT_EQ(groups[3].name, "layers.x.q_proj");
}

}  // namespace
}  // namespace lmulsim::report
