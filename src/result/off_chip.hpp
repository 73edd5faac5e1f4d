// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "machine/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::result {

/// Words of each operand that one GEMM of a program misses in the scratchpads. Counted here a second time, without a
/// line of what the engines count with (mapping::residency), so that a check can hold one against the other.
struct Misses {
  std::int64_t activation_words = 0;
  std::int64_t weight_words = 0;

  friend bool operator==(const Misses&, const Misses&) = default;
};

/// By walking the tiles: every tile asks both scratchpads for its part of the operands. A scratchpad holds the parts
/// used last, as many as fit; one that does not fit at all passes through and leaves nothing behind. Takes a step a
/// tile.
[[nodiscard]] Misses walked_misses(const machine::Accelerator& accelerator, const mapping::Program& program);

/// By the nest of loops around an operand: a loop that does not choose a part of the operand sweeps over the same parts
/// again, for nothing when one sweep fits. Takes a few steps for any program.
[[nodiscard]] Misses swept_misses(const machine::Accelerator& accelerator, const mapping::Program& program);

/// Walked up to `kWalkedTiles` tiles, swept above.
[[nodiscard]] Misses misses(const machine::Accelerator& accelerator, const mapping::Program& program);
inline constexpr std::int64_t kWalkedTiles = 4096;

}  // namespace lmulsim::result
