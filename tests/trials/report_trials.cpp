// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Reports as files: where they go, what they are called, what they look like.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kGemm = "gemm --accelerator lmul-e4m3-ws-4x4 --m 8 --n 8 --k 8 ";

TEST(Outputs, BothReportsOfAgainstAreKeptWithTheirComparison) {
  const Workspace work;
  const Outcome o = work.run(std::string(kGemm) + "--against exact-e4m3-is-4x4 --out d");
  ASSERT_EQ(o.code, 0) << o.err;
  std::vector<std::string> files{"d", "d/comparison.html", "d/comparison.json", "d/comparison.txt"};
  for (const char* name : {"exact-e4m3-is-4x4", "lmul-e4m3-ws-4x4"}) {
    files.push_back(fmt::format("d/{}", name));
    for (const char* file : {"operators.csv", "report.html", "report.json", "report.txt", "timeline.json"}) {
      files.push_back(fmt::format("d/{}/{}", name, file));
    }
    EXPECT_EQ(json::parse(work.read(fmt::format("d/{}/report.json", name))).at("accelerator").at("name"), name);
  }
  EXPECT_EQ(work.files(), files);
  EXPECT_EQ(work.read("d/comparison.txt"), o.out);
}

TEST(Outputs, ReportsOfOneNameGetFoldersOfTheirOwn) {
  const Workspace work;
  const Outcome o = work.run(std::string(kGemm) +
                             "--against lmul-e4m3-ws-4x4 --name ../comparison.txt --name ../comparison.txt --out d");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(work.files(), ::testing::IsSupersetOf({"d/_.._comparison.txt/report.json",
                                                     "d/_.._comparison.txt-2/report.json", "d/comparison.txt"}));
}

TEST(Outputs, RunsIntoOneFolderAtOnceAllSucceed) {
  const Workspace work;
  work.write("many.sh", "for i in 1 2 3 4 5 6; do ( \"$0\" " + std::string(kGemm) +
                            "--seed $i --operands random --out d >/dev/null "
                            "2>>errors || echo $i >>failed ) & done; wait; test ! -e failed\n");
  // The script's $0 is the program: it is run through the shell with the program's own path.
  const Outcome o = work.run("--version >/dev/null", "sh -c '. ./many.sh'");
  EXPECT_EQ(o.code, 0) << work.read("errors");
  EXPECT_EQ(work.files(), (std::vector<std::string>{"d", "d/operators.csv", "d/report.html", "d/report.json",
                                                    "d/report.txt", "d/timeline.json", "errors", "many.sh"}));
  const json::value report = json::parse(work.read("d/report.json"));
  const auto seed = report.at("provenance").at("seed").as_int64();
  EXPECT_THAT(work.read("d/report.txt"), ContainsRegex(fmt::format("\n  seed +{}\n", seed)));  // both of one run
}

TEST(Outputs, PlacesThatCannotBeWrittenAreFoundBeforeTheWork) {
  const Workspace work;
  work.write("file", "x");
  // The other inputs do not exist: whichever is found first is named.
  for (const char* command :
       {"eval --model none --text none --html no/where.html", "eval --model none --text none --csv no/where.html",
        "eval --model none --text none --out no/where.html", "eval --model none --labelled none --out no/where.html",
        "eval --model none --text none --histograms-csv no/where.html", "trace --workload none --out no/where.html"}) {
    const Outcome o = work.run(command);
    EXPECT_EQ(o.code, 2) << command;
    EXPECT_THAT(o.err, HasSubstr("no/where.html: cannot write: No such file or directory")) << command;
  }
  for (const char* command :
       {"compare none nothing --out file", "reproduce --technology none --out file",
        "gemm --m 1 --n 1 --k 1 --accelerator none --out file", "cosim --random 1 --accelerator none --waves file"}) {
    const Outcome o = work.run(command);
    EXPECT_EQ(o.code, 2) << command;
    EXPECT_THAT(o.err, HasSubstr("file: cannot ")) << command;
  }
  EXPECT_EQ(work.files(), std::vector<std::string>{"file"});
}

TEST(Outputs, ATableIsPrintedEvenWhenAFileCannotBeWritten) {
  const Workspace work;
  const std::string data = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
  work.write("t.txt", "the sand and the hand in the sand\n");
  const Outcome o = work.run("eval --text t.txt --html /dev/full --csv t.csv --model " + data +
                             "tiny.bin --tokenizer " + data + "tok_tiny.bin --arithmetic exact:e4m3");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("/dev/full: cannot write"));
  EXPECT_THAT(o.out, HasSubstr("\n  exact:e4m3 "));
  EXPECT_THAT(work.read("t.csv"), HasSubstr("exact:e4m3"));
}

