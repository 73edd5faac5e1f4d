// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The page of a sweep in headless Chromium without a network, and the checks of it, each with a planted fault.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "store/store.hpp"
#include "util/command.hpp"
#include "util/file.hpp"

namespace lmulsim::web_test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;

const std::string kSweep = R"(name: page
base: {accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {seq: 16, layers: 1}}
parameters:
  pe:
    lmul </script><script>alert(1)</script>: {pe.multiplier: lmul, pe.accumulator: fp32}
    "exact, \"fp32\" & 'more' \u202e": {pe.multiplier: exact, pe.accumulator: fp32}
    impossible: {pe.multiplier: lmul, pe.accumulator: int32}
  array.rows: [8, 16, 24, 32, 64]
  array.cols: [8, 16, 32, 64]
  array.dataflow: [ws, os, is]
limits: [area_um2 <= 2e7]
objectives: {minimise: [energy_per_token_pj, area_um2], maximise: [tokens_per_s]}
)";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string chromium() {
  const std::string given = environment("LMULSIM_CHROMIUM");
  return given.empty() ? "/usr/bin/chromium" : given;
}

/// What of the browser's tools is not there; empty: nothing.
std::string missing() {
  std::string out;
  if (util::run_command("node --version").status != 0) {
    out += " node";
  }
  if (!fs::exists(chromium())) {
    out += " chromium";
  }
  if (!fs::exists(std::string(LMULSIM_SOURCE_DIR) + "/scripts/web/node_modules/playwright-core")) {
    out += " playwright-core";
  }
  return out;
}

struct Answer {
  int code = 0;
  std::string text;
};

/// A store and its page, made once; they go with the process.
class Made {
 public:
  Made() {
    util::write_file_atomic(file("page.yaml"), kSweep);
    (void)run("explore page.yaml --store page.sqlite");
    (void)run("results report --store page.sqlite --out page.html");
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

  [[nodiscard]] std::string run(const std::string& arguments) const {
    const auto result =
        util::run_command(fmt::format("cd {} && {} {}", folder_.path().string(), LMULSIM_PROGRAM, arguments));
    EXPECT_EQ(result.status, 0) << arguments << "\n" << result.output;
    return result.output;
  }

  [[nodiscard]] Answer check(const std::string& name, const std::string& more = "",
                             const std::string& page = "") const {
    const auto result = util::run_command(fmt::format("node {}/tests/web/page_test.mjs {} {} {}", LMULSIM_SOURCE_DIR,
                                                      name, page.empty() ? file("page.html") : page, more));
    return {result.status, result.output};
  }

 private:
  util::TemporaryFolder folder_{fs::temp_directory_path()};
};

class SweepPageInBrowser : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string lacks = missing();
    if (lacks.empty()) {
      return;
    }
    ASSERT_EQ(environment("LMULSIM_NEED_BROWSER"), "") << "expected" << lacks << ", which the tests of pages need";
    GTEST_SKIP() << "SKIPPED: no" << lacks << " (scripts/setup test): pages were not opened in a browser";
  }

  static const Made& made() {
    static const Made made;
    return made;
  }

  static Answer passes(const std::string& name, const std::string& more = "") {
    Answer answer = made().check(name, more);
    EXPECT_EQ(answer.code, 0) << answer.text;
    return answer;
  }

  /// The check must notice the fault, in these words.
  static void notices(const std::string& name, const std::string& from, const std::string& to,
                      const std::string& words) {
    const Answer answer = made().check(name, fmt::format("--plant {} {}", util::quoted(from), util::quoted(to)));
    EXPECT_EQ(answer.code, 1) << name << ": the planted '" << to << "' was not noticed\n" << answer.text;
    EXPECT_THAT(answer.text, HasSubstr(words));
  }
};

/// A text of SQL.
std::string quoted(std::string text) {
  for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 2)) {
    text.insert(at, "'");
  }
  return "'" + text + "'";
}

/// The ids that a query of the store gives for what was marked on the page.
std::set<std::string> queried(const std::string& path, const json::value& marked) {
  const json::array& range = marked.at("ranges").at(0).as_array();
  std::string words;
  for (const json::value& word : marked.at("words").as_array()) {
    words += (words.empty() ? "" : ", ") + quoted(std::string(word.as_string()));
  }
  const std::string sql =
      fmt::format(R"(select id from points where "{}" between ? and ? and cast("{}" as text) in ({}))",
                  std::string(marked.at("metric").as_string()), std::string(marked.at("parameter").as_string()), words);
  store::Store store(path, store::Access::read);
  store::Statement query(store.database(), sql);
  query.bind(store::Cells{range.at(0).to_number<double>(), range.at(1).to_number<double>()});
  std::set<std::string> out;
  while (query.step()) {
    out.insert(std::get<std::string>(query.cells().at(0)));
  }
  return out;
}

