// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "arith/acc_word.hpp"
#include "machine/activity.hpp"
#include "timing/command_time.hpp"

namespace lmulsim::engine {

enum class Engine : std::uint8_t { fast, systemc, systemc_pe, rtl };

/// Operand codes of `count` GEMMs, row-major: A[count][m][k], B[count][k][n].
struct Operands {
  std::vector<std::uint16_t> a;
  std::vector<std::uint16_t> b;
};

/// Random stalls on the four channels. After each accepted beat a producer waits a random number of cycles (0 with
/// probability 1 - percent/100, else 1..4); the consumer is not ready in `percent` of the cycles. A pure function of
/// the seed, so that every engine meets the same stalls.
struct Stalls {
  std::uint64_t seed = 0;
  int moving_percent = 0;
  int stationary_percent = 0;
  int psum_percent = 0;
  int result_percent = 0;

  [[nodiscard]] bool any() const { return moving_percent + stationary_percent + psum_percent + result_percent > 0; }
  friend bool operator==(const Stalls&, const Stalls&) = default;
};

struct RunOptions {
  Stalls stalls;
  bool keep_command_times = false;
  std::optional<std::filesystem::path> waves;  ///< directory for VCD files; not for the fast engine
};

/// What an engine says about a program. `outputs` holds accumulator words C[count][m][n]; empty in a run without
/// operands.
struct RunResult {
  std::int64_t cycles = 0;
  machine::Activity activity;
  std::vector<timing::CommandTime> commands;
  std::vector<arith::AccWord> outputs;
};

}  // namespace lmulsim::engine
