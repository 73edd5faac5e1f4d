// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "arith/kernels/operand_table.hpp"
#include "arith/kernels/window.hpp"
#include "arith/matrix.hpp"
#include "arith/operand_rounding.hpp"

namespace lmulsim::arith::kernels {

/// A step of a tile needs case analysis when (flags of A's panel & flags of B's panel) is not zero: a zero on both
/// sides, or an infinity or NaN on either.
inline constexpr std::uint8_t kStepZero = 1;
inline constexpr std::uint8_t kStepSpecialA = 2;
inline constexpr std::uint8_t kStepSpecialB = 4;

/// How codes become the kernels' words.
struct WordCoding {
  const OperandTable* table = nullptr;
  bool adder = false;         ///< fast adder words; otherwise fp32 values
  std::int64_t bias = 0;      ///< added to the magnitude word (adder)
  std::int64_t zero = 0;      ///< magnitude word of a zero (adder)
  std::int64_t smallest = 0;  ///< a smaller operand makes the panel wide (adder)
  bool zeros_meet = false;    ///< a step of two zeros needs no case analysis (adder)
};

/// `width` rows of A (Side::a) or columns of B, `depth` steps: words[k * width + i]. Lanes beyond `used` repeat the
/// last one.
struct Panel {
  std::size_t width = 0;
  std::size_t depth = 0;
  std::vector<std::uint32_t> words;
  std::vector<std::uint8_t> flags;  ///< one per step (adder)
  bool wide = false;                ///< an operand is outside the window: no step may be fast
  std::vector<std::int32_t> cases;  ///< operand_table's adder words, made when first needed
};

/// Where a panel's codes are: lanes [first, first + used), steps [step, step + depth).
struct PanelSource {
  const CodeMatrix* matrix = nullptr;
  Side side = Side::a;
  std::size_t first = 0;
  std::size_t used = 0;
  std::size_t step = 0;
};

void pack_panel(const PanelSource& source, const WordCoding& coding, std::size_t width, std::size_t depth,
                Panel& panel);

/// Fills panel.cases if it is empty.
void pack_cases(const PanelSource& source, const WordCoding& coding, Panel& panel);

/// Least and largest magnitude word of the finite non-zero codes of a matrix. For 8-bit formats the table's own range.
[[nodiscard]] WordRange measure_range(const CodeMatrix& matrix, const OperandTable& table);

}  // namespace lmulsim::arith::kernels
