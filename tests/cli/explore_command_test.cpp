// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// `lmulsim explore`, `results` and `pareto` as a user types them: numbers, exit codes, kills, full disks.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>
#include <thread>

#include "program.hpp"
#include "store/store.hpp"
#include "util/file.hpp"

namespace lmulsim::cli_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kBase =
    "name: t\nbase: {accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {seq: 8, layers: 2}}\n";

/// Some hundred points.
const std::string kMany =
    kBase +
    "parameters:\n  array.rows: {from: 8, to: 32, step: 2}\n  array.cols: {from: 8, to: 32, step: 1}\n"
    "  array.dataflow: [ws, os]\n";
constexpr int kManyPoints = 13 * 25 * 2;

std::string published(const Workspace& work, const std::string& store) {
  EXPECT_EQ(work.run("results publish --store " + store + " --out " + store + ".published").code, 0);
  return work.read(store + ".published");
}

/// The number behind the keys, which follow one another in the text.
std::string number_behind(std::string_view json, const std::vector<std::string>& keys) {
  std::size_t at = 0;
  for (const std::string& key : keys) {
    at = json.find("\"" + key + "\":", at);
    if (at == std::string_view::npos) {
      return "no " + key;
    }
    at += key.size() + 3;
  }
  at = json.find_first_not_of(" ", at);
  std::string text(json.substr(at, json.find_first_of(",}\n", at) - at));
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    out.push_back(line);
  }
  return out;
}

TEST(ExploreCommand, EveryNumberIsThatOfTheCommandThatItPrints) {
  const Workspace work;
  work.write("t.yaml", kBase +
                           "quality: kjv-1m\nparameters:\n"
                           "  arithmetic: [\"lmul:e4m3,acc=bf16\", \"exact:int8,acc=int32\", \"lmul:e5m2,acc=bf16\"]\n"
                           "  array.rows: [16, 48]\n  run.technology: [horowitz-45nm, asap7]\n  run.seq: [8, 20]\n");
  ASSERT_EQ(work.run("explore t.yaml --store s --jobs 2").code, 0);
  const std::vector<std::string> points = lines_of(work.run("results export --format jsonl --store s").out);
  const std::map<std::string, std::vector<std::string>> columns{{"cycles", {"cycles", "total"}},
                                                                {"macs", {"macs"}},
                                                                {"time_s", {"time_s"}},
                                                                {"utilization", {"utilization"}},
                                                                {"dram_bytes", {"totals", "dram_bytes"}},
                                                                {"tokens", {"totals", "tokens"}},
                                                                {"energy_pj", {"energy_pj", "total"}},
                                                                {"area_um2", {"area_um2", "total"}}};
  const std::map<std::string, std::vector<std::string>> of_quality{{"perplexity", {"quality", "perplexity"}},
                                                                   {"perplexity_ratio", {"quality", "ratio_to_fp32"}},
                                                                   {"agreement", {"quality", "agreement"}}};
  int compared = 0;
  int with_quality = 0;
  for (const std::string& point : points) {
    const std::string id = point.substr(point.find("\"id\":\"") + 6, 32);
    const std::string shown = work.run("results show " + id + " --store s").out;
    const std::string command = lines_of(shown).back();
    ASSERT_TRUE(command.starts_with("lmulsim run ")) << shown;
    if (point.find("\"outcome\":\"ok\"") == std::string::npos) {
      EXPECT_EQ(work.run(command.substr(8)).code, 2) << command;
      continue;
    }
    const std::string report = work.run(command.substr(8) + " --json").out;
    for (const auto& [column, keys] : columns) {
      EXPECT_EQ(number_behind(point, {"run", column}), number_behind(report, keys)) << command << " " << column;
      ++compared;
    }
    const bool has_quality = point.find("\"perplexity\":null") == std::string::npos;
    EXPECT_EQ(has_quality, command.find("--quality") != std::string::npos) << command;
    for (const auto& [column, keys] : of_quality) {
      EXPECT_EQ(has_quality ? number_behind(point, {"run", column}) : "no quality", number_behind(report, keys))
          << command << " " << column;
    }
    with_quality += has_quality ? 1 : 0;
  }
  EXPECT_GE(compared, 8 * 8);
  EXPECT_GT(with_quality, 0);
  EXPECT_LT(with_quality * 8, compared);  // the table has no row of the third
}

