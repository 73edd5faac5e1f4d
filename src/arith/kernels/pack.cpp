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

/// A normal number of bf16: the upper half of its fp32 word. Everything else is looked up.
bool is_normal_bf16(std::uint32_t code) {
  return (code & 0x7F80U) - 0x80U < 0x7F00U;
}

/// OperandTable::adder and ::fp32 without the memory of 65,536 entries for the words that occur.
struct Bf16Adder {
  const std::int32_t* table;
  std::int32_t operator[](std::uint32_t code) const {
    const std::uint32_t magnitude = ((code & 0x7FFFU) << 16) - (127U << kWordMantissa);
    return is_normal_bf16(code) ? static_cast<std::int32_t>(magnitude | (code >> 15)) : table[code];
  }
};
struct Bf16Value {
  const std::uint32_t* table;
  std::uint32_t operator[](std::uint32_t code) const { return is_normal_bf16(code) ? code << 16 : table[code]; }
};

/// use(words) with OperandTable::adder of a format as something that is indexed by a code; so with its values.
template <class Use>
auto with_adder_words(Format format, const OperandTable& table, const Use& use) {
  return format == Format::bf16 ? use(Bf16Adder{table.adder.data()}) : use(table.adder.data());
}
template <class Use>
void with_values(Format format, const OperandTable& table, const Use& use) {
  if (format == Format::bf16) {
    use(Bf16Value{table.fp32.data()});
  } else {
    use(table.fp32.data());
  }
}

template <class Words>
void pack_adder(const PanelSource& source, const WordCoding& coding, const Words& table, Panel& panel) {
  const std::uint8_t special = source.side == Side::a ? kStepSpecialA : kStepSpecialB;
  const std::uint8_t other = source.side == Side::a ? kStepSpecialB : kStepSpecialA;
  panel.flags.assign(panel.depth, other);
  const auto smallest = static_cast<std::int32_t>(coding.smallest);
  const auto bias = static_cast<std::uint32_t>(coding.bias);
  const auto zero = static_cast<std::uint32_t>(coding.zero + coding.bias);
  // Captured by value: through panel, every byte written to a flag might have moved the words.
  bool wide = false;
  const std::uint8_t zero_flag = coding.zeros_meet ? 0 : kStepZero;
  std::uint8_t* flags = panel.flags.data();
  std::uint32_t* words = panel.words.data();
  const std::size_t width = panel.width;
  visit_codes(source, width, panel.depth, [=, &wide](std::size_t lane, std::size_t k, std::uint32_t code) {
    const std::int32_t word = table[code];
    std::uint32_t magnitude = static_cast<std::uint32_t>(word & ~kFlags) + bias;
    if ((word & (kFlags - kSign)) != 0) {
      flags[k] = static_cast<std::uint8_t>(flags[k] | ((word & kZero) != 0 ? zero_flag : special));
      magnitude = zero;
    } else if (word < smallest) {
      wide = true;
    }
    words[k * width + lane] = magnitude + (static_cast<std::uint32_t>(word & kSign) << 31);
  });
  panel.wide = wide;
}

}  // namespace

void pack_panel(const PanelSource& source, const WordCoding& coding, std::size_t width, std::size_t depth,
                Panel& panel) {
  panel.width = width;
  panel.depth = depth;
  panel.words.resize(width * depth);
  panel.cases.clear();
  if (coding.adder) {
    with_adder_words(source.matrix->format, *coding.table,
                     [&](const auto& table) { pack_adder(source, coding, table, panel); });
    return;
  }
  const std::uint32_t* table = coding.table->fp32.data();
  std::uint32_t* words = panel.words.data();
  visit_codes(source, width, depth,
              [=](std::size_t lane, std::size_t k, std::uint32_t code) { words[k * width + lane] = table[code]; });
}

void pack_cases(const PanelSource& source, const WordCoding& coding, Panel& panel) {
  if (!panel.cases.empty()) {
    return;
  }
  panel.cases.resize(panel.width * panel.depth);
  const std::int32_t* table = coding.table->adder.data();
  std::int32_t* cases = panel.cases.data();
  const std::size_t width = panel.width;
  visit_codes(source, width, panel.depth,
              [=](std::size_t lane, std::size_t k, std::uint32_t code) { cases[k * width + lane] = table[code]; });
}

WordRange measure_range(const CodeMatrix& matrix, const OperandTable& table) {
  if (code_bytes(matrix.format) == 1) {
    return {.smallest = table.smallest, .largest = table.largest};
  }
  const auto* codes = static_cast<const std::uint16_t*>(matrix.data);
  return with_adder_words(matrix.format, table, [&](const auto& words) {
    std::int32_t smallest = std::numeric_limits<std::int32_t>::max();
    std::int32_t largest = std::numeric_limits<std::int32_t>::min();
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      for (std::size_t col = 0; col < matrix.cols; ++col) {
        const std::int32_t word = words[codes[row * matrix.stride + col]];
        if ((word & (kFlags - kSign)) == 0) {
          smallest = std::min(smallest, word & ~kFlags);
          largest = std::max(largest, word & ~kFlags);
        }
      }
    }
    return WordRange{.smallest = smallest, .largest = largest};
  });
}

}  // namespace lmulsim::arith::kernels
