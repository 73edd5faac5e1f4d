// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/quality_claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "config/load.hpp"
#include "quality/plan.hpp"
#include "study/paper/reproduction.hpp"

namespace lmulsim::study::paper {
namespace {

using quality::PairedRatio;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using enum QualityVerdict;

/// A table with a row of every plan that the claims ask for: loss 1, errors of 0.001 that are independent.
quality::Results invented() {
  quality::Results out{"q.json", "abc", "m.bin", "t.txt", "1.2", {}};
  const auto add = [&](const std::string& plan) {
    if (out.find(plan) != nullptr) {
      return;
    }
    quality::ResultRow row{plan, quality::Plan::parse(plan).text(), {}, {}};
    row.quality.tokens = 100;
    row.quality.loss = 1;
    row.quality.perplexity = std::exp(1);
    row.covariance.assign(out.rows.size(), 0);
    row.covariance.push_back(out.rows.empty() ? 0 : 1e-6);
    out.rows.push_back(std::move(row));
  };
  add("fp32");
  for (const QualityClaim& claim : quality_claims()) {
    add(claim.plan);
    add(claim.against);
  }
  return out;
}

quality::ResultRow& row(quality::Results& results, const char* plan) {
  return *std::ranges::find(results.rows, results.find(plan)->arithmetic, &quality::ResultRow::arithmetic);
}

const JudgedClaim& claim(const QualityStudy& study, const char* plan, const char* against) {
  return *std::ranges::find_if(
      study.claims, [&](const JudgedClaim& c) { return c.claim.plan == plan && c.claim.against == against; });
}

TEST(QualityVerdicts, AreOfTheWholeInterval) {
  EXPECT_EQ(judge(Criterion::no_worse, {1.0, 0.005}), holds);
  EXPECT_EQ(judge(Criterion::no_worse, {1.0, 0.006}), undecided);
  EXPECT_EQ(judge(Criterion::no_worse, {1.02, 0.004}), does_not_hold);
  EXPECT_EQ(judge(Criterion::no_worse, {0.5, 0.1}), holds);
  EXPECT_EQ(judge(Criterion::better, {0.98, 0.009}), holds);
  EXPECT_EQ(judge(Criterion::better, {0.98, 0.011}), undecided);
  EXPECT_EQ(judge(Criterion::better, {1.02, 0.009}), does_not_hold);
  EXPECT_EQ(judge(Criterion::better, {1, 0}), does_not_hold);
  EXPECT_EQ(judge(Criterion::no_worse, {1, 0}), holds);
  EXPECT_EQ(judge(Criterion::better, {1, std::numeric_limits<double>::quiet_NaN()}), not_measured);
}

TEST(QualityBeside, IsOfTheDesignsThatTheLadderCompares) {
  quality::Results results = invented();
  quality::ResultRow cut = row(results, "exact:e4m3");
  cut.name = "exact-cut:e4m3";
  cut.arithmetic = quality::Plan::parse(cut.name).text();
  cut.quality.loss = 1.5;
  cut.quality.perplexity = std::exp(1.5);
  cut.covariance.assign(results.rows.size(), 0);
  cut.covariance.push_back(4e-6);
  results.rows.push_back(cut);
  const std::vector<QualityBeside> found = qualities_beside(results);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].format, "e4m3");
  EXPECT_EQ(found[0].sums, "fp32");
  ASSERT_TRUE(found[0].over_fp32[0] && found[0].over_fp32[1]);
  EXPECT_DOUBLE_EQ(found[0].over_fp32[0]->value, 1);
  EXPECT_NEAR(found[0].over_fp32[1]->value, std::exp(0.5), 1e-12);
  EXPECT_NEAR(found[0].over_fp32[1]->error, 2e-3 * std::exp(0.5), 1e-9);
  EXPECT_FALSE(found[0].over_fp32[2]) << "the table has no row of it";
  const report::Grid grid = quality_beside_grid("m", found);
  EXPECT_THAT(grid.rows[0], ::testing::ElementsAre("e4m3", "fp32", "1.0000 +/- 0.0010", "1.6487 +/- 0.0033", "-"));
}

