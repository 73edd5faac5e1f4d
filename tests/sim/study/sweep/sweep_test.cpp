// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "explore/hypervolume.hpp"
#include "study/sweep/stored_points.hpp"
#include "sweeps.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

using ::testing::HasSubstr;

TEST(Explore, GivesTheSameBytesForAnyNumberOfJobs) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(kTwelve);
  EXPECT_EQ(explore_into(sweep, folder.file("one"), 1).run, 12);
  EXPECT_EQ(explore_into(sweep, folder.file("two"), 2).run, 12);
  EXPECT_EQ(explore_into(sweep, folder.file("five"), 5).run, 12);
  const std::string bytes = published(folder.file("one"));
  EXPECT_EQ(bytes, published(folder.file("two")));
  EXPECT_EQ(bytes, published(folder.file("five")));
}

TEST(Explore, RunsNothingTwice) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(kTwelve);
  (void)explore_into(sweep, folder.file("s"));
  const ExploreSummary again = explore_into(sweep, folder.file("s"), 2);
  EXPECT_EQ(again.run, 0);
  EXPECT_EQ(again.from_store, 12);
  EXPECT_EQ(again.points, 12);
  store::Store store(folder.file("s"), store::Access::read);
  EXPECT_EQ(store.database().integer("select count(*) from attempt"), 12);
}

TEST(Explore, ALargerSweepRunsOnlyWhatIsNew) {
  const TestFolder folder;
  (void)explore_into(small_sweep("parameters: {array.rows: [8, 16]}"), folder.file("s"));
  const ExploreSummary more = explore_into(small_sweep("parameters: {array.rows: [8, 16, 24]}"), folder.file("s"));
  EXPECT_EQ(more.run, 1);
  EXPECT_EQ(more.from_store, 2);
  store::Store store(folder.file("s"), store::Access::read);
  EXPECT_EQ(store.sweeps().size(), 2U);
  EXPECT_THROW((void)load_sweep(store, "small"), InputError);
  EXPECT_EQ(load_sweep(store, more.sweep).points.size(), 3U);
}

TEST(Explore, APointThatCannotBeBuiltIsAnAnswer) {
  const TestFolder folder;
  const explore::Sweep sweep =
      small_sweep("parameters: {pe.accumulator: [fp32, int32, fixed], run.phase: [prefill, decode]}");
  const ExploreSummary first = explore_into(sweep, folder.file("s"), 2);
  EXPECT_EQ(first.points, 6);
  EXPECT_EQ(first.run, 1);  // BERT has no decode, int32 no floats, fixed needs pe.max_k
  EXPECT_EQ(first.unbuildable, 5);
  const ExploreSummary again = explore_into(sweep, folder.file("s"), 2);
  EXPECT_EQ(again.from_store, 6);
  EXPECT_EQ(again.reasons, first.reasons);
  std::string reasons;
  for (const auto& [reason, count] : first.reasons) {
    reasons += reason + "\n";
  }
  EXPECT_THAT(reasons, HasSubstr("missing key 'pe.max_k'"));
  EXPECT_THAT(reasons, ::testing::Not(HasSubstr(LMULSIM_SOURCE_DIR)));
}

TEST(Explore, EqualDesignsAreOnePoint) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(
      "parameters:\n  memories:\n"
      "    split: {memory.sram_kib: 1024}\n"
      "    parts: {memory.activation_kib: 384, memory.weight_kib: 384, memory.accumulator_kib: 256}\n"
      "    other: {memory.activation_kib: 256, memory.weight_kib: 512, memory.accumulator_kib: 256}\n");
  const ExploreSummary summary = explore_into(sweep, folder.file("s"));
  EXPECT_EQ(summary.points, 2);
  EXPECT_EQ(summary.folded, 1);
  EXPECT_EQ(explore_into(sweep, folder.file("s")).folded, 1);
  EXPECT_EQ(dry_run({.sweep = &sweep, .store = ""}, false).folded, 1);
}

TEST(Explore, ADryRunCountsAndWritesNothing) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(kTwelve);
  const DryRun dry = dry_run({.sweep = &sweep, .store = folder.file("s")}, true);
  EXPECT_EQ(dry.points, 12);
  EXPECT_EQ(dry.stored, 0);
  EXPECT_GT(dry.seconds_a_point, 0);
  ASSERT_EQ(dry.commands.size(), 12U);
  EXPECT_EQ(dry.commands[0],
            "lmulsim run --accelerator lmul-e4m3-ws-32x32 --workload bert-base --seq 8 --layers 1 --set array.rows=8 "
            "--set array.dataflow=ws --set pe.multiplier=lmul");
  EXPECT_FALSE(std::filesystem::exists(folder.file("s")));
  (void)explore_into(sweep, folder.file("s"));
  EXPECT_EQ(dry_run({.sweep = &sweep, .store = folder.file("s")}, false).stored, 12);
}

