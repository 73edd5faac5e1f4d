// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "bench/observer.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"

namespace lmulsim::bench {

/// Cycles the reset is held at the start of every run; not part of a run's cycles.
inline constexpr int kResetCycles = 2;

/// Cycles without an accepted beat after which an array hangs: longer than any wait the contract or the stalls explain.
[[nodiscard]] std::int64_t hang_limit(const machine::ArrayShape& shape);

/// Resets the array and runs the program on it, counting. `watchers` are shown every cycle after reset. Without
/// operands every word is 0 and the result has no values. Throws CheckError when the array hangs.
[[nodiscard]] engine::RunResult drive(engine::ArrayDut& array, const engine::ArrayParams& params,
                                      const mapping::Program& program, const engine::Operands* operands,
                                      const engine::RunOptions& options, const std::vector<Observer*>& watchers = {});

}  // namespace lmulsim::bench
