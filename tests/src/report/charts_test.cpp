// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "report/comparison_writers.hpp"
#include "report/embedded.hpp"
#include "report/html.hpp"
#include "result/comparison.hpp"
#include "sample.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

/// The page's data, and the page without the library, whose comments name its home.
struct Parts {
  json::array data;
  std::string without_library;
};

Parts parts_of(std::string html) {
  const std::size_t library = html.find(kChartLibrary);
  EXPECT_NE(library, std::string::npos);
  html.erase(library, kChartLibrary.size());
  constexpr std::string_view kOpen = "id=\"chart-data\">";
  const std::size_t begin = html.find(kOpen) + kOpen.size();
  const std::size_t end = html.find("</script>", begin);
  return {json::parse(html.substr(begin, end - begin)).as_array(), html};
}

TEST(Charts, TheLibraryIsInThePageWithItsLicence) {
  const std::string html = to_html(
      result::compare({result::design_of(testing::sample_report()), result::design_of(testing::sample_report())}));
  EXPECT_THAT(std::string(kChartLibrary.substr(0, 200)), HasSubstr("Released under the MIT License"));
  EXPECT_THAT(html, HasSubstr(std::string(kChartLibrary.substr(0, 200))));
  EXPECT_GT(kChartLibrary.size(), 100000U);
  const Parts parts = parts_of(html);
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "url(", "import("}) {
    EXPECT_THAT(parts.without_library, Not(HasSubstr(outside)));
  }
}

TEST(Charts, TheDataHoldsTheNumbersOfTheDesigns) {
  const result::Design d = result::design_of(testing::sample_report());
  const Parts parts = parts_of(to_html(result::compare({d, d})));
  ASSERT_EQ(parts.data.size(), 4U);  // energy, area, operators of both
  const json::value& energy = parts.data[0];
  EXPECT_EQ(energy.at("id").as_string(), "energy");
  EXPECT_EQ(energy.at("labels").as_array().size(), 2U);
  double sum = 0;
  for (const auto& series : energy.at("series").as_array()) {
    sum += series.at("bands").at(0).at(1).to_number<double>();
  }
  EXPECT_NEAR(sum, d.energy_pj->total.value, 1e-9 * sum);
}

TEST(Charts, EveryChartHasItsCanvas) {
  const result::Design d = result::design_of(testing::sample_report());
  const Parts parts = parts_of(to_html(result::compare({d, d})));
  for (const auto& chart : parts.data) {
    EXPECT_THAT(parts.without_library, HasSubstr("<canvas id=\"" + std::string(chart.at("id").as_string()) + "\""));
  }
}

TEST(Charts, NamesCannotEndTheScript) {
  result::Design d = result::design_of(testing::sample_report());
  d.name = "</script><script>alert(1)</script><!-- \"quoted\"";
  const std::string html = to_html(result::compare({d, d}));
  const Parts parts = parts_of(html);
  EXPECT_EQ(parts.data[0].at("labels").at(0).as_string(), "1: " + d.name);
  EXPECT_THAT(parts.without_library, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(parts.without_library, Not(HasSubstr("<!--")));
}

TEST(Charts, APageWithoutChartsHasNoScript) {
  EXPECT_THAT(html_page("t", "<p>x</p>", {}), Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace lmulsim::report
