// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/loops.hpp"

#include <algorithm>

#include "arith/accumulate.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::mapping {
namespace {

constexpr std::int64_t kByteBits = 8;

/// An extent cut into pieces of one size: `whole` full ones, and what is left.
struct Cut {
  std::int64_t piece, whole, rest;

  Cut(std::int64_t extent, std::int64_t size) : piece(size), whole(extent / size), rest(extent % size) {}

  /// Sum of `value` over the pieces.
  template <typename Value>
  [[nodiscard]] std::int64_t sum(Value value) const {
    return whole * value(piece) + (rest > 0 ? value(rest) : 0);
  }
};

/// A scratchpad, and the format of the operand in it.
struct Scratchpad {
  std::int64_t bytes;
  arith::Format format;

  [[nodiscard]] bool holds(std::int64_t words) const { return operand_bytes(words, format) <= bytes; }
};

/// Words that return `times` times.
std::int64_t returning(const Scratchpad& memory, std::int64_t words, std::int64_t times) {
  return memory.holds(words) ? words : words * times;
}

/// Words of the streamed operand: a block of `items` meets every column tile with all of K.
std::int64_t streamed_words(const Scratchpad& memory, const Program& program) {
  const std::int64_t k = program.extents().rows;
  const std::int64_t groups = ceil_div(program.col_tiles(), program.loops().col_group);
  const Cut rows(k, tile_rows(program.shape()));
  return Cut(program.extents().stream, program.loops().stream_block).sum([&](std::int64_t items) {
    if (memory.holds(items * k)) {
      return items * k;
    }
    return rows.sum([&](std::int64_t height) {
      return items * height * (memory.holds(items * height) ? groups : program.col_tiles());
    });
  });
}

/// Words of A in an output-stationary program: panels of whole rows.
std::int64_t panel_words(const Scratchpad& memory, const Program& program) {
  const Extents& e = program.extents();
  return Cut(e.rows, tile_rows(program.shape())).sum([&](std::int64_t height) {
    return returning(memory, height * e.stream, program.col_tiles());
  });
}

}  // namespace

std::int64_t result_bytes(const arith::AccumulatorSpec& accumulator) {
  const int flags = arith::entered_sum(accumulator).kind == arith::AccumulatorKind::int32 ? 1 : 0;
  return ceil_div(arith::acc_word_bits(accumulator) - flags, kByteBits);
}

std::int64_t accumulator_rows(const machine::Accelerator& accelerator) {
  const std::int64_t row_bytes =
      ceil_div(std::int64_t{accelerator.cols} * arith::acc_word_bits(accelerator.pe.accumulator), kByteBits);
  return std::max<std::int64_t>(accelerator.memory.accumulator_bytes / row_bytes, 1);
}

LoopNest choose_loops(const machine::Accelerator& accelerator, const graph::Gemm& gemm) {
  const machine::ArrayShape shape = accelerator.shape();
  const Extents e = extents(shape.dataflow, gemm);
  if (shape.dataflow == machine::Dataflow::output_stationary) {
    return {e.stream, 1};
  }
  const std::int64_t capacity = accumulator_rows(accelerator);
  const std::int64_t block = std::min(e.stream, capacity);
  const std::int64_t period = std::max<std::int64_t>(block, shape.rows);
  const std::int64_t wanted = ceil_div(stationary_latency(shape) + 1, period);
  const bool one_row_tile = e.rows <= tile_rows(shape);
  const std::int64_t most = std::min(capacity / block, ceil_div(e.cols, shape.cols));
  return {block, one_row_tile ? 1 : std::clamp<std::int64_t>(wanted, 1, std::max<std::int64_t>(most, 1))};
}

Residency residency(const machine::Accelerator& accelerator, const Program& program) {
  const graph::Gemm& g = program.gemm();
  const Scratchpad activations{accelerator.memory.activation_bytes, accelerator.pe.activation_format};
  const Scratchpad weights{accelerator.memory.weight_bytes, accelerator.pe.weight_format};
  switch (accelerator.dataflow) {
    case machine::Dataflow::weight_stationary:
      return {streamed_words(activations, program), returning(weights, g.k * g.n, program.stream_blocks())};
    case machine::Dataflow::input_stationary:
      return {returning(activations, g.m * g.k, program.stream_blocks()), streamed_words(weights, program)};
    case machine::Dataflow::output_stationary:
      return {panel_words(activations, program), returning(weights, g.k * g.n, program.row_tiles())};
  }
  util::unreachable();
}

}  // namespace lmulsim::mapping
