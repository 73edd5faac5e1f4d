// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// `compare` and `reproduce` as they are meant to be used.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>

#include "program.hpp"
#include "util/file.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

/// Reports of two designs in the folders lmul and exact.
void run_two(const Workspace& work) {
  for (const char* name : {"lmul", "exact"}) {
    const Outcome o =
        work.run(std::string("gemm --m 64 --n 64 --k 64 --accelerator ") + name + "-e4m3-ws-32x32 --out " + name);
    ASSERT_EQ(o.code, 0) << o.err;
  }
}

TEST(Compare, ReadsReportsThatRunWrote) {
  const Workspace work;
  run_two(work);
  const Outcome o = work.run("compare exact lmul/report.json --out both");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");
  EXPECT_THAT(o.out, ContainsRegex("  multipliers .* 0.094 .* interval excludes zero"));
  EXPECT_THAT(o.out, ContainsRegex("  dram .* equal"));
  EXPECT_EQ(o.out, work.read("both/comparison.txt"));
  EXPECT_THAT(work.read("both/comparison.html"), HasSubstr("<canvas id=\"energy\""));
}

TEST(Compare, PrintsWhatRunAgainstPrints) {
  const Workspace work;
  run_two(work);
  const Outcome against =
      work.run("gemm --m 64 --n 64 --k 64 --accelerator exact-e4m3-ws-32x32 --against lmul-e4m3-ws-32x32");
  const Outcome compared = work.run("compare exact lmul");
  ASSERT_EQ(against.code, 0) << against.err;
  EXPECT_EQ(compared.out, against.out);
}

TEST(Compare, TakesMoreThanTwo) {
  const Workspace work;
  run_two(work);
  const Outcome o = work.run("compare exact lmul exact --json");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value j = json::parse(o.out);
  EXPECT_EQ(j.at("schema").as_string(), "lmulsim-comparison/2");
  EXPECT_EQ(j.at("designs").as_array().size(), 3U);
  EXPECT_EQ(j.at("quantities").at(0).at("differences").as_array().size(), 2U);
}

/// A table of `eval` in q.json, with rows of both designs' PEs.
void evaluate(const Workspace& work, const std::string& arithmetics = "exact:e4m3 lmul:e4m3") {
  const std::string data = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
  work.write("t.txt", "the sand and the hand in the sand\n");
  const Outcome o = work.run("eval --text t.txt --out q.json --model " + data + "tiny.bin --tokenizer " + data +
                             "tok_tiny.bin --arithmetic " + arithmetics);
  ASSERT_EQ(o.code, 0) << o.err;
}

TEST(Quality, StandsBesideTheCostOfARun) {
  const Workspace work;
  evaluate(work);
  const std::string run = "run --workload " LMULSIM_SOURCE_DIR "/tests/data/tiny.bin --seq 8 --quality q.json ";
  const Outcome o = work.run(run + "--accelerator lmul-e4m3-ws-32x32 --out lmul");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, ContainsRegex("\nQuality\n-------\n  arithmetic +lmul:e4m3,acc=fp32,scale=tensor\n"));
  const json::value table = json::parse(work.read("q.json"));
  const json::value report = json::parse(work.read("lmul/report.json"));
  EXPECT_EQ(report.at("quality").at("perplexity"), table.at("rows").at(2).at("perplexity"));
  EXPECT_DOUBLE_EQ(report.at("design_row").at("energy_per_token_pj").at(1).to_number<double>(),
                   report.at("energy_pj").at("total").to_number<double>() / 8);
  ASSERT_EQ(work.run(run + "--accelerator exact-e4m3-ws-32x32 --out exact").code, 0);
  const Outcome compared = work.run("compare exact lmul --out both");
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_THAT(compared.out, ContainsRegex("\nDesign rows\n.*\n.*\n  exact-e4m3-ws-32x32 "));
  EXPECT_THAT(work.read("both/design_rows.md"), HasSubstr("| lmul-e4m3-ws-32x32 | lmul:e4m3,acc=fp32,scale=tensor |"));
  EXPECT_THAT(work.read("both/design_rows.svg"), HasSubstr("exact-e4m3-ws-32x32</text>"));
}

TEST(Quality, IsAddedToReportsThatWereWrittenWithout) {
  const Workspace work;
  run_two(work);
  evaluate(work);
  const Outcome o = work.run("compare exact lmul --quality q.json --json --anyway");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value rows = json::parse(o.out).at("design_rows");
  EXPECT_EQ(rows.at(0).at("arithmetic"), "exact:e4m3,acc=fp32,scale=tensor");
  EXPECT_EQ(rows.at(1).at("arithmetic"), "lmul:e4m3,acc=fp32,scale=tensor");
  EXPECT_TRUE(rows.at(1).at("energy_per_token_pj").is_null());  // a product has no tokens
}

