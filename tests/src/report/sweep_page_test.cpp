// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/sweep_page.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstring>

#include "report/base64.hpp"
#include "report/sweep/display_unit.hpp"
#include "report/sweep/front_svg.hpp"
#include "report/sweep/page_data.hpp"

namespace lmulsim::report::sweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Five points: two on the front, one possibly, one dominated, one that cannot be built.
SweepPage sample() {
  SweepPage page{.name = "sample"};
  for (const char digit : {'1', '2', '3', '4', '5'}) {
    page.ids.emplace_back(32, digit);
  }
  page.classes = {PointClass::front, PointClass::front, PointClass::possible, PointClass::dominated,
                  PointClass::not_run};
  page.outcome = {{"ok", "unbuildable: too small"}, {0, 0, 0, 0, 1}};
  page.parameters = {{"pe", {{"exact", "lmul"}, {0, 1, 0, 1, 0}}},
                     {"pe.multiplier", {{"exact", "lmul"}, {0, 1, 0, 1, 0}}},
                     {"array.rows", {{"8", "16", "32"}, {0, 0, 1, 2, 2}}},
                     {"array.cols", {{"8"}, {0, 0, 0, 0, 0}}}};
  page.metrics = {{"energy_pj", "pJ", "of the run", false, {}}, {"area_um2", "um^2", "of all", false, {}}};
  page.metrics[0].values = {cost::Band{0.9e6, 1e6, 1.3e6}, cost::Band{1.9e6, 2e6, 2.1e6}, cost::Band{1e6, 1.1e6, 2e6},
                            cost::Band{4e6, 5e6, 6e6}, std::nullopt};
  page.metrics[1].values = {cost::Band{3e6, 3e6, 3e6}, cost::Band{1e6, 1e6, 1e6}, cost::Band{3e6, 3.1e6, 4e6},
                            cost::Band{8e6, 9e6, 9e6}, std::nullopt};
  page.objectives = {{0, false}, {1, false}};
  page.details = {{0, {{"multipliers", {1, 2, 3}}, {"dram", {3, 4, 5}}}, {{"multipliers", {1, 1, 1}}}, "lmulsim run"}};
  page.reasons = {{"too small", 1}};
  return page;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++n;
  }
  return n;
}

boost::json::value data_of(const std::string& html) {
  const std::string begin = "id=\"sweep-data\">";
  const std::size_t at = html.find(begin) + begin.size();
  return boost::json::parse(html.substr(at, html.find("</script>", at) - at));
}

TEST(Base64, IsThatOfTheRfc) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(bytes_of_hex("00ff41"), std::string("\0\xff\x41", 3));
  EXPECT_THROW((void)bytes_of_hex("0"), std::invalid_argument);
  EXPECT_THROW((void)bytes_of_hex("zz"), std::invalid_argument);
  const std::string large(std::size_t{7} << 20U, 'x');  // more than one piece
  EXPECT_EQ(base64(large).size(), (large.size() + 2) / 3 * 4);
  EXPECT_THAT(base64(large), Not(HasSubstr("=x")));
}

TEST(SweepPage, AsksForNothingOutsideOfIt) {
  const std::string html = to_html(sample());
  EXPECT_THAT(html, HasSubstr("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(html, Not(::testing::ContainsRegex("<[^>]* (src|href)=")));
  EXPECT_EQ(count(html, "<link"), 0U);
  EXPECT_EQ(count(html, " style=\""), 0U) << "the policy forbids styles of elements";
  EXPECT_EQ(count(html, "onclick"), 0U);
}

TEST(SweepPage, ShowsTheFrontWithoutScripts) {
  const std::string html = to_html(sample());
  const std::string svg = front_svg(sample(), 0, 1);
  EXPECT_THAT(html, HasSubstr(svg));
  EXPECT_EQ(count(svg, "<circle class=\"front\""), 2U);
  EXPECT_EQ(count(svg, "class=\"possible\""), 2U) << "the points, and the legend";
  EXPECT_THAT(svg,
              HasSubstr("The front has 2 points of 5: energy_pj from 1 uJ to 2 uJ, area_um2 from 1 mm^2 to 3 mm^2"));
  EXPECT_THAT(svg, HasSubstr("energy_pj, uJ (less is better)"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">11111111</th><td>front</td><td>exact</td><td>8</td>"
                              "<td class=\"n\">1 (0.9 to 1.3) uJ</td><td class=\"n\">3 mm^2</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">too small</th><td class=\"n\">1</td>"));
}

TEST(SweepPage, NamesOnlyParametersThatTellPointsApart) {
  EXPECT_THAT(telling_parameters(sample()), ElementsAre(0U, 2U));
}

TEST(SweepPage, WithoutObjectivesHasNoFrontAndSaysSo) {
  SweepPage page = sample();
  page.objectives.clear();
  page.classes.assign(5, PointClass::unjudged);
  const std::string html = to_html(page);
  EXPECT_EQ(count(html, "<svg class=\"plot\""), 0U);
  EXPECT_THAT(html, HasSubstr("No point has every objective."));
}

TEST(SweepPage, HoldsPointsOfASweepThatHasNone) {
  const std::string html = to_html(SweepPage{.name = "empty"});
  EXPECT_EQ(data_of(html).at("points").as_int64(), 0);
}

TEST(SweepPage, TakesTextForTextWhateverItHolds) {
  SweepPage page = sample();
  const std::string hostile = "</script><script>alert(1)</script><!--\"'&\u202e" + std::string(10'000, 'x');
  page.name = hostile;
  page.head = {{hostile, hostile}};
  page.parameters[0].words.values[0] = hostile;
  page.parameters[0].name = hostile;
  page.reasons = {{hostile, 1}};
  page.outcome.values[1] = hostile;
  page.details[0].command = hostile;
  page.unfinished = {{"1234", hostile, hostile}};
  const std::string html = to_html(page);
  EXPECT_EQ(count(html, "alert(1)</script>"), 0U);
  EXPECT_EQ(count(html, "<!--"), 0U);
  EXPECT_EQ(count(html, "</script"), count(to_html(sample()), "</script"));
  EXPECT_EQ(data_of(html).at("name").as_string(), hostile);
}

std::string bytes_of_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) {
      break;
    }
    bits = bits << 6U | static_cast<unsigned>(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(bits >> static_cast<unsigned>(held) & 255U));
    }
  }
  return out;
}

