// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "machine/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::mapping {

/// Bytes that cross the off-chip port.
struct DramTraffic {
  std::int64_t read_bytes = 0;
  std::int64_t write_bytes = 0;
};

/// What each product of a program moves: operands as often as the residency says, in their formats; results once, as
/// wide as the accumulator's word. Not timed.
[[nodiscard]] DramTraffic dram_traffic(const machine::Accelerator& accelerator, const mapping::Program& program);

/// What that takes for granted, as a sentence for the report.
[[nodiscard]] std::string traffic_assumption(const machine::Accelerator& accelerator);

}  // namespace lmulsim::mapping
