// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Two characterisations by the same recipes with different operands: the energies of one lie within the error bars of
// the other, and nothing else changes.
#include <gtest/gtest.h>

#include "arith/spec.hpp"
#include "cost/technology.hpp"
#include "flow.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::Band;
using cost::GateUnit;
using cost::Stimulus;
using cost::UnitKind;

class SecondSeed : public ::testing::Test {
 protected:
  SecondSeed() : folder_(std::filesystem::temp_directory_path() / "lmulsim-gates") {}

  [[nodiscard]] GateUnit measure(const cost::Unit& unit, std::uint64_t seed) const {
    return OsuCampaign({.families = 4, .seed = seed}, folder_.path()).measure(unit);
  }

  void expect_within_bars(const cost::Unit& unit) const {
    const GateUnit first = measure(unit, 1);
    const GateUnit second = measure(unit, 2);
    const Band& bars = first.energy.at(Stimulus::gaussian).pj;
    const Band& others = second.energy.at(Stimulus::gaussian).pj;
    EXPECT_GE(others.high, bars.low);
    EXPECT_LE(others.low, bars.high);
    EXPECT_NE(others.value, bars.value) << "the seed must matter";
    EXPECT_EQ(second.fastest_ns, first.fastest_ns);
    for (std::size_t i = 0; i < first.netlists.size(); ++i) {
      EXPECT_EQ(second.netlists[i].area_um2, first.netlists[i].area_um2);
      EXPECT_EQ(second.netlists[i].delay_ns, first.netlists[i].delay_ns);
      EXPECT_EQ(second.netlists[i].clock_pj, first.netlists[i].clock_pj);
    }
  }

 private:
  util::TemporaryFolder folder_;
};

TEST_F(SecondSeed, OfLmulStaysWithinTheErrorBars) {
  LMULSIM_NEED_OSU018();
  expect_within_bars(make_unit(UnitKind::multiplier, "lmul", "e4m3", "fp32"));
}

TEST_F(SecondSeed, OfTheExactMultiplierStaysWithinTheErrorBars) {
  LMULSIM_NEED_OSU018();
  expect_within_bars(make_unit(UnitKind::multiplier, "exact", "e4m3", "fp32"));
}

TEST_F(SecondSeed, OfTheIntegerAccumulatorStaysWithinTheErrorBars) {
  LMULSIM_NEED_OSU018();
  expect_within_bars(make_unit(UnitKind::accumulator, "exact", "int8", "int32"));
}

// Bars wide enough for anything would show nothing.
TEST(ErrorBars, TellTheMultipliersOfOneFormatApart) {
  const cost::Technology technology = cost::load_technology("osu018");
  const auto& units = technology.gates->units;
  for (const Stimulus s : {Stimulus::gaussian, Stimulus::zero_heavy, Stimulus::uniform}) {
    const Band& lmul = units.at("multiplier/lmul/e4m3/daz").energy.at(s).pj;
    const Band& exact = units.at("multiplier/exact/e4m3/daz").energy.at(s).pj;
    EXPECT_LT(lmul.high, exact.low) << cost::name(s);
  }
}

}  // namespace
}  // namespace lmulsim::gates_test
