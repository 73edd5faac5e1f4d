// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "machine/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::mapping {

/// Words of each operand that one GEMM of a program brings on chip.
struct Residency {
  std::int64_t activation_words = 0;
  std::int64_t weight_words = 0;

  friend bool operator==(const Residency&, const Residency&) = default;
};

/// Bytes of so many operand words, packed.
[[nodiscard]] constexpr std::int64_t operand_bytes(std::int64_t words, arith::Format format) {
  return ceil_div(words * arith::info(format).width(), 8);
}

/// Bytes of one result in DRAM: the word that the array puts out, in whole bytes. fp32 and int32 four (the overflow
/// flag of int32 is a status and stays), bf16 two, fixed as many as its sum and flags need.
[[nodiscard]] std::int64_t result_bytes(const arith::AccumulatorSpec& accumulator);

/// Accumulator rows (cols accumulator words each) that the accumulator scratchpad holds.
[[nodiscard]] std::int64_t accumulator_rows(const machine::Accelerator& accelerator);

/// The loop nest for a GEMM: streams as much as the accumulator scratchpad holds, and interleaves just enough column
/// tiles that a tile's partial sums are back before the next one along K needs them, as far as the scratchpad allows.
[[nodiscard]] LoopNest choose_loops(const machine::Accelerator& accelerator, const graph::Gemm& gemm);

/// What the loop nest makes of the scratchpads. Each keeps what the array used last, as much as it holds (buffers for
/// loads ahead of time take no room). The stationary operand returns with every block of streamed items: it is loaded
/// once when all of it fits, else once a block. A streamed block returns with every group of column tiles, and within
/// a group its rows of one K tile return with every column tile: loaded once, once a group, or once a column tile, by
/// what fits. Output stationary: rows of A return with every column tile, B with every row tile.
[[nodiscard]] Residency residency(const machine::Accelerator& accelerator, const Program& program);

}  // namespace lmulsim::mapping
