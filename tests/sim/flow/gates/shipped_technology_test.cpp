// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A part of the shipped technology osu018, measured again by other recipes and with other operands: figures and savings
// must come out within their error bars.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "cost/paired_saving.hpp"
#include "cost/technology.hpp"
#include "flow.hpp"
#include "flow/characterize/unit_list.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::Band;
using cost::Saved;

constexpr int kFamilies = 16;
constexpr int kOtherRecipes = 1000;

const cost::GateTable& shipped_table() {
  static const cost::GateTable table = *cost::load_gate_table("osu018");
  return table;
}

cost::Unit shipped_unit(const std::string& name) {
  const std::vector<cost::Unit> units = flow::characterize::shipped_units();
  return *std::ranges::find(units, name, cost::unit_name);
}

/// The unit by other recipes, on other operands.
cost::GateUnit measured_again(const std::string& name) {
  const OsuCampaign campaign({.first_recipe = kOtherRecipes, .families = kFamilies, .seed = shipped_table().seed + 1});
  return campaign.measure(shipped_unit(name));
}

void expect_bands_meet(const Band& again, const Band& shipped, const std::string& what) {
  EXPECT_GE(again.high, shipped.low * (1 - 1e-5)) << what;
  EXPECT_LE(again.low, shipped.high * (1 + 1e-5)) << what;
}

std::string test_name(const ::testing::TestParamInfo<const char*>& name) {
  std::string text = name.param;
  std::ranges::replace_if(
      text, [](char c) { return c == '/' || c == '-'; }, '_');
  return text;
}

class ShippedTechnology : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedTechnology, ComesOutAgain) {
  LMULSIM_NEED_OSU018();
  const cost::GateUnit& shipped = shipped_table().units.at(GetParam());
  const cost::GateUnit again = measured_again(GetParam());
  expect_bands_meet(again.area_um2, shipped.area_um2, "area");
  expect_bands_meet(again.delay_ns, shipped.delay_ns, "delay");
  expect_bands_meet(again.leakage_nw, shipped.leakage_nw, "leakage");
  expect_bands_meet(again.energy.at(cost::Stimulus::gaussian).pj, shipped.energy.at(cost::Stimulus::gaussian).pj,
                    "energy");
  EXPECT_NEAR(again.clock_pj.value, shipped.clock_pj.value, 1e-4 * shipped.clock_pj.value);
  EXPECT_EQ(again.flip_flops, shipped.flip_flops);
  EXPECT_EQ(again.elaborated, shipped.elaborated) << "the shipped technology is of other RTL: characterise it anew";
}

INSTANTIATE_TEST_SUITE_P(Osu018, ShippedTechnology,
                         ::testing::Values("multiplier/exact/int8", "accumulator/int32", "register/8",
                                           "pe-stationary/exact/int8/int32/s1/l1"),
                         test_name);

// What L-Mul saves, by the statistics of the ladder.
TEST(ShippedSavings, ComeOutAgain) {
  LMULSIM_NEED_OSU018();
  const char* const lmul = "multiplier/lmul/e4m3/daz";
  const char* const exact = "multiplier/exact/e4m3/daz";
  const cost::GateUnit lmul_again = measured_again(lmul);
  const cost::GateUnit exact_again = measured_again(exact);
  for (const Saved saved : {Saved::energy, Saved::area}) {
    const auto shipped = cost::paired_saving({shipped_table().units.at(lmul).netlists},
                                             {shipped_table().units.at(exact).netlists}, {saved})
                             .saved;
    const auto again = cost::paired_saving({lmul_again.netlists}, {exact_again.netlists}, {saved}).saved;
    ASSERT_TRUE(shipped && again);
    EXPECT_LE(std::abs(shipped->value - again->value), std::hypot(shipped->half_width(), again->half_width()))
        << cost::name(saved);
  }
}

}  // namespace
}  // namespace lmulsim::gates_test
