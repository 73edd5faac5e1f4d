// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "cost/gate_table.hpp"
#include "graph/graph.hpp"

namespace lmulsim::flow::characterize {

/// What one PE of an array sees during one stationary tile: `beats` words of the moving operand, and the rows above it.
struct Tile {
  int beats = 0;
  int depth = 0;     ///< rows above the PE: beats of products already in the partial sum
  int products = 1;  ///< of a beat
  /// Codes, beats x (depth + 1) x products, beat slowest; the PE's own row is the last.
  std::vector<std::uint32_t> moving;
  std::vector<std::uint32_t> top;  ///< (depth + 1) x products

  [[nodiscard]] std::uint32_t moving_at(int beat, int row, int product = 0) const {
    return moving[static_cast<std::size_t>(beat) * top.size() + at(row, product)];
  }
  [[nodiscard]] std::uint32_t top_at(int row, int product = 0) const { return top[at(row, product)]; }

 private:
  [[nodiscard]] std::size_t at(int row, int product) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(products) + static_cast<std::size_t>(product);
  }
};

/// Rows of the arrays that tiles are cut from: a PE has between 0 and this many less one above it.
inline constexpr int kStimulusRows = 32;

/// Draws tiles of one operand stream in a unit's formats.
///   gaussian     normal values, one scale per tensor so that the largest of 65,536 is the format's largest
///   transformer  columns of activations against elements of weights (or keys, values) of a captured workload, one
///                scale per tensor, in their order (formats with fp32's range are not scaled)
///   zero-heavy   gaussian, three of five moving words zero (as after a ReLU)
///   uniform      every finite code alike
class TileSource {
 public:
  /// `captured` has products with tensors and is needed for `transformer` only; it outlives the source. `products` of
  /// neighbouring k are in a beat.
  TileSource(cost::Stimulus stimulus, arith::Format moving, arith::Format top, const graph::Workload* captured,
             std::uint64_t seed, int products = 1);

  /// `beats` words; fewer never: a tensor of fewer rows continues with another column.
  [[nodiscard]] Tile draw(int beats);

 private:
  struct Product {
    std::int64_t m, n, k, count, b_shared;
    std::vector<std::uint32_t> a, b;  ///< codes
  };

  [[nodiscard]] Tile draw_random(int beats);
  [[nodiscard]] Tile draw_tensor(int beats);
  [[nodiscard]] std::uint32_t gaussian(arith::Format format, float scale);
  [[nodiscard]] std::uint32_t uniform(arith::Format format);

  cost::Stimulus stimulus_;
  arith::Format moving_, top_;
  int products_a_beat_;
  std::mt19937_64 random_;
  float moving_scale_ = 1, top_scale_ = 1;
  std::vector<Product> products_;
};

/// Statistics of the moving words of tiles, word to word within a tile.
class StreamCounter {
 public:
  explicit StreamCounter(arith::Format format) : format_(format) {}
  void add(const Tile& tile);
  [[nodiscard]] cost::StreamStatistics statistics() const;

 private:
  arith::Format format_;
  std::int64_t words_ = 0, zeros_ = 0, pairs_ = 0, toggles_ = 0;
};

}  // namespace lmulsim::flow::characterize