TEST(Quality, TakesTheRowThatIsNamed) {
  const Workspace work;
  run_two(work);
  evaluate(work);
  const Outcome o = work.run("compare exact lmul --anyway --quality 'q.json#exact:e4m3'");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("lmul-e4m3-ws-32x32: its PE computes otherwise than exact:e4m3"));
  const Outcome none = work.run("compare exact lmul --quality 'q.json#exact:e5m2'");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("expected a row 'exact:e5m2', found 'fp32', 'exact:e4m3', 'lmul:e4m3'"));
}

TEST(Quality, WithoutARowOfThePeTheRowsThereAreAreNamed) {
  const Workspace work;
  evaluate(work, "exact:e4m3 fp32+attention=lmul:e4m3 lmul:e4m3,acc=bf16");
  const Outcome o = work.run("gemm --m 4 --n 4 --k 4 --accelerator lmul-e4m3-ws-4x4 --quality q.json");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("expected a row of the PE of lmul-e4m3-ws-4x4, lmul:e4m3,acc=fp32 (daz); found 'fp32'"));
}

TEST(Quality, BelongsToOperandsThatAreMadeTheSameWay) {
  const Workspace work;
  const std::string gemm = "gemm --m 4 --n 4 --k 4 --accelerator lmul-e4m3-ws-4x4 --quality q.json --anyway";
  evaluate(work, "lmul:e4m3 lmul:e4m3,scale=channel lmul:e4m3,k=3 lmul:e4m3,k=2");
  EXPECT_THAT(work.run(gemm + " --set operands.scaling=channel").out, HasSubstr("lmul:e4m3,acc=fp32,scale=channel"));
  EXPECT_THAT(work.run(gemm + " --set operands.rounding=truncate").out,
              HasSubstr("lmul:e4m3,acc=fp32,scale=tensor,k=3"));
  const Outcome none = work.run(gemm + " --set 'operands={scaling: none, rounding: truncate}'");
  EXPECT_EQ(none.code, 2);
  evaluate(work, "lmul:e4m3,k=2");
  const Outcome cut = work.run(gemm);
  EXPECT_EQ(cut.code, 2) << "operands of two mantissa bits are no operands of this PE";
  EXPECT_THAT(cut.err, HasSubstr("expected a row of the PE"));
}

TEST(Quality, IsMatchedByTheOperandsThatAReportNames) {
  const Workspace work;
  evaluate(work, "lmul:e4m3 lmul:e4m3,scale=channel");
  const std::string gemm = "gemm --m 4 --n 4 --k 4 --accelerator lmul-e4m3-ws-4x4 --set operands.scaling=channel";
  ASSERT_EQ(work.run(gemm + " --out channel").code, 0);
  const Outcome o = work.run("compare channel channel --quality q.json --json --anyway");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(json::parse(o.out).at("design_rows").at(0).at("arithmetic"), "lmul:e4m3,acc=fp32,scale=channel");
}

TEST(Quality, TheDefaultScalingIsTakenOfSeveralAndNothingGuessed) {
  const Workspace work;
  const std::string gemm = "gemm --m 4 --n 4 --k 4 --accelerator lmul-e4m3-ws-4x4 --quality q.json --anyway";
  evaluate(work, "lmul:e4m3,scale=none lmul:e4m3,scale=tensor");
  EXPECT_THAT(work.run(gemm).out, HasSubstr("lmul:e4m3,acc=fp32,scale=tensor"));
  evaluate(work, "lmul:e4m3,scale=none lmul:e4m3,scale=channel");
  const Outcome o = work.run(gemm);
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("expected one row of the PE"));
}

TEST(Compare, NoticesAFullStandardOutput) {
  const Workspace work;
  run_two(work);
  const Outcome o = work.run("compare exact lmul >/dev/full");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("standard output: cannot write"));
}

TEST(Reproduce, PrintsEverythingInLessThanTwoSeconds) {
  const Workspace work;
  const auto start = std::chrono::steady_clock::now();
  const Outcome o = work.run("reproduce --out docs");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  ASSERT_EQ(o.code, 0) << o.err;
#ifdef NDEBUG
  EXPECT_LT(took.count(), 2);
#endif
  for (const char* part : {"584", "325", "296", "256", "201", "157", "Figure 4", "Table 7", "left of L-Mul's saving"}) {
    EXPECT_THAT(o.out, HasSubstr(part)) << part;
  }
  EXPECT_EQ(o.out, work.read("docs/ladder.txt"));
  EXPECT_EQ(work.files(), (std::vector<std::string>{"docs", "docs/answer.md", "docs/ladder.html", "docs/ladder.json",
                                                    "docs/ladder.md", "docs/ladder.txt"}));
  EXPECT_THAT(work.read("docs/ladder.md"), HasSubstr("Made by 'lmulsim reproduce' of lmulsim"));
}

