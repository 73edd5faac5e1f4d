// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The directed and random programs that every array under suspicion has to run.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/dut.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::planted {

/// How a bug showed.
struct Finding {
  std::string program;                ///< which program
  std::int64_t cycle = 0;             ///< of all cycles compared until then
  std::string pins;                   ///< first divergence at the pins, or the assertion that failed
  std::optional<std::string> result;  ///< first difference of the program's result from the fast engine's
};

/// What a campaign compared, and the first thing that was wrong.
struct Verdict {
  std::int64_t programs = 0;
  std::int64_t cycles = 0;
  std::optional<Finding> finding;
};

/// Runs the programs on the array beside the cycle model of the array, pin by pin, until something differs; and holds
/// the results and times of every program against the fast engine.
[[nodiscard]] Verdict run_campaign(const machine::Accelerator& accelerator, engine::ArrayDut& dut);

}  // namespace lmulsim::planted