TEST(ExploreCommand, SaysWhatItWouldDoAndWhatItDid) {
  const Workspace work;
  work.write("t.yaml", kBase +
                           "parameters: {array.rows: [8, 16], pe.accumulator: [fp32, int32]}\n"
                           "objectives: {minimise: [energy_pj, area_um2]}\n");
  const Outcome dry = work.run("explore t.yaml --store s --dry-run --list");
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("4 points of 4 positions: 0 from the store, 2 cannot be built, 2 to run"));
  EXPECT_THAT(dry.out, HasSubstr("--set array.rows=16 --set pe.accumulator=fp32"));
  EXPECT_EQ(work.files(), std::vector<std::string>{"t.yaml"});
  const Outcome first = work.run("explore t.yaml --store s");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("4 points: 2 run, 0 from the store, 2 cannot be built, 0 failed"));
  EXPECT_THAT(first.out, HasSubstr("front by energy_pj (least), area_um2 (least)"));
  EXPECT_THAT(work.run("explore t.yaml --store s").out, HasSubstr("4 points: 0 run, 4 from the store"));
  EXPECT_THAT(work.run("explore t.yaml --store s --json").out, HasSubstr("\"from_store\": 4"));
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++n;
  }
  return n;
}

TEST(ResultsReport, IsOnePageWithTheFrontThatParetoGives) {
  const Workspace work;
  work.write("t.yaml", kBase +
                           "parameters: {array.rows: [8, 16, 32], array.dataflow: [ws, os], pe.accumulator: [fp32, "
                           "int32]}\nobjectives: {minimise: [energy_pj, area_um2]}\n");
  ASSERT_EQ(work.run("explore t.yaml --store s").code, 0);
  const Outcome report = work.run("results report --store s --out p.html");
  EXPECT_EQ(report.code, 0) << report.err;
  EXPECT_EQ(report.out + report.err, "");
  const std::string page = work.read("p.html");
  const std::string front = work.run("pareto --store s --json").out;
  EXPECT_GT(count(front, "\"front\""), 0U);
  EXPECT_EQ(count(page, "<circle class=\"front\""), count(front, "\"front\""));
  EXPECT_THAT(page, HasSubstr("12 points: 6 ok, 6 unbuildable"));
  EXPECT_THAT(page, HasSubstr("accelerator lmul-e4m3-ws-32x32"));
  EXPECT_THAT(page, HasSubstr("cannot be built"));
  EXPECT_EQ(work.run("results report --store s --out again.html").code, 0);
  EXPECT_TRUE(work.read("again.html") == page) << "the same store gives the same page";
  EXPECT_EQ(work.run("results report --store s --out other.html --maximise tops_per_w --minimise time_s").code, 0);
  EXPECT_THAT(work.read("other.html"), HasSubstr("most tops_per_w"));
}

TEST(ResultsReport, SaysWhatItLacks) {
  const Workspace work;
  work.write("t.yaml", kBase + "parameters: {array.rows: {from: 8, to: 64, step: 1}, array.dataflow: [ws, os]}\n");
  ASSERT_EQ(work.run("explore t.yaml --store s --shard 0/2").code, 0);
  ASSERT_EQ(work.run("results merge s.shards --into s").code, 0);
  ASSERT_EQ(work.run("results report --store s --out p.html").code, 0);
  EXPECT_THAT(work.read("p.html"), HasSubstr("114 points: 57 ok"));
  EXPECT_THAT(work.read("p.html"), HasSubstr("none; --minimise and --maximise name some"));
  ASSERT_EQ(work.run("explore t.yaml --store s").code, 0);
  ASSERT_EQ(work.run("results report --store s --out p.html --minimise area_um2 --minimise time_s --points 100").code,
            0);
  EXPECT_THAT(work.read("p.html"), HasSubstr("The page has 100 of 114 points: the front"));
  const std::map<std::string, std::string> bad{{"--out p.html", "--store is required"},
                                               {"--store s", "--out is required"},
                                               {"--store no --out p.html", "no: "},
                                               {"--store s --out no/p.html", "no/p.html"},
                                               {"--store s --out p.html --minimise areaa_um2", "expected a metric"},
                                               {"--store s --out p.html --sweep x", "--sweep: expected one of"},
                                               {"--store s --out p.html --limit 'area_um2 <'", "--limit"},
                                               {"--store s --out p.html --points 7", "--points"}};
  for (const auto& [arguments, words] : bad) {
    const Outcome o = work.run("results report " + arguments);
    EXPECT_EQ(o.code, 2) << arguments;
    EXPECT_THAT(o.err, HasSubstr(words)) << arguments;
  }
}

