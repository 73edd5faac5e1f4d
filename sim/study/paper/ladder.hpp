// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "cost/technology.hpp"
#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "study/paper/ladder_entry.hpp"

namespace lmulsim::study::paper {

/// What the reference workload does on an accelerator.
using ActivityOf = std::function<machine::Activity(const machine::Accelerator&)>;

/// What L-Mul saves in one technology, by drawn netlists: of the exact multiplier, of the exact one whose product is
/// cut to as many bits as L-Mul's, and of int8 with int32 sums; for each format and each of its sums. Multipliers and
/// PEs alone, under Gaussian operands; arrays at work on the reference workload, an operation being a useful
/// multiply-accumulate: 1 - (PE + surroundings) / (other PE + its surroundings). The PE's energy, clock pins, leakage
/// and padding are the netlist's that is chosen. All at the slower of both designs' relaxed clocks, of their hard
/// clocks, and at none; there, each netlist of an array works at its own critical path, and memories have the banks of
/// the relaxed clock. A comparison takes subnormal operands as zeros in both designs, or where that was not measured
/// multiplies them in both. What the technology lacks is named in the notes.
[[nodiscard]] Ladder ladder(const cost::Technology& technology, const ActivityOf& activity_of);

}  // namespace lmulsim::study::paper
