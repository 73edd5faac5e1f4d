// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arith/product.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "mapping/program.hpp"

namespace lmulsim::bench {

/// The operands of a program by array coordinates: which word enters which row or column. A row or column has as many
/// words as a beat has products, side by side, of increasing k. Without operands every word is 0.
///
/// What is beyond K holds +0 times -0 (0 times 0 of integers): a product of -0 changes no sum. (+0 would: a sum can be
/// -0, when a negative product underflows.) Among the products of a group any zero changes nothing.
class OperandView {
 public:
  /// Throws InputError when the operands have the wrong size or a word that is no code of its format.
  OperandView(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands* operands);

  /// Word `word` of the moving operand in beat `beat` of a tile: that of row word / products.
  [[nodiscard]] std::uint32_t moving(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat, int word) const;

  /// Word `word` at the top in the `beat`th top beat of a tile: that of column word / products.
  [[nodiscard]] std::uint32_t top(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat, int word) const;

  /// Index into C[count][m][n] of the result of array column `col` in result beat `beat`; -1 for padding.
  [[nodiscard]] std::int64_t result_index(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat,
                                          int col) const;

  /// How many columns have a result in that beat; the others are padding.
  [[nodiscard]] std::int64_t results_in(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat) const {
    return result_index(tile, gemm, beat, 0) < 0 ? 0 : tile.cols;
  }

  /// Whether the multiplier takes the word for a zero (subnormals too, when it flushes them).
  [[nodiscard]] bool moving_is_zero(std::uint32_t code) const { return moving_zero_[code]; }
  [[nodiscard]] bool top_is_zero(std::uint32_t code) const { return top_zero_[code]; }
  /// How many of these words, for the `lane`th product of every row or column, it does not take for a zero.
  [[nodiscard]] std::int64_t nonzero_moving(const std::vector<std::uint32_t>& words, int lane) const;
  [[nodiscard]] std::int64_t nonzero_top(const std::vector<std::uint32_t>& words, int lane) const;

  [[nodiscard]] bool has_values() const { return operands_ != nullptr; }
  [[nodiscard]] const machine::ArrayShape& shape() const { return shape_; }

 private:
  [[nodiscard]] std::uint32_t a(std::int64_t gemm, std::int64_t m, std::int64_t k) const;
  [[nodiscard]] std::uint32_t b(std::int64_t gemm, std::int64_t k, std::int64_t n) const;

  machine::ArrayShape shape_;
  graph::Gemm gemm_;
  const engine::Operands* operands_;
  std::uint32_t top_padding_;
  std::vector<bool> moving_zero_;
  std::vector<bool> top_zero_;
};

/// For every code of the format: whether a multiplier with this subnormal policy takes it for a zero.
[[nodiscard]] std::vector<bool> zero_codes(arith::Format format, arith::Subnormals subnormals);

}  // namespace lmulsim::bench
