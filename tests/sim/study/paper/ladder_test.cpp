// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cost/gate_array.hpp"
#include "invented.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::Format;
using cost::Quantity;
using ::testing::HasSubstr;
using testing::invented;
using testing::some_activity;

Ladder climb(const cost::Technology& technology, Quantity quantity) {
  return ladder(technology, Format::e4m3, quantity, some_activity);
}

const Step& step(const Ladder& l, Rung rung) {
  return l.steps.at(static_cast<std::size_t>(rung));
}

TEST(Ladder, RungsAreTheUnitsOfTheTable) {
  const Ladder area = climb(invented(), Quantity::area);
  EXPECT_EQ(step(area, Rung::multiplier).lmul, (cost::Band{80, 100, 125}));
  EXPECT_EQ(step(area, Rung::mac).lmul->value, 1100);
  EXPECT_EQ(step(area, Rung::pe).lmul->value, 1600);
  EXPECT_EQ(step(area, Rung::pe).exact.cost->value, 1900);
  EXPECT_EQ(step(area, Rung::pe).int8.cost->value, 1000);
  const Ladder energy = climb(invented(), Quantity::energy);
  EXPECT_DOUBLE_EQ(step(energy, Rung::mac).lmul->value, 1.1);
  EXPECT_DOUBLE_EQ(step(energy, Rung::pe).lmul->value, 1.6 + 0.1);  // with its clock
}

TEST(Ladder, RatiosOfOneTechnologyAreLowOverHighAndHighOverLow) {
  const cost::Band left = *step(climb(invented(), Quantity::area), Rung::pe).exact.left;
  EXPECT_DOUBLE_EQ(left.value, 1600.0 / 1900);
  EXPECT_DOUBLE_EQ(left.low, 0.8 * 1600 / (1.25 * 1900));
  EXPECT_DOUBLE_EQ(left.high, 1.25 * 1600 / (0.8 * 1900));
}

TEST(Ladder, ASavingWithinTheSpreadIsInsideTheErrorBars) {
  const Ladder l = climb(invented(), Quantity::area);
  EXPECT_EQ(step(l, Rung::multiplier).exact.verdict, result::Verdict::excludes_zero);  // 100 against 400
  EXPECT_EQ(step(l, Rung::pe).exact.verdict, result::Verdict::contains_zero);          // 1600 against 1900, +- 25 %
}

TEST(Ladder, TheSavingShrinksFromRungToRung) {
  for (const Quantity quantity : {Quantity::energy, Quantity::area}) {
    double before = 0;
    for (const Step& s : climb(invented(), quantity).steps) {
      ASSERT_TRUE(s.exact.left) << name(s.rung) << s.exact.missing;
      EXPECT_GT(s.exact.left->value, before) << name(s.rung);
      EXPECT_LT(s.exact.left->value, 1) << name(s.rung);
      before = s.exact.left->value;
    }
  }
}

TEST(Ladder, AnArrayCostsWhatTheCostModelSays) {
  const cost::Technology technology = invented();
  const Ladder l = climb(technology, Quantity::energy);
  machine::Accelerator design = lmul_design(Format::e4m3);
  design.clock_hz = l.clock_hz;
  const cost::Breakdown whole = cost::energy_pj(some_activity(design), design, technology);
  EXPECT_NEAR(step(l, Rung::array_dram).lmul->value, whole.total.value / 1000, 1e-9 * whole.total.value);
  double dram = 0;
  double sram = 0;
  for (const cost::Component& c : whole.components) {
    dram += cost::name(c.part).starts_with("dram") ? c.band.value : 0;
    sram += cost::name(c.part).find("sram") != std::string_view::npos ? c.band.value : 0;
  }
  EXPECT_NEAR(step(l, Rung::array_sram).lmul->value, (whole.total.value - dram) / 1000, 1e-9);
  EXPECT_NEAR(step(l, Rung::array).lmul->value, (whole.total.value - dram - sram) / 1000, 1e-9);
}

TEST(Ladder, SharedDramDoesNotWidenTheErrorBar) {
  // Of a ratio near 1 whose only difference is the PE: its bar shrinks as the common part grows.
  const Ladder l = climb(invented(), Quantity::energy);
  const cost::Band sram = *step(l, Rung::array_sram).exact.left;
  const cost::Band dram = *step(l, Rung::array_dram).exact.left;
  EXPECT_LT(dram.high - dram.low, sram.high - sram.low);
}

TEST(Ladder, AMissingUnitIsNamedAndTheOthersStand) {
  cost::Technology technology = invented();
  technology.gates->units.erase(cost::unit_name(cost::pe_unit(exact_design(Format::e4m3))));
  const Ladder l = climb(technology, Quantity::area);
  EXPECT_TRUE(step(l, Rung::mac).exact.left);
  EXPECT_FALSE(step(l, Rung::pe).exact.left);
  EXPECT_THAT(step(l, Rung::pe).exact.missing, HasSubstr("pe-stationary/exact/e4m3/daz/fp32/s0/l1"));
  EXPECT_TRUE(step(l, Rung::pe).int8.left);
}

TEST(Ladder, ATechnologyOfOperationsHasNoPeAndNoRegisters) {
  const Ladder l = climb(cost::load_technology("horowitz-45nm"), Quantity::energy);
  EXPECT_DOUBLE_EQ(step(l, Rung::mac).lmul->value, 0.93);
  EXPECT_NEAR(step(l, Rung::mac).int8.left->value, 0.93 / 0.30, 1e-12);
  EXPECT_THAT(step(l, Rung::pe).exact.missing, HasSubstr("no measured PE"));
  EXPECT_THAT(step(l, Rung::array).exact.missing, HasSubstr("register_bit"));
  EXPECT_FALSE(l.has_registers);
  EXPECT_TRUE(step(l, Rung::array_dram).exact.left);
}

TEST(Ladder, TheClockIsNoFasterThanTheSlowestPe) {
  cost::Technology technology = invented();
  EXPECT_EQ(climb(technology, Quantity::energy).clock_hz, kReferenceClockHz);
  auto& slow = technology.gates->units.at(cost::unit_name(cost::pe_unit(int8_design())));
  slow.delay_ns = {10, 10, 10};
  const double hz = climb(technology, Quantity::energy).clock_hz;
  EXPECT_LT(hz, 1e8);
  EXPECT_GT(hz, 5e7);
}

}  // namespace
}  // namespace lmulsim::study::paper
