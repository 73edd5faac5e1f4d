// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "activity/activity.hpp"
#include "config/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::sim {

/// Adds the bytes that cross the off-chip port: operands as often as the residency says, results once as fp32 (int32
/// for integers, as wide). Counted, not timed; the same for every engine, because it follows from the program.
void add_dram_traffic(const config::Accelerator& accelerator, const mapping::Program& program,
                      activity::Activity& activity);

}  // namespace lmulsim::sim
