// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Two characterisations with different operands: the medians of one lie within the error bars of the other.
#include <gtest/gtest.h>

#include "cost/technology.hpp"
#include "flow.hpp"
#include "flow/characterize/characterize_unit.hpp"
#include "rtl/rtl_sources.hpp"

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
    const gates::Library library = gates::read_library({kOsu018});
    const flow::characterize::Synthesis synthesis(library, rtl::rtl_source_dir(), folder_.path(),
                                                  folder_.path() / "cache");
    return flow::characterize::characterize_unit(unit, synthesis, {.seed = seed, .tiles = 32}, folder_.path());
  }

  void expect_within_bars(const cost::Unit& unit) const {
    const GateUnit first = measure(unit, 1);
    const GateUnit second = measure(unit, 2);
    for (const Stimulus s : {Stimulus::gaussian, Stimulus::zero_heavy, Stimulus::uniform}) {
      const Band& bars = first.energy.at(s).pj;
      EXPECT_GE(second.energy.at(s).pj.value, bars.low) << cost::name(s);
      EXPECT_LE(second.energy.at(s).pj.value, bars.high) << cost::name(s);
      EXPECT_NE(second.energy.at(s).pj.value, bars.value) << cost::name(s) << ": the seed must matter";
    }
    EXPECT_EQ(second.area_um2, first.area_um2);
    EXPECT_EQ(second.delay_ns, first.delay_ns);
    EXPECT_EQ(second.clock_pj, first.clock_pj);
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
    const Band& exact = units.at("multiplier/exact/e4m3/normalize").energy.at(s).pj;
    EXPECT_LT(lmul.high, exact.low) << cost::name(s);
  }
}

}  // namespace
}  // namespace lmulsim::gates_test