template <typename T>
std::vector<T> numbers_of(const boost::json::value& text) {
  const std::string bytes = bytes_of_base64(std::string_view(text.as_string()));
  std::vector<T> out(bytes.size() / sizeof(T));
  std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
  return out;
}

TEST(PageData, KeepsValuesToTheLastBitAndErrorBarsNoShorter) {
  SweepPage page = sample();
  page.metrics[0].values[0] = cost::Band{0.1, 0.1 + 0.2, 1.0 / 3};
  const boost::json::value data = boost::json::parse(page_data(page));
  const boost::json::value& metric = data.at("metrics").at(0);
  const auto values = numbers_of<double>(metric.at("values"));
  const auto low = numbers_of<std::uint16_t>(metric.at("low"));
  const auto high = numbers_of<std::uint16_t>(metric.at("high"));
  ASSERT_EQ(values.size(), 5U) << "five different numbers are kept as they are";
  EXPECT_TRUE(metric.at("at").is_null());
  for (std::size_t i = 0; i < 4; ++i) {
    const cost::Band& band = *page.metrics[0].values[i];
    EXPECT_EQ(values[i], band.value);
    EXPECT_LE(values[i] * low[i] / 65535, band.low);
    EXPECT_GE(values[i] * low[i] / 65535, band.low - band.value / 65535);
    EXPECT_GE(values[i] * 65535 / high[i], band.high);
    EXPECT_LE(values[i] * 65535 / high[i], band.high * (1 + 1e-4));
  }
  EXPECT_TRUE(std::isnan(values[4]));
}

TEST(PageData, KeepsFewValuesOnce) {
  SweepPage page = sample();
  page.metrics[1].values.assign(5, cost::Band{7, 7, 7});
  const boost::json::value data = boost::json::parse(page_data(page));
  const boost::json::value& metric = data.at("metrics").at(1);
  EXPECT_THAT(numbers_of<double>(metric.at("values")), ElementsAre(7.0));
  EXPECT_EQ(metric.at("at").as_string(), "");
  EXPECT_TRUE(metric.at("low").is_null());
  EXPECT_THAT(numbers_of<std::uint8_t>(data.at("parameters").at(2).at("at")), ElementsAre(0, 0, 1, 2, 2));
  EXPECT_THAT(numbers_of<std::uint8_t>(data.at("classes")), ElementsAre(0, 0, 1, 2, 5));
  EXPECT_EQ(bytes_of_base64(std::string_view(data.at("ids").as_string())).substr(16, 1), "\x22");
  EXPECT_EQ(data.at("part_colours").at("dram").as_string().at(0), '#');
}

TEST(PageData, TakesAsManyBytesForAPlaceAsItNeeds) {
  SweepPage page{.name = "many"};
  Parameter parameter{"p", {}};
  for (std::uint32_t i = 0; i < 300; ++i) {
    page.ids.emplace_back(fmt::format("{:032x}", i));
    page.classes.push_back(PointClass::unjudged);
    page.outcome.at.push_back(0);
    parameter.words.values.push_back(std::to_string(i));
    parameter.words.at.push_back(299 - i);
  }
  page.outcome.values = {"ok"};
  page.parameters = {parameter};
  const boost::json::value data = boost::json::parse(page_data(page));
  const auto at = numbers_of<std::uint16_t>(data.at("parameters").at(0).at("at"));
  ASSERT_EQ(at.size(), 300U);
  EXPECT_EQ(at[0], 299);
  EXPECT_EQ(at[299], 0);
}

TEST(DisplayUnit, FitsTheValue) {
  EXPECT_EQ(value_text(1234567, "pJ"), "1.235 uJ");
  EXPECT_EQ(value_text(999, "pJ"), "999 pJ");
  EXPECT_EQ(value_text(2.5e6, "um^2"), "2.5 mm^2");
  EXPECT_EQ(value_text(0.0125, "s"), "12.5 ms");
  EXPECT_EQ(value_text(0, "pJ"), "0 pJ");
  EXPECT_EQ(value_text(48000, "1/s"), "48000 1/s");
  EXPECT_EQ(band_text({1e6, 2e6, 3.25e6}, "pJ"), "2 (1 to 3.25) uJ");
}

}  // namespace
}  // namespace lmulsim::report::sweep
