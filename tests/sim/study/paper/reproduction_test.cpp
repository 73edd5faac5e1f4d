// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/reproduction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "invented.hpp"
#include "report/embedded.hpp"
#include "study/paper/claims_grid.hpp"

namespace lmulsim::study::paper {
namespace {

using ::testing::ContainsRegex;
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
  EXPECT_THAT(to_text(r), HasSubstr("registers and clock are not covered"));
}

TEST(Reproduction, EveryRowHasTheHeadsColumns) {
  const Reproduction r = made({invented(), cost::load_technology("horowitz-45nm")});
  std::vector<Grid> grids = ladder_grids(r.ladders);
  EXPECT_EQ(grids.size(), 8U);  // energy and area of four formats
  for (const CheckedGroup& group : r.groups) {
    grids.push_back(claims_grid(group, r.measured_in));
  }
  for (const Grid& grid : grids) {
    for (const auto& row : grid.rows) {
      EXPECT_EQ(row.size(), grid.head.size()) << grid.title;
    }
  }
}

TEST(Reproduction, SavingsInsideTheErrorBarsAreMarked) {
  const std::string text = to_text(made({invented()}));
  EXPECT_THAT(text, ContainsRegex("invented +whole PE +1600 .* interval contains zero"));
  EXPECT_THAT(text,
              ContainsRegex("invented +multiplier alone +100 .80 to 125. +400 .320 to 500. +75.0 % .60.9 to 84.0. "));
}

TEST(Reproduction, JsonHoldsClaimsAndLadders) {
  const boost::json::object j = to_json(made({invented()}));
  EXPECT_EQ(j.at("schema").as_string(), "lmulsim-reproduction/1");
  EXPECT_EQ(j.at("claims").as_array().size(), 4U);
  EXPECT_EQ(j.at("ladders").as_array().size(), 8U);
  const boost::json::value& ladder = j.at("ladders").at(0);
  EXPECT_EQ(ladder.at("steps").as_array().size(), 6U);
  EXPECT_DOUBLE_EQ(ladder.at("steps").at(0).at("exact").at("left").at("value").as_double(), 0.25);
  EXPECT_DOUBLE_EQ(j.at("claims").at(0).at("claims").at(3).at("measured").at("invented").at("value").as_double(), 200);
}

TEST(Reproduction, HtmlHasAChartOfEveryLadder) {
  std::string html = to_html(made({invented()}));
  for (const char* id : {"energy-e4m3-exact", "energy-fp16-int8", "area-bf16-exact"}) {
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
  EXPECT_EQ(to_text(made({invented()})), to_text(made({invented()})));
}

}  // namespace
}  // namespace lmulsim::study::paper
