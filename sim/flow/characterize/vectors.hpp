// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/gate_table.hpp"
#include "flow/characterize/stimulus.hpp"
#include "flow/gatesim/gate_simulator.hpp"

namespace lmulsim::flow::characterize {

/// What a unit's pins see, cycle by cycle, and what must come out.
struct Vectors {
  std::vector<std::string> inputs;                          ///< ports, the clock not among them
  std::vector<std::vector<gatesim::PortValue>> values;      ///< [cycle][input]
  std::string output;                                       ///< the port that is checked
  std::vector<std::optional<gatesim::PortValue>> expected;  ///< by cycle, after it; none: not looked at
  int operations = 0;                                       ///< operations in all cycles
  int cycles_per_batch = 0;  ///< independent samples of equal length, for the standard error
};

/// Products of a beat of the unit, which its tiles are drawn with.
[[nodiscard]] int products_of(const cost::Unit& unit);

/// How many batches the cycles of a stream of so many tiles or more make.
inline constexpr int kBatches = 16;

/// The cycles of `tiles` tiles of `beats` beats (rounded down to a multiple of the accumulator's latency),
/// one after another without a pause, and the results by the reference arithmetic.
[[nodiscard]] Vectors make_vectors(const cost::Unit& unit, TileSource& source, int tiles, int beats,
                                   StreamCounter& statistics);

/// Whether all pairs of a unit's operands can be tried: a multiplier of two 8-bit formats.
[[nodiscard]] bool has_few_operands(const cost::Unit& unit);

/// Every pair of operand codes of a multiplier of two 8-bit formats; none for any other unit.
[[nodiscard]] Vectors exhaustive_vectors(const cost::Unit& unit);

}  // namespace lmulsim::flow::characterize
