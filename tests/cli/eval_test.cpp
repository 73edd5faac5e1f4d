// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Models on text from the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "../real_data.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kData = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
const std::string kModel = " --model " + kData + "tiny.bin --tokenizer " + kData + "tok_tiny.bin ";
constexpr const char* kText = "the sand and the hand in the sand\n<|endoftext|>\nthe end\n";

TEST(Eval, PrintsARowForFp32AndForEachArithmetic) {
  const Workspace work;
  work.write("t.txt", kText);
  const Outcome o = work.run("eval" + kModel + "--text t.txt --arithmetic exact:bf16 attention=lmul:e4m3 fp32");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");
  EXPECT_THAT(o.out, HasSubstr(" tokens, 2 documents, 2 windows of at most 32\n"));
  EXPECT_THAT(o.out, ContainsRegex("1.00000  \\+/- 0.00000 +0.0000  \\+/- 0.0000 +100.00 %"));
  EXPECT_THAT(o.out, HasSubstr("\n  exact:bf16 "));
  EXPECT_THAT(o.out, HasSubstr("\n  attention=lmul:e4m3 "));
}

TEST(Eval, CutsWindowsOfTheGivenContext) {
  const Workspace work;
  work.write("t.txt", kText);
  const std::string eval = "eval" + kModel + "--text t.txt --arithmetic fp32 ";
  const Outcome o = work.run(eval + "--context 5");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr(" windows of at most 5\n"));
  const auto number = [&](const std::string& arguments, const char* key) {
    return json::parse(work.run(eval + arguments + " --json").out).at(key).to_number<int>();
  };
  EXPECT_EQ(number("--context 5", "tokens"), number("", "tokens"));
  EXPECT_GT(number("--context 5", "windows"), number("", "windows"));
}

TEST(Eval, ProposesNarrowSumsAndCountsThoseThatLeaveTheirRange) {
  const Workspace work;
  work.write("t.txt", kText);
  const std::string eval = "eval" + kModel + "--text t.txt --arithmetic ";
  const Outcome ranges = work.run(eval + "mitchell:e4m3 --ranges");
  ASSERT_EQ(ranges.code, 0) << ranges.err;
  EXPECT_THAT(ranges.out, ContainsRegex("\n +mlp +[0-9]+ +[0-9.e+]+ +[0-9.e+]+ +[0-9.e+]+ +fix[0-9]+\\.[0-9]+ "));
  const json::value report = json::parse(work.run(eval + "mitchell:e4m3 --ranges --json").out);
  const std::string proposed(report.at("rows").at(1).at("proposed").as_string());
  EXPECT_THAT(ranges.out, HasSubstr("as an arithmetic: " + proposed + "\n"));
  EXPECT_THAT(work.run(eval + proposed).out,
              ContainsRegex("note: mitchell[^\n]*: 0 of [0-9]+ sums left their range\n"));
  const json::value narrow = json::parse(work.run(eval + "exact:e4m3,acc=fix8.3 --json").out).at("rows").at(1);
  EXPECT_GT(narrow.at("sums").at("left_range").to_number<int>(), 0);
  EXPECT_THAT(work.run(eval + "exact:bf16 --ranges").err, HasSubstr("at most 8 bits"));
  EXPECT_THAT(work.run(eval + "exact:e4m3,acc=float10-sr:3").err, HasSubstr("stochastic rounding"));
}

TEST(Eval, SaysOnWhichTextParametersWereChosen) {
  const Workspace work;
  work.write("t.txt", kText);
  work.write("same.txt", kText);
  work.write("v.txt", "another text");
  const std::string eval = "eval" + kModel + "--text t.txt --arithmetic lmul:e4m3 ";
  EXPECT_THAT(work.run(eval).out, HasSubstr("no text is said on which parameters were chosen"));
  EXPECT_THAT(work.run(eval + "--chosen-on v.txt").out, HasSubstr("parameters chosen on v.txt, judged on t.txt\n"));
  EXPECT_THAT(work.run(eval + "--chosen-on same.txt --html e.html").out, HasSubstr("the figures flatter"));
  EXPECT_THAT(work.read("e.html"), HasSubstr("the figures flatter"));
  const json::value report = json::parse(work.run(eval + "--chosen-on v.txt --json").out);
  EXPECT_EQ(report.at("chosen_on").at("text"), "v.txt");
  EXPECT_GT(report.at("rows").at(1).at("change_rms_nats").to_number<double>(), 0);
  EXPECT_TRUE(json::parse(work.run(eval + "--json").out).at("chosen_on").is_null());
  EXPECT_THAT(work.run(eval + "--chosen-on none.txt").err, HasSubstr("none.txt"));
}

