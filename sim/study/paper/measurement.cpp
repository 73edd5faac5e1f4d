// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/measurement.hpp"

#include <utility>

#include "cost/gate_array.hpp"
#include "cost/paired_saving.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Band;
using cost::Quantity;
using cost::Technology;

/// um^2 of a unit, or pJ of one operation under Gaussian operands and of its clock pins.
cost::Unit unit_of(ClaimedUnit unit, const machine::Accelerator& design) {
  switch (unit) {
    case ClaimedUnit::multiplier:
      return cost::multiplier_unit(design);
    case ClaimedUnit::pe:
      break;
  }
  return cost::pe_unit(design);
}

const cost::GateUnit& measured(ClaimedUnit unit, const machine::Accelerator& design, const Technology& technology) {
  return technology.gates->get(unit_of(unit, design), technology.name);
}

Band band_of(ClaimedUnit unit, const machine::Accelerator& design, const Technology& technology, Quantity quantity) {
  const cost::GateUnit& gates = measured(unit, design, technology);
  switch (quantity) {
    case Quantity::energy:
      return gates.at(cost::Stimulus::gaussian, cost::unit_name(unit_of(unit, design))).pj + gates.clock_pj;
    case Quantity::area:
      break;
  }
  return gates.area_um2;
}

template <typename Figure>
Measure measure(Figure figure) {
  return [figure = std::move(figure)](const Technology& technology) -> Measurement {
    try {
      return {figure(technology), {}};
    } catch (const InputError& e) {
      return {{}, e.what()};
    }
  };
}

/// Two designs err independently, within the spread of the listed recipes.
cost::Saved saved_of(Quantity quantity) {
  switch (quantity) {
    case Quantity::energy:
      return cost::Saved::energy;
    case Quantity::area:
      break;
  }
  return cost::Saved::area;
}

/// What L-Mul costs of the other design.
Band ratio(ClaimedUnit unit, Quantity quantity, const machine::Accelerator& lmul, const machine::Accelerator& other,
           const Technology& t) {
  const cost::GateUnit& own = measured(unit, lmul, t);
  const cost::GateUnit& others = measured(unit, other, t);
  if (!own.netlists.empty() && !others.netlists.empty()) {
    const auto paired = cost::paired_saving({own.netlists}, {others.netlists}, {.saved = saved_of(quantity)});
    if (paired.saved) {  // without a clock to meet, always
      return {1 - paired.saved->high, 1 - paired.saved->value, 1 - paired.saved->low};
    }
  }
  const Band less = band_of(unit, lmul, t, quantity);
  const Band than = band_of(unit, other, t, quantity);
  if (than.low <= 0) {
    throw InputError("the other design's cost may be zero");
  }
  return {less.low / than.high, less.value / than.value, less.high / than.low};
}

}  // namespace

Measure multiplier_nand2(const machine::Accelerator& design) {
  return measure([design](const Technology& t) {
    return band_of(ClaimedUnit::multiplier, design, t, Quantity::area) * (1 / t.gates->nand2_um2);
  });
}

Measure energy_pj_of(ClaimedUnit unit, const machine::Accelerator& design) {
  return measure([=](const Technology& t) { return band_of(unit, design, t, Quantity::energy); });
}

Measure saved_by(ClaimedUnit unit, Quantity quantity, const machine::Accelerator& lmul,
                 const machine::Accelerator& other) {
  return measure([=](const Technology& t) {
    const Band left = ratio(unit, quantity, lmul, other, t);
    return Band{100 * (1 - left.high), 100 * (1 - left.value), 100 * (1 - left.low)};
  });
}

Measure left_by(ClaimedUnit unit, Quantity quantity, const machine::Accelerator& lmul,
                const machine::Accelerator& other) {
  return measure([=](const Technology& t) { return ratio(unit, quantity, lmul, other, t) * 100; });
}

Measure nothing(const std::string& why) {
  return [why](const Technology&) -> Measurement { return {{}, why}; };
}

}  // namespace lmulsim::study::paper
