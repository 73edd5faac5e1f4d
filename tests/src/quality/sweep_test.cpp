// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/sweep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "config/load.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::quality {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class SweepFile : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }

  [[nodiscard]] Sweep read(const std::string& text) const {
    util::write_file_atomic(file_, text);
    return read_sweep(file_.string());
  }
  [[nodiscard]] std::vector<std::string> names(const std::string& text) const {
    std::vector<std::string> out;
    for (const Plan& plan : read(text).plans) {
      out.push_back(plan.name());
    }
    return out;
  }

  const std::filesystem::path file_ =
      std::filesystem::path(::testing::TempDir()) / ("lmulsim_sweep_" + std::to_string(::getpid()) + ".yaml");
};

TEST_F(SweepFile, CombinesListsWithTheLastOnesFastest) {
  EXPECT_THAT(
      names("grids: {g: {places: [all, attention], formats: [bf16], multipliers: [lmul, exact], k: [3, nearest]}}"),
      ElementsAre("lmul:bf16,k=3", "lmul:bf16", "exact:bf16,k=3", "exact:bf16", "fp32+attention=lmul:bf16,k=3",
                  "fp32+attention=lmul:bf16", "fp32+attention=exact:bf16,k=3", "fp32+attention=exact:bf16"));
}

TEST_F(SweepFile, SinglePlansComeFirstAndEachArithmeticOnce) {
  EXPECT_THAT(names("plans: ['lmul:e4m3+head=fp32', 'exact:e4m3,acc=fp32']\n"
                    "grids: {g: {formats: [e4m3], multipliers: [exact, lmul], accumulators: [default, fp32]}}"),
              ElementsAre("lmul:e4m3+head=fp32", "exact:e4m3,acc=fp32", "lmul:e4m3"));
}

TEST_F(SweepFile, LeavesOutWhatIsNotDefinedAndNamesItOnce) {
  const Sweep sweep = read(
      "grids:\n  g: {places: [all, mlp], formats: [int8, e4m3], multipliers: [lmul, exact], k: [nearest, 4]}\n"
      "  h: {formats: [int8], multipliers: [lmul]}\n");
  std::vector<std::string> undefined;
  for (const Undefined& u : sweep.undefined) {
    undefined.push_back(u.arithmetic);
  }
  EXPECT_THAT(undefined,
              ElementsAre("lmul:int8", "lmul:int8,k=4", "exact:int8,k=4", "lmul:e4m3,k=4", "exact:e4m3,k=4"));
  EXPECT_EQ(sweep.undefined[0].reason, "expected the multiplier exact or a table for integers, found 'lmul:int8'");
  EXPECT_EQ(sweep.plans.size(), 6U);  // exact:int8, lmul:e4m3, exact:e4m3, in two places
}

TEST_F(SweepFile, RefusesWordsThatAreNeverRight) {
  const std::string good = "grids: {g: {formats: [e4m3], multipliers: [exact], ";
  const auto refused = [&](const std::string& text, const char* message) {
    EXPECT_THAT([&] { (void)read(text); }, ThrowsMessage<InputError>(HasSubstr(message))) << text;
  };
  refused(good + "k: [none]}}", "grids.g.k: ");
  refused(good + "places: [head, tail]}}", "the nearest is");
  refused(good + "accumulators: [fp31]}}", "fp31");
  refused(good + "scaling: [rows]}}", "one of none, tensor");
  refused(good + "colour: [red]}}", "unknown key 'grids.g.colour'");
  refused("grids: {g: {formats: [e4m3x], multipliers: [exact]}}", "grids.g.formats");
  refused("grids: {g: {formats: [e4m3], multipliers: [booth]}}", "booth");
  refused("grids: {g: {formats: e4m3, multipliers: [exact]}}", "expected a list, found 'e4m3'");
  refused("grids: {g: {formats: [[e4m3]], multipliers: [exact]}}", "a list of texts, found a list");
  refused("grids: {g: {formats: [e4m3]}}", "grids.g: expected lists of formats and of multipliers");
  refused("plans: ['e4m3']", "'e4m3'");
  refused("name: nothing", "expected plans or grids");
  refused("grids: {g: {formats: [int8], multipliers: [lmul]}}", "at least one defined arithmetic");
}

TEST_F(SweepFile, ShippedOnesAreReadAndHoldMoreThanTwentyArithmetics) {
  for (const std::string& name : config::shipped_names("sweeps", ".yaml")) {
    EXPECT_GT(read_sweep(config::find_config("sweeps", ".yaml", name)).plans.size(), 20U) << name;
  }
  EXPECT_EQ(config::shipped_names("sweeps", ".yaml").size(), 2U);
}

TEST(Plan, KnowsTheArithmeticOfAllItsProducts) {
  const auto everywhere = [](const char* text) { return Plan::parse(text).everywhere(); };
  EXPECT_EQ(everywhere("lmul:e4m3"), parse_arithmetic("lmul:e4m3"));
  EXPECT_EQ(everywhere("fp32+mlp=exact:bf16+all=lmul:e4m3"), parse_arithmetic("lmul:e4m3"));
  EXPECT_EQ(everywhere("lmul:e4m3+head=lmul:e4m3"), parse_arithmetic("lmul:e4m3"));
  EXPECT_EQ(everywhere("lmul:e4m3+head=fp32"), std::nullopt);
  EXPECT_EQ(everywhere("fp32+0-1.all=lmul:e4m3"), std::nullopt);
  EXPECT_EQ(everywhere("fp32+all=lmul:e4m3+mlp=fp32"), std::nullopt);
}

}  // namespace
}  // namespace lmulsim::quality
