// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/clock_targets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "arith/accumulate.hpp"
#include "arith/spec.hpp"
#include "machine/pipeline.hpp"
#include "make_unit.hpp"

namespace lmulsim::flow::characterize {
namespace {

using ::testing::ElementsAre;
using testing::make_unit;

std::vector<std::string> names(const cost::Unit& unit) {
  std::vector<std::string> all;
  for (const cost::Unit& design : compared_designs(unit)) {
    all.push_back(cost::unit_name(design));
  }
  return all;
}

cost::Unit pe(const std::string& multiplier) {
  cost::Unit unit = make_unit(cost::UnitKind::pe_stationary, multiplier, "e4m3");
  unit.multiplier.subnormals = arith::Subnormals::daz;
  unit.mul_stages = 1;
  unit.acc_latency = 2;
  return unit;
}

TEST(ComparedDesigns, AreTheUnitWithEachMultiplierOfItsOperands) {
  EXPECT_THAT(names(pe("lmul")),
              ElementsAre("pe-stationary/exact/e4m3/daz/fp32/s1/l2", "pe-stationary/lmul/e4m3/daz/fp32/s1/l2",
                          "pe-stationary/exact-cut/e4m3/daz/fp32/s1/l2"));
  EXPECT_THAT(names(make_unit(cost::UnitKind::multiplier, "exact", "int8")), ElementsAre("multiplier/exact/int8"));
}

TEST(ComparedDesigns, AreTheSameForEachOfThem) {
  for (const char* multiplier : {"exact", "lmul", "exact-cut"}) {
    EXPECT_EQ(names(pe(multiplier)), names(pe("lmul"))) << multiplier;
  }
}

TEST(ComparedDesigns, HaveFixedSumsOfTheirOwnWidths) {
  const auto fixed = [](const std::string& multiplier) {
    cost::Unit unit = pe(multiplier);
    unit.accumulator = arith::fixed_layout(unit.multiplier, unit.moving, unit.top, machine::kReferenceMaxK);
    return unit;
  };
  const std::vector<std::string> all = names(fixed("lmul"));
  EXPECT_EQ(names(fixed("exact")), all);
  EXPECT_THAT(all, ::testing::Contains(cost::unit_name(fixed("lmul"))));
  EXPECT_THAT(all, ::testing::Contains(cost::unit_name(fixed("exact"))));
}

TEST(ComparedDesigns, OfARegisterAreItself) {
  const cost::Unit unit{.kind = cost::UnitKind::delay_register, .width = 8};
  EXPECT_THAT(names(unit), ElementsAre("register/8"));
}

TEST(ComparedDesigns, OfWhatNoSavingIsFoundOfAreItself) {
  EXPECT_THAT(names(pe("mitchell")), ElementsAre("pe-stationary/mitchell/e4m3/daz/fp32/s1/l2"));
  cost::Unit accumulator = pe("lmul");
  accumulator.kind = cost::UnitKind::accumulator;
  EXPECT_THAT(names(accumulator), ElementsAre("accumulator/fp32/lmul/e4m3"));
}

TEST(ClockTargets, FollowTheSlowestDesign) {
  const std::map<std::string, double> fastest{{"pe-stationary/exact/e4m3/daz/fp32/s1/l2", 7},
                                              {"pe-stationary/lmul/e4m3/daz/fp32/s1/l2", 8},
                                              {"pe-stationary/exact-cut/e4m3/daz/fp32/s1/l2", 6}};
  const auto fastest_ns = [&](const cost::Unit& unit) { return fastest.at(cost::unit_name(unit)); };
  const cost::ClockTargets targets = clock_targets(pe("exact"), fastest_ns);
  EXPECT_DOUBLE_EQ(targets.relaxed_ns, 12);
  EXPECT_DOUBLE_EQ(targets.hard_ns, 8.8);
  EXPECT_EQ(clock_targets(pe("lmul"), fastest_ns), targets);
}

}  // namespace
}  // namespace lmulsim::flow::characterize
