// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "activity/activity.hpp"
#include "config/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::sim {

/// Adds the bytes that cross the off-chip port: operands as often as the residency says, in their formats; results
/// once, as wide as the accumulator's word. Counted, not timed; the same for every engine, because it follows from the
/// program.
void add_dram_traffic(const config::Accelerator& accelerator, const mapping::Program& program,
                      activity::Activity& activity);

/// What that takes for granted, as a sentence for the report.
[[nodiscard]] std::string traffic_assumption(const config::Accelerator& accelerator);

}  // namespace lmulsim::sim
