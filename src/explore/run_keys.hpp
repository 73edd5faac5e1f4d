// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a point may choose beside the keys of an accelerator, one row each: reader, command line and evaluation walk the
// table.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace lmulsim::explore {

enum class PointKey : std::uint8_t {
  accelerator,
  workload,
  phase,
  batch,
  seq,
  context,
  layers,
  technology,
  sram,
  dram,
  engine,
  operands,
  memory,
  seed,
  stall_percent,
};

struct PointKeyRow {
  PointKey key;
  std::string_view name;    ///< in a sweep
  std::string_view option;  ///< of `lmulsim run`
  bool is_integer = false;
  std::int64_t low = 0;  ///< integers only
  std::int64_t high = 0;
  std::string_view about{};
};

inline constexpr std::int64_t kMostSweepTokens = std::int64_t{1} << 40;

inline constexpr std::array kPointKeys{
    PointKeyRow{PointKey::accelerator, "accelerator", "--accelerator", false, 0, 0, "a file or a name"},
    PointKeyRow{PointKey::workload, "run.workload", "--workload", false, 0, 0, "as --workload"},
    PointKeyRow{PointKey::phase, "run.phase", "--phase", false, 0, 0, "prefill or decode"},
    PointKeyRow{PointKey::batch, "run.batch", "--batch", true, 1, 1 << 20, "sequences"},
    PointKeyRow{PointKey::seq, "run.seq", "--seq", true, 1, kMostSweepTokens, "tokens a sequence, prefill"},
    PointKeyRow{PointKey::context, "run.context", "--context", true, 1, kMostSweepTokens, "keys attended, decode"},
    PointKeyRow{PointKey::layers, "run.layers", "--layers", true, 1, 1 << 20, "only the first layers"},
    PointKeyRow{PointKey::technology, "run.technology", "--technology", false, 0, 0, "a file or a name"},
    PointKeyRow{PointKey::sram, "run.sram", "--sram", false, 0, 0, "SRAM of the technology"},
    PointKeyRow{PointKey::dram, "run.dram", "--dram", false, 0, 0, "DRAM of the technology"},
    PointKeyRow{PointKey::engine, "run.engine", "--engine", false, 0, 0, "fast, systemc, systemc-pe or rtl"},
    PointKeyRow{PointKey::operands, "run.operands", "--operands", false, 0, 0, "auto, none or random"},
    PointKeyRow{PointKey::memory, "run.memory", "--memory", false, 0, 0, "ideal"},
    PointKeyRow{PointKey::seed, "run.seed", "--seed", true, 0, std::numeric_limits<std::int64_t>::max(),
                "of random operands and stalls"},
    PointKeyRow{PointKey::stall_percent, "run.stall_percent", "--stall-percent", true, 0, 90,
                "random stalls on every channel"},
};

/// The row of a name; null when there is none.
[[nodiscard]] constexpr const PointKeyRow* find_point_key(std::string_view name) {
  for (const PointKeyRow& row : kPointKeys) {
    if (row.name == name) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace lmulsim::explore
