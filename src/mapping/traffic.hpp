// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "mapping/program.hpp"

namespace lmulsim::mapping {

/// Adds the bytes that cross the off-chip port: operands as often as the residency says, in their formats; results
/// once, as wide as the accumulator's word. Counted, not timed; the same for every engine, because it follows from the
/// program.
void add_dram_traffic(const machine::Accelerator& accelerator, const mapping::Program& program,
                      machine::Activity& activity);

/// What that takes for granted, as a sentence for the report.
[[nodiscard]] std::string traffic_assumption(const machine::Accelerator& accelerator);

}  // namespace lmulsim::mapping
