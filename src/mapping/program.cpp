// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/program.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::mapping {

namespace {

constexpr std::int64_t kMaxBeats = (std::int64_t{1} << 24) - 1;

}  // namespace

Extents extents(machine::Dataflow dataflow, const graph::Gemm& gemm) {
  switch (dataflow) {
    case machine::Dataflow::weight_stationary:
      return {gemm.k, gemm.n, gemm.m};
    case machine::Dataflow::input_stationary:
      return {gemm.k, gemm.m, gemm.n};
    case machine::Dataflow::output_stationary:
      return {gemm.m, gemm.n, gemm.k};
  }
  util::unreachable();
}

Program::Program(const machine::ArrayShape& shape, const graph::Gemm& gemm, std::int64_t count, const LoopNest& loops)
    : shape_(shape), gemm_(gemm), count_(count), loops_(loops), extents_(mapping::extents(shape.dataflow, gemm)) {
  if (gemm.m < 1 || gemm.n < 1 || gemm.k < 1 || count < 1) {
    throw InputError(
        fmt::format("matrix product: expected m, n, k and count of at least 1, found m={} n={} k={} count={}", gemm.m,
                    gemm.n, gemm.k, count));
  }
  const bool output = shape.dataflow == machine::Dataflow::output_stationary;
  const std::int64_t block =
      output ? extents_.stream : std::clamp<std::int64_t>(loops.stream_block, 1, extents_.stream);
  loops_ = {block, std::max<std::int64_t>(loops.col_group, 1)};
  row_tiles_ = ceil_div(extents_.rows, tile_rows(shape));
  col_tiles_ = ceil_div(extents_.cols, shape.cols);
  stream_blocks_ = ceil_div(extents_.stream, block);
  const std::int64_t beats = output ? ceil_div(block, shape.products) * shape.acc_latency : block;
  if (beats > kMaxBeats) {
    throw InputError(fmt::format("matrix product: expected at most {} beats a tile, found {} (k={}, acc_latency={})",
                                 kMaxBeats, beats, gemm.k, shape.acc_latency));
  }
}

Tile Program::tile(std::int64_t index) const {
  const std::int64_t in_gemm = index % tiles_per_gemm();
  const std::int64_t per_block = row_tiles_ * col_tiles_;
  const std::int64_t block = in_gemm / per_block;
  const std::int64_t in_block = in_gemm % per_block;

  std::int64_t row = in_block / col_tiles_;
  std::int64_t col = in_block % col_tiles_;
  Tile t;
  if (shape_.dataflow != machine::Dataflow::output_stationary) {
    const std::int64_t group = in_block / (row_tiles_ * loops_.col_group);
    const std::int64_t first_col = group * loops_.col_group;
    const std::int64_t cols = std::min(loops_.col_group, col_tiles_ - first_col);
    const std::int64_t in_group = in_block - first_col * row_tiles_;
    row = in_group / cols;
    col = first_col + in_group % cols;
    t.accumulate = row > 0;
    t.depends_on = row > 0 ? index - cols : -1;
  }
  t.row0 = row * tile_rows(shape_);
  t.rows = std::min(tile_rows(shape_), extents_.rows - t.row0);
  t.col0 = col * shape_.cols;
  t.cols = std::min<std::int64_t>(shape_.cols, extents_.cols - t.col0);
  t.stream0 = block * loops_.stream_block;
  t.stream = std::min(loops_.stream_block, extents_.stream - t.stream0);
  t.beats = shape_.dataflow == machine::Dataflow::output_stationary
                ? ceil_div(t.stream, shape_.products) * shape_.acc_latency
                : t.stream;
  return t;
}

}  // namespace lmulsim::mapping
