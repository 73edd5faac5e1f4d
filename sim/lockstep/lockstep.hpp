// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "mapping/program.hpp"
#include "util/error.hpp"

namespace lmulsim::lockstep {

/// One output pin in one cycle, as every array has it.
struct PinDifference {
  std::string pin;                  ///< with lane: "result_data_o[3]"
  std::vector<std::string> values;  ///< in the order of the arrays
};

/// The first cycle in which an array departs from the reference.
struct Divergence {
  std::int64_t cycle = 0;           ///< since reset; negative: during reset
  std::vector<std::string> arrays;  ///< their names, the reference first
  std::vector<PinDifference> pins;  ///< every pin on which not all agree, in the order of the port list
  std::string dut;                  ///< the first array that departs, with its first pin
  std::string pin;
  std::string expected;
  std::string found;

  /// Cycle and pins in one line.
  [[nodiscard]] std::string text() const;
};

/// An array that asserted or failed in the middle of a run.
class ArrayFailed : public CheckError {
 public:
  ArrayFailed(std::string array, std::int64_t cycle, const std::string& message);

  [[nodiscard]] const std::string& array() const { return array_; }
  [[nodiscard]] std::int64_t cycle() const { return cycle_; }

 private:
  std::string array_;
  std::int64_t cycle_;
};

/// What a lockstep run compared, and where it stopped.
struct LockstepResult {
  std::int64_t cycles = 0;       ///< compared, reset included
  std::int64_t pins = 0;         ///< output pins of one array (bits)
  std::int64_t comparisons = 0;  ///< cycles * pins * arrays compared with the reference
  std::optional<Divergence> divergence;
  engine::RunResult result;  ///< of the reference; empty after a divergence
};

/// Called in every cycle with the input pins and the reference's outputs, the diverging cycle included.
using LockstepObserver =
    std::function<void(std::int64_t cycle, const engine::ArrayIn& in, const engine::ArrayOut& reference)>;

/// Runs a program on arrays side by side. The first one is the reference: its outputs drive the program; every output
/// pin of every other array is compared with it in every cycle, from reset on. Throws ArrayFailed when an array
/// asserts, CheckError when the reference hangs.
[[nodiscard]] LockstepResult run_lockstep(const engine::ArrayParams& params, const mapping::Program& program,
                                          const engine::Operands* operands, const engine::RunOptions& options,
                                          const std::vector<engine::ArrayDut*>& arrays,
                                          const LockstepObserver& observer = {});

/// An accumulator word as messages show it.
[[nodiscard]] std::string hex(const arith::AccWord& word);

/// First difference between two engines' results, named; nothing when they agree in every field both have.
[[nodiscard]] std::optional<std::string> first_difference(const engine::RunResult& expected,
                                                          const engine::RunResult& found);

}  // namespace lmulsim::lockstep
