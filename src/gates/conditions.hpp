// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gates/timing.hpp"

namespace lmulsim::gates {

/// The library's smallest usable two-input NAND; its area is the unit of gate equivalents. Throws InputError without
/// one.
[[nodiscard]] const Cell& smallest_nand2(const Library& library);

/// The smallest usable inverter. Throws InputError without one.
[[nodiscard]] const Cell& smallest_inverter(const Library& library);

/// All usable two-input ANDs, smallest first.
[[nodiscard]] std::vector<const Cell*> and2_cells(const Library& library);

/// The smallest usable flip-flop that simply stores its data. Throws InputError without one.
[[nodiscard]] const Cell& smallest_flip_flop(const Library& library);

/// What surrounds a unit in an array: inputs that come from flip-flops with four inverter-sized loads (slew and clock
/// slew), outputs that end in a flip-flop's data pin. Inputs arrive at 0.
[[nodiscard]] TimingConditions typical_conditions(const Library& library);

/// Mean clock-to-output delay of the smallest flip-flop under these conditions: when inputs change after the clock.
[[nodiscard]] double clock_to_output_ns(const Library& library, const TimingConditions& conditions);

/// Mean setup time of the smallest flip-flop under these conditions.
[[nodiscard]] double setup_ns(const Library& library, const TimingConditions& conditions);

}  // namespace lmulsim::gates
