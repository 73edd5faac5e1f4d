// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/effects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "drawn_units.hpp"
#include "study/paper/clock_gate_effects.hpp"
#include "study/paper/wire_effects.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Stimulus;
using testing::drawn;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kRounding = 1e-9;

/// A unit whose data costs `uniform` times as much under uniform operands.
cost::GateUnit with_uniform(cost::GateUnit unit, double uniform) {
  for (cost::DrawnNetlist& n : unit.netlists) {
    n.batch_pj[Stimulus::uniform] = n.batch_pj[Stimulus::gaussian];
    for (double& pj : n.batch_pj[Stimulus::uniform]) {
      pj *= uniform;
    }
  }
  return unit;
}

/// Of the technology in which L-Mul's PE saves a tenth.
class Effects : public ::testing::Test {
 protected:
  void put(const std::string& name, const cost::GateUnit& unit) { technology_.gates->units[name] = unit; }
  [[nodiscard]] Effect find(const std::string& what) const {
    const std::vector<Effect> all = effects(technology_);
    const auto it = std::ranges::find(all, what, &Effect::what);
    return it == all.end() ? Effect{} : *it;
  }

  cost::Technology technology_ = testing::drawn_technology();
};

TEST_F(Effects, AreOfWhatWasMeasured) {
  EXPECT_THAT(effects(technology_), SizeIs(1)) << "gaussian operands";
  EXPECT_NEAR(find("operands: gaussian").saving.saved->value, 0.1, kRounding);
  technology_.gates->drawn_recipes.clear();
  EXPECT_THAT(effects(technology_), IsEmpty());
}

TEST_F(Effects, HaveEachStreamThatBothSaw) {
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2", with_uniform(drawn(0.9, {9, 6}), 1));
  EXPECT_TRUE(find("operands: uniform").what.empty()) << "the exact multiplier did not see it";
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", with_uniform(drawn(1, {9, 6}), 3));
  const Effect uniform = find("operands: uniform");
  EXPECT_GT(uniform.saving.saved->value, 0.5);
  EXPECT_EQ(uniform.clock_ns, 9);
  EXPECT_NEAR(find("operands: gaussian").saving.saved->value, 0.1, kRounding);
}

TEST_F(Effects, HaveThePeInOneCycleAndSubnormals) {
  put("pe-stationary/lmul/e4m3/daz/fp32/s0/l1", drawn(0.8, {20, 15}));
  put("pe-stationary/exact/e4m3/daz/fp32/s0/l1", drawn(1, {20, 15}));
  put("pe-stationary/exact/e4m3/normalize/fp32/s1/l2", drawn(1.5, {9, 6}));
  EXPECT_NEAR(find("no register inside the PE: one cycle").saving.saved->value, 0.2, kRounding);
  EXPECT_NEAR(find("the exact multiplier keeps subnormals").saving.saved->value, 0.4, kRounding);
}

TEST_F(Effects, HaveClockGates) {
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2/clock-gates", drawn(0.6, {9, 6}));
  EXPECT_TRUE(find("clock gates in the place of hold multiplexers").what.empty()) << "the exact one has none";
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2/clock-gates", drawn(0.8, {9, 6}));
  EXPECT_NEAR(find("clock gates in the place of hold multiplexers").saving.saved->value, 0.25, kRounding);
}

TEST_F(Effects, SayWhatClockGatesSaveOfEachDesign) {
  EXPECT_THAT(clock_gate_savings(technology_), IsEmpty());
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2/clock-gates", drawn(0.81, {9, 6}));
  put("pe-stationary/exact/int8/int32/s1/l1/clock-gates", drawn(0.36, {4, 3}, 2.5));
  const std::vector<ClockGateSaving> all = clock_gate_savings(technology_);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].design, "lmul");
  EXPECT_EQ(all[0].sums, "fp32");
  EXPECT_NEAR(all[0].energy.saved->value, 0.1, kRounding);
  EXPECT_NEAR(all[0].area.saved->value, 0.1, kRounding);
  EXPECT_EQ(all[1].design, "int8");
  EXPECT_EQ(all[1].clock_ns, 4);
  const std::vector<report::Grid> grids = clock_gate_grids(all);
  ASSERT_THAT(grids, SizeIs(1));
  EXPECT_THAT(grids[0].rows[1], ElementsAre("int8", "int32", "20.0 % (20.0 to 20.0)", "20.0 % (20.0 to 20.0)"));
}

TEST_F(Effects, HavePlacedWiresWithoutAnInterval) {
  EXPECT_THAT(wire_savings(technology_), IsEmpty());
  const auto one = [](double factor, double delay_ns) { return drawn(factor, {9, 6}, delay_ns, 1); };
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2/wires:0", one(0.8, 5));
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2/wires:1", one(0.84, 5.5));
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2/wires:0", one(1, 5));
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2/wires:1", one(1.2, 5));
  const std::vector<WireSaving> all = wire_savings(technology_);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_NEAR(all[0].saved(), 0.2, kRounding);
  EXPECT_NEAR(all[1].saved(), 0.3, kRounding);
  const std::vector<report::Grid> grids = wire_grids(all);
  ASSERT_THAT(grids, SizeIs(1));
  EXPECT_THAT(grids[0].rows,
              ElementsAre(ElementsAre("fp32 sums, of exact", "20.0 %", "30.0 %", "-", "5.0 %", "10.0 %")));
}

TEST_F(Effects, AreRowsOfOneTableForEachTechnology) {
  cost::Technology other = technology_;
  other.name = "other";
  std::vector<Effect> all = effects(technology_);
  std::ranges::move(effects(other), std::back_inserter(all));
  const std::vector<report::Grid> grids = effect_grids(all);
  ASSERT_THAT(grids, SizeIs(2));
  EXPECT_THAT(grids[0].rows, ElementsAre(ElementsAre("operands: gaussian", "10.0 % (10.0 to 10.0)", "-", "-")));
  EXPECT_TRUE(grids[1].title.ends_with("other"));
}

}  // namespace
}  // namespace lmulsim::study::paper
