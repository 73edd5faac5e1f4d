// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

constexpr double kFanOut = 4;

const Cell& smallest(const Library& library, const char* what, const std::function<bool(const Cell&)>& fits) {
  const Cell* best = nullptr;
  for (const Cell& cell : library.cells) {
    if (cell.unusable.empty() && fits(cell) && (best == nullptr || cell.area_um2 < best->area_um2)) {
      best = &cell;
    }
  }
  if (best == nullptr) {
    throw InputError(fmt::format("library {}: expected {}, found none", library.name, what));
  }
  return *best;
}

/// The low 2^inputs bits of a truth table.
std::uint64_t rows(const Cell& cell) {
  return cell.outputs[0].truth & ((std::uint64_t{1} << (1U << cell.inputs.size())) - 1U);
}

bool is_function(const Cell& cell, std::size_t inputs, std::uint64_t truth) {
  return !cell.flip_flop && cell.inputs.size() == inputs && cell.outputs.size() == 1 && rows(cell) == truth;
}

/// Mean of rise and fall over the clock's arcs of the first output.
double clocked(const Cell& flip_flop, double slew_ns, double load_pf, bool transition) {
  double sum = 0;
  int count = 0;
  for (const DelayArc& arc : flip_flop.outputs.front().arcs) {
    if (arc.kind != ArcKind::rising_edge && arc.kind != ArcKind::falling_edge) {
      continue;
    }
    for (const Table* table :
         {transition ? &arc.rise_transition : &arc.cell_rise, transition ? &arc.fall_transition : &arc.cell_fall}) {
      sum += table->empty() ? 0 : table->at(slew_ns, load_pf);
      count += table->empty() ? 0 : 1;
    }
  }
  return count > 0 ? sum / count : 0;
}

double inverter_load(const Library& library) {
  return kFanOut * smallest_inverter(library).inputs.front().capacitance_pf;
}

}  // namespace

const Cell& smallest_nand2(const Library& library) {
  return smallest(library, "a two-input NAND", [](const Cell& c) { return is_function(c, 2, 0b0111); });
}

const Cell& smallest_inverter(const Library& library) {
  return smallest(library, "an inverter", [](const Cell& c) { return is_function(c, 1, 0b01); });
}

std::vector<const Cell*> and2_cells(const Library& library) {
  std::vector<const Cell*> all;
  for (const Cell& cell : library.cells) {
    if (cell.unusable.empty() && is_function(cell, 2, 0b1000)) {
      all.push_back(&cell);
    }
  }
  std::ranges::stable_sort(all, {}, &Cell::area_um2);
  return all;
}

const Cell& smallest_flip_flop(const Library& library) {
  return smallest(library, "a flip-flop that stores its data pin",
                  [](const Cell& c) { return c.flip_flop && c.flip_flop->data >= 0 && !c.flip_flop->falling; });
}

TimingConditions typical_conditions(const Library& library) {
  const Cell& flip_flop = smallest_flip_flop(library);
  TimingConditions conditions;
  conditions.output_load_pf = flip_flop.inputs[static_cast<std::size_t>(flip_flop.flip_flop->data)].capacitance_pf;
  const double load = inverter_load(library);
  // The slew hardly depends on the clock's own: a few rounds find the value that gives itself.
  for (int round = 0; round < 4; ++round) {
    conditions.input_slew_ns = clocked(flip_flop, conditions.input_slew_ns, load, true);
  }
  return conditions;
}

double clock_to_output_ns(const Library& library, const TimingConditions& conditions) {
  return clocked(smallest_flip_flop(library), conditions.input_slew_ns, inverter_load(library), false);
}

double setup_ns(const Library& library, const TimingConditions& conditions) {
  const Cell& flip_flop = smallest_flip_flop(library);
  double sum = 0;
  int count = 0;
  for (const SetupArc& arc : flip_flop.inputs[static_cast<std::size_t>(flip_flop.flip_flop->data)].setups) {
    for (const Table* table : {&arc.rise, &arc.fall}) {
      sum += table->empty() ? 0 : table->at(conditions.input_slew_ns, conditions.input_slew_ns);
      count += table->empty() ? 0 : 1;
    }
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace lmulsim::gates
