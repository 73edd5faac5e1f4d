// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/array_driver.hpp"
#include "engine/dut.hpp"

namespace lmulsim::bench {

/// Cycles the reset is held at the start of every run; not part of a run's cycles.
inline constexpr int kResetCycles = 2;

/// Cycles without an accepted beat after which an array hangs: longer than any wait the contract or the stalls explain.
[[nodiscard]] std::int64_t hang_limit(const machine::ArrayShape& shape);

/// Resets the array and runs the driver's program on it. Throws CheckError when it hangs.
[[nodiscard]] engine::RunResult drive(ArrayDriver& driver, engine::ArrayDut& dut, const machine::ArrayShape& shape);

}  // namespace lmulsim::bench