TEST(Paths, EqualRunsOfTwoCheckoutsGiveEqualReports) {
  const Workspace work;
  work.write("configs/empty", "");
  const Outcome copied = work.run("--version", "cp -r " LMULSIM_SOURCE_DIR "/configs . &&");
  ASSERT_EQ(copied.code, 0) << copied.err;
  const std::string run = "run --accelerator lmul-e4m3-ws-32x32 --workload gpt2 --layers 1 --seq 4 --json --explain";
  const Outcome here = work.run(run);
  const Outcome there = work.run(run, "LMULSIM_CONFIGS=$PWD/configs");
  ASSERT_EQ(here.code, 0) << here.err;
  EXPECT_EQ(here.out, there.out);
  EXPECT_THAT(here.out, Not(HasSubstr(LMULSIM_SOURCE_DIR)));
  const json::value report = json::parse(here.out);
  EXPECT_EQ(report.at("accelerator").at("source"), "configs/accelerators/lmul-e4m3-ws-32x32.yaml");
  EXPECT_EQ(report.at("energy_pj").at("entries").at("weight_sram").at(0), "configs/technologies/sram/cacti7-lstp.csv");
  const Outcome absolute =
      work.run("gemm --m 4 --n 4 --k 4 --json --accelerator $PWD/configs/accelerators/lmul-e4m3-ws-4x4.yaml");
  EXPECT_EQ(json::parse(absolute.out).at("provenance").at("configs").at(0).at("path"), "lmul-e4m3-ws-4x4.yaml");
}

TEST(Numbers, OfTheTextHaveTheirDigitsGrouped) {
  const Workspace work;
  const Outcome o = work.run("gemm --accelerator lmul-e4m3-ws-4x4 --m 100 --n 100 --k 123 --out d");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, ContainsRegex("\n  MACs +1,230,000 +multiply-accumulates"));
  EXPECT_THAT(work.read("d/report.html"), HasSubstr("1,230,000"));
  EXPECT_EQ(json::parse(work.read("d/report.json")).at("macs").as_int64(), 1230000);
  EXPECT_THAT(work.read("d/operators.csv"), HasSubstr(",1230000,"));
}

/// An accelerator of the 4 x 4 array with this name, as YAML writes it.
std::string named(const Workspace& work, const std::string& name) {
  const Workspace shipped;
  const Outcome o =
      shipped.run("--version", "cp " LMULSIM_SOURCE_DIR "/configs/accelerators/lmul-e4m3-ws-4x4.yaml a.yaml &&");
  EXPECT_EQ(o.code, 0) << o.err;
  std::string yaml = shipped.read("a.yaml");
  if (const std::size_t place = yaml.find("name:"); place != std::string::npos) {
    yaml.erase(place, yaml.find('\n', place) + 1 - place);
  }
  work.write("a.yaml", yaml + "\nname: " + name + "\n");
  return "gemm --m 4 --n 4 --k 4 --json --accelerator a.yaml";
}

TEST(Names, ThatCannotBePrintedAreRefusedWithFileAndKey) {
  const std::map<std::string, std::string> bad{
      {"\"a\\nb\"", "0x0a"},    {"\"a\\tb\"", "0x09"},    {"\"a\\e[31m\"", "0x1b"}, {"\"\\x7f\"", "0x7f"},
      {"\"a\\r\\nb\"", "0x0d"}, {"|-\n  a\n  b", "0x0a"}, {"\"a\\0b\"", "0x00"},    {"\"\\N\"", "0x85"},
  };
  const Workspace work;
  for (const auto& [name, byte] : bad) {
    const Outcome o = work.run(named(work, name));
    EXPECT_EQ(o.code, 2) << name;
    EXPECT_THAT(o.err, ContainsRegex("a\\.yaml:[0-9]+: name: expected UTF-8 without control characters")) << name;
    EXPECT_THAT(o.err, HasSubstr(byte)) << name;
  }
  const Outcome good = work.run(named(work, "\"caf\\xe9, 加速器 & <b>\""));
  ASSERT_EQ(good.code, 0) << good.err;
  EXPECT_EQ(json::parse(good.out).at("accelerator").at("name"), "café, 加速器 & <b>");
}

TEST(Names, OfTechnologiesWorkloadsAndOperatorsAreHeldToTheSame) {
  const Workspace work;
  work.write("t.json", R"({"schema": "lmulsim-technology/1", "name": "a\nb", "summary": "s"})");
  EXPECT_THAT(work.run(std::string(kGemm) + "--technology t.json").err,
              HasSubstr("t.json: name: expected UTF-8 without control characters, found the byte 0x0a"));
  ASSERT_EQ(work.run("trace --workload gpt2 --layers 1 --seq 2 --out w.json").code, 0);
  json::value trace = json::parse(work.read("w.json"));
  trace.at("name") = "a\x1b[31mb";
  work.write("w.json", json::serialize(trace));
  const Outcome o = work.run("run --accelerator lmul-e4m3-ws-4x4 --workload w.json");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("w.json: name: expected UTF-8 without control characters, found the byte 0x1b"));
}

