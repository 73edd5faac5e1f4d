// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/space.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/keys.hpp"
#include "explore/run_keys.hpp"
#include "explore/stored_text.hpp"
#include "util/error.hpp"

namespace lmulsim::explore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kBase = "name: s\nbase: {accelerator: a, workload: w}\n";

std::vector<std::string> points_of(const Sweep& sweep) {
  const Space space(sweep);
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(space.size()); ++i) {
    if (const auto point = space.at(i)) {
      out.push_back(parameters_json(*point));
    }
  }
  return out;
}

std::vector<std::string> points(const std::string& text) {
  return points_of(parse_sweep(kBase + text, "s.yaml"));
}

TEST(Space, TheFirstParameterIsTheSlowest) {
  EXPECT_THAT(points("parameters: {array.rows: [8, 16], array.dataflow: [ws, os]}"),
              ElementsAre(R"({"array.dataflow":"ws","array.rows":8})", R"({"array.dataflow":"os","array.rows":8})",
                          R"({"array.dataflow":"ws","array.rows":16})", R"({"array.dataflow":"os","array.rows":16})"));
}

TEST(Space, RangesHaveBothEndsWhereTheStepsMeetThem) {
  EXPECT_EQ(points("parameters: {array.rows: {from: 8, to: 128, times: 2}}").size(), 5U);
  EXPECT_EQ(points("parameters: {array.rows: {from: 8, to: 127, times: 2}}").size(), 4U);
  EXPECT_EQ(points("parameters: {array.rows: {from: 1, to: 10, step: 3}}").back(), R"({"array.rows":10})");
}

TEST(Space, AFollowerIsNoDimension) {
  EXPECT_THAT(points("parameters: {array.rows: [8, 16], array.cols: = array.rows * 2}"),
              ElementsAre(R"({"array.cols":16,"array.rows":8})", R"({"array.cols":32,"array.rows":16})"));
}

TEST(Space, AConditionMakesAParameterAbsentOnce) {
  EXPECT_THAT(points("parameters:\n  pe.accumulator: [fp32, fixed]\n"
                     "  pe.max_k: {values: [64, 128], when: pe.accumulator == 'fixed'}"),
              ElementsAre(R"({"pe.accumulator":"fp32"})", R"({"pe.accumulator":"fixed","pe.max_k":64})",
                          R"({"pe.accumulator":"fixed","pe.max_k":128})"));
}

TEST(Space, RequirementsSeeTheBaseAndTheParameters) {
  EXPECT_THAT(points("parameters: {array.rows: [8, 16, 32]}\nrequire: [array.rows <= 16, \"accelerator == 'a'\"]"),
              ElementsAre(R"({"array.rows":8})", R"({"array.rows":16})"));
}

TEST(Space, ABundleSetsSeveralKeysAndHasALabel) {
  const std::vector<std::string> found = points(
      "parameters:\n  pe:\n    one: {pe.multiplier: lmul, pe.accumulator: fp32}\n    two: {pe.multiplier: exact}");
  EXPECT_THAT(found, ElementsAre(R"({"pe":"one","pe.accumulator":"fp32","pe.multiplier":"lmul"})",
                                 R"({"pe":"two","pe.multiplier":"exact"})"));
}

TEST(Space, AnArithmeticIsABundleOfOneWord) {
  EXPECT_THAT(points("parameters: {arithmetic: [\"exact:e4m3xe5m2,acc=bf16,scale=channel\"]}"),
              ElementsAre(R"({"arithmetic":"exact:e4m3xe5m2,acc=bf16,scale=channel","operands.scaling":"channel",)"
                          R"("pe.accumulator":"bf16","pe.activation_format":"e4m3","pe.multiplier":"exact",)"
                          R"("pe.weight_format":"e5m2"})"));
}

TEST(Space, PointsOfAListAreWhatTheySay) {
  EXPECT_THAT(points("points: [{array: {rows: 8}}, {array.rows: 16, run.seq: 4}]"),
              ElementsAre(R"({"array.rows":8})", R"({"array.rows":16,"run.seq":4})"));
}

TEST(Space, EveryKeyOfTheTablesIsAParameter) {
  for (const config::Key& key : config::accelerator_keys()) {
    if (key.is_written() && key.name != "name") {
      EXPECT_EQ(points("parameters: {" + std::string(key.name) + ": [1]}").size(), 1U) << key.name;
    }
  }
  for (const PointKeyRow& row : kPointKeys) {
    EXPECT_EQ(points("parameters: {" + std::string(row.name) + ": [1]}").size(), 1U) << row.name;
  }
}

TEST(Space, TheCommandHasTheBaseWithThePointInItsPlace) {
  const Sweep sweep = parse_sweep(
      "name: s\nbase: {accelerator: a, workload: w, run: {seq: 4}, set: {pe.acc_latency: 2, array.rows: 4}}\n"
      "parameters: {array.rows: [8], run.technology: [my tech]}\nquality: q.json",
      "s.yaml");
  const Point point = *Space(sweep).at(0);
  const std::string expected =
      "lmulsim run --accelerator a --workload w --seq 4 --set pe.acc_latency=2 --set array.rows=8 --technology 'my "
      "tech' --quality q.json --anyway";
  EXPECT_EQ(command_line(settings_at(sweep, point), sweep.quality), expected);
  const StoredText stored = read_stored_text(canonical_text(sweep), "x");
  EXPECT_EQ(command_line(stored, parameters_json(point)), expected);
}

TEST(Space, StoredParametersKeepEveryDigit) {
  for (const char* number : {"0.1", "0.3", "1e-7", "312.7", "1.7976931348623157e+308", "123456789.123"}) {
    const Sweep sweep = parse_sweep(kBase + "parameters: {clock_mhz: [" + std::string(number) + "]}", "s.yaml");
    const Point point = *Space(sweep).at(0);
    EXPECT_EQ(read_parameters(parameters_json(point))[0].value, point.sets[0].value) << number;
  }
}

TEST(Space, CommentsAndLayoutAreNotPartOfTheText) {
  const Sweep one = parse_sweep(kBase + "parameters: {array.rows: [8, 16]}", "s.yaml");
  const Sweep two = parse_sweep("# why\n" + kBase + "parameters:\n  array.rows:\n    - 8\n    - 16", "t.yaml");
  EXPECT_EQ(canonical_text(one), canonical_text(two));
  EXPECT_NE(canonical_text(one), canonical_text(parse_sweep(kBase + "parameters: {array.rows: [8]}", "s.yaml")));
}

TEST(Space, ABombOfAGridIsRefusedWithItsCount) {
  std::string text = "parameters:\n";
  for (const char* key : {"array.rows", "array.cols", "pe.max_k", "memory.weight_kib", "memory.activation_kib"}) {
    text += "  " + std::string(key) + ": {from: 1, to: 1000, step: 1}\n";
  }
  const Sweep sweep = parse_sweep(kBase + text, "s.yaml");
  const Space space(sweep);
  EXPECT_EQ(space.size(), 1e15);
  try {
    space.check_size();
    FAIL() << "not refused";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("at most 2000000 points, found 1000000000000000"));
  }
}

}  // namespace
}  // namespace lmulsim::explore
