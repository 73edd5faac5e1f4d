// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "arith/accumulate.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "config/load.hpp"
#include "flow/characterize/clock_targets.hpp"
#include "flow/characterize/unit_list.hpp"
#include "flow/characterize/vectors.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Unit;
using ::testing::IsSubsetOf;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names(const std::vector<Unit>& units) {
  std::vector<std::string> all;
  all.reserve(units.size());
  for (const Unit& unit : units) {
    all.push_back(cost::unit_name(unit));
  }
  return all;
}

std::vector<std::string> needs(const std::string& accelerator) {
  return names(accelerator_units(config::load_accelerator(accelerator)));
}

/// "multiplier/format/policy".
std::vector<std::string> float_operations() {
  std::vector<std::string> all;
  for (const char* multiplier : {"exact", "exact-cut", "lmul", "mitchell"}) {
    for (const char* format : {"e4m3", "e5m2", "bf16", "fp16"}) {
      for (const char* policy : {"daz", "normalize"}) {
        all.push_back(fmt::format("{}/{}/{}", multiplier, format, policy));
      }
    }
  }
  return all;
}

TEST(ShippedUnits, AreThereOnce) {
  const std::vector<std::string> all = names(shipped_units());
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(ClockGateUnits, AreTheReferencePesWithoutAndWithGates) {
  const std::vector<std::string> all = names(clock_gate_units());
  EXPECT_EQ(all.size(), 14U);
  EXPECT_THAT(all, IsSubsetOf([] {
                std::vector<std::string> known = names(shipped_units());
                for (const std::string& name : names(shipped_units())) {
                  known.push_back(name + "/clock-gates");
                }
                return known;
              }()));
  EXPECT_EQ(std::ranges::count(all, "pe-stationary/lmul/e4m3/daz/bf16/s1/l2/clock-gates"), 1);
  EXPECT_EQ(std::ranges::count(all, "pe-stationary/exact/int8/int32/s1/l1"), 1);
}

TEST(PlacedUnits, AreTheReferencePesWithEachCapacitance) {
  const std::vector<std::string> all = names(placed_units());
  EXPECT_EQ(all.size(), 21U);
  EXPECT_EQ(std::ranges::count(all, "pe-stationary/exact/int8/int32/s1/l1/wires:5"), 1);
  EXPECT_EQ(compared_designs(placed_units().front()), compared_designs(clock_gate_units().front()));
}

TEST(ClockGateUnits, HaveTheClocksOfTheirComparisonWithoutGates) {
  for (const Unit& unit : clock_gate_units()) {
    Unit held = unit;
    held.clock_gates = false;
    EXPECT_EQ(compared_designs(unit), compared_designs(held));
  }
}

TEST(ShippedUnits, HaveEveryMultiplierWithBothPolicies) {
  std::vector<std::string> expected{"multiplier/exact/int8"};
  for (const std::string& op : float_operations()) {
    expected.push_back("multiplier/" + op);
  }
  EXPECT_EQ(expected.size(), 33U);
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveTheirAccumulators) {
  std::vector<std::string> expected{"accumulator/int32", "accumulator/fp32/mitchell/e4m3"};
  for (const char* format : {"e4m3", "e5m2", "bf16", "fp16"}) {
    for (const char* multiplier : {"exact", "exact-cut", "lmul"}) {
      expected.push_back(fmt::format("accumulator/fp32/{}/{}", multiplier, format));
      expected.push_back(fmt::format("accumulator/bf16/{}/{}", multiplier, format));
    }
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveFixedSumsWhereTheyFit) {
  std::multiset<std::string> fixed;
  for (const Unit& unit : shipped_units()) {
    if (unit.kind == cost::UnitKind::pe_stationary && unit.accumulator.kind == arith::AccumulatorKind::fixed &&
        unit.moving == unit.top) {
      fixed.insert(fmt::format("{}/{}", arith::info(unit.moving).name, arith::multiplier_name(unit.multiplier)));
      EXPECT_LE(unit.accumulator.width, arith::kMaxFixedWidth);
    }
  }
  for (const char* format : {"e4m3", "e5m2", "fp16"}) {
    for (const char* multiplier : {"exact", "exact-cut", "lmul"}) {
      EXPECT_GE(fixed.count(fmt::format("{}/{}", format, multiplier)), 1U) << format << multiplier;
    }
  }
  EXPECT_EQ(fixed.count("bf16/lmul") + fixed.count("bf16/exact"), 0U);
}

TEST(ShippedUnits, HaveNarrowSumsOfOperandsOfEightBits) {
  const std::vector<std::string> expected{
      "accumulator/fix22.3/exact/e4m3", "accumulator/fix22.3/lmul/e4m3", "accumulator/fix22.17/exact/e5m2",
      "pe-stationary/exact/e4m3/daz/fix22.3/s1/l1", "pe-stationary/lmul/e4m3/daz/fix22.3/s1/l1"};
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
  for (const Unit& unit : shipped_units()) {
    EXPECT_TRUE(unit.accumulator.kind != arith::AccumulatorKind::narrow || arith::info(unit.moving).width() <= 8);
  }
}

TEST(DotProductUnits, HavePesWithGroupsOfEight) {
  const std::vector<std::string> expected{"accumulator/group8-7/exact/e4m3",
                                          "accumulator/group8-7/fix22.3/lmul/e4m3",
                                          "accumulator/group8/int32/exact/int8",
                                          "pe-stationary/exact/e4m3/daz/group8-7/s3/l2",
                                          "pe-stationary/lmul/e4m3/daz/group8-7/fix22.3/s3/l1",
                                          "pe-stationary/mitchell/e4m3/daz/group8-7/fix22.3/s3/l1",
                                          "pe-stationary/exact-cut/e4m3/daz/group8-7/s3/l2",
                                          "pe-stationary/exact/int8/group8/int32/s2/l1"};
  EXPECT_THAT(expected, IsSubsetOf(names(dot_product_units())));
  for (const Unit& unit : dot_product_units()) {
    EXPECT_EQ(families_of(unit, 32), products_of(unit) > 1 ? 9 : is_compared(unit) ? 32 : 16) << cost::unit_name(unit);
    EXPECT_EQ(shows_streams(unit), unit.kind == cost::UnitKind::pe_stationary && is_compared(unit))
        << cost::unit_name(unit);
  }
}

TEST(LookupUnits, HavePesWithProductsFromTables) {
  const std::vector<std::string> expected{"multiplier/antilog:5/log43",
                                          "multiplier/cmean:5/e4m3/daz",
                                          "accumulator/fp32/antilog:5/log34",
                                          "accumulator/group8-7/fix22.-7/antilog:6/log34",
                                          "pe-stationary/antilog:5/log43/fp32/s1/l2",
                                          "pe-stationary/antilog:6/log34/fix22.-7/s1/l1",
                                          "pe-stationary/antilog:5/log33/group8-7/fix22.-7/s3/l1",
                                          "pe-stationary/cmean:5/e4m3/daz/group8-7/fix22.3/s3/l1"};
  EXPECT_THAT(expected, IsSubsetOf(names(lookup_units())));
  for (const Unit& unit : lookup_units()) {
    EXPECT_FALSE(is_compared(unit)) << cost::unit_name(unit);
  }
}

TEST(ShippedUnits, HaveThePesThatSomebodyWouldBuild) {
  std::vector<std::string> expected{"pe-stationary/exact/int8/int32/s1/l1", "pe-output/exact/int8/int32/s1/l1",
                                    "pe-stationary/mitchell/e4m3/daz/fp32/s1/l2",
                                    "pe-stationary/lmul/e4m3/normalize/fp32/s1/l2",
                                    "pe-stationary/exact/e4m3/normalize/bf16/s1/l2"};
  for (const char* multiplier : {"exact", "exact-cut", "lmul"}) {
    for (const char* format : {"e4m3", "e5m2", "bf16", "fp16"}) {
      expected.push_back(fmt::format("pe-stationary/{}/{}/daz/fp32/s1/l2", multiplier, format));
      expected.push_back(fmt::format("pe-stationary/{}/{}/daz/bf16/s1/l2", multiplier, format));
    }
    expected.push_back(fmt::format("pe-output/{}/e4m3/daz/fp32/s1/l2", multiplier));
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveThemInOneCycle) {
  std::vector<std::string> expected{"pe-stationary/exact/int8/int32/s0/l1"};
  for (const char* multiplier : {"exact", "exact-cut", "lmul"}) {
    for (const char* policy : {"daz", "normalize"}) {
      expected.push_back(fmt::format("pe-stationary/{}/e4m3/{}/fp32/s0/l1", multiplier, policy));
    }
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, AreDrawnByHalfAsManyRecipesWhereNoSavingIsFound) {
  for (const Unit& unit : shipped_units()) {
    const std::string name = cost::unit_name(unit);
    EXPECT_EQ(families_of(unit, 32), is_compared(unit) ? 32 : 16) << name;
    if (name == "pe-stationary/lmul/e4m3/daz/fp32/s1/l2" || name == "multiplier/exact-cut/bf16/daz" ||
        name == "pe-stationary/exact/int8/int32/s1/l1") {
      EXPECT_TRUE(is_compared(unit)) << name;
    }
    if (name.starts_with("accumulator/") || name.starts_with("register/") || name.starts_with("pe-output/") ||
        name.find("mitchell") != std::string::npos || name.find("antilog") != std::string::npos ||
        name.find("cmean") != std::string::npos) {
      EXPECT_FALSE(is_compared(unit)) << name;
    }
  }
}

TEST(ShippedUnits, ShowStreamsInReferencePesOfEightBits) {
  std::vector<std::string> shown;
  for (const Unit& unit : shipped_units()) {
    if (shows_streams(unit)) {
      shown.push_back(cost::unit_name(unit));
    }
  }
  EXPECT_EQ(shown.size(), 13U) << "three multipliers with four sums, and int8";
  EXPECT_THAT(shown, ::testing::Contains("pe-stationary/exact/int8/int32/s1/l1"));
  EXPECT_THAT(shown, ::testing::Contains("pe-stationary/exact-cut/e4m3/daz/bf16/s1/l2"));
}

TEST(ShippedUnits, AreEnoughForEveryShippedAccelerator) {
  const std::vector<std::string> shipped = names(shipped_units());
  const std::vector<std::string> accelerators = config::shipped_names("accelerators", ".yaml");
  EXPECT_GE(accelerators.size(), 20U);
  for (const std::string& accelerator : accelerators) {
    EXPECT_THAT(needs(accelerator), IsSubsetOf(shipped)) << accelerator;
  }
}

TEST(AcceleratorUnits, AreItsMultiplierAccumulatorPeAndRegisters) {
  EXPECT_THAT(needs("lmul-e4m3-ws-4x4"),
              UnorderedElementsAre("multiplier/lmul/e4m3/daz", "accumulator/fp32/lmul/e4m3",
                                   "pe-stationary/lmul/e4m3/daz/fp32/s1/l2", "register/8", "register/32"));
  EXPECT_THAT(needs("lmul-e4m3-ws-32x32-s0l1"), ::testing::Contains("pe-stationary/lmul/e4m3/daz/fp32/s0/l1"));
  EXPECT_THAT(needs("int8-ws-4x4"),
              UnorderedElementsAre("multiplier/exact/int8", "accumulator/int32", "pe-stationary/exact/int8/int32/s1/l1",
                                   "register/8", "register/32"));
}

TEST(AcceleratorUnits, KnowTheDataflow) {
  EXPECT_THAT(needs("lmul-e4m3-os-4x4"), ::testing::Contains("pe-output/lmul/e4m3/daz/fp32/s1/l2"));
  EXPECT_THAT(needs("exact-e4m3-is-4x4"), ::testing::Contains("pe-stationary/exact/e4m3/normalize/fp32/s1/l2"));
}

TEST(AcceleratorUnits, MoveActivationsUnlessThoseAreStationary) {
  machine::Accelerator accelerator = config::load_accelerator("lmul-e4m3-ws-4x4");
  accelerator.pe.activation_format = arith::Format::e4m3;
  accelerator.pe.weight_format = arith::Format::e5m2;
  EXPECT_THAT(names(accelerator_units(accelerator)), ::testing::Contains("multiplier/lmul/e4m3*e5m2/daz"));
  accelerator.dataflow = machine::Dataflow::input_stationary;
  EXPECT_THAT(names(accelerator_units(accelerator)), ::testing::Contains("multiplier/lmul/e5m2*e4m3/daz"));
}

TEST(AddNewUnits, KeepsWhatIsThereAndTheOrder) {
  const std::vector<Unit> one = accelerator_units(config::load_accelerator("lmul-e4m3-ws-4x4"));
  const std::vector<Unit> other = accelerator_units(config::load_accelerator("int8-ws-4x4"));
  std::vector<Unit> all = one;
  add_new_units(all, one);
  EXPECT_EQ(all, one);
  add_new_units(all, other);
  EXPECT_EQ(all.size(), 8U);  // both need the two registers
  EXPECT_EQ(all[5], other[0]);
}

}  // namespace
}  // namespace lmulsim::flow::characterize
