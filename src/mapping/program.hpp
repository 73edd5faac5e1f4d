// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::mapping {

enum class Dataflow : std::uint8_t { weight_stationary, output_stationary, input_stationary };

/// C[m x n] = A[m x k] * B[k x n]. All sizes at least 1.
struct Gemm {
  std::int64_t m = 0;
  std::int64_t n = 0;
  std::int64_t k = 0;

  friend constexpr bool operator==(const Gemm&, const Gemm&) = default;
};

/// The array as timing sees it. `mul_stages`: registers between multiplier and accumulator (0 or 1). `acc_latency`:
/// registers of the accumulation step (>= 1); an output-stationary array interleaves that many results per PE.
struct ArrayShape {
  int rows = 0;
  int cols = 0;
  Dataflow dataflow = Dataflow::weight_stationary;
  int mul_stages = 0;
  int acc_latency = 1;

  friend constexpr bool operator==(const ArrayShape&, const ArrayShape&) = default;
};

/// One command for the array: a pass of one tile. Extents are what is useful; the array itself always works on whole
/// rows and columns, padded with zeros.
///   weight stationary: rows lie along K, columns along N, beats stream M.
///   input stationary:  rows lie along K, columns along M, beats stream N.
///   output stationary: rows (times acc_latency interleaved results) lie along M, columns along N, beats stream K,
///                      each k repeated for acc_latency beats.
struct Tile {
  std::int64_t row0 = 0, rows = 0;
  std::int64_t col0 = 0, cols = 0;
  std::int64_t stream0 = 0, stream = 0;
  std::int64_t beats = 0;       ///< beats the array accepts for this tile
  bool accumulate = false;      ///< partial sums come in at the top of the columns
  std::int64_t depends_on = -1; ///< the command that produced those partial sums; -1: none

  friend constexpr bool operator==(const Tile&, const Tile&) = default;
};

}  // namespace lmulsim::mapping
