// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/libraries.hpp"
#include "cost/gate_table.hpp"
#include "cost/technology.hpp"

namespace lmulsim::cli {

/// What `characterize` and `reproduce --measure` measure.
struct CharacterizationRequest {
  CellLibrary cells;
  std::vector<cost::Unit> units;
  std::string model;  ///< with weights; empty: operand_model()
  std::uint64_t seed = 1;
  int vectors = 2048;                      ///< per netlist and stream
  int first_recipe = 0;                    ///< the lowest number of a recipe that netlists are drawn by
  int families = 32;                       ///< how many
  std::optional<cost::GateTable> known{};  ///< measured before, to be extended
  int jobs = 1;
  bool cross_check = false;  ///< with Icarus Verilog
  bool clock_gates = false;  ///< units have some: of the library, or made of its cells
  bool placed = false;       ///< units have wires
};

/// The model whose tensors drive the units unless another is asked for: the project's own, so that a shipped technology
/// can be made again from a clone.
[[nodiscard]] std::string operand_model();

/// Runs the campaign with a progress bar; says on standard error when the synthesis tool is of another version than the
/// shipped technologies were made with.
[[nodiscard]] cost::GateTable characterize(const CharacterizationRequest& request);

/// The shipped technology with the units of the ladder measured anew on its library. Throws InputError when the library
/// is not on this machine or not a known one.
[[nodiscard]] cost::Technology measure_again(const cost::Technology& shipped);

}  // namespace lmulsim::cli
