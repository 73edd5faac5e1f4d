// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "config/load.hpp"
#include "cost/node_scaling.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const ScalingTables& tables() {
  static const ScalingTables tables = ScalingTables::shipped();
  return tables;
}

ScalingFactors factors(std::string_view from, std::string_view to) {
  return tables().factors(tables().parse_node(from), tables().parse_node(to));
}

/// What the paper's equations give from 45 nm, 0.9 V, to four digits.
struct Golden {
  const char* to;
  double energy;
  double delay;
};

class Scaling : public ::testing::TestWithParam<Golden> {};

TEST_P(Scaling, ReproducesThePublishedFactors) {
  const ScalingFactors f = factors("45HP@0.9", GetParam().to);
  EXPECT_NEAR(f.energy.model, GetParam().energy, 0.5e-4);
  EXPECT_NEAR(f.delay.model, GetParam().delay, 0.5e-4);
}

INSTANTIATE_TEST_SUITE_P(Golden, Scaling,
                         ::testing::Values(Golden{"32HP@0.9", 0.6541, 0.6631}, Golden{"20HP@0.9", 0.2873, 0.7512},
                                           Golden{"16HP@0.85", 0.1981, 0.5075}, Golden{"14HP@0.8", 0.1377, 0.3578},
                                           Golden{"10HP@0.75", 0.1005, 0.3048}, Golden{"7HP@0.7", 0.0684, 0.2570}));

TEST(Scaling, AreaComesFromTheTable) {
  EXPECT_EQ(factors("45", "7").area.model, 0.059);
  const ScalingFactors old = factors("180", "45");
  EXPECT_DOUBLE_EQ(old.area.model, 1.0 / 16);
  EXPECT_THAT(old.warnings, Contains(HasSubstr("the square of the lengths")));
}

TEST(Scaling, ANodeToItselfIsOne) {
  const ScalingFactors f = factors("14LP@0.8", "14LP@0.8");
  EXPECT_EQ(f.energy.of({1, 2, 3}), (Band{1, 2, 3}));
  EXPECT_EQ(f.delay.model, 1);
  EXPECT_EQ(f.area.model, 1);
}

TEST(Scaling, TheBandHoldsWhatOthersPublished) {
  // TPUv4i's 7 nm figures over Horowitz's 45 nm: 0.23 (int8 add) to 0.48 (int32 multiply).
  const ScaledFactor f = factors("45@0.9", "7").energy;
  EXPECT_LT(f.low, 0.23);
  EXPECT_GE(f.high, 0.47);
  const ScaledFactor up = factors("7", "45@0.9").energy;
  EXPECT_LT(up.low, up.model + 1e-12);
  EXPECT_GE(up.high, up.model);
}

TEST(Scaling, EveryTrapIsWarnedOf) {
  EXPECT_THAT(factors("45", "7").warnings, Contains(HasSubstr("not monotone from 32 to 20")));
  EXPECT_THAT(factors("45", "32").warnings, ::testing::Not(Contains(HasSubstr("not monotone"))));
  EXPECT_THAT(factors("45", "32@0.5").warnings, Contains(HasSubstr("32HP at 0.5 V lies outside")));
  EXPECT_THAT(factors("45", "7@0.5").warnings, ::testing::Not(Contains(HasSubstr("lies outside"))));
  EXPECT_THAT(factors("45", "32").warnings, Contains(HasSubstr("logic only")));
  EXPECT_THAT(factors("65", "32").warnings, Contains(HasSubstr("has no flavour")));
  EXPECT_EQ(factors("45", "32@0.5").energy.model, factors("45", "32@0.7").energy.model);
}

TEST(Scaling, FlavoursAreNeverMixed) {
  EXPECT_THAT([] { (void)factors("45HP", "7LP"); },
              ThrowsMessage<InputError>(HasSubstr("expected both high performance or both low power")));
  EXPECT_EQ(tables().node_of(45, 0.9, tables().parse_node("7LP")).name, "45LP");
  EXPECT_EQ(tables().node_of(180, 1.8, tables().parse_node("7LP")).name, "180");
  EXPECT_THAT([] { (void)tables().node_of(28, 0.9, {"7HP", 0.7}); }, ThrowsMessage<InputError>(HasSubstr("28 nm")));
}

TEST(Scaling, AWrongNodeIsAnsweredWithTheKnownOnes) {
  for (const char* text : {"", "5", "7XP", "@0.7", "7HP@", "7HP@fast", "7HP@-1", "7HP@0.7V"}) {
    EXPECT_THROW((void)tables().parse_node(text), InputError) << text;
  }
  EXPECT_THAT([] { (void)tables().parse_node("28"); }, ThrowsMessage<InputError>(HasSubstr("180, 130, 90")));
}

TEST(Scaling, OnlyLogicIsScaled) {
  Breakdown energy;
  energy.components = {{Part::multipliers, {1, 2, 3}, {}}, {Part::clock, {1, 1, 1}, {}}, {Part::dram, {9, 9, 9}, {}}};
  const ScalingFactors half{{}, {}, {0.5, 0.25, 1}, {}, {2, 1, 4}, {}};
  const ScaledLogic scaled = scale_logic(energy, energy, half);
  EXPECT_EQ(scaled.energy_pj, (Band{0.5, 1.5, 4}));
  EXPECT_EQ(scaled.area_um2, (Band{2, 6, 16}));
}

TEST(Scaling, ABrokenTableIsRefusedWithItsLine) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "lmulsim_scaling";
  std::filesystem::create_directories(folder);
  const std::string good = util::read_file(config::configs_dir() + "/technologies/scaling/stillmaker2017.csv");
  const std::string area = util::read_file(config::configs_dir() + "/technologies/scaling/stillmaker2017-area.csv");
  const auto refused = [&](const std::string& fits, const std::string& areas, const char* message) {
    util::write_file_atomic(folder / "stillmaker2017.csv", fits);
    util::write_file_atomic(folder / "stillmaker2017-area.csv", areas);
    EXPECT_THAT([&] { (void)ScalingTables::load(folder.string()); }, ThrowsMessage<InputError>(HasSubstr(message)));
  };
  refused("", area, "expected a header");
  refused("node,a3\n45HP,1\n", area, ":1: expected the columns node, a3");
  refused(good + "5HP,1,2\n", area, "expected 8 cells, found 3");
  refused(good + "5HP,1,2,3,4,5,6,x\n", area, "expected a number, found 'x'");
  refused(good, "from_to,45,7\n7,1,2\n45,1,2\n", "in the order of the columns");
  refused(good, "from_to,45,7\n45,1,2\n", "expected 2 lines of factors, found 1");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lmulsim::cost
