// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/reproduction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "drawn_units.hpp"
#include "report/embedded.hpp"
#include "study/paper/claims_grid.hpp"
#include "study/paper/ladder_grids.hpp"

namespace lmulsim::study::paper {
namespace {

using ::testing::ContainsRegex;
using testing::drawn_technology;
using ::testing::HasSubstr;
using testing::invented;
using ::testing::Not;
using testing::some_activity;

Reproduction made(const std::vector<cost::Technology>& technologies) {
  Reproduction out = reproduce(technologies, cost::load_technology("horowitz-45nm"), some_activity, "a workload <&>");
  out.made_by = "Made by a test.";
  return out;
}

TEST(Reproduction, TheTableHasFourColumnsAndOnePerTechnologyMeasured) {
  const Reproduction r = made({invented(), cost::load_technology("horowitz-45nm")});
  EXPECT_EQ(r.measured_in, std::vector<std::string>{"invented"});
  EXPECT_THAT(claims_grid(r.groups[0], r.measured_in).head,
              ::testing::ElementsAre("quantity", "unit", "paper", "recomputed", "measured, invented",
                                     "what explains the difference"));
  EXPECT_THAT(to_text(r), ContainsRegex("e4m3 multiplier +gates +325 +325 +200 .160 to 250. +three 8-bit adders"));
}

TEST(Reproduction, WithoutGatesItSaysThatNothingIsMeasured) {
  const Reproduction r = made({cost::load_technology("horowitz-45nm")});
  EXPECT_THAT(to_text(r), HasSubstr("nothing: no technology measured in gates"));
  EXPECT_THAT(to_text(r), HasSubstr("horowitz-45nm: not measured in gates, so that its designs cannot be paired"));
}

TEST(Reproduction, WithoutNetlistsItSaysThatDesignsCannotBePaired) {
  const Reproduction r = made({invented()});
  for (const std::string& text : {to_text(r), to_markdown(r), to_html(r)}) {
    EXPECT_THAT(text, HasSubstr("invented: without drawn netlists"));
  }
}

TEST(Reproduction, EveryRowHasTheHeadsColumns) {
  const Reproduction r = made({drawn_technology(), cost::load_technology("horowitz-45nm")});
  std::vector<Grid> grids = ladder_grids(r.ladder);
  EXPECT_EQ(grids.size(), 2U);  // units and arrays of one technology
  for (const CheckedGroup& group : r.groups) {
    grids.push_back(claims_grid(group, r.measured_in));
  }
  for (const Grid& grid : grids) {
    for (const auto& row : grid.rows) {
      EXPECT_EQ(row.size(), grid.head.size()) << grid.title;
    }
  }
}

TEST(Reproduction, TheLadderIsARowForEachComparisonAndClock) {
  const std::vector<Grid> grids = ladder_grids(made({drawn_technology()}).ladder);
  ASSERT_EQ(grids[0].rows.size(), 3U * 3) << "the multiplier, and the PE against two";
  EXPECT_THAT(grids[0].rows[5],
              ::testing::ElementsAre("pe", "e4m3", "fp32", "exact", "none", "10.0 % (10.0 to 10.0)",
                                     "10.0 % (10.0 to 10.0)", "10.0 % (10.0 to 10.0)", "0.0 % (0.0 to 0.0)"));
  ASSERT_EQ(grids[1].rows.size(), 2U * 3);
  EXPECT_THAT(grids[1].rows[0][5], ContainsRegex("^[0-9.]+ / [0-9.]+ % .[0-9.]+ to [0-9.]+. / [0-9.]+ %$"));
  EXPECT_THAT(grids[1].head, ::testing::SizeIs(9));
}

TEST(Reproduction, AMissedClockIsSaidInsteadOfASaving) {
  cost::Technology technology = drawn_technology();
  technology.gates->units["pe-stationary/exact/e4m3/daz/fp32/s1/l2"] = testing::drawn(1, {9, 6}, 7);
  const Reproduction r = made({technology});
  const std::vector<Grid> grids = ladder_grids(r.ladder);
  EXPECT_EQ(grids[0].rows[4][5], "misses the clock");
  EXPECT_EQ(grids[1].rows[1][5], "misses the clock");
  bool missed = false;
  const boost::json::object j = to_json(r);
  for (const boost::json::value& e : j.at("ladder").as_array()) {
    const bool misses = e.as_object().contains("misses");
    EXPECT_EQ(misses, e.at("saving").is_null());
    missed = missed || misses;
  }
  EXPECT_TRUE(missed);
}

TEST(Reproduction, JsonHoldsClaimsAndTheLadder) {
  const boost::json::object j = to_json(made({drawn_technology()}));
  EXPECT_EQ(j.at("schema").as_string(), "lmulsim-reproduction/2");
  EXPECT_EQ(j.at("claims").as_array().size(), 4U);
  EXPECT_FALSE(j.contains("ladders"));
  EXPECT_DOUBLE_EQ(j.at("claims").at(0).at("claims").at(3).at("measured").at("invented").at("value").as_double(), 50);
  const boost::json::array& entries = j.at("ladder").as_array();
  const auto pe = std::ranges::find_if(entries, [](const boost::json::value& e) {
    return e.at("rung") == "pe" && e.at("against") == "exact" && e.at("quantity") == "edp" && e.at("target") == "hard";
  });
  ASSERT_NE(pe, entries.end());
  EXPECT_EQ(pe->at("technology"), "invented");
  EXPECT_EQ(pe->at("format"), "e4m3");
  EXPECT_EQ(pe->at("sums"), "fp32");
  EXPECT_EQ(pe->at("clock_ns"), 6.0);
  EXPECT_EQ(pe->at("families"), 12);
  EXPECT_EQ(pe->at("n"), 8);
  ASSERT_EQ(pe->at("saving").as_array().size(), 3U);
  EXPECT_NEAR(pe->at("saving").at(1).as_double(), 0.1, 1e-9);
  EXPECT_FALSE(pe->as_object().contains("scenario"));
  const auto dram =
      std::ranges::find_if(entries, [](const boost::json::value& e) { return e.at("rung") == "array+dram"; });
  ASSERT_NE(dram, entries.end());
  EXPECT_EQ(dram->at("scenario"), "low");
  EXPECT_EQ(j.at("fastest_clock").as_array().size(), 3U);
}

TEST(Reproduction, ARepetitionIsATableAndAnObject) {
  Reproduction r = made({drawn_technology()});
  Repetition repetition{.technology = "invented", .file = "second.json", .notes = {}};
  repetition.by_rung[static_cast<std::size_t>(Rung::pe)] = {.compared = 4, .agree = 3, .missed_by_both = 2};
  r.repetitions.push_back(repetition);
  for (const std::string& text : {to_text(r), to_markdown(r), to_html(r)}) {
    EXPECT_THAT(text, HasSubstr("invented against a second campaign, second.json"));
    EXPECT_THAT(text, HasSubstr("75.0 %"));
  }
  const boost::json::object j = to_json(r);
  const boost::json::value& repeat = j.at("repeats").at(0);
  EXPECT_EQ(repeat.at("all").at("share"), 0.75);
  EXPECT_EQ(repeat.at("by_rung").at("pe").at("missed_by_both"), 2);
  EXPECT_TRUE(repeat.at("by_rung").at("array").at("share").is_null());
}

TEST(Reproduction, HtmlHasAChartOfEveryLadder) {
  std::string html = to_html(made({drawn_technology()}));
  for (const char* id : {"energy-e4m3-fp32-exact", "energy-e4m3-fp32-int8"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<canvas id=\"") + id + "\"")) << id;
  }
  EXPECT_THAT(html, HasSubstr("a workload &lt;&amp;&gt;"));
  const std::size_t library = html.find(report::kChartLibrary);
  ASSERT_NE(library, std::string::npos);
  html.erase(library, report::kChartLibrary.size());
  for (const char* outside : {"http:", "https:", "src=", "href="}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(Reproduction, MarkdownEscapesWhatWouldBeMarkup) {
  Reproduction r = made({invented()});
  r.made_by = "a|b*c_d<e>";
  const std::string text = to_markdown(r);
  EXPECT_THAT(text, HasSubstr("a\\|b\\*c\\_d&lt;e>"));
  EXPECT_THAT(text, HasSubstr("| e4m3 multiplier | gates | 325 | 325 | 200 (160 to 250) | three 8-bit adders"));
}

TEST(Reproduction, EqualInputsGiveEqualText) {
  EXPECT_EQ(to_text(made({drawn_technology()})), to_text(made({drawn_technology()})));
}

}  // namespace
}  // namespace lmulsim::study::paper
