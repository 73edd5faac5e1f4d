// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/writers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>
#include <sstream>

#include "report/embedded.hpp"
#include "report/json_text.hpp"
#include "report/scaled.hpp"
#include "sample.hpp"

namespace lmulsim::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_report;

std::vector<std::string> keys(const boost::json::object& object) {
  std::vector<std::string> out;
  for (const auto& pair : object) {
    out.emplace_back(pair.key());
  }
  return out;
}

/// Cells of one CSV line, with quotes undone.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      out.back() += line[++i];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += line[i];
    }
  }
  return out;
}

TEST(Json, HasExactlyTheDocumentedKeys) {
  EXPECT_THAT(
      keys(to_json(sample_report())),
      ElementsAre("schema", "warnings", "engine", "accelerator", "workload", "cycles", "macs", "utilization", "time_s",
                  "power_w", "totals", "roofline", "energy_pj", "area_um2", "operators", "checks", "provenance"));
}

TEST(Json, CarriesTheNumbersOfTheRun) {
  const result::RunReport r = sample_report();
  const boost::json::object j = to_json(r);
  EXPECT_EQ(j.at("schema").as_string(), "lmulsim-report/2");
  EXPECT_EQ(j.at("macs").as_int64(), 498);
  EXPECT_EQ(j.at("cycles").at("total").as_int64(), r.cycles.total);
  EXPECT_EQ(j.at("cycles").at("closed_form").as_int64(), r.cycles.total);
  EXPECT_EQ(j.at("cycles").as_object().count("scalesim_compatible"), 0U);
  const boost::json::value& array = j.at("cycles").at("array");
  EXPECT_EQ(array.at("busy").as_int64() + array.at("stall").as_int64() + array.at("idle").as_int64(), r.cycles.total);
  ASSERT_EQ(j.at("operators").as_array().size(), 3U);
  EXPECT_EQ(j.at("operators").at(1).at("note").as_string(), "not timed in this version");
  EXPECT_EQ(j.at("operators").at(1).at("elements").as_int64(), 36);
  EXPECT_EQ(j.at("operators").at(2).at("shape").at("count").as_int64(), 4);
  EXPECT_EQ(j.at("provenance").at("seed").as_uint64(), 42U);
  EXPECT_EQ(j.at("provenance").at("memory_model").as_string(), "ideal: bytes counted, not timed");
  for (const auto& check : j.at("checks").as_array()) {
    EXPECT_TRUE(check.at("passed").as_bool());
  }
}

TEST(Json, EnergyByPartAddsUpToItsTotal) {
  const boost::json::object j = to_json(sample_report());
  for (const char* what : {"energy_pj", "area_um2"}) {
    double sum = 0;
    for (const auto& [key, value] : j.at(what).as_object()) {
      sum += value.is_double() && key != "total" ? value.as_double() : 0;
    }
    const double total = j.at(what).at("total").as_double();
    EXPECT_NEAR(sum, total, 1e-9 * total);
    EXPECT_LE(j.at(what).at("bands").at("total").at(0).as_double(), total);
    EXPECT_GE(j.at(what).at("bands").at("total").at(1).as_double(), total);
  }
}

TEST(Json, EqualRunsGiveEqualText) {
  EXPECT_EQ(pretty(to_json(sample_report())), pretty(to_json(sample_report())));
}

TEST(Json, AFailedCheckIsSaid) {
  result::RunReport r = sample_report();
  r.checks.equal("planted", std::int64_t{1}, std::int64_t{2}, "here");
  const boost::json::value check = to_json(r).at("checks").as_array().back();
  EXPECT_FALSE(check.at("passed").as_bool());
  EXPECT_EQ(check.at("first_failure").as_string(), "here: expected 1, found 2");
  EXPECT_THAT(to_text(r), HasSubstr("FAILED: here: expected 1, found 2"));
  EXPECT_THAT(to_html(r), HasSubstr("FAILED: here: expected 1, found 2"));
}