std::set<std::string> texts(const json::value& list) {
  std::set<std::string> out;
  for (const json::value& item : list.as_array()) {
    out.emplace(item.as_string());
  }
  return out;
}

TEST_F(SweepPageInBrowser, AsksForNothingAndIsSilentInEveryLightAndWidth) {
  const std::string screens = environment("LMULSIM_SCREENSHOTS");
  (void)passes("quiet", screens.empty() ? "" : "--screens " + screens);
  notices("quiet", "</main>", "<img src=\"http://127.0.0.1:9/x.png\" alt=\"\"></main>", "expected no request");
  notices("quiet", "const lmulsimPage = begin();", "const lmulsimPage = begin(); console.error(1);",
          "expected a silent console");
  notices("quiet", "<main>", "<main><p class=\"chart\" id=\"parallel-chart\">wide</p>", "expected");
}

TEST_F(SweepPageInBrowser, BrushedRowsAreThoseOfAQueryOfTheStore) {
  const json::value marked = json::parse(passes("brush").text);
  const std::set<std::string> wanted = queried(made().file("page.sqlite"), marked);
  EXPECT_GT(wanted.size(), 5U);
  EXPECT_EQ(texts(marked.at("ids")), wanted);
}

TEST_F(SweepPageInBrowser, BrushedRowsOfAPlantedFaultAreNot) {
  const Answer answer = made().check(
      "brush", "--plant 'value[i] >= low && value[i] <= high' 'value[i] >= low * 1.3 && value[i] <= high'");
  ASSERT_EQ(answer.code, 0) << answer.text;
  const json::value marked = json::parse(answer.text);
  EXPECT_NE(texts(marked.at("ids")), queried(made().file("page.sqlite"), marked));
  notices("brush", "row.hidden = !passing", "row.hidden = false && !passing", "the table of the front shows");
  notices("brush", "const drawn = shown.filter((i) => x.has(i)",
          "const drawn = [...passing.keys()].filter((i) => x.has(i)", "the front: expected");
}

TEST_F(SweepPageInBrowser, SortsEveryPoint) {
  (void)passes("sort");
  notices("sort", "const sign = backwards ? -1 : 1;", "const sign = 1;", "expected falling values");
}

TEST_F(SweepPageInBrowser, ALinkShowsTheSameView) {
  (void)passes("fragment");
  notices("fragment", "out.append('in.'", "out.append('in'", "expected the same");
}

TEST_F(SweepPageInBrowser, IsUsedByKeyboardAlone) {
  (void)passes("keyboard");
  notices("keyboard", "byId('point').focus()", "0", "did not open the point");
}

TEST_F(SweepPageInBrowser, ShowsAPointWithTheCommandThatRunsIt) {
  const json::value found = json::parse(passes("point").text);
  const std::string id(found.at("id").as_string());
  EXPECT_THAT(made().run("results show " + id + " --store page.sqlite"),
              HasSubstr(std::string(found.at("command").as_string())));
}

TEST_F(SweepPageInBrowser, HasNothingSeriousForAxe) {
  (void)passes("axe");
  notices("axe", "<main>", "<main><input type=\"text\">", "label");
}

TEST_F(SweepPageInBrowser, IsPicturesAndTablesWithoutScripts) {
  (void)passes("noscript");
  notices("noscript", "<svg class=\"plot\"", "<svg hidden class=\"plot\"", "expected the front as a picture");
}

TEST_F(SweepPageInBrowser, WorksWithoutTheChartsLibrary) {
  (void)passes("nolibrary");
}

TEST_F(SweepPageInBrowser, PrintsBlackOnWhite) {
  (void)passes("print");
}

/// Error bars of the page are rounded outwards, by 1/65535: a point that only just is dominated may be possible there.
TEST_F(SweepPageInBrowser, ClassesByOtherObjectivesAreThoseOfPareto) {
  const json::value page = json::parse(passes("classes").text);
  const json::value wanted =
      json::parse(made().run("pareto --store page.sqlite --minimise energy_pj --maximise tops_per_mm2 --all --json"));
  std::size_t compared = 0;
  std::size_t nearly = 0;
  for (const json::value& point : wanted.at("points").as_array()) {
    const auto& found = page.at(std::string_view(point.at("id").as_string())).as_string();
    const auto& expected = point.at("class").as_string();
    const bool is_nearly = expected == "dominated" && found == "possible";
    EXPECT_TRUE(found == expected || is_nearly) << point.at("id") << ": expected " << expected << ", found " << found;
    nearly += is_nearly ? 1 : 0;
    ++compared;
  }
  EXPECT_GT(compared, 100U);
  EXPECT_LT(nearly, 3U);
}

}  // namespace
}  // namespace lmulsim::web_test
