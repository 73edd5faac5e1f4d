// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arith/spec.hpp"
#include "config/load.hpp"
#include "flow/characterize/unit_list.hpp"

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

/// "multiplier/format/policy" with each multiplier's usual policy, or with both.
std::vector<std::string> float_operations(bool both) {
  const std::map<std::string, std::string> usual{{"exact", "normalize"}, {"lmul", "daz"}, {"mitchell", "daz"}};
  std::vector<std::string> all;
  for (const auto& [multiplier, policy] : usual) {
    for (const char* format : {"e4m3", "e5m2", "bf16", "fp16"}) {
      for (const char* p : {"daz", "normalize"}) {
        if (both || policy == p) {
          all.push_back(fmt::format("{}/{}/{}", multiplier, format, p));
        }
      }
    }
  }
  return all;
}

TEST(ShippedUnits, AreThereOnce) {
  const std::vector<std::string> all = names(shipped_units());
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(ShippedUnits, HaveEveryMultiplierWithBothPolicies) {
  std::vector<std::string> expected{"multiplier/exact/int8"};
  for (const std::string& op : float_operations(true)) {
    expected.push_back("multiplier/" + op);
  }
  EXPECT_EQ(expected.size(), 25U);
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveTheirAccumulators) {
  std::vector<std::string> expected{"accumulator/int32"};
  for (const char* format : {"e4m3", "e5m2", "bf16", "fp16"}) {
    for (const char* multiplier : {"exact", "lmul", "mitchell"}) {
      expected.push_back(fmt::format("accumulator/fp32/{}/{}", multiplier, format));
    }
    for (const char* multiplier : {"exact", "lmul"}) {
      expected.push_back(fmt::format("accumulator/bf16/{}/{}", multiplier, format));
    }
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveFixedAccumulatorsForNarrowFormatsOnly) {
  std::multiset<std::string> fixed;
  for (const Unit& unit : shipped_units()) {
    if (unit.kind == cost::UnitKind::accumulator && unit.accumulator.kind == arith::AccumulatorKind::fixed &&
        unit.moving == unit.top) {
      fixed.insert(std::string(arith::info(unit.moving).name));
    }
  }
  EXPECT_GE(fixed.count("e4m3"), 2U);
  EXPECT_GE(fixed.count("e5m2"), 2U);
  EXPECT_EQ(fixed.count("bf16") + fixed.count("fp16"), 0U);
}

TEST(ShippedUnits, HaveStationaryPesWithAndWithoutAProductRegister) {
  std::vector<std::string> expected;
  for (const char* stages : {"s0", "s1"}) {
    expected.push_back(fmt::format("pe-stationary/exact/int8/int32/{}/l1", stages));
    for (const std::string& op : float_operations(true)) {
      expected.push_back(fmt::format("pe-stationary/{}/fp32/{}/l1", op, stages));
    }
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
}

TEST(ShippedUnits, HaveOutputStationaryPes) {
  std::vector<std::string> expected{"pe-output/exact/int8/int32/s0/l1"};
  for (const std::string& op : float_operations(false)) {
    if (!op.starts_with("mitchell")) {
      expected.push_back(fmt::format("pe-output/{}/fp32/s0/l1", op));
    }
  }
  EXPECT_THAT(expected, IsSubsetOf(names(shipped_units())));
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
                                   "pe-stationary/lmul/e4m3/daz/fp32/s0/l1", "register/8", "register/32"));
  EXPECT_THAT(needs("int8-ws-4x4"),
              UnorderedElementsAre("multiplier/exact/int8", "accumulator/int32", "pe-stationary/exact/int8/int32/s0/l1",
                                   "register/8", "register/32"));
}

TEST(AcceleratorUnits, KnowTheDataflow) {
  EXPECT_THAT(needs("lmul-e4m3-os-4x4"), ::testing::Contains("pe-output/lmul/e4m3/daz/fp32/s0/l1"));
  EXPECT_THAT(needs("exact-e4m3-is-4x4"), ::testing::Contains("pe-stationary/exact/e4m3/normalize/fp32/s0/l1"));
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
