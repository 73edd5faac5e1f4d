// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "arith/operand_rounding.hpp"
#include "arith/scaling.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::machine {

/// The processing element: a choice of multiplier, operand formats, accumulator and pipeline depth.
struct Pe {
  arith::MultiplierSpec multiplier;
  arith::Format activation_format = arith::Format::e4m3;
  arith::Format weight_format = arith::Format::e4m3;
  arith::AccumulatorSpec accumulator;  ///< resolved: fixed has its width and lsb
  int mul_stages = 0;
  int acc_latency = 1;

  friend bool operator==(const Pe&, const Pe&) = default;
};

/// How memories and DRAM behave in time. ideal: every word is there when it is needed.
enum class MemoryModel : std::uint8_t { ideal };

/// How values become operands of the PE: what runs compute with, and what measured qualities are matched by.
struct OperandMaking {
  arith::OperandRounding rounding = arith::OperandRounding::nearest;
  /// Nothing: one scale per operand where operands are made here, and the usual scaling of the arithmetic where a
  /// quality is looked for. Never mx32: no array has the multipliers of its scales.
  std::optional<arith::Scaling> scaling = std::nullopt;

  friend bool operator==(const OperandMaking&, const OperandMaking&) = default;
};

/// On-chip memories, in bytes. They bound residency; in this version they take no time.
struct Memory {
  std::int64_t activation_bytes = 0;
  std::int64_t weight_bytes = 0;
  std::int64_t accumulator_bytes = 0;
  int word_bits = 64;            ///< width of one SRAM access
  std::int64_t split_bytes = 0;  ///< of memory.sram_kib, of which the three are parts; 0: each was given

  friend bool operator==(const Memory&, const Memory&) = default;
};

/// An accelerator as the program knows it: resolved, units applied, validated once.
struct Accelerator {
  std::string name;
  std::string source;  ///< the file it came from
  int rows = 0;
  int cols = 0;
  Dataflow dataflow = Dataflow::weight_stationary;
  Pe pe;
  OperandMaking operands;
  Memory memory;
  MemoryModel memory_model = MemoryModel::ideal;
  std::int64_t max_k = 0;   ///< largest K the fixed accumulator was sized for (0: no bound)
  bool clock_auto = false;  ///< the clock is what a technology allows; clock_hz is 0 until one has been asked
  double clock_hz = 0;

  /// Of all PEs together.
  [[nodiscard]] double macs_a_cycle() const {
    return static_cast<double>(rows) * cols * arith::products_a_beat(pe.accumulator);
  }
  [[nodiscard]] ArrayShape shape() const {
    return {rows, cols, dataflow, pe.mul_stages, pe.acc_latency, arith::products_a_beat(pe.accumulator)};
  }
};

}  // namespace lmulsim::machine
