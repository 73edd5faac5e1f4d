// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/measurement.hpp"

#include <utility>

#include "cost/gate_array.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Band;
using cost::Quantity;
using cost::Technology;

/// um^2 of a unit, or pJ of one operation under Gaussian operands and of its clock pins.
Band unit_band(const cost::Unit& unit, const Technology& technology, Quantity quantity) {
  const cost::GateUnit& gates = technology.gates->get(unit, technology.name);
  switch (quantity) {
    case Quantity::energy:
      return gates.at(cost::Stimulus::gaussian, cost::unit_name(unit)).pj + gates.clock_pj;
    case Quantity::area:
      break;
  }
  return gates.area_um2;
}

Band band_of(ClaimedUnit unit, const machine::Accelerator& design, const Technology& technology, Quantity quantity) {
  const Band multiplier = unit_band(cost::multiplier_unit(design), technology, quantity);
  switch (unit) {
    case ClaimedUnit::mac:
      return multiplier + unit_band(cost::accumulator_unit(design), technology, quantity);
    case ClaimedUnit::multiplier:
      break;
  }
  return multiplier;
}

/// A figure, or what the technology lacks for it.
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
Band ratio(const Band& lmul, const Band& other) {
  if (other.low <= 0) {
    throw InputError("the other design's cost may be zero");
  }
  return {lmul.low / other.high, lmul.value / other.value, lmul.high / other.low};
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
    const Band left = ratio(band_of(unit, lmul, t, quantity), band_of(unit, other, t, quantity));
    return Band{100 * (1 - left.high), 100 * (1 - left.value), 100 * (1 - left.low)};
  });
}

Measure left_by(ClaimedUnit unit, Quantity quantity, const machine::Accelerator& lmul,
                const machine::Accelerator& other) {
  return measure([=](const Technology& t) {
    return ratio(band_of(unit, lmul, t, quantity), band_of(unit, other, t, quantity)) * 100;
  });
}

Measure nothing(const std::string& why) {
  return [why](const Technology&) -> Measurement { return {{}, why}; };
}

}  // namespace lmulsim::study::paper