/// Netlists of ten recipes from `first` on, as JSON; a design's cost a factor.
json::value drawn_netlists(int first, double factor) {
  std::string all;
  for (int r = first; r < first + 10; ++r) {
    const double cost = factor * (1 + 0.01 * r);
    all += fmt::format(R"({}{{"recipe": {}, "point": "unsized", "area": {}, "delay": 1, "clock": {}, "leakage": 0,
                          "settled": 0, "energy": {{"gaussian": [{}, {}]}}}})",
                       all.empty() ? "" : ",", r, 100 * cost, 0.1 * cost, cost, 2 * cost);
  }
  return json::parse("[" + all + "]");
}

/// The technology of tests/data/gates.json with drawn netlists, and with reference PEs of which L-Mul's costs nine
/// tenths.
std::string drawn_technology(int first, int seed) {
  json::value file = json::parse(util::read_file(LMULSIM_SOURCE_DIR "/tests/data/gates.json"));
  file.at("schema") = "lmulsim-technology/2";
  file.at("base") = LMULSIM_SOURCE_DIR "/configs/technologies/memory/45nm.json";
  json::value& gates = file.at("gates");
  gates.at("seed") = seed;
  json::object units;
  for (const auto& [name, measured] : gates.at("units").as_object()) {
    json::object unit = measured.as_object();
    unit.erase("recipe");
    unit["elaborated"] = std::string(64, 'a');
    unit["targets"] = json::parse(R"({"relaxed": 3, "hard": 2})");
    unit["netlists"] = drawn_netlists(first, name.find("lmul") != json::string_view::npos ? 0.9 : 1);
    units[name] = unit;
  }
  for (const char* multiplier : {"lmul", "exact"}) {
    units[fmt::format("pe-stationary/{}/e4m3/daz/fp32/s1/l2", multiplier)] = json::object(
        units.at(fmt::format("multiplier/{}/bf16/{}", multiplier, multiplier[0] == 'l' ? "daz" : "normalize"))
            .as_object());
  }
  gates.at("units") = units;
  gates.as_object().erase("recipes");
  gates.as_object()["operands_sha256"] = std::string(64, 'b');
  gates.as_object()["drawn_recipes"] = json::array{fmt::format("{}: permute -S {}", first, first)};
  return json::serialize(file);
}

TEST(Reproduce, ComparesASecondCampaignWithTheFirst) {
  const Workspace work;
  work.write("first.json", drawn_technology(0, 1));
  work.write("second.json", drawn_technology(10, 2));
  const Outcome o = work.run("reproduce --json --technology first.json --repeat second.json");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value j = json::parse(o.out);
  ASSERT_EQ(j.at("repeats").as_array().size(), 1U);
  const json::value& pe = j.at("repeats").at(0).at("by_rung").at("pe");
  // Energy, area and EDP at two clocks and at none: of L-Mul in e4m3 against exact and int8, in bf16 against int8.
  EXPECT_EQ(pe.at("compared"), (3 * 3) * 3);
  EXPECT_EQ(pe.at("share"), 1.0);
  EXPECT_NEAR(j.at("ladder").at(0).at("saving").at(1).as_double(), 0.1, 1e-9);
  const Outcome same = work.run("reproduce --technology first.json --repeat first.json");
  EXPECT_EQ(same.code, 2);
  EXPECT_THAT(same.err, HasSubstr("first.json: gates.seed: expected operands of another seed"));
}

TEST(Reproduce, NamesTheUnitsThatATechnologyLacks) {
  const Workspace work;
  const Outcome o = work.run("reproduce --json --technology " LMULSIM_SOURCE_DIR "/tests/data/gates.json");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value j = json::parse(o.out);
  const json::value& claims = j.at("claims").at(0).at("claims");
  EXPECT_THAT(std::string(claims.at(0).at("measured").at("gates").at("missing").as_string()),
              HasSubstr("multiplier/exact/fp16/daz"));
}

TEST(Reproduce, OffersNoMeasurementThatItCannotMake) {
  const Workspace work;
  const bool offered = work.run("reproduce --help").out.find("--measure") != std::string::npos;
  EXPECT_EQ(work.run("reproduce --technology horowitz-45nm --measure").code, offered ? 0 : 2);
}

}  // namespace
}  // namespace lmulsim::cli_test
