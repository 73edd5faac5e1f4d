// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cost/breakdown.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cost {

/// What the clock period needs beyond the critical path of gates without wires: wires, clock skew, jitter and variation
/// on the die. An estimate.
inline constexpr Band kClockMargin{0.1, 0.2, 0.4};

/// The shortest clock period a technology's gates allow, and the entry it rests on.
struct ClockLimit {
  Band period_ns;
  std::string entry;

  [[nodiscard]] double hz() const;
};

/// The PE's critical path with the margin; the netlist is the one whose energy and area are reported. The controller
/// and the memories may be slower. Throws InputError for a technology without gates or without this PE.
[[nodiscard]] ClockLimit clock_limit(const machine::Accelerator& accelerator, const Technology& technology);

/// Says how the accelerator's clock compares with the limit: a warning when it is faster, a note when it is the limit.
void note_clock(Breakdown& out, const machine::Accelerator& accelerator, const Technology& technology);

}  // namespace lmulsim::cost