TEST(ExploreCommand, RefusesWhatItDoesNotUnderstand) {
  const Workspace work;
  work.write("t.yaml", kBase + "parameters: {array.rows: [8]}\n");
  work.write("typo.yaml", kBase + "parameters: {array.rowz: [8]}\n");
  work.write("bomb.yaml", kBase +
                              "parameters: {array.rows: {from: 1, to: 1024, step: 1}, array.cols: {from: 1, to: 1024, "
                              "step: 1}, pe.acc_latency: [1, 2, 3, 4]}\n");
  work.write("search.yaml", kBase +
                                "parameters: {array.rows: [8, 16]}\nobjectives: {minimise: [energy_pj]}\n"
                                "strategy: {kind: nsga2}\n");
  work.write("garbage", std::string(5000, 'x'));
  const std::map<std::string, std::string> all{
      {"explore typo.yaml --store s", "typo.yaml:3: parameters.array.rowz: unknown key"},
      {"explore bomb.yaml --store s", "at most 2000000 points, found 4194304"},
      {"explore bomb.yaml --dry-run", "at most 2000000 points, found 4194304"},
      {"explore search.yaml --dry-run", "a search chooses at most 2560 of 2 positions"},
      {"explore search.yaml --store s --shard 0/2", "a search takes --jobs"},
      {"explore t.yaml", "--store: expected the file"},
      {"explore t.yaml --store garbage", "garbage: not a store"},
      {"explore t.yaml --store .", ".: expected a store, found a folder"},
      {"explore t.yaml --store no/s", "no/s: cannot open"},
      {"explore t.yaml --store s --list", "--list: expected --dry-run"},
      {"explore t.yaml --store s --jobs 0", "--jobs"},
      {"explore nothing --store s", "'nothing' is neither a .yaml file nor one of"},
      {"explore nothing.yaml --store s", "nothing.yaml"},
      {"results status --store s", "s: cannot read: No such file"},
      {"results show 1 --store garbage", "not a store"},
      {"pareto --store garbage", "not a store"},
      {"results", "subcommand"}};
  for (const auto& [arguments, message] : all) {
    const Outcome o = work.run(arguments);
    EXPECT_EQ(o.code, 2) << arguments << o.err;
    EXPECT_THAT(o.err, HasSubstr(message)) << arguments;
    EXPECT_EQ(o.out, "") << arguments;
  }
  EXPECT_FALSE(fs::exists(work.path() / "s"));
}

/// Starts a sweep, and sends it the signal when the store's log has grown by so many bytes, or when it has ended.
Outcome explore_and_send(const Workspace& work, const std::string& signal, int bytes) {
  const std::string size = "$(( $(stat -c %s s s-wal 2>/dev/null | paste -sd+ || echo 0) + 0 ))";
  return work.run(
      fmt::format("explore t.yaml --store s --jobs 2 --quiet & p=$!; b={0}; "
                  "while kill -0 $p 2>/dev/null && [ $(( {0} - b )) -lt {1} ]; do sleep 0.005; done; "
                  "kill -{2} $p 2>/dev/null; wait $p",
                  size, bytes, signal));
}

/// How many of as many starts were killed before their end.
int explore_with_kills(const Workspace& work, const std::vector<int>& growths) {
  int kills = 0;
  for (const int bytes : growths) {
    kills += explore_and_send(work, "KILL", bytes).code == 0 ? 0 : 1;
  }
  return kills;
}

