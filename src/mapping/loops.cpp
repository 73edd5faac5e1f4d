// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/loops.hpp"

#include <algorithm>

#include "arith/accumulate.hpp"

namespace lmulsim::mapping {

std::int64_t accumulator_rows(const config::Accelerator& accelerator) {
  const std::int64_t row_bytes =
      ceil_div(std::int64_t{accelerator.cols} * arith::acc_word_bits(accelerator.pe.accumulator), 8);
  return std::max<std::int64_t>(accelerator.memory.accumulator_bytes / row_bytes, 1);
}

LoopNest choose_loops(const config::Accelerator& accelerator, const Gemm& gemm) {
  const ArrayShape shape = accelerator.shape();
  const Extents e = extents(shape.dataflow, gemm);
  if (shape.dataflow == Dataflow::output_stationary) {
    return {e.stream, 1};
  }
  const std::int64_t capacity = accumulator_rows(accelerator);
  const std::int64_t block = std::min(e.stream, capacity);
  const std::int64_t period = std::max<std::int64_t>(block, shape.rows);
  const std::int64_t wanted = ceil_div(stationary_latency(shape) + 1, period);
  const bool one_row_tile = e.rows <= shape.rows;
  const std::int64_t most = std::min(capacity / block, ceil_div(e.cols, shape.cols));
  return {block, one_row_tile ? 1 : std::clamp<std::int64_t>(wanted, 1, std::max<std::int64_t>(most, 1))};
}

Residency residency(const config::Accelerator& accelerator, const Program& program) {
  const Gemm& g = program.gemm();
  const LoopNest& loops = program.loops();
  const arith::Format act = accelerator.pe.activation_format;
  const arith::Format weight = accelerator.pe.weight_format;
  const bool all_weights_fit = operand_bytes(g.k * g.n, weight) <= accelerator.memory.weight_bytes;
  const bool all_activations_fit = operand_bytes(g.m * g.k, act) <= accelerator.memory.activation_bytes;
  const std::int64_t groups = ceil_div(program.col_tiles(), loops.col_group);
  switch (accelerator.dataflow) {
    case Dataflow::weight_stationary: {
      const bool block_fits = operand_bytes(loops.stream_block * g.k, act) <= accelerator.memory.activation_bytes;
      return {block_fits ? 1 : groups, all_weights_fit ? 1 : program.stream_blocks()};
    }
    case Dataflow::input_stationary: {
      const bool block_fits = operand_bytes(loops.stream_block * g.k, weight) <= accelerator.memory.weight_bytes;
      return {all_activations_fit ? 1 : program.stream_blocks(), block_fits ? 1 : groups};
    }
    case Dataflow::output_stationary: {
      const bool rows_fit =
          operand_bytes(std::min(tile_rows(program.shape()), g.m) * g.k, act) <= accelerator.memory.activation_bytes;
      return {rows_fit ? 1 : program.col_tiles(), all_weights_fit ? 1 : program.row_tiles()};
    }
  }
  __builtin_unreachable();
}

}  // namespace lmulsim::mapping
