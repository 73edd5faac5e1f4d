// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/clock_targets.hpp"

#include <algorithm>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "flow/characterize/unit_list.hpp"
#include "machine/pipeline.hpp"

namespace lmulsim::flow::characterize {

std::vector<cost::Unit> compared_designs(const cost::Unit& unit) {
  if (!is_compared(unit)) {
    return {unit};
  }
  std::vector<cost::Unit> designs;
  const bool integer = arith::info(unit.moving).is_integer();
  for (const arith::MultiplierKind kind :
       arith::built_multipliers(integer ? arith::Operands::integers : arith::Operands::floats)) {
    cost::Unit design = unit;
    design.clock_gates = false;
    design.wires.reset();
    design.multiplier.kind = kind;
    design.multiplier.offset.reset();
    if (unit.accumulator.kind == arith::AccumulatorKind::fixed) {  // each needs a width of its own
      design.accumulator = arith::fixed_layout(design.multiplier, unit.moving, unit.top, machine::kReferenceMaxK);
    }
    if (unit.accumulator.kind == arith::AccumulatorKind::narrow) {
      design.accumulator = machine::reference_narrow_sum(design.multiplier, unit.moving, unit.top);
    }
    if (unit.accumulator.kind == arith::AccumulatorKind::group && unit.accumulator.width > 0) {
      design.accumulator = machine::reference_group_sum(design.multiplier, unit.moving, unit.top);
    }
    designs.push_back(design);
  }
  return designs;
}

cost::ClockTargets clock_targets(const cost::Unit& unit, const std::function<double(const cost::Unit&)>& fastest_ns) {
  double slowest = 0;
  for (const cost::Unit& design : compared_designs(unit)) {
    slowest = std::max(slowest, fastest_ns(design));
  }
  return {kRelaxedFactor * slowest, kHardFactor * slowest};
}

}  // namespace lmulsim::flow::characterize
