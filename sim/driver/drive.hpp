// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "driver/array_driver.hpp"
#include "dut.hpp"

namespace lmulsim::sim {

/// Cycles the reset is held at the start of every run; not part of a run's cycles.
inline constexpr int kResetCycles = 2;

/// Cycles without an accepted beat after which an array hangs: longer than any wait the contract or the stalls explain.
[[nodiscard]] std::int64_t hang_limit(const mapping::ArrayShape& shape);

/// Resets the array and runs the driver's program on it. Throws CheckError when it hangs.
[[nodiscard]] RunResult drive(ArrayDriver& driver, ArrayDut& dut, const mapping::ArrayShape& shape);

}  // namespace lmulsim::sim
