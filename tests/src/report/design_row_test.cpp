// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/design_row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "report/comparison_writers.hpp"
#include "report/design_row_writer.hpp"
#include "report/scatter_svg.hpp"
#include "report/writers.hpp"
#include "result/comparison.hpp"
#include "sample.hpp"
#include "util/error.hpp"

namespace lmulsim::report {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

cost::Band around(double value) {
  return {value / 2, value, value * 2};
}

result::Quality some_quality(double perplexity) {
  return {.arithmetic = "lmul:e4m3,acc=fp32,scale=tensor",
          .is_pe = true,
          .model = "m.bin",
          .text = "t.txt",
          .tokens = 1000,
          .perplexity = perplexity,
          .perplexity_error = 0.25,
          .ratio = 1.5,
          .ratio_error = 0.125,
          .agreement = 0.75,
          .agreement_error = 0.0625,
          .change_rms = 0.125,
          .change_rms_error = 0.03125,
          .file = "e.json",
          .sha256 = "abc"};
}

/// Ten tokens.
result::Design design(const char* name, double perplexity, double energy_pj, double area_um2) {
  result::Design out;
  out.name = name;
  out.workload = "w";
  out.technology = "t";
  out.cycles = 100;
  out.time_s = 2e-7;
  out.tokens = 10;
  out.energy_pj = result::TotalCost{{{"all", around(energy_pj), {}}}, around(energy_pj)};
  out.area_um2 = result::TotalCost{{{"all", around(area_um2), {}}}, around(area_um2)};
  out.quality = some_quality(perplexity);
  return out;
}

std::vector<result::DesignRow> rows(const std::vector<result::Design>& designs) {
  return result::design_rows(designs);
}

TEST(DesignRows, SayWhatTheyTakeOfTheFirst) {
  const result::Comparison c = result::compare({design("a", 10, 4e6, 1e6), design("b", 9, 2e6, 1e6)});
  ASSERT_EQ(c.rows.size(), 2U);
  EXPECT_FALSE(c.rows[0].energy_of_first) << "the first itself";
  ASSERT_TRUE(c.rows[1].energy_of_first);
  EXPECT_EQ(c.rows[1].energy_of_first->value, 0.5);
  const Grid grid = design_grid(c.rows);
  const auto column = static_cast<std::size_t>(std::ranges::find(grid.head, "energy / first") - grid.head.begin());
  EXPECT_EQ(grid.rows[0].at(column), "-");
  EXPECT_THAT(grid.rows[1].at(column), ::testing::StartsWith("0.500 ("));
}

TEST(DesignRows, SayBesideEveryPerplexityHowFarFromFp32AndWhereParametersWereChosen) {
  result::Design apart = design("apart", 10, 4e6, 1e6);
  apart.quality->chosen_on = "valid.txt";
  result::Design same = design("same", 9, 2e6, 1e6);
  same.quality->chosen_on = "t.txt";
  same.quality->chosen_where_judged = true;
  const Grid grid = design_grid(rows({apart, same}));
  EXPECT_THAT(grid.rows[0], ::testing::Contains("0.1250 +/- 0.0312"));
  EXPECT_THAT(grid.rows[0], ::testing::Contains("75.00 %"));
  EXPECT_THAT(grid.notes, ::testing::Contains("parameters chosen on valid.txt, judged on t.txt"));
  EXPECT_THAT(grid.notes, ::testing::Contains(
                              "same: parameters chosen on t.txt, the text they are judged on: the figures flatter"));
  const auto json = design_row_json(rows({apart})[0]);
  EXPECT_EQ(json.at("change_rms_nats").as_double(), 0.125);
  EXPECT_EQ(json.at("agreement").as_double(), 0.75);
  EXPECT_EQ(json.at("chosen_on").as_string(), "valid.txt");
}

TEST(DesignRows, EnergyPerTokenIsTheRunsOverItsTokens) {
  const std::vector<result::DesignRow> one = rows({design("a", 3, 500, 7)});
  EXPECT_DOUBLE_EQ(one[0].energy_per_token_pj->value, 50);
  EXPECT_DOUBLE_EQ(one[0].energy_per_token_pj->high, 100);
  result::Design product = design("b", 3, 500, 7);
  product.tokens = 0;
  EXPECT_FALSE(rows({product})[0].energy_per_token_pj);
}

TEST(DesignRows, DesignsWithoutQualityHaveNone) {
  result::Design plain = design("a", 3, 500, 7);
  plain.quality.reset();
  EXPECT_TRUE(rows({plain}).empty());
}

TEST(DesignRows, TheFrontHoldsWhatNoOtherBeatsInAllThree) {
  const std::vector<result::DesignRow> r =
      rows({design("best answers", 3, 900, 90), design("cheap", 9, 100, 30), design("small", 9, 200, 10),
            design("beaten", 9, 101, 30), design("beaten by the first", 3.1, 900, 90)});
  EXPECT_TRUE(r[0].on_front);
  EXPECT_TRUE(r[1].on_front);
  EXPECT_TRUE(r[2].on_front);
  EXPECT_EQ(r[3].dominated_by, "cheap");
  EXPECT_EQ(r[4].dominated_by, "best answers");
}

TEST(DesignRows, EqualDesignsDoNotBeatEachOther) {
  const std::vector<result::DesignRow> r = rows({design("a", 3, 100, 10), design("b", 3, 100, 10)});
  EXPECT_TRUE(r[0].on_front);
  EXPECT_TRUE(r[1].on_front);
}

TEST(DesignRows, APerplexityThatIsNotFiniteIsTheWorst) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<result::DesignRow> r = rows({design("broken", nan, 100, 10), design("works", 1e9, 100, 10)});
  EXPECT_EQ(r[0].dominated_by, "works");
  EXPECT_TRUE(r[1].on_front);
  EXPECT_EQ(design_charts(r).at(0).points.size(), 1U);
  EXPECT_THAT(grid_text(design_grid(r)), HasSubstr("not finite"));
}

