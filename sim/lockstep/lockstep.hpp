// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dut.hpp"
#include "machine.hpp"

namespace lmulsim::sim {

/// The first place where an array departs from the reference.
struct Divergence {
  std::string dut;
  std::int64_t cycle = 0;  ///< since reset; negative: during reset
  std::string pin;         ///< with lane: "o_data_o[3]"
  std::string expected;
  std::string found;
  std::vector<std::string> history;  ///< the last cycles, one line each, the diverging one last

  [[nodiscard]] std::string text() const;
};

/// What a lockstep run compared, and where it stopped.
struct LockstepResult {
  std::int64_t cycles = 0;       ///< compared, reset included
  std::int64_t pins = 0;         ///< output pins of one array (bits)
  std::int64_t comparisons = 0;  ///< cycles * pins * arrays compared with the reference
  std::optional<Divergence> divergence;
  RunResult result;  ///< of the reference; empty after a divergence
};

/// Runs a program on arrays side by side. The first one is the reference: its outputs drive the program; every output
/// pin of every other array is compared with it in every cycle, from reset on. Throws CheckError when the reference
/// hangs or asserts.
[[nodiscard]] LockstepResult run_lockstep(const ArrayParams& params, const mapping::Program& program,
                                          const Operands* operands, const RunOptions& options,
                                          const std::vector<ArrayDut*>& arrays);

/// First difference between two engines' results, named; nothing when they agree in every field both have.
[[nodiscard]] std::optional<std::string> first_difference(const RunResult& expected, const RunResult& found);

}  // namespace lmulsim::sim