TEST(QualityClaims, FollowTheFiguresOfTheTable) {
  quality::Results table = invented();
  EXPECT_EQ(claim(study_quality(table), "lmul:bf16,k=4", "exact:e4m3").verdict, holds);
  EXPECT_EQ(claim(study_quality(table), "lmul:bf16,k=3", "exact:e5m2").verdict, undecided);
  row(table, "exact:e5m2").quality.loss = 1.1;
  row(table, "lmul:bf16,k=4").quality.loss = 1.1;
  const QualityStudy study = study_quality(table);
  const JudgedClaim& worse = claim(study, "lmul:bf16,k=4", "exact:e4m3");
  EXPECT_EQ(worse.verdict, does_not_hold);
  EXPECT_DOUBLE_EQ(worse.ratio->value, std::exp(0.1));
  EXPECT_NEAR(worse.ratio->error, std::exp(0.1) * std::sqrt(2e-6), 1e-9);
  EXPECT_EQ(claim(study, "lmul:bf16,k=3", "exact:e5m2").verdict, holds);
}

TEST(QualityClaims, WhatIsPairedCountsInTheError) {
  quality::Results table = invented();
  quality::ResultRow& later = row(table, "exact:e5m2");
  const auto place = static_cast<std::size_t>(table.find("lmul:bf16,k=3") - table.rows.data());
  later.covariance.at(place) = 1e-6;
  EXPECT_NEAR(claim(study_quality(table), "lmul:bf16,k=3", "exact:e5m2").ratio->error, 0, 1e-12);
}

TEST(QualityClaims, MissingRowsAreNamed) {
  quality::Results table = invented();
  table.rows.resize(1);
  const QualityStudy study = study_quality(table);
  EXPECT_EQ(claim(study, "lmul:bf16,k=4", "exact:e4m3").missing, "no row of lmul:bf16,k=4 and of exact:e4m3");
  EXPECT_EQ(claim(study, "fp32+attention=lmul:e4m3", "fp32").missing, "no row of fp32+attention=lmul:e4m3");
  EXPECT_EQ(study.claims[0].verdict, not_measured);
}

TEST(QualityClaims, APerplexityThatIsNotFiniteIsNoMeasurement) {
  quality::Results table = invented();
  row(table, "lmul:bf16,k=4").quality.perplexity = std::nan("");
  const JudgedClaim c = claim(study_quality(table), "lmul:bf16,k=4", "exact:e4m3");
  EXPECT_EQ(c.verdict, not_measured);
  EXPECT_EQ(c.missing, "not finite: lmul:bf16,k=4");
}

TEST(QualityClaims, StandInEveryFormOfTheReproduction) {
  Reproduction r;
  r.quality = {study_quality(invented())};
  EXPECT_THAT(to_text(r),
              ContainsRegex("comparable to e4m3, in all products .* 1.0000 ... 0.0028 +at most 1.01 +holds"));
  EXPECT_THAT(to_markdown(r), HasSubstr("### Answers of m.bin"));
  EXPECT_THAT(to_html(r), HasSubstr("<h3>Answers of m.bin"));
  const boost::json::object j = to_json(r);
  EXPECT_EQ(j.at("quality").at(0).at("claims").as_array().size(), quality_claims().size());
  EXPECT_EQ(j.at("quality").at(0).at("claims").at(0).at("verdict"), "holds");
}

TEST(QualityClaims, EveryRowHasTheHeadsColumns) {
  const report::Grid grid = quality_grid(study_quality(invented()));
  for (const auto& cells : grid.rows) {
    EXPECT_EQ(cells.size(), grid.head.size());
  }
}

TEST(QualityClaims, ShippedTablesHaveEveryRowThatIsAskedFor) {
  const std::vector<std::string> names = config::shipped_names("quality", ".json");
  EXPECT_FALSE(names.empty());
  for (const std::string& name : names) {
    const auto study = study_quality(quality::read_results(config::find_config("quality", ".json", name)));
    for (const JudgedClaim& c : study.claims) {
      EXPECT_NE(c.verdict, not_measured) << name << ": " << c.claim.claim << ": " << c.missing;
    }
  }
}

}  // namespace
}  // namespace lmulsim::study::paper