TEST(Eval, SaysHowWellAClassifierLabelsTexts) {
  const Workspace work;
  work.write("l.tsv", "0\tabc\n1\tx Y z\n2\tbed\n1\tface\n");
  const std::string eval = "eval --model " + kData + "hf/bert --labelled l.tsv --arithmetic lmul:e4m3 ";
  const Outcome o = work.run(eval);
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("4 labelled texts\n"));
  EXPECT_THAT(o.out, HasSubstr("\n  lmul:e4m3 "));
  const json::value report = json::parse(work.run(eval + "--json").out);
  EXPECT_EQ(report.at("examples"), 4);
  EXPECT_EQ(report.at("rows").at(0).at("agreement").to_number<double>(), 1.0);
  EXPECT_EQ(report.at("rows").as_array().size(), 2U);
}

TEST(Eval, WritesTheSameJsonForAnyNumberOfThreads) {
  const Workspace work;
  work.write("t.txt", kText);
  work.write("p.yaml", "default: lmul:e4m3\nlayers:\n  1: {mlp: fp32}\n");
  const std::string eval = "eval" + kModel + "--text t.txt --arithmetic p.yaml exact:int8 --layers --json ";
  const Outcome one = work.run(eval + "--threads 1 --out e.json");
  const Outcome three = work.run(eval + "--threads 3");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, three.out);
  EXPECT_EQ(one.out, work.read("e.json"));
  const json::value report = json::parse(one.out);
  EXPECT_EQ(report.at("schema"), "lmulsim-eval/1");
  const json::array& rows = report.at("rows").as_array();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("ratio_to_fp32").to_number<double>(), 1.0);
  EXPECT_EQ(rows[1].at("arithmetic"), "lmul:e4m3,acc=fp32,scale=tensor+1.mlp=fp32");
  EXPECT_EQ(rows[1].at("layers").as_array().size(), 8U);  // two layers of four kinds, less one in fp32, and the head
  EXPECT_EQ(rows[2].at("layers").as_array().size(), 9U);
  EXPECT_GT(rows[2].at("layers").at(0).at("snr_db").to_number<double>(), 25.0);
}

TEST(Eval, PrintsTheErrorsOfLayersWhenAsked) {
  const Workspace work;
  work.write("t.txt", kText);
  const Outcome o = work.run("eval" + kModel + "--text t.txt --arithmetic lmul:e4m3 --layers");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("lmul:e4m3 against fp32 on the same operands\n"));
  EXPECT_THAT(o.out, HasSubstr("projections"));
}

TEST(Eval, TakesTheFirstTokensOfTheText) {
  const Workspace work;
  work.write("t.txt", kText);
  const Outcome o = work.run("eval" + kModel + "--text t.txt --tokens 3 --arithmetic fp32");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr(": 3 tokens, "));
}

// Operands scaled to bf16's largest value, 2^127: their products are infinities.
TEST(Eval, SaysWhenLogitsAreNotFinite) {
  const Workspace work;
  work.write("t.txt", kText);
  const Outcome o = work.run("eval" + kModel + "--text t.txt --arithmetic lmul:bf16,scale=tensor --json");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value row = json::parse(o.out).at("rows").at(1);
  EXPECT_GT(row.at("not_finite").as_int64(), 0);
  EXPECT_TRUE(row.at("perplexity").is_null());
}

constexpr const char* kSweep =
    "grids: {g: {places: [all, attention], formats: [bf16, int8], multipliers: [lmul, exact], k: [nearest, 3]}}\n";

/// The predictions that a sweep kept.
std::vector<std::string> cached(const Workspace& work) {
  std::vector<std::string> out;
  for (const std::string& name : work.files()) {
    if (name.starts_with("kept/eval/prediction-")) {
      out.push_back(name);
    }
  }
  return out;
}

