// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "characterize/measure.hpp"
#include "characterize/vectors.hpp"
#include "gates/gate_simulator.hpp"

namespace lmulsim::sim {

/// The activity of every net under the same stimulus and delays, counted by this project's simulator and by Icarus
/// Verilog.
struct BothActivities {
  std::vector<NetActivity> own;
  std::vector<NetActivity> icarus;
};

/// The vectors' first `cycles` cycles in both. Icarus works in `folder`. Throws InputError without Icarus Verilog.
[[nodiscard]] BothActivities run_both(const TimedNetlist& timed, const Vectors& vectors, std::size_t cycles,
                                      const std::filesystem::path& folder);

/// Throws CheckError, naming the first net and both counts, unless they agree on every net.
void expect_same_activity(const BothActivities& both);

}  // namespace lmulsim::sim
