// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "flow/characterize/measure.hpp"
#include "flow/characterize/vectors.hpp"
#include "flow/gatesim/gate_simulator.hpp"

namespace lmulsim::flow::characterize {

/// The activity of every net under the same stimulus and delays, counted by this project's simulator and by Icarus
/// Verilog.
struct BothActivities {
  std::vector<gatesim::NetActivity> own;
  std::vector<gatesim::NetActivity> icarus;
};

/// The vectors' first `cycles` cycles in both. Icarus works in `folder`. Throws InputError without Icarus Verilog.
[[nodiscard]] BothActivities run_both(const TimedNetlist& timed, const Vectors& vectors, std::size_t cycles,
                                      const std::filesystem::path& folder);

/// Throws CheckError, naming the first net and both counts, unless they agree on every net.
void expect_same_activity(const BothActivities& both);

}  // namespace lmulsim::flow::characterize