TEST(EvalSweep, WritesOneTableOfAllDefinedCombinations) {
  const Workspace work;
  work.write("t.txt", kText);
  work.write("s.yaml", kSweep);
  const Outcome o = work.run("eval" + kModel + "--text t.txt --sweep s.yaml --out e.json --csv e.csv --html e.html",
                             "LMULSIM_CACHE=kept");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out,
              HasSubstr("note: 3 combinations of s are left out, they are not defined:\n    lmul:int8: expected"));
  const json::value report = json::parse(work.read("e.json"));
  const json::array& rows = report.at("rows").as_array();
  ASSERT_EQ(rows.size(), 11U);  // fp32; four of bf16 and one of int8, in two places
  EXPECT_EQ(rows[2].at("name"), "lmul:bf16,k=3");
  EXPECT_EQ(rows[10].at("name"), "fp32+attention=exact:int8");
  EXPECT_EQ(rows[10].at("covariance").as_array().size(), 11U);
  EXPECT_EQ(report.at("undefined").as_array().size(), 3U);
  EXPECT_EQ(report.at("provenance").at("text_sha256").as_string().size(), 64U);
  const std::string csv = work.read("e.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 12);
  EXPECT_THAT(csv, HasSubstr("\n\"lmul:bf16,k=3\",\"lmul:bf16,acc=fp32,scale=none,k=3\","));
  const std::string html = work.read("e.html");
  for (const char* canvas : {"kept-1", "kept-2", "rows"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<canvas id=\"") + canvas + "\"")) << canvas;
  }
}

TEST(EvalSweep, GoesOnWhereItWasInterrupted) {
  const Workspace work;
  work.write("t.txt", kText);
  work.write("s.yaml", kSweep);
  const std::string eval = "eval" + kModel + "--text t.txt --json --sweep s.yaml ";
  const Outcome first = work.run(eval, "LMULSIM_CACHE=kept");
  ASSERT_EQ(first.code, 0) << first.err;
  const std::vector<std::string> kept = cached(work);
  ASSERT_EQ(kept.size(), 11U);
  // As an interruption leaves it: a row that is missing. As a broken disk does: one cut short.
  std::filesystem::remove(work.path() / kept[0]);
  const std::string whole = work.read(kept[1]);
  work.write(kept[1], whole.substr(0, whole.size() - 1));
  const Outcome again = work.run(eval, "LMULSIM_CACHE=kept");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_THAT(again.err, HasSubstr("9 of 11 rows were finished earlier"));
  EXPECT_EQ(work.read(kept[1]), whole);
}

TEST(EvalSweep, TakesFinishedRowsFromTheCacheOfTheSameContentOnly) {
  const Workspace work;
  work.write("t.txt", kText);
  work.write("u.txt", std::string(kText) + "the end\n");
  work.write("s.yaml", "plans: ['exact:bf16']\n");
  const std::string eval = "eval" + kModel + "--sweep s.yaml --json --text ";
  const Outcome first = work.run(eval + "t.txt", "LMULSIM_CACHE=kept");
  for (const std::string& name : cached(work)) {  // a surprise that no model has
    std::string bytes = work.read(name);
    bytes.replace(21, 8, "\0\0\0\0\0\0\x59\x40", 8);
    work.write(name, bytes);
  }
  EXPECT_NE(work.run(eval + "t.txt", "LMULSIM_CACHE=kept").out, first.out);
  const Outcome other = work.run(eval + "u.txt", "LMULSIM_CACHE=kept");
  EXPECT_EQ(other.err, "");
  EXPECT_EQ(cached(work).size(), 4U);
}

TEST(Generate, ReadsTokenizersOfHuggingFaceModels) {
  const Workspace work;
  const std::string tokenizer =
      std::string(LMULSIM_SOURCE_DIR) + "/tests/fuzz/seeds/tokenizer/good-sentence_piece.json";
  const Outcome o =
      work.run("generate --model " + kData + "tiny.bin --tokenizer " + tokenizer + " --prompt 'ab bab' --tokens 3");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, StartsWith("ab bab"));
}

