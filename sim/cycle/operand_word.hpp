// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "arith/format.hpp"

namespace lmulsim::cycle {

/// What a PE takes of one operand in a beat: one code, or those of a group side by side, the first one lowest. As in
/// rtl/pe, without the bits above.
using OperandWord = std::uint64_t;

/// Codes of a format as the operands of one PE: codes[first] and the next ones, `count` in all.
[[nodiscard]] inline OperandWord pack_operands(std::span<const std::uint32_t> codes, std::size_t first, int count,
                                               arith::Format format) {
  if (count == 1) {
    return codes[first];
  }
  const int width = arith::info(format).width();
  OperandWord word = 0;
  for (int i = 0; i < count; ++i) {
    word |= OperandWord{codes[first + static_cast<std::size_t>(i)]} << (i * width);
  }
  return word;
}

/// The codes of the `index`th PE of an edge.
[[nodiscard]] inline OperandWord operands_of(std::span<const std::uint32_t> codes, std::size_t index, int count,
                                             arith::Format format) {
  return pack_operands(codes, index * static_cast<std::size_t>(count), count, format);
}

}  // namespace lmulsim::cycle
