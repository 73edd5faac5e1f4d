// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "invented.hpp"

namespace lmulsim::study::paper::testing {

/// A unit with a netlist of each recipe. Recipes differ in all, designs by a factor in energy, clock, leakage and area.
inline cost::GateUnit drawn(double factor, const cost::ClockTargets& targets, double delay_ns = 5, int recipes = 12) {
  cost::GateUnit unit = testing::unit(100, 1, 0.1);
  unit.targets = targets;
  for (int r = 0; r < recipes; ++r) {
    cost::DrawnNetlist n;
    n.recipe = r;
    n.area_um2 = factor * (100 + 7 * r);
    n.delay_ns = delay_ns;
    n.clock_pj = factor * 0.5;
    n.leakage_nw = factor * 100;
    n.batch_pj[cost::Stimulus::gaussian] = {factor * (2.0 + r), factor * (1.0 + 2 * r)};
    unit.netlists.push_back(n);
  }
  return unit;
}

/// The invented technology with netlists: L-Mul e4m3 with sums in fp32 saves a tenth of the exact multiplier's PE and
/// costs twice int8's; its multiplier saves half.
inline cost::Technology drawn_technology() {
  cost::Technology out = invented();
  auto& units = out.gates->units;
  out.gates->drawn_recipes = {"0: strash"};
  out.gates->library_sha256 = std::string(64, 'a');
  out.gates->seed = 1;
  units["multiplier/lmul/e4m3/daz"] = drawn(0.5, {2, 1.5}, 1);
  units["multiplier/exact/e4m3/daz"] = drawn(1, {2, 1.5}, 1);
  units["pe-stationary/lmul/e4m3/daz/fp32/s1/l2"] = drawn(0.9, {9, 6});
  units["pe-stationary/exact/e4m3/daz/fp32/s1/l2"] = drawn(1, {9, 6});
  units["pe-stationary/exact/int8/int32/s1/l1"] = drawn(0.45, {4, 3}, 2.5);
  return out;
}

}  // namespace lmulsim::study::paper::testing