TEST(Explore, NamesThatAreNowhereAreRefusedBeforeAnythingRuns) {
  const TestFolder folder;
  for (const char* rest : {"parameters: {run.technology: [asap7, asap77]}", "parameters: {accelerator: [none-such]}",
                           "parameters: {run.workload: [bert-bas]}", "parameters: {run.engine: [fats]}",
                           "parameters: {run.phase: [prefil]}", "parameters: {run.operands: [some]}",
                           "quality: none-such\nparameters: {array.rows: [8]}"}) {
    const explore::Sweep sweep = small_sweep(rest);
    EXPECT_THROW((void)explore_into(sweep, folder.file("s")), InputError) << rest;
    EXPECT_FALSE(std::filesystem::exists(folder.file("s"))) << rest;
  }
}

TEST(Explore, StopsWhenItIsAskedToAndGoesOnAfterwards) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(kTwelve);
  int asked = 0;
  const ExploreSummary stopped =
      explore({.sweep = &sweep, .store = folder.file("s"), .jobs = 2, .is_stopped = [&] { return ++asked > 2; }});
  EXPECT_TRUE(stopped.stopped);
  const ExploreSummary rest = explore_into(sweep, folder.file("s"), 2);
  EXPECT_EQ(rest.run + rest.from_store, 12);
  (void)explore_into(sweep, folder.file("whole"));
  EXPECT_EQ(published(folder.file("s")), published(folder.file("whole")));
}

TEST(StoredPoints, FrontsBestPointsAndDifferences) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(
      "parameters: {array.rows: [8, 16, 32], array.cols: = array.rows, pe.multiplier: [lmul, exact]}\n"
      "quality: kjv-1m\n"
      "objectives: {minimise: [energy_per_token_pj, area_um2], maximise: [tokens_per_s]}");
  (void)explore_into(sweep, folder.file("s"), 2);
  store::Store store(folder.file("s"), store::Access::read);
  const StoredSweep stored = load_sweep(store, "");
  const Front front = front_of(stored, {});
  ASSERT_EQ(front.points.size(), 6U);
  for (const JudgedPoint& point : front.points) {  // the smaller multiplier beats the larger one on the same array
    if (point.point->parameter("pe.multiplier") == "exact") {
      EXPECT_NE(point.standing, explore::FrontClass::front);
      EXPECT_EQ(point.by->parameter("array.rows"), point.point->parameter("array.rows"));
    }
  }
  EXPECT_EQ(front_of(stored, {.limits = {"area_um2 <= 1"}}).infeasible, 6);
  EXPECT_EQ(front_of(stored, {.group_by = {"pe.multiplier"}}).points.size(), 6U);
  EXPECT_FALSE(front_of(stored, {.objectives = {{"perplexity", false}}}).quality_note.empty());
  EXPECT_THROW((void)front_of(stored, {.objectives = {{"energy", false}}}), InputError);
  const auto best = best_of(stored, {"array.rows"}, "energy_pj");
  ASSERT_EQ(best.size(), 3U);
  EXPECT_EQ(best[0].cell[0], "8");
  EXPECT_EQ(best[0].point->parameter("pe.multiplier"), "lmul");
  EXPECT_THROW((void)best_of(stored, {"pe.accumulator"}, "energy_pj"), InputError);
  const SweepDifference same = compare_sweeps(stored, stored);
  EXPECT_EQ(same.same, 6);
  StoredSweep other = load_sweep(store, "");
  other.points[1].row.cycles = *other.points[1].row.cycles + 1;
  other.points.pop_back();
  const SweepDifference difference = compare_sweeps(stored, other);
  EXPECT_EQ(difference.only_a, 1);
  ASSERT_EQ(difference.changed.size(), 1U);
  EXPECT_EQ(difference.changed[0].metric, "cycles");
  EXPECT_THROW((void)find_run(store, "zz"), InputError);
  EXPECT_EQ(find_run(store, stored.points[2].row.id.substr(0, 16)).row, stored.points[2].row);
}

TEST(Sweep, ASolvedKeyGivesEveryDesignTheSameArea) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(
      "solve: {array.rows: area_um2 == 4e6 within 3 %}\n"
      "parameters: {array.cols: = array.rows, pe.multiplier: [lmul, exact], pe.accumulator: [fp32, bf16]}\n");
  const ExploreSummary summary = explore_into(sweep, folder.file("s"));
  EXPECT_EQ(summary.run, 4);
  store::Store store(folder.file("s"), store::Access::read);
  const StoredSweep stored = load_sweep(store, "");
  std::set<std::string> sides;
  for (const StoredPoint& point : stored.points) {
    EXPECT_NEAR(*point.row.area_um2, 4e6, 4e6 * 0.03);
    EXPECT_EQ(point.parameter("array.rows"), point.parameter("array.cols"));
    sides.insert(point.parameter("array.rows"));
  }
  EXPECT_GT(sides.size(), 1U);
  EXPECT_EQ(explore_into(sweep, folder.file("s")).from_store, 4);
  const explore::Sweep never =
      small_sweep("solve: {array.rows: area_um2 == 1 within 3 %}\nparameters: {array.cols: [8]}\n");
  EXPECT_THAT(explore_into(never, folder.file("n")).reasons.begin()->first,
              HasSubstr("solve array.rows: expected area_um2 == 1 within 3 %, the nearest is"));
}

