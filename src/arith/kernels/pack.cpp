// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/pack.hpp"

#include <algorithm>
#include <limits>

#include "arith/kernels/window.hpp"

namespace lmulsim::arith::kernels {

namespace {

/// Calls emit(lane, step, code) for every word of a panel, in the order that is contiguous in the source.
template <class Code, class Emit>
void visit(const PanelSource& source, std::size_t width, std::size_t depth, const Emit& emit) {
  const auto* codes = static_cast<const Code*>(source.matrix->data);
  const std::size_t stride = source.matrix->stride;
  if (source.side == Side::a) {
    for (std::size_t lane = 0; lane < width; ++lane) {
      const Code* row = codes + (source.first + std::min(lane, source.used - 1)) * stride + source.step;
      for (std::size_t k = 0; k < depth; ++k) {
        emit(lane, k, row[k]);
      }
    }
    return;
  }
  for (std::size_t k = 0; k < depth; ++k) {
    const Code* row = codes + (source.step + k) * stride + source.first;
    for (std::size_t lane = 0; lane < source.used; ++lane) {
      emit(lane, k, row[lane]);
    }
    for (std::size_t lane = source.used; lane < width; ++lane) {
      emit(lane, k, row[source.used - 1]);
    }
  }
}

template <class Emit>
void visit_codes(const PanelSource& source, std::size_t width, std::size_t depth, const Emit& emit) {
  if (code_bytes(source.matrix->format) == 1) {
    visit<std::uint8_t>(source, width, depth, emit);
  } else {
    visit<std::uint16_t>(source, width, depth, emit);
  }
}

void pack_adder(const PanelSource& source, const WordCoding& coding, Panel& panel) {
  const std::uint8_t special = source.side == Side::a ? kStepSpecialA : kStepSpecialB;
  const std::uint8_t other = source.side == Side::a ? kStepSpecialB : kStepSpecialA;
  panel.flags.assign(panel.depth, other);
  panel.wide = false;
  const std::int32_t* table = coding.table->adder.data();
  const auto smallest = static_cast<std::int32_t>(coding.smallest);
  const auto bias = static_cast<std::uint32_t>(coding.bias);
  const auto zero = static_cast<std::uint32_t>(coding.zero + coding.bias);
  visit_codes(source, panel.width, panel.depth, [&](std::size_t lane, std::size_t k, std::uint32_t code) {
    const std::int32_t word = table[code];
    std::uint32_t magnitude = static_cast<std::uint32_t>(word & ~kFlags) + bias;
    if ((word & (kFlags - kSign)) != 0) {
      panel.flags[k] = static_cast<std::uint8_t>(panel.flags[k] | ((word & kZero) != 0 ? kStepZero : special));
      magnitude = zero;
    } else if (word < smallest) {
      panel.wide = true;
    }
    panel.words[k * panel.width + lane] = magnitude + (static_cast<std::uint32_t>(word & kSign) << 31);
  });
}

}  // namespace

void pack_panel(const PanelSource& source, const WordCoding& coding, std::size_t width, std::size_t depth,
                Panel& panel) {
  panel.width = width;
  panel.depth = depth;
  panel.words.resize(width * depth);
  panel.cases.clear();
  if (coding.adder) {
    pack_adder(source, coding, panel);
    return;
  }
  const std::uint32_t* table = coding.table->fp32.data();
  visit_codes(source, width, depth, [&](std::size_t lane, std::size_t k, std::uint32_t code) {
    panel.words[k * width + lane] = table[code];
  });
}

void pack_cases(const PanelSource& source, const WordCoding& coding, Panel& panel) {
  if (!panel.cases.empty()) {
    return;
  }
  panel.cases.resize(panel.width * panel.depth);
  const std::int32_t* table = coding.table->adder.data();
  visit_codes(source, panel.width, panel.depth, [&](std::size_t lane, std::size_t k, std::uint32_t code) {
    panel.cases[k * panel.width + lane] = table[code];
  });
}

WordRange measure_range(const CodeMatrix& matrix, const OperandTable& table) {
  if (code_bytes(matrix.format) == 1) {
    return {.smallest = table.smallest, .largest = table.largest};
  }
  std::int32_t smallest = std::numeric_limits<std::int32_t>::max();
  std::int32_t largest = std::numeric_limits<std::int32_t>::min();
  const auto* codes = static_cast<const std::uint16_t*>(matrix.data);
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    for (std::size_t col = 0; col < matrix.cols; ++col) {
      const std::int32_t word = table.adder[codes[row * matrix.stride + col]];
      if ((word & (kFlags - kSign)) == 0) {
        smallest = std::min(smallest, word & ~kFlags);
        largest = std::max(largest, word & ~kFlags);
      }
    }
  }
  return {.smallest = smallest, .largest = largest};
}

}  // namespace lmulsim::arith::kernels