TEST(Csv, EveryLineHasTheHeadersColumns) {
  const result::RunReport r = sample_report();
  std::istringstream lines(to_csv(r));
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = cells(line);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(lines, line)) {
    rows.push_back(cells(line));
    EXPECT_EQ(rows.back().size(), header.size()) << line;
  }
  ASSERT_EQ(rows.size(), 3U);
  const auto at = [&](std::size_t row, const char* column) {
    return rows[row][static_cast<std::size_t>(std::ranges::find(header, column) - header.begin())];
  };
  EXPECT_EQ(at(0, "name"), "q,\"proj\"");
  EXPECT_EQ(at(0, "cycles"), std::to_string(r.operators[0].cycles));
  EXPECT_EQ(at(0, "macs_useful"), "210");
  EXPECT_EQ(at(1, "elements"), "36");
  EXPECT_EQ(at(1, "note"), "not timed in this version");
  EXPECT_EQ(at(2, "count"), "4");
  EXPECT_EQ(at(2, "note"), "");
}

TEST(Html, IsEscapedAndNeedsNothingFromOutside) {
  std::string html = to_html(sample_report());
  const std::size_t library = html.find(kChartLibrary);  // its comments name its home
  ASSERT_NE(library, std::string::npos);
  html.erase(library, kChartLibrary.size());
  EXPECT_THAT(html, HasSubstr("sample &lt;&amp;&gt; &quot;workload&quot;"));
  EXPECT_THAT(html, HasSubstr("softmax &lt;1&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("softmax <1>")));
  EXPECT_THAT(html, Not(HasSubstr("none <b>")));
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "url("}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(html, HasSubstr("<canvas id=\"energy\""));
  EXPECT_THAT(html, HasSubstr("<td>multipliers</td>"));
  EXPECT_THAT(html, ::testing::EndsWith("</html>\n"));
}

TEST(Timeline, EventsFollowEachOtherInSimulatedTime) {
  const result::RunReport r = sample_report();
  const boost::json::object j = to_timeline(r);
  std::vector<boost::json::value> events;
  for (const auto& event : j.at("traceEvents").as_array()) {
    if (event.at("ph").as_string() == "X") {
      events.push_back(event);
    }
  }
  ASSERT_EQ(events.size(), 2U);
  EXPECT_DOUBLE_EQ(events[0].at("ts").as_double(), 0);
  EXPECT_DOUBLE_EQ(events[0].at("dur").as_double(), static_cast<double>(r.operators[0].cycles) / 500);
  EXPECT_DOUBLE_EQ(events[1].at("ts").as_double(), events[0].at("dur").as_double());
  EXPECT_EQ(events[1].at("args").at("cycles").as_int64(), r.operators[2].cycles);
}

TEST(Text, SaysNameValueUnitAndMeaning) {
  const result::RunReport r = sample_report();
  const std::string text = to_text(r);
  EXPECT_THAT(text, ::testing::ContainsRegex("MACs +498 +multiply-accumulates that the products need"));
  EXPECT_THAT(text, ::testing::ContainsRegex("cycles +" + std::to_string(r.cycles.total) + " +cycles +of the array"));
  EXPECT_THAT(text, HasSubstr("lmul multiplier (daz), e4m3 x e4m3, fp32 accumulator"));
  EXPECT_THAT(text, HasSubstr("note: not covered: pipeline and skew registers"));
  EXPECT_THAT(text, Not(HasSubstr(" \n")));
}

TEST(Grouped, DigitsComeInThrees) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Bandwidth, HasFourDigitsAndAFittingPrefix) {
  EXPECT_EQ(scaled_bandwidth(25.6e9).text(), "25.6 GB/s");
  EXPECT_EQ(scaled_bandwidth(819.2e9).text(), "819.2 GB/s");
  EXPECT_EQ(scaled_bandwidth(0).text(), "0 B/s");
}

TEST(Scaled, FourDigitsAndAFittingPrefix) {
  EXPECT_EQ(scaled_energy(0.03).text(), "0.03 pJ");
  EXPECT_EQ(scaled_energy(1234.5).text(), "1.234 nJ");
  EXPECT_EQ(scaled_energy(5e12).text(), "5 J");
  EXPECT_EQ(scaled_area(2.5e6).text(), "2.5 mm^2");
  EXPECT_EQ(scaled_area(36864).text(), "36864 um^2");
  EXPECT_EQ(scaled_time(2e-9).text(), "2 ns");
  EXPECT_EQ(scaled_time(0).text(), "0 ns");
}

}  // namespace
}  // namespace lmulsim::report
