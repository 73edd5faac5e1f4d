// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "graph/gemm_shape.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::mapping {

/// One command for the array: a pass of one tile. Extents are what is useful; the array itself always works on whole
/// rows and columns, padded with zeros.
/// A row of a stationary array takes `products` of K, and so does a beat of an output-stationary one.
///   weight stationary: rows lie along K, columns along N, beats stream M.
///   input stationary:  rows lie along K, columns along M, beats stream N.
///   output stationary: rows (times acc_latency interleaved results) lie along M, columns along N, beats stream K,
///                      each k repeated for acc_latency beats.
struct Tile {
  std::int64_t row0 = 0, rows = 0;
  std::int64_t col0 = 0, cols = 0;
  std::int64_t stream0 = 0, stream = 0;
  std::int64_t beats = 0;        ///< beats the array accepts for this tile
  bool accumulate = false;       ///< partial sums come in at the top of the columns
  std::int64_t depends_on = -1;  ///< the command that produced those partial sums; -1: none

  friend constexpr bool operator==(const Tile&, const Tile&) = default;
};

/// How the tiles follow each other. Stationary dataflows: for each block of `stream_block` streamed items, for each
/// group of `col_group` column tiles, for each row tile (K), for each column tile of the group. A group larger than 1
/// puts other columns between two tiles that depend on each other. Output stationary: row tiles, then column tiles;
/// both numbers are ignored.
struct LoopNest {
  std::int64_t stream_block = 0;
  std::int64_t col_group = 1;

  friend constexpr bool operator==(const LoopNest&, const LoopNest&) = default;
};

/// Extents of a GEMM along the array: rows x cols in space, stream in time (SCALE-Sim's Sr, Sc, T).
struct Extents {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::int64_t stream = 0;
};
[[nodiscard]] Extents extents(machine::Dataflow dataflow, const graph::Gemm& gemm);

/// The commands that compute `count` equal and independent GEMMs, one after the other, on an array. Commands are
/// computed when asked for, so that a program of millions of tiles costs nothing to hold.
class Program {
 public:
  /// Throws InputError on sizes below 1 or a tile whose beats do not fit the hardware's 24-bit beat counter.
  Program(const machine::ArrayShape& shape, const graph::Gemm& gemm, std::int64_t count, const LoopNest& loops);

  [[nodiscard]] const machine::ArrayShape& shape() const { return shape_; }
  [[nodiscard]] const graph::Gemm& gemm() const { return gemm_; }
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] const LoopNest& loops() const { return loops_; }
  [[nodiscard]] const Extents& extents() const { return extents_; }

  [[nodiscard]] std::int64_t row_tiles() const { return row_tiles_; }
  [[nodiscard]] std::int64_t col_tiles() const { return col_tiles_; }
  [[nodiscard]] std::int64_t stream_blocks() const { return stream_blocks_; }
  [[nodiscard]] std::int64_t tiles_per_gemm() const { return row_tiles_ * col_tiles_ * stream_blocks_; }
  [[nodiscard]] std::int64_t size() const { return tiles_per_gemm() * count_; }

  /// Command `index` of size(); its GEMM is index / tiles_per_gemm().
  [[nodiscard]] Tile tile(std::int64_t index) const;

 private:
  machine::ArrayShape shape_;
  graph::Gemm gemm_;
  std::int64_t count_;
  LoopNest loops_;
  Extents extents_;
  std::int64_t row_tiles_;
  std::int64_t col_tiles_;
  std::int64_t stream_blocks_;
};

[[nodiscard]] constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

/// Rows of output an output-stationary tile covers (rows times interleaved results); what of K a stationary tile does
/// (rows times products a beat).
[[nodiscard]] constexpr std::int64_t tile_rows(const machine::ArrayShape& s) {
  return std::int64_t{s.rows} * (s.dataflow == machine::Dataflow::output_stationary ? s.acc_latency : s.products);
}

/// The least distance of two tiles: result beats of an output-stationary one, stationary beats of the others.
[[nodiscard]] constexpr std::int64_t least_period(const machine::ArrayShape& s) {
  return s.dataflow == machine::Dataflow::output_stationary ? tile_rows(s) : s.rows;
}

/// The product as an array sees it whose PEs do one multiply-accumulate a beat: K in beats.
[[nodiscard]] constexpr graph::Gemm in_beats(const machine::ArrayShape& s, graph::Gemm gemm) {
  gemm.k = ceil_div(gemm.k, s.products);
  return gemm;
}

/// Cycles from the acceptance of a stationary array's beat to its result (see rtl/README.md).
[[nodiscard]] constexpr std::int64_t stationary_latency(const machine::ArrayShape& s) {
  return std::int64_t{s.rows} * s.acc_latency + s.cols + s.mul_stages;
}

}  // namespace lmulsim::mapping
