// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What must not be missed: figures of machines that cannot be built, and comparisons of unlike things.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kGemm = "gemm --m 8 --n 8 --k 8 ";
constexpr const char* kClock = "the clock period of 2 ns (500 MHz) is shorter than the PE's critical path";

TEST(Warnings, AClockThatTheGatesCannotMakeIsSaidEverywhere) {
  const Workspace work;
  const std::string run = std::string(kGemm) + "--technology osu018 --accelerator lmul-e4m3-ws-4x4 ";
  const Outcome o = work.run(run + "--out one");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, StartsWith("lmulsim: warning: " + std::string(kClock)));
  EXPECT_THAT(o.out.substr(0, o.out.find("\nTotals\n")), HasSubstr("  WARNING: " + std::string(kClock)));
  EXPECT_THAT(work.read("one/report.html"),
              HasSubstr("<ul class=\"warnings\">\n<li><strong>Warning:</strong> the clock"));
  const json::value report = json::parse(work.read("one/report.json"));
  ASSERT_GE(report.at("warnings").as_array().size(), 1U);
  EXPECT_THAT(std::string(report.at("warnings").at(0).as_string()), StartsWith(kClock));
  const Outcome slow = work.run(run + "--clock auto --json");
  EXPECT_TRUE(json::parse(slow.out).at("warnings").as_array().empty()) << slow.out;
  EXPECT_EQ(slow.err, "");
}

TEST(Warnings, EverySideOfAComparisonHasItsOwn) {
  const Workspace work;
  const std::string run = std::string(kGemm) + "--technology osu018 ";
  const Outcome against = work.run(run + "--accelerator exact-e4m3-is-4x4 --against lmul-e4m3-ws-4x4 --out both");
  ASSERT_EQ(against.code, 0) << against.err;
  for (const char* name : {"exact-e4m3-is-4x4", "lmul-e4m3-ws-4x4"}) {
    EXPECT_THAT(against.err, HasSubstr(fmt::format("lmulsim: warning: {}: {}", name, kClock)));
    EXPECT_THAT(against.out, HasSubstr(fmt::format("  WARNING: {}: {}", name, kClock)));
  }
  EXPECT_GE(json::parse(work.read("both/comparison.json")).at("warnings").as_array().size(), 2U);
  EXPECT_THAT(work.read("both/comparison.html"), HasSubstr("<ul class=\"warnings\">"));
  const Outcome compared = work.run("compare both/exact-e4m3-is-4x4 both/lmul-e4m3-ws-4x4");
  EXPECT_EQ(compared.out, against.out);
  EXPECT_EQ(compared.err, against.err);
}

TEST(Warnings, AMemorySlowerThanTheClockIsOne) {
  const Workspace work;
  const Outcome o = work.run(std::string(kGemm) + "--accelerator lmul-e4m3-ws-4x4 --clock 9000 --json");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(json::serialize(json::parse(o.out).at("warnings")),
              HasSubstr("and no number of banks meets it: costed as one"));
  EXPECT_THAT(o.err, HasSubstr("lmulsim: warning: weight_sram: an access of the table's memory takes"));
}

/// Two reports, made with these arguments.
struct Pair {
  std::string first, second;
  std::string difference;  ///< what names it
};

std::string model(const std::string& more) {
  return "run --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --layers 1 " + more;
}
std::string product(const std::string& more) {
  return "gemm --accelerator lmul-e4m3-ws-4x4 " + more;
}

TEST(Unlike, ThingsAreNotComparedWithoutBeingAskedTo) {
  const Workspace work;
  const Pair pairs[] = {
      {model("--seq 4"), "run --accelerator lmul-e4m3-ws-4x4 --workload bert-base --layers 1 --seq 4",
       "workloads GPT-2 (124M) and BERT-base"},
      {model("--seq 4"), model("--phase decode --context 4"), "phases prefill and decode"},
      {model("--seq 4"), model("--seq 4 --batch 2"), "batches 1 and 2"},
      {model("--seq 4"), model("--seq 8"), "new tokens a sequence 4 and 8"},
      {model("--phase decode --context 8"), model("--phase decode --context 9"), "contexts 8 and 9"},
      {model("--seq 4"), model("--seq 4 --no-head"), "multiply-accumulates "},
      {product("--m 4 --n 4 --k 8"), product("--m 4 --n 8 --k 4"), "workloads gemm 4 x 4 x 8 and gemm 4 x 8 x 4"},
      {product("--m 4 --n 4 --k 8"), product("--m 4 --n 4 --k 8 --technology osu018"),
       "technologies horowitz-45nm and osu018"},
      {product("--m 4 --n 4 --k 8"), product("--m 4 --n 4 --k 8 --sram hp"), "SRAM lstp and hp"},
      {product("--m 4 --n 4 --k 8 --dram hbm2"), product("--m 4 --n 4 --k 8 --dram hbm3"), "DRAM hbm2 and hbm3"},
      {product("--m 4 --n 4 --k 8"), product("--m 4 --n 4 --k 8 --operands random"),
       "operands none and random, seed 1"},
      {product("--m 4 --n 4 --k 8 --operands random"), product("--m 4 --n 4 --k 8 --operands random --seed 2"),
       "operands random, seed 1 and random, seed 2"},
      {product("--m 4 --n 4 --k 8"), product("--m 4 --n 4 --k 8 --stall-percent 20"),
       "random stalls in percent 0 and 20"},
  };
  for (const Pair& pair : pairs) {
    ASSERT_EQ(work.run(pair.first + " --out a").code, 0) << pair.first;
    ASSERT_EQ(work.run(pair.second + " --out b").code, 0) << pair.second;
    const Outcome refused = work.run("compare a b --out c");
    EXPECT_EQ(refused.code, 2) << pair.difference;
    EXPECT_THAT(refused.err, HasSubstr(pair.difference));
    EXPECT_THAT(refused.err, HasSubstr("--anyway"));
    EXPECT_THAT(work.files(), Not(::testing::Contains("c"))) << pair.difference;
    const Outcome anyway = work.run("compare a b --anyway");
    EXPECT_EQ(anyway.code, 0) << anyway.err;
    EXPECT_THAT(anyway.out.substr(0, anyway.out.find("\n  workload ")), HasSubstr(pair.difference));
    EXPECT_THAT(anyway.err, HasSubstr("lmulsim: warning: unlike things are compared: "));
  }
}

