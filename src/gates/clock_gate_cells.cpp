// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Clock gates of a library that has none: a latch, an AND and, where it takes one, an inverter, counted as one cell.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gates/clock_gates.hpp"
#include "gates/conditions.hpp"
#include "gates/timing_arcs.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

constexpr int kClock = 0;
constexpr int kEnable = 1;

const Table& energies(const PowerArc& arc, Change change) {
  return change == Change::rise ? arc.rise : arc.fall;
}

/// Internal energy of a pin's change, the mean over the tables that one input (none: no input) causes, pJ.
template <typename Pin>
double internal_pj(const Pin& pin, std::optional<int> related, Change change, double slew_ns, double load_pf) {
  double sum = 0;
  int count = 0;
  for (const PowerArc& arc : pin.powers) {
    if (arc.related == related) {
      const Table& table = energies(arc, change);
      sum += table.empty() ? 0 : table.at(slew_ns, load_pf);
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

double slew_ns(const OutputPin& pin, int related, Change change, double input_slew_ns, double load_pf) {
  for (const DelayArc& arc : pin.arcs) {
    if (arc.related == related && !slew_table(arc, change).empty()) {
      return std::max(0.0, slew_table(arc, change).at(input_slew_ns, load_pf));
    }
  }
  return input_slew_ns;
}

Table constant(double value) {
  return {.slew_ns = {0}, .load_pf = {0}, .values = {value}};
}

Change other(Change change) {
  return change == Change::rise ? Change::fall : Change::rise;
}

/// The cells of one clock gate.
struct Parts {
  const Library& library;
  const Cell& latch;
  const Cell* inverter;  ///< before the latch; null where it is open while the clock is low
  const Cell& gate;      ///< AND of the clock (its first input) and what the latch holds

  [[nodiscard]] const InputPin& latch_clock() const {
    return latch.inputs[static_cast<std::size_t>(latch.latch->enable)];
  }
  [[nodiscard]] const InputPin& latch_data() const { return latch.inputs[static_cast<std::size_t>(latch.latch->data)]; }
  [[nodiscard]] double wire_pj(double pf) const { return 0.5 * pf * library.voltage_v * library.voltage_v; }
};

/// What an edge of the clock costs within the cell, whether the gate is open or not: the latch's own pin, the inverter
/// with the net behind it, the AND's pin.
double clock_edge_pj(const Parts& p, Change change, double slew) {
  double sum = internal_pj(p.gate.inputs[0], std::nullopt, change, slew, 0);
  if (p.inverter == nullptr) {
    return sum + internal_pj(p.latch_clock(), std::nullopt, change, slew, 0);
  }
  const double load = p.latch_clock().capacitance_pf;
  const OutputPin& out = p.inverter->outputs.front();
  const double inner = slew_ns(out, 0, other(change), slew, load);
  sum += internal_pj(p.inverter->inputs[0], std::nullopt, change, slew, 0);
  sum += internal_pj(out, 0, other(change), slew, load) + p.wire_pj(load);
  return sum + internal_pj(p.latch_clock(), std::nullopt, other(change), inner, 0);
}

/// What a change of the enable costs within the cell: the open latch follows it, with the AND's pin behind it.
double enable_edge_pj(const Parts& p, Change change, double slew) {
  const double load = p.gate.inputs[1].capacitance_pf;
  const OutputPin& out = p.latch.outputs.front();
  const double inner = slew_ns(out, p.latch.latch->data, change, slew, load);
  return internal_pj(p.latch_data(), std::nullopt, change, slew, 0) +
         internal_pj(out, p.latch.latch->data, change, slew, load) + p.wire_pj(load) +
         internal_pj(p.gate.inputs[1], std::nullopt, change, inner, 0);
}

InputPin clock_pin(const Parts& p, double slew) {
  InputPin pin;
  pin.name = "CLK";
  pin.clock = true;
  pin.capacitance_pf = p.gate.inputs[0].capacitance_pf +
                       (p.inverter != nullptr ? p.inverter->inputs[0] : p.latch_clock()).capacitance_pf;
  pin.powers.push_back({.related = std::nullopt,
                        .when = {},
                        .rise = constant(clock_edge_pj(p, Change::rise, slew)),
                        .fall = constant(clock_edge_pj(p, Change::fall, slew))});
  return pin;
}

InputPin enable_pin(const Parts& p, double slew) {
  InputPin pin = p.latch_data();
  pin.name = "EN";
  pin.powers = {{.related = std::nullopt,
                 .when = {},
                 .rise = constant(enable_edge_pj(p, Change::rise, slew)),
                 .fall = constant(enable_edge_pj(p, Change::fall, slew))}};
  for (SetupArc& setup : pin.setups) {
    setup.related = kClock;
  }
  return pin;
}

/// The AND's output as the clock moves it.
OutputPin output_pin(const Parts& p) {
  OutputPin pin = p.gate.outputs.front();
  pin.name = "GCLK";
  pin.truth = 0;
  std::erase_if(pin.arcs, [](const DelayArc& arc) { return arc.related != 0; });
  std::erase_if(pin.powers, [](const PowerArc& arc) { return arc.related && *arc.related != 0; });
  return pin;
}

Cell composed(const Parts& p, double latch_um2, double slew) {
  Cell cell;
  cell.name = fmt::format("{}{}+{}", p.latch.name, p.inverter != nullptr ? "+" + p.inverter->name : "", p.gate.name);
  cell.area_um2 = latch_um2 + p.gate.area_um2 + (p.inverter != nullptr ? p.inverter->area_um2 : 0);
  cell.leakage_nw = p.latch.leakage_nw + p.gate.leakage_nw + (p.inverter != nullptr ? p.inverter->leakage_nw : 0);
  cell.inputs = {clock_pin(p, slew), enable_pin(p, slew)};
  cell.outputs = {output_pin(p)};
  cell.clock_gate = ClockGate{.clock = kClock, .enable = kEnable};
  cell.unusable = "clock gate";
  return cell;
}

double area_of(const Cell& cell, const Lef* sizes) {
  if (cell.area_um2 > 0 || sizes == nullptr || !sizes->macros.contains(cell.name)) {
    return cell.area_um2;
  }
  return sizes->macros.at(cell.name).area_um2();
}

/// The smallest latch whose area is known and that one output shows as it is.
const Cell& smallest_latch(const Library& library, const Lef* sizes) {
  const Cell* best = nullptr;
  const Cell* without_area = nullptr;
  for (const Cell& cell : library.cells) {
    if (!cell.latch || cell.unusable != "latch" || cell.outputs.size() != 1) {
      continue;
    }
    const double area = area_of(cell, sizes);
    without_area = area > 0 ? without_area : &cell;
    best = area > 0 && (best == nullptr || area < area_of(*best, sizes)) ? &cell : best;
  }
  if (best == nullptr) {
    throw InputError(fmt::format(
        "library {}: clock gates: expected an integrated clock gate, or a latch of known area, found {}", library.name,
        without_area == nullptr ? "neither"
                                : fmt::format("{} without an area (a LEF file has it)", without_area->name)));
  }
  return *best;
}

}  // namespace

void add_clock_gates(Library& library, const Lef* sizes) {
  if (!clock_gate_cells(library).empty()) {
    return;
  }
  const Cell& latch = smallest_latch(library, sizes);
  const Cell* inverter = latch.latch->low ? nullptr : &smallest_inverter(library);
  const double slew = typical_conditions(library).input_slew_ns;
  std::vector<Cell> made;
  for (const Cell* gate : and2_cells(library)) {
    made.push_back(composed({library, latch, inverter, *gate}, area_of(latch, sizes), slew));
  }
  if (made.empty()) {
    throw InputError(fmt::format("library {}: clock gates: expected a two-input AND, found none", library.name));
  }
  std::ranges::move(made, std::back_inserter(library.cells));
}

}  // namespace lmulsim::gates
