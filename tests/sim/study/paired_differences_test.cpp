// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paired_differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lmulsim::study {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kRounding = 1e-9;
constexpr const char* kExact = "pe-stationary/exact/e4m3/daz/bf16/s1/l2";
constexpr const char* kLmul = "pe-stationary/lmul/e4m3/daz/bf16/s1/l2";

/// A PE of 2 pJ, 0.5 pJ of clock pins and 100 um^2, and recipes around it, all times a factor.
cost::GateUnit pe(double factor) {
  const auto band = [&](double value) { return cost::Band{0.5 * factor * value, factor * value, 2 * factor * value}; };
  cost::GateUnit unit;
  unit.area_um2 = band(100);
  unit.clock_pj = band(0.5);
  unit.energy[cost::Stimulus::uniform] = {.pj = band(2), .settled_pj = 1, .stream = {}};
  for (int r = 0; r < 12; ++r) {
    cost::DrawnNetlist n;
    n.recipe = r;
    n.area_um2 = factor * (100 + r);
    n.delay_ns = 4;
    n.clock_pj = factor * 0.5;
    n.batch_pj[cost::Stimulus::uniform] = {factor * (2 + 0.1 * r), factor * (2 + 0.1 * r)};
    unit.netlists.push_back(n);
  }
  return unit;
}

cost::Technology technology() {
  cost::Technology out;
  out.name = "invented";
  out.gates.emplace();
  out.gates->drawn_recipes = {"0: strash"};
  out.gates->units[kExact] = pe(1);
  out.gates->units[kLmul] = pe(0.8);
  return out;
}

result::TotalCost total(std::string_view pe_part, const std::string& entry, double pes, double around) {
  const auto band = [](double value) { return cost::Band{0.5 * value, value, 2 * value}; };
  return {{{std::string(pe_part), band(pes), {entry}}, {"dram_read", band(around), {"dram"}}}, band(pes + around)};
}

/// Ten PEs that do a hundred operations in ten cycles of 5 ns, with 250 pJ and 1000 um^2 around them.
result::Design design(const std::string& unit, double factor) {
  result::Design out;
  out.name = unit;
  out.technology = "invented";
  out.cycles = 10;
  out.macs = out.macs_issued = 100;
  out.pes = 10;
  out.time_s = 50e-9;
  out.energy_pj = total(cost::name(cost::Part::pe_registers_and_rest), "gates." + unit + ".energy.uniform",
                        factor * (100 * 2 + 100 * 0.5), 250);
  out.area_um2 = total(cost::name(cost::Part::pe_registers_and_rest), "gates." + unit + ".area", factor * 1000, 1000);
  return out;
}

result::Comparison compared(const result::Design& other) {
  return result::compare({design(kExact, 1), other});
}

const result::Difference& of(const result::Comparison& c, const char* quantity) {
  return std::ranges::find(c.quantities, quantity, &result::Quantity::name)->differences.at(0);
}

TEST(PairByNetlists, PutsThePairedRatioInThePlaceOfErrorBars) {
  result::Design lmul = design(kLmul, 0.8);
  lmul.quality.emplace();
  result::Comparison c = compared(lmul);
  const result::Difference before = of(c, "energy");
  EXPECT_EQ(before.verdict, result::Verdict::contains_zero);
  pair_by_netlists(c, technology());
  // The best of 8 of 12 evenly spaced recipes is 5 / 9 of a step above the least; a step is 0.1 pJ, and 1 um^2.
  const double exact = 2 + 0.1 * 4 / 9 + 0.5;
  const result::Difference& energy = of(c, "energy");
  EXPECT_NEAR(energy.ratio->value, (0.8 * exact + 2.5) / (exact + 2.5), 1e-3);
  EXPECT_EQ(energy.verdict, result::Verdict::excludes_zero);
  EXPECT_LT(energy.ratio->high - energy.ratio->low, (before.ratio->high - before.ratio->low) / 20);
  const double area = 100 + 4.0 / 9;
  EXPECT_NEAR(of(c, "area").ratio->value, (0.8 * area + 100) / (area + 100), 1e-4);
  EXPECT_THAT(c.notes, Contains(HasSubstr("PEs paired by 12 drawn recipes, the best of 8")));
  ASSERT_EQ(c.rows.size(), 1U) << "of the one design with quality";
  EXPECT_EQ(c.rows[0].energy_of_first, energy.ratio);
  EXPECT_EQ(c.rows[0].area_of_first, of(c, "area").ratio);
}

TEST(PairByNetlists, SaysWhenNetlistsMissTheRunsClock) {
  result::Design fast = design(kLmul, 0.8);
  fast.time_s = 30e-9;
  result::Comparison c = compared(fast);
  const result::Difference before = of(c, "energy");
  pair_by_netlists(c, technology());
  EXPECT_EQ(of(c, "energy").ratio, before.ratio);
  EXPECT_THAT(c.notes, Contains(HasSubstr("drawn netlists miss the run's clock")));
}

TEST(PairByNetlists, LeavesWhatCannotBePairedAsItIs) {
  const auto unchanged = [](const result::Design& other, const cost::Technology& by) {
    result::Comparison c = compared(other);
    const std::optional<cost::Band> before = of(c, "energy").ratio;
    pair_by_netlists(c, by);
    EXPECT_EQ(of(c, "energy").ratio, before);
    EXPECT_THAT(c.notes, Not(Contains(HasSubstr("paired by"))));
  };
  cost::Technology no_netlists = technology();
  no_netlists.gates->drawn_recipes.clear();
  unchanged(design(kLmul, 0.8), no_netlists);
  cost::Technology no_unit = technology();
  no_unit.gates->units.erase(kLmul);
  unchanged(design(kLmul, 0.8), no_unit);
  result::Design elsewhere = design(kLmul, 0.8);
  elsewhere.technology = "another";
  unchanged(elsewhere, technology());
  result::Design unsaid = design(kLmul, 0.8);
  unsaid.pes = 0;
  unchanged(unsaid, technology());
}

TEST(PairByNetlists, SaysWhyDesignsWithNetlistsCannotBePaired) {
  cost::Technology few = technology();
  few.gates->units[kLmul].netlists.resize(5);
  result::Comparison c = compared(design(kLmul, 0.8));
  pair_by_netlists(c, few);
  EXPECT_THAT(c.notes, Contains(HasSubstr("expected more than 8 recipes that both designs were made with, found 5")));
}

}  // namespace
}  // namespace lmulsim::study
