// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A part of the shipped technology osu018, measured again: it must come out within its own error bars.
#include <gtest/gtest.h>

#include <algorithm>

#include "cost/technology.hpp"
#include "flow.hpp"
#include "flow/characterize/characterize_unit.hpp"
#include "flow/characterize/unit_list.hpp"
#include "rtl/rtl_sources.hpp"

namespace lmulsim::gates_test {
namespace {

using cost::Band;

void expect_within(const Band& again, const Band& shipped, const std::string& what) {
  EXPECT_GE(again.value, shipped.low * (1 - 1e-5)) << what;
  EXPECT_LE(again.value, shipped.high * (1 + 1e-5)) << what;
}

class ShippedTechnology : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedTechnology, ComesOutAgain) {
  LMULSIM_NEED_OSU018();
  const cost::Technology technology = cost::load_technology("osu018");
  const std::vector<cost::Unit> units = flow::characterize::shipped_units();
  const auto unit = std::ranges::find_if(units, [](const cost::Unit& u) { return cost::unit_name(u) == GetParam(); });
  ASSERT_NE(unit, units.end());
  const cost::GateUnit& shipped = technology.gates->units.at(GetParam());

  const gates::Library library = gates::read_library({kOsu018});
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path() / "lmulsim-gates");
  const flow::characterize::Synthesis synthesis(library, rtl::rtl_source_dir(), folder.path());
  const cost::GateUnit again =
      flow::characterize::characterize_unit(*unit, synthesis, {.seed = technology.gates->seed + 1}, folder.path());

  expect_within(again.area_um2, shipped.area_um2, "area");
  expect_within(again.delay_ns, shipped.delay_ns, "delay");
  expect_within(again.leakage_nw, shipped.leakage_nw, "leakage");
  expect_within(again.clock_pj, shipped.clock_pj, "clock");
  for (const cost::Stimulus s : {cost::Stimulus::gaussian, cost::Stimulus::zero_heavy, cost::Stimulus::uniform}) {
    expect_within(again.energy.at(s).pj, shipped.energy.at(s).pj, std::string(cost::name(s)));
  }
  EXPECT_EQ(again.flip_flops, shipped.flip_flops);
}

INSTANTIATE_TEST_SUITE_P(Osu018, ShippedTechnology,
                         ::testing::Values("multiplier/lmul/e4m3/daz", "multiplier/exact/e4m3/normalize",
                                           "multiplier/exact/int8", "accumulator/int32", "register/8",
                                           "pe-stationary/exact/int8/int32/s0/l1"),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::ranges::replace_if(
                               text, [](char c) { return c == '/' || c == '-'; }, '_');
                           return text;
                         });

}  // namespace
}  // namespace lmulsim::gates_test
