// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gates/liberty.hpp"
#include "gates/liberty_groups.hpp"
#include "gates/liberty_table.hpp"
#include "gates/liberty_values.hpp"

namespace lmulsim::gates {

/// What the cells of one library file share.
struct LibertyContext {
  const std::string& file;
  const LibertyGroup& library;
  LibertyUnits units;
  LibertyTables tables;
  std::map<std::string, int, std::less<>> set_aside;  ///< what was left out, and how often

  LibertyContext(const LibertyGroup& group, const std::string& name)
      : file(name), library(group), units(units_of(group, name)), tables(library, units, file) {}
  LibertyContext(const LibertyContext&) = delete;
  LibertyContext& operator=(const LibertyContext&) = delete;

  [[nodiscard]] std::string where(int line) const { return file + ":" + std::to_string(line); }
};

/// One cell of a library being read: the model so far, and the groups it comes from.
struct CellDraft {
  Cell cell;
  const LibertyGroup& group;
  std::vector<const LibertyGroup*> input_groups, output_groups;  ///< beside Cell::inputs, Cell::outputs
  std::vector<std::string_view> other_pins;                      ///< internal and bidirectional pins
  std::vector<std::string_view> state_names;                     ///< of flip-flops, latches, state tables

  /// The first reason stays.
  void set_unusable(std::string reason) {
    if (cell.unusable.empty()) {
      cell.unusable = std::move(reason);
    }
  }
};

/// Reads the cell. Reasons that lie in the cell itself are in Cell::unusable; one with buses, or with something that is
/// not modelled, has no pins then.
[[nodiscard]] Cell read_cell(const LibertyGroup& group, LibertyContext& context);

/// Pins and their capacitances.
void read_pins(CellDraft& draft, LibertyContext& context);
/// Flip-flop, latch, clock gate and output functions; needs the pins.
void read_functions(CellDraft& draft, const LibertyContext& context);
/// Delays, setup requirements and internal power of all pins; needs the functions.
void read_tables(CellDraft& draft, LibertyContext& context);

/// Whether leakage and internal power of this group belong to the power supply. Ground pins see the same charge once
/// more, so theirs is set aside.
[[nodiscard]] bool counts_supply(const CellDraft& draft, const LibertyGroup& power, LibertyContext& context);

}  // namespace lmulsim::gates