TEST(Unlike, ThingsThatAreComparedAnywayAreSaidInEveryPlace) {
  const Workspace work;
  ASSERT_EQ(work.run(model("--seq 4 --out a")).code, 0);
  ASSERT_EQ(work.run(model("--seq 8 --out b")).code, 0);
  ASSERT_EQ(work.run("compare a b --anyway --out c").code, 0);
  constexpr const char* kSaid =
      "unlike things are compared: lmul-e4m3-ws-4x4 (1) and lmul-e4m3-ws-4x4 (2): new tokens a sequence 4 and 8";
  EXPECT_THAT(work.read("c/comparison.txt"), HasSubstr(kSaid));
  EXPECT_THAT(work.read("c/comparison.html"), HasSubstr(kSaid));
  EXPECT_THAT(std::string(json::parse(work.read("c/comparison.json")).at("warnings").at(0).as_string()),
              StartsWith(kSaid));
}

TEST(Unlike, AReportThatDoesNotSayWhatItWasIsNamed) {
  const Workspace work;
  ASSERT_EQ(work.run(product("--m 4 --n 4 --k 8 --out a")).code, 0);
  json::value old = json::parse(work.read("a/report.json"));
  old.at("workload").as_object().erase("operators_sha256");
  for (const char* key : {"sram", "dram", "operands", "stall_percent"}) {
    old.at("provenance").as_object().erase(key);
  }
  for (const char* key : {"warnings", "totals", "roofline"}) {
    old.as_object().erase(key);
  }
  work.write("old.json", json::serialize(old));
  const Outcome o = work.run("compare a old.json");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, HasSubstr("lmul-e4m3-ws-4x4 (2): the report, of an earlier version, does not say the operators' "
                               "shapes, the technology's memories, the operands, random stalls"));
}

/// A table of `eval` of the small model in q.json.
void evaluate(const Workspace& work) {
  const std::string data = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
  work.write("t.txt", "the sand and the hand in the sand\n");
  const Outcome o = work.run("eval --text t.txt --out q.json --arithmetic lmul:e4m3 --model " + data +
                             "tiny.bin --tokenizer " + data + "tok_tiny.bin");
  ASSERT_EQ(o.code, 0) << o.err;
}

TEST(QualityOfAnotherModel, IsRefusedOrSaidInEveryPlace) {
  const Workspace work;
  evaluate(work);
  const std::string run = "run --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --layers 1 --seq 4 --quality q.json ";
  const Outcome refused = work.run(run);
  EXPECT_EQ(refused.code, 2);
  constexpr const char* kSaid = "the quality is of another model, tiny.bin, not of the workload GPT-2";
  EXPECT_THAT(refused.err, HasSubstr(kSaid));
  const Outcome anyway = work.run(run + "--anyway --out a");
  ASSERT_EQ(anyway.code, 0) << anyway.err;
  EXPECT_THAT(anyway.err, HasSubstr(kSaid));
  EXPECT_THAT(anyway.out.substr(0, anyway.out.find("\nTotals\n")), HasSubstr(kSaid));
  EXPECT_THAT(anyway.out, ContainsRegex("perplexity +[0-9.]+ \\+/- [0-9.]+ \\(of another model\\)"));
  const json::value report = json::parse(work.read("a/report.json"));
  EXPECT_EQ(report.at("quality").at("of_workload"), false);
  EXPECT_EQ(report.at("design_row").at("of_workload"), false);
  EXPECT_THAT(work.read("a/report.html"), HasSubstr("(of another model)"));
  const Outcome compared = work.run("compare a a --out c");
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_THAT(compared.out, HasSubstr(kSaid));
  for (const char* file : {"c/comparison.txt", "c/comparison.html", "c/design_rows.md"}) {
    EXPECT_THAT(work.read(file), HasSubstr("(of another model)")) << file;
  }
  ASSERT_EQ(work.run("run --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --layers 1 --seq 4 --out plain").code, 0);
  EXPECT_EQ(work.run("compare plain plain --quality q.json").code, 2);
  EXPECT_EQ(work.run("compare plain plain --quality q.json --anyway").code, 0);
}

}  // namespace
}  // namespace lmulsim::cli_test