TEST(Names, CanBeGivenToOverriddenAccelerators) {
  const Workspace work;
  const std::string overrides = "--rows 8 --cols 8 --dataflow os --clock 123.456 ";
  const Outcome o = work.run(kGemm + overrides + "--name small --json");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(json::parse(o.out).at("accelerator").at("name"), "small");
  const Outcome both = work.run(kGemm + overrides + "--name a --against exact-e4m3-is-4x4 --name b");
  EXPECT_THAT(both.out, ContainsRegex("\n? +a +b +ratio"));
  const Outcome many = work.run(kGemm + overrides + "--name a --name b");
  EXPECT_EQ(many.code, 2);
  EXPECT_THAT(many.err, HasSubstr("--name: expected at most 1, one for each accelerator, found 2"));
  // Without one, long names are listed above the table instead of in its head.
  const Outcome longer = work.run(kGemm + overrides + "--against exact-e4m3-is-4x4");
  EXPECT_THAT(longer.out, HasSubstr("  design 1: lmul-e4m3-ws-4x4+dataflow=os+rows=8+cols=8+clock=123.456\n"));
  EXPECT_THAT(longer.out, ContainsRegex("\n +design 1 +design 2 +ratio"));
}

/// The charts' data of a page.
json::array charts(const std::string& page) {
  constexpr std::string_view kOpen = "id=\"chart-data\">";
  const std::size_t begin = page.find(kOpen) + kOpen.size();
  return json::parse(page.substr(begin, page.find("</script>", begin) - begin)).as_array();
}

TEST(Pages, SayWhatWasRun) {
  const Workspace work;
  const Outcome o = work.run(
      "run --accelerator int8-ws-32x32 --workload gpt2 --layers 2 --phase decode --batch 3 --context 77 --technology "
      "asap7 "
      "--clock auto --out d");
  ASSERT_EQ(o.code, 0) << o.err;
  const std::string page = work.read("d/report.html");
  const std::string head = page.substr(0, page.find("<h2>"));
  for (const char* part : {"32 x 32 PEs, ws", "exact multiplier, int8 x int8, int32 accumulator", "GPT-2",
                           "decode, batch 3, 1 new tokens a sequence, context 77", "asap7, SRAM lstp, DRAM ddr4-3200",
                           "MHz, from the critical path", "<td>power</td><td>", "<td>engine</td><td>fast",
                           "<td>version</td><td>0.1.0", "<td>energy per token</td>"}) {
    EXPECT_THAT(head, HasSubstr(part)) << part;
  }
  for (const char* part : {"prefers-color-scheme: dark", "@media print", "@media (max-width", "name=\"viewport\""}) {
    EXPECT_THAT(page, HasSubstr(part)) << part;
  }
}

TEST(Pages, ShowEqualOperatorsOfAllLayersOnce) {
  const Workspace work;
  ASSERT_EQ(work.run("run --accelerator int8-ws-32x32 --workload gpt2 --seq 4 --out d").code, 0);
  const std::string page = work.read("d/report.html");
  const std::string tables = page.substr(0, page.find("<details>"));
  EXPECT_THAT(tables, Not(HasSubstr("layers.3.")));
  EXPECT_THAT(tables, ContainsRegex("<td>[a-z_.]+</td><td>gemm</td><td class=\"n\">12</td>"));
}

TEST(Pages, GiveAPartOneColourInEveryChart) {
  const Workspace work;
  std::map<std::string, std::string> colours;
  std::map<std::string, std::string> parts;
  for (const char* technology : {"horowitz-45nm", "osu018", "asap7"}) {
    const Outcome o = work.run(std::string(kGemm) + "--against exact-e4m3-is-4x4 --out d --technology " + technology);
    ASSERT_EQ(o.code, 0) << o.err;
    for (const char* file : {"d/comparison.html", "d/lmul-e4m3-ws-4x4/report.html"}) {
      for (const json::value& chart : charts(work.read(file))) {
        for (const json::value& series : chart.at("series").as_array()) {
          const std::string part(series.at("name").as_string());
          const std::string colour(series.at("colour").as_string());
          EXPECT_EQ(colours.emplace(part, colour).first->second, colour) << part;
          EXPECT_EQ(parts.emplace(colour, part).first->second, part) << colour;
        }
      }
    }
  }
  EXPECT_GE(colours.size(), 17U);
}

TEST(Pages, HaveErrorBarsAndEqualAxes) {
  const Workspace work;
  ASSERT_EQ(work.run(std::string(kGemm) + "--against exact-e4m3-is-4x4 --out d").code, 0);
  const json::array all = charts(work.read("d/comparison.html"));
  ASSERT_EQ(all.size(), 4U);  // energy, area, operators of both
  const json::value report = json::parse(work.read("d/lmul-e4m3-ws-4x4/report.json"));
  const json::value& bands = report.at("energy_pj").at("bands").at("total");
  EXPECT_EQ(all[0].at("totals").at(0).at(0), bands.at(0));
  EXPECT_EQ(all[0].at("totals").at(0).at(2), bands.at(1));
  EXPECT_EQ(all[2].at("axis_end"), all[3].at("axis_end"));
  EXPECT_GT(all[2].at("axis_end").to_number<double>(), 0);
}

}  // namespace
}  // namespace lmulsim::cli_test