void check_after_kills(const Workspace& work, const std::string& undisturbed) {
  const Outcome last = work.run("explore t.yaml --store s --jobs 2 --json");
  EXPECT_EQ(last.code, 0) << last.err;
  EXPECT_THAT(last.out, HasSubstr(fmt::format("\"points\": {}", kManyPoints)));
  EXPECT_EQ(work.run("results verify --store s").code, 0);
  EXPECT_EQ(published(work, "s"), undisturbed);
}

std::string undisturbed_bytes(const std::string& sweep = kMany) {
  const Workspace whole;
  whole.write("t.yaml", sweep);
  EXPECT_EQ(whole.run("explore t.yaml --store s --jobs 1").code, 0);
  return published(whole, "s");
}

TEST(ExploreCommand, KillsOfTheManagerLoseAndDoubleNothing) {
  const Workspace work;
  work.write("t.yaml", kMany);
  const int kills = explore_with_kills(work, {1, 1, 60'000, 120'000, 1, 200'000});
  EXPECT_GE(kills, 3);
  check_after_kills(work, undisturbed_bytes());
}

// Behind --gtest_also_run_disabled_tests: some minutes.
TEST(ExploreCommand, DISABLED_AHundredKillsLoseAndDoubleNothing) {
  const std::string undisturbed = undisturbed_bytes();
  int kills = 0;
  for (int round = 0; kills < 100; ++round) {
    const Workspace work;
    work.write("t.yaml", kMany);
    std::vector<int> growths;
    for (int i = 0; i < 8; ++i) {
      growths.push_back(1 + (round * 37 + i * 61) % 180 * 1000);
    }
    kills += explore_with_kills(work, growths);
    check_after_kills(work, undisturbed);
  }
}

TEST(ExploreCommand, ATerminatedSweepSaysSoAndGoesOn) {
  const Workspace work;
  work.write("t.yaml", kMany);
  const Outcome o = explore_and_send(work, "TERM", 1);
  EXPECT_EQ(o.code, 3) << o.err;
  EXPECT_THAT(o.err, HasSubstr("stopped: the same command goes on"));
  check_after_kills(work, undisturbed_bytes());
}

TEST(ExploreCommand, TwoAtOnceOnOneStoreEndAsOne) {
  const Workspace work;
  work.write("t.yaml", kMany);
  Outcome other{};
  std::thread second([&] { other = work.run("explore t.yaml --store s --jobs 1 --quiet"); });
  const Outcome one = work.run("explore t.yaml --store s --jobs 1 --quiet");
  second.join();
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_EQ(published(work, "s"), undisturbed_bytes());
}

/// Runs the shards of t.yaml with this shell text around each, two at a time, into the store `name`.
void run_shards(const Workspace& work, const std::string& name, int count) {
  const Outcome o =
      work.run("explore t.yaml --store " + name + " --jobs 1 --quiet --shard \"$1/" + std::to_string(count) + "\"' sh",
               "seq 0 " + std::to_string(count - 1) + " | xargs -n 1 -P 2 sh -c '");
  EXPECT_EQ(o.code, 0) << o.err;
}

TEST(ExploreCommand, ShardsGiveTheSameBytesHoweverManyThereAre) {
  const std::string undisturbed = undisturbed_bytes();
  for (const int count : {1, 3, 7, 24}) {
    const Workspace work;
    work.write("t.yaml", kMany);
    run_shards(work, "s", count);
    EXPECT_FALSE(fs::exists(work.path() / "s"));
    EXPECT_THAT(work.run("results status --store s").out, HasSubstr(fmt::format("all {} shards", count)));
    const Outcome merged = work.run("results merge s.shards --into s");
    EXPECT_EQ(merged.code, 0) << merged.err;
    EXPECT_THAT(merged.out, HasSubstr(fmt::format("all {} shards have come to their end", count)));
    EXPECT_EQ(published(work, "s"), undisturbed) << count;
    EXPECT_EQ(work.run("results merge s.shards --into s").code, 0);  // again changes nothing
    EXPECT_EQ(published(work, "s"), undisturbed) << count;
    EXPECT_THAT(work.run("explore t.yaml --store s --quiet").out, HasSubstr(" points: 0 run, "));
  }
}

TEST(ExploreCommand, AKilledShardGoesOnAndTwoOfOneShardDoNoHarm) {
  // Far more than is written at a time, so that the kill comes before the end.
  const std::string sweep = kMany + "  pe.multiplier: [lmul, exact]\n  clock_mhz: [100, 200, 300, 400, 500]\n";
  const Workspace work;
  work.write("t.yaml", sweep);
  const std::string shard = "explore t.yaml --store s --jobs 1 --quiet --shard ";
  EXPECT_EQ(
      work.run(shard + "1/2 >/dev/null & p=$!; while [ $(cat s.shards/1-of-2.*.jsonl 2>/dev/null | wc -l) -lt 40 ]; do "
                       "sleep 0.01; done; kill -9 $p; wait $p")
          .code,
      137);
  const Outcome partial = work.run("results merge s.shards --into partial");
  EXPECT_EQ(partial.code, 0) << partial.err;
  EXPECT_THAT(partial.out, HasSubstr("2 of 2 shards have not"));
  EXPECT_THAT(partial.out, HasSubstr("0/2, 1/2"));
  std::string journal;
  for (const auto& entry : fs::directory_iterator(work.path() / "s.shards")) {
    journal = entry.path().string();
  }
  const std::string bytes = util::read_file(journal);
  util::write_file_atomic(journal, bytes.substr(0, bytes.size() - 10));  // in the middle of a line
  Outcome twin{};
  std::thread second([&] { twin = work.run(shard + "1/2"); });
  const Outcome one = work.run(shard + "1/2");
  second.join();
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(twin.code, 0) << twin.err;
  EXPECT_THAT(one.out, ::testing::Not(HasSubstr(" 0 from the store")));
  EXPECT_EQ(work.run(shard + "0/2").code, 0);
  const Outcome merged = work.run("results merge s.shards --into s");
  EXPECT_EQ(merged.code, 0) << merged.err;
  EXPECT_THAT(merged.out, HasSubstr("the last line is not whole"));
  EXPECT_THAT(merged.out, HasSubstr("all 2 shards"));
  EXPECT_EQ(published(work, "s"), undisturbed_bytes(sweep));
}

TEST(ExploreCommand, ShardsOfAnotherSweepAreRefused) {
  const Workspace work;
  work.write("t.yaml", kBase + "parameters: {array.rows: [8, 16]}\n");
  EXPECT_EQ(work.run("explore t.yaml --store s --shard 0/2").code, 0);
  work.write("t.yaml", kBase + "parameters: {array.rows: [8, 32]}\n");
  const Outcome edited = work.run("explore t.yaml --store s --shard 1/2");
  EXPECT_EQ(edited.code, 2);
  EXPECT_THAT(edited.err, HasSubstr("expected a journal of this sweep"));
  EXPECT_EQ(work.run("explore t.yaml --store other --shard 1/2").code, 0);
  const Outcome mixed = work.run("results merge s.shards other.shards --into m");
  EXPECT_EQ(mixed.code, 2);
  EXPECT_THAT(mixed.err, HasSubstr("changed between shards"));
  for (const char* wrong : {"2/2", "x/2", "1", "1/", "/2", "-1/2", "0/0", "1/2/3", "0/1e9"}) {
    const Outcome o = work.run(std::string("explore t.yaml --store s --shard ") + wrong);
    EXPECT_EQ(o.code, 2) << wrong;
    EXPECT_THAT(o.err, HasSubstr("counted from 0")) << wrong;
  }
}

TEST(ExploreCommand, AFullDiskStopsItAndRoomLetsItGoOn) {
  const Workspace work;
  work.write("t.yaml", kMany);
  int stopped = 0;
  for (const int blocks : {16, 100, 400, 900}) {
    const Outcome o =
        work.run("explore t.yaml --store s --jobs 2 --quiet", fmt::format("trap '' XFSZ; ulimit -f {}; exec", blocks));
    stopped += o.code == 2 ? 1 : 0;
    EXPECT_TRUE(o.code == 2 || o.code == 0) << blocks << ": " << o.code << o.err;
    if (o.code == 2) {
      EXPECT_THAT(o.err, HasSubstr("s: cannot")) << blocks;
      EXPECT_EQ(std::ranges::count(o.err, '\n'), 1) << o.err;
    }
  }
  EXPECT_GE(stopped, 2);
  check_after_kills(work, undisturbed_bytes());
}

TEST(ResultsCommand, AnswersFromTheStore) {
  const Workspace work;
  work.write("t.yaml", kBase +
                           "parameters: {array.rows: [8, 16], pe.multiplier: [lmul, exact]}\nquality: kjv-1m\n"
                           "objectives: {minimise: [energy_pj], maximise: [agreement]}\n");
  ASSERT_EQ(work.run("explore t.yaml --store s").code, 0);
  EXPECT_THAT(work.run("results status --store s").out, HasSubstr("t ("));
  EXPECT_THAT(work.run("results status --store s").out, HasSubstr("4 points, 4 ok"));
  const std::string csv = work.run("results export --store s").out;
  EXPECT_EQ(lines_of(csv).size(), 5U);
  EXPECT_THAT(csv, HasSubstr("id,position,outcome,array.rows,pe.multiplier,cycles"));
  EXPECT_EQ(lines_of(work.run("results export --format md --store s").out).size(), 6U);
  const std::string tex = work.run("results export --format tex --store s").out;
  EXPECT_THAT(tex, HasSubstr("array.rows & pe.multiplier & energy\\_pj / pJ & agreement"));
  EXPECT_EQ(std::ranges::count(tex, '&'), 5 * 3);
  EXPECT_EQ(work.run("results export --format xml --store s").code, 2);
  const std::string a = lines_of(csv)[1].substr(0, 32);
  const std::string b = lines_of(csv)[2].substr(0, 32);
  EXPECT_THAT(work.run("results why " + a + " --store s").out, HasSubstr("accelerator.array.rows 8"));
  const std::string why = work.run("results why " + a + " --and " + b + " --store s").out;
  EXPECT_THAT(why, HasSubstr("accelerator.pe.multiplier:"));
  EXPECT_THAT(why, ::testing::Not(HasSubstr("technology")));
  EXPECT_THAT(work.run("results best --per array.rows --of energy_pj --store s").out, HasSubstr("energy_pj"));
  const std::string importance = work.run("results importance --of energy_pj --store s").out;
  EXPECT_THAT(importance, HasSubstr("share of the variance of the logarithm of energy_pj, 4 points"));
  EXPECT_THAT(importance, HasSubstr("exact -> lmul"));
  EXPECT_THAT(work.run("results importance --of energy_pj --json --store s").out, HasSubstr("\"balanced\": true"));
  EXPECT_EQ(work.run("results importance --of energy --store s").code, 2);
  EXPECT_THAT(work.run("results metrics").out, HasSubstr("tokens_per_s"));
  const std::string front = work.run("pareto --store s").out;
  EXPECT_THAT(front, HasSubstr("front by energy_pj (least), agreement (most)"));
  EXPECT_THAT(front, HasSubstr("note: perplexity and what follows from it are of the quality table's model"));
  EXPECT_THAT(work.run("pareto --store s --json --all").out, HasSubstr("\"dominated_by\""));
  EXPECT_EQ(work.run("results publish --store s --out p").code, 0);
  EXPECT_THAT(work.run("results diff s p").out, HasSubstr("4 points the same, 0 with other numbers"));
  EXPECT_EQ(work.run("results merge p --into m").code, 0);
  EXPECT_EQ(published(work, "m"), work.read("p"));
  EXPECT_EQ(work.run("results prune --store m").code, 2);
  EXPECT_THAT(work.run("results prune --outside --store m").out, HasSubstr("0 points deleted"));
  EXPECT_EQ(work.run("results verify --store p").code, 0);
  std::string bytes = work.read("p");
  bytes[bytes.find("kjv-1m")] ^= 1;  // in the text of the sweep
  work.write("p", bytes);
  const Outcome damaged = work.run("results verify --store p");
  EXPECT_EQ(damaged.code, 1) << damaged.out;
  EXPECT_EQ(work.run("results verify --salvage p --into n").code, 0);
}

TEST(ResultsCommand, RunsPointsAgainAndHoldsThemAgainstTheStore) {
  const Workspace work;
  work.write("t.yaml", kBase + "parameters: {array.rows: [8, 16]}\nquality: kjv-1m\n");
  ASSERT_EQ(work.run("explore t.yaml --store s").code, 0);
  const std::vector<std::string> lines = lines_of(work.run("results export --store s").out);
  const std::string a = lines.at(1).substr(0, 32);
  const std::string b = lines.at(2).substr(0, 32);
  const Outcome shown = work.run("results show " + a + " --store s --report r");
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(work.read("r/report.json"), HasSubstr("\"ratio_to_fp32\""));
  const Outcome compared = work.run("results compare " + a + " " + b + " --store s --out c");
  EXPECT_EQ(compared.code, 0) << compared.err;
  EXPECT_THAT(compared.out, HasSubstr(a.substr(0, 8)));
  EXPECT_TRUE(fs::exists(work.path() / "c" / "comparison.html"));
  EXPECT_EQ(work.run("results compare " + a + " --store s").code, 2);
  EXPECT_EQ(work.run("results compare " + a + " zzz --store s").code, 2);
  // A store whose number is another one, with a digest that holds.
  ASSERT_EQ(work.run("results show " + a + " --store s --json").code, 0);
  store::Store store((work.path() / "s").string(), store::Access::write);
  explore::RunRow row = *store.find_run(a);
  (void)store.remove_runs("id = '" + a + "'");
  row.cycles = *row.cycles + 1;
  const std::string sweep = store.sweeps().at(0).id;
  store.write([&] {
    (void)store.put(row);
    store.put(store::Member{sweep, 0, a, "{\"array.rows\":8}"});
  });
  const Outcome other = work.run("results show " + a + " --store s --report q");
  EXPECT_EQ(other.code, 1) << other.err;
  EXPECT_THAT(other.err, HasSubstr("1 numbers are not the store's, the first cycles"));
  EXPECT_TRUE(fs::exists(work.path() / "q" / "report.json"));
}

TEST(ShippedSweeps, RunToTheirEndAndHaveAFront) {
  const fs::path folder = fs::path(LMULSIM_SOURCE_DIR) / "configs/sweeps/designs";
  const std::string readme = util::read_file(folder / "README.md");
  int ran = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    const Workspace work;
    const std::string name = entry.path().stem().string();
    const Outcome o = work.run("explore " + name + " --store s --quiet");
    EXPECT_EQ(o.code, 0) << name << o.err;
    EXPECT_THAT(o.out, HasSubstr(", 0 cannot be built, 0 failed")) << name;
    EXPECT_THAT(o.out, HasSubstr("front by ")) << name;
    const std::string points = o.out.substr(0, o.out.find(' '));
    const std::size_t row = readme.find("| `" + name + "` |");
    ASSERT_NE(row, std::string::npos) << name;
    EXPECT_THAT(readme.substr(row, readme.find('\n', row) - row), HasSubstr(": " + points + " ")) << name;
    ++ran;
  }
  EXPECT_EQ(ran, 5);
}

TEST(ReadmeSweep, TheCommandsOfTheFirstSweepRunInAClone) {
  const std::string readme = util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "README.md");
  const std::size_t begin = readme.find("## Your first sweep");
  ASSERT_NE(begin, std::string::npos);
  const std::size_t end = readme.find("\n## ", begin + 1);
  const Workspace work;
  fs::create_symlink(fs::path(LMULSIM_SOURCE_DIR) / "configs", work.path() / "configs");
  std::map<std::string, std::string> ids;
  int ran = 0;
  for (const std::string& line : lines_of(readme.substr(begin, end - begin))) {
    const std::string_view prompt = "    $ lmulsim ";
    if (!line.starts_with(prompt)) {
      continue;
    }
    const Outcome o = work.run(line.substr(prompt.size()));
    EXPECT_EQ(o.code, 0) << line << ": " << o.err;
    ++ran;
  }
  EXPECT_GE(ran, 4);
}

}  // namespace
}  // namespace lmulsim::cli_test