TEST(Generate, DrawsTokensByASeed) {
  const Workspace work;
  const std::string generate = "generate" + kModel + "--prompt the --tokens 12 ";
  const std::string drawn = work.run(generate + "--temperature 2 --seed 5").out;
  EXPECT_THAT(drawn, StartsWith("the"));
  EXPECT_EQ(work.run(generate + "--temperature 2 --seed 5").out, drawn);
  EXPECT_NE(work.run(generate + "--temperature 2 --seed 6").out, drawn);
  EXPECT_EQ(work.run(generate + "--temperature 2 --top-p 0").out, work.run(generate).out);
}

TEST(Generate, ContinuesStories260KAsItsReferenceDoes) {
  if (!std::filesystem::exists(real_data("stories260K/tok512.bin"))) {
    GTEST_SKIP() << "set LMULSIM_DATA to the folder of real data to run this test";
  }
  const Workspace work;
  const std::string model = "generate --model " + real_data("stories260K/stories260K.bin").string();
  const Outcome o = work.run(model + " --prompt 'Once upon a time' --tokens 85");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out,
              StartsWith("Once upon a time, there was a little girl named Lily. She loved to play outside in the park. "
                         "One day, she saw a big, red ball."));
  const Outcome coarse = work.run(model + " --prompt 'Once upon a time' --tokens 85 --arithmetic exact:e2m1");
  ASSERT_EQ(coarse.code, 0) << coarse.err;
  EXPECT_NE(coarse.out, o.out);
}

TEST(Eval, DescribesOperandsAndWritesTheirCounts) {
  const Workspace work;
  work.write("t.txt", kText);
  const std::string eval = "eval" + kModel + "--text t.txt --arithmetic lmul:e4m3 --histograms ";
  const Outcome text = work.run(eval + "--histograms-csv h.csv --threads 2");
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("\nlmul:e4m3: operands as codes\n"));
  EXPECT_THAT(text.out, HasSubstr("\n      -  head         B        e4m3 "));
  EXPECT_THAT(work.read("h.csv"), StartsWith("arithmetic,layer,products,operand,format,quantity,bin,count\n"
                                             "\"lmul:e4m3\",,head,A,e4m3,words,,"));
  const json::value report = json::parse(work.run(eval + "--json").out);
  const json::array& operands = report.at("rows").at(1).at("operands").as_array();
  ASSERT_EQ(operands.size(), 18U);
  const json::object& head = operands[1].as_object();
  EXPECT_EQ(head.at("operand"), "B");
  EXPECT_TRUE(head.at("layer").is_null());
  std::int64_t codes = 0;
  for (const auto& bin : head.at("histograms").at("code").as_object()) {
    codes += bin.value().as_int64();
  }
  EXPECT_EQ(codes, head.at("words").as_int64());
  EXPECT_FALSE(report.at("rows").at(0).as_object().contains("operands"));
}

TEST(Eval, CalibratesTheAddersOffset) {
  const Workspace work;
  work.write("t.txt", kText);
  const std::string eval = "eval" + kModel + "--text t.txt --calibrate lmul:e4m3 --calibrate-tokens 17 ";
  const Outcome text = work.run(eval + "--out c.json --threads 3");
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("the adder's offset for lmul:e4m3,acc=fp32,scale=tensor (default 1)"));
  EXPECT_THAT(text.out, HasSubstr("\nconfirmed on "));
  const json::value report = json::parse(work.read("c.json"));
  EXPECT_EQ(report.at("schema"), "lmulsim-calibration/1");
  EXPECT_EQ(report, json::parse(work.run(eval + "--json --threads 1").out));
  double least = 1e9;
  std::int64_t chosen = -1;
  for (const json::value& candidate : report.at("candidates").as_array()) {
    if (candidate.at("loss_nats").to_number<double>() < least) {
      least = candidate.at("loss_nats").to_number<double>();
      chosen = candidate.at("offset").to_number<std::int64_t>();
    }
  }
  EXPECT_EQ(report.at("chosen_offset").to_number<std::int64_t>(), chosen);
  EXPECT_EQ(report.at("confirmed").at(2).at("ratio_to_default").to_number<double>(), 1.0);
}

}  // namespace
}  // namespace lmulsim::cli_test
