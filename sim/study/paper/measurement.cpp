// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/measurement.hpp"

#include "study/paper/ladder.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Technology;

Against compare(Rung rung, cost::Quantity quantity, const machine::Accelerator& lmul, const machine::Accelerator& other,
                const Technology& technology) {
  return against(rung_cost(rung, lmul, technology, quantity, {}), rung_cost(rung, other, technology, quantity, {}));
}

}  // namespace

Measure multiplier_nand2(const machine::Accelerator& design) {
  return [design](const Technology& t) -> Measurement {
    const RungCost cost = rung_cost(Rung::multiplier, design, t, cost::Quantity::area, {});
    if (!cost.known()) {
      return {{}, cost.missing};
    }
    return {cost.total() * (1 / t.gates->nand2_um2), {}};
  };
}

Measure energy_pj_of(Rung rung, const machine::Accelerator& design) {
  return [rung, design](const Technology& t) -> Measurement {
    const RungCost cost = rung_cost(rung, design, t, cost::Quantity::energy, {});
    return cost.known() ? Measurement{cost.total(), {}} : Measurement{{}, cost.missing};
  };
}

Measure saved_by(Rung rung, cost::Quantity quantity, const machine::Accelerator& lmul,
                 const machine::Accelerator& other) {
  return [=](const Technology& t) -> Measurement {
    const Against a = compare(rung, quantity, lmul, other, t);
    return a.left ? Measurement{saved_percent(*a.left), {}} : Measurement{{}, a.missing};
  };
}

Measure left_by(Rung rung, cost::Quantity quantity, const machine::Accelerator& lmul,
                const machine::Accelerator& other) {
  return [=](const Technology& t) -> Measurement {
    const Against a = compare(rung, quantity, lmul, other, t);
    return a.left ? Measurement{*a.left * 100, {}} : Measurement{{}, a.missing};
  };
}

Measure nothing(const std::string& why) {
  return [why](const Technology&) -> Measurement { return {{}, why}; };
}

}  // namespace lmulsim::study::paper