const std::string kSpace =
    "parameters:\n  array.rows: {from: 8, to: 256, times: 2}\n  array.cols: {from: 8, to: 256, times: 2}\n"
    "  array.dataflow: [ws, os, is]\n  pe.multiplier: [lmul, exact]\n  pe.accumulator: [fp32, bf16, fixed]\n"
    "  pe.max_k: {values: [4096], when: pe.accumulator == 'fixed'}\n  memory.word_bits: [64, 128, 256]\n"
    "objectives: {minimise: [energy_pj, area_um2, time_s]}\n";

/// The volume of the sweep's front below a reference, between logarithms.
double volume_of(const std::string& path, const std::vector<double>& reference) {
  store::Store store(path, store::Access::read);
  std::vector<std::vector<double>> points;
  for (const JudgedPoint& point : front_of(load_sweep(store, ""), {}).points) {
    if (point.standing == explore::FrontClass::front) {
      points.push_back(
          {std::log(point.values[0].value), std::log(point.values[1].value), std::log(point.values[2].value)});
    }
  }
  return explore::hypervolume(points, reference);
}

std::vector<double> worst_values(const std::string& path) {
  store::Store store(path, store::Access::read);
  std::vector<double> worst(3);
  for (const StoredPoint& point : load_sweep(store, "").points) {
    if (point.is_ok()) {
      worst = {std::max(worst[0], *point.row.energy_pj), std::max(worst[1], *point.row.area_um2),
               std::max(worst[2], *point.row.time_s)};
    }
  }
  return {std::log(worst[0]), std::log(worst[1]), std::log(worst[2])};
}

TEST(Search, FindsTheFrontOfRealDesignsWithAFewOfThem) {
  const TestFolder folder;
  const ExploreSummary all = explore_into(small_sweep(kSpace), folder.file("all"), 2);
  const std::vector<double> reference = worst_values(folder.file("all"));
  const explore::Sweep sweep =
      small_sweep(kSpace + "strategy: {kind: nsga2, population: 32, generations: 100, evaluations: " +
                  std::to_string(all.points * 15 / 100) + "}\n");
  const ExploreSummary found = explore_into(sweep, folder.file("one"), 1);
  EXPECT_LE(found.points, all.points * 15 / 100);
  EXPECT_EQ(found.run + found.unbuildable, found.points);
  EXPECT_GT(found.generations, 3);
  const double share = volume_of(folder.file("one"), reference) / volume_of(folder.file("all"), reference);
  EXPECT_GE(share, 0.99);
  (void)explore_into(sweep, folder.file("three"), 3);
  EXPECT_EQ(published(folder.file("one")), published(folder.file("three")));
  const ExploreSummary again = explore_into(sweep, folder.file("one"), 2);
  EXPECT_EQ(again.run, 0);
  EXPECT_EQ(again.from_store, found.points);
}

TEST(Search, StoppedItGoesOnToTheSameBytes) {
  const TestFolder folder;
  const explore::Sweep sweep = small_sweep(kSpace + "strategy: {kind: nsga2, population: 16, generations: 6}\n");
  (void)explore_into(sweep, folder.file("whole"));
  int asked = 0;
  const ExploreSummary stopped =
      explore({.sweep = &sweep, .store = folder.file("parts"), .jobs = 1, .is_stopped = [&] { return ++asked > 12; }});
  EXPECT_TRUE(stopped.stopped);
  EXPECT_EQ(explore_into(sweep, folder.file("parts")).stopped, false);
  EXPECT_EQ(published(folder.file("parts")), published(folder.file("whole")));
}

TEST(Search, LimitsAreHeldAndShardsRefused) {
  const TestFolder folder;
  const explore::Sweep sweep =
      small_sweep(kSpace + "limits: [area_um2 <= 4e6]\nstrategy: {kind: nsga2, population: 16, generations: 8}\n");
  (void)explore_into(sweep, folder.file("s"));
  store::Store store(folder.file("s"), store::Access::read);
  const Front front = front_of(load_sweep(store, ""), {});
  EXPECT_GT(front.points.size(), 40U);
  EXPECT_LT(front.infeasible, static_cast<std::int64_t>(front.points.size()));
  EXPECT_THROW((void)explore({.sweep = &sweep, .store = folder.file("t"), .shard = store::Shard{0, 2}}), InputError);
}

TEST(Samples, OfASpaceAreTheSameHoweverManyThereAre) {
  const TestFolder folder;
  for (const std::string kind : {"random", "sobol"}) {
    const auto sweep = [&](int samples) {
      return small_sweep(kSpace + "require: [array.rows <= 64]\nstrategy: {kind: " + kind +
                         ", samples: " + std::to_string(samples) + "}\n");
    };
    const ExploreSummary few = explore_into(sweep(20), folder.file(kind));
    EXPECT_GT(few.points, 5);
    const ExploreSummary more = explore_into(sweep(60), folder.file(kind));
    EXPECT_EQ(more.from_store, few.points);
    EXPECT_GT(more.run, 10);
    if (kind == "random") {
      EXPECT_EQ(few.points + few.folded, 20);
    }
  }
}

}  // namespace
}  // namespace lmulsim::study::sweep