TEST(DesignRows, ARowThatLacksACostIsNeitherOnTheFrontNorBehindIt) {
  result::Design lacking = design("lacking", 9, 900, 90);
  lacking.area_um2.reset();
  const std::vector<result::DesignRow> r = rows({lacking, design("a", 3, 100, 10)});
  EXPECT_FALSE(r[0].on_front);
  EXPECT_EQ(r[0].dominated_by, "");
}

TEST(DesignRows, NotesNameRowsThatDoNotCompare) {
  result::Design other = design("b", 3, 100, 10);
  other.quality->model = "n.bin";
  other.quality->is_pe = false;
  const std::vector<std::string> notes = design_grid(rows({design("a", 3, 100, 10), other})).notes;
  ASSERT_EQ(notes.size(), 7U);
  EXPECT_THAT(notes[5], HasSubstr("b: its PE computes otherwise"));
  EXPECT_THAT(notes[6], HasSubstr("b: its perplexity is of n.bin on 1000 tokens of t.txt: not to be compared"));
}

TEST(DesignRows, AComparisonHasThemInEveryForm) {
  const result::Comparison c = result::compare({design("a", 3, 500, 7), design("b", 4, 100, 7)});
  EXPECT_THAT(to_text(c),
              ContainsRegex("\n  b +lmul:e4m3,acc=fp32,scale=tensor +4.0000 ... 0.2500 +1.5000 ... 0.1250 .* "
                            "10 pJ .5 pJ to 20 pJ. +0.200 .0.050 to 0.800. +1.000 .0.250 to 4.000. +on it\n"));
  const boost::json::object j = to_json(c);
  EXPECT_EQ(j.at("design_rows").as_array().size(), 2U);
  EXPECT_DOUBLE_EQ(j.at("design_rows").at(1).at("energy_per_token_pj").at(1).as_double(), 10);
  const std::string html = to_html(c);
  EXPECT_THAT(html, HasSubstr("<canvas id=\"perplexity-energy\""));
  EXPECT_THAT(html, HasSubstr("<canvas id=\"perplexity-area\""));
}

TEST(DesignRows, AReportHasItsQuality) {
  result::RunReport report = testing::sample_report();
  EXPECT_THAT(to_text(report), Not(HasSubstr("Quality")));
  report.quality = some_quality(3);
  EXPECT_THAT(to_text(report), HasSubstr("Quality\n-------\n"));
  EXPECT_THAT(to_html(report), HasSubstr("<h2>Quality</h2>"));
  const boost::json::object j = to_json(report);
  EXPECT_EQ(j.at("quality").at("perplexity"), 3.0);
  const double tokens = 6;  // batch 2, 3 tokens each
  EXPECT_DOUBLE_EQ(j.at("design_row").at("energy_per_token_pj").at(1).as_double(),
                   report.energy_pj->total.value / tokens);
}

TEST(ScatterSvg, DrawsEveryPointWithItsName) {
  const std::vector<result::DesignRow> r = rows({design("a <1>", 3, 500, 7), design("b", 4, 600, 8)});
  const std::string svg = scatter_svg(design_charts(r).at(0));
  EXPECT_THAT(svg, ::testing::StartsWith("<svg xmlns="));
  EXPECT_THAT(svg, HasSubstr("a &lt;1&gt;</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  std::size_t circles = 0;
  for (std::size_t at = svg.find("<circle"); at != std::string::npos; at = svg.find("<circle", at + 1)) {
    ++circles;
  }
  EXPECT_EQ(circles, 4U);  // in the plot and in the list
}

TEST(ScatterSvg, PutsLargerPerplexitiesHigher) {
  Chart chart{.id = "c", .kind = Chart::Kind::scatter, .title = "t", .unit = "u", .labels = {}, .series = {}};
  chart.points = {{"low", {0, 0, 0}, {0, 0, 0}, true}, {"high", {100, 100, 100}, {100, 100, 100}, true}};
  const std::string svg = scatter_svg(chart);
  // 490 pixels from 70 hold -6 to 106; 380 pixels from 420 up hold the same.
  EXPECT_THAT(svg, HasSubstr("<circle cx=\"96.2\" cy=\"399.6\""));
  EXPECT_THAT(svg, HasSubstr("<circle cx=\"533.8\" cy=\"60.4\""));
}

}  // namespace
}  // namespace lmulsim::report
