// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "config/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::mapping {

/// Times an operand is brought on chip for one GEMM: 1 when what is reused fits its scratchpad.
struct Residency {
  std::int64_t activation_loads = 1;
  std::int64_t weight_loads = 1;

  friend bool operator==(const Residency&, const Residency&) = default;
};

/// Bytes of so many operand words, packed.
[[nodiscard]] constexpr std::int64_t operand_bytes(std::int64_t words, arith::Format format) {
  return ceil_div(words * arith::info(format).width(), 8);
}

/// Accumulator rows (cols accumulator words each) that the accumulator scratchpad holds.
[[nodiscard]] std::int64_t accumulator_rows(const config::Accelerator& accelerator);

/// The loop nest for a GEMM: streams as much as the accumulator scratchpad holds, and interleaves just enough column
/// tiles that a tile's partial sums are back before the next one along K needs them, as far as the scratchpad allows.
[[nodiscard]] LoopNest choose_loops(const config::Accelerator& accelerator, const Gemm& gemm);

/// What the loop nest makes of the scratchpads: a stationary tile is used once per block of streamed items, a streamed
/// block once per group of column tiles (output stationary: rows of A once per row tile, B once per row tile).
[[nodiscard]] Residency residency(const config::Accelerator& accelerator, const Program& program);

}  // namespace lmulsim::mapping
