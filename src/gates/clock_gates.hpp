// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gates/lef.hpp"
#include "gates/netlist.hpp"

namespace lmulsim::gates {

/// By net: of a net that a clock gate drives, the net that opens it; kNoNet of any other. Throws InputError for a gate
/// whose clock comes from another gate, or is no flip-flop's.
[[nodiscard]] std::vector<int> clock_enables(const Netlist& netlist);

/// One clock gate in the place of all that have the same clock and the same enable: that whose name comes first.
[[nodiscard]] Netlist with_shared_clock_gates(Netlist netlist);

/// The clock gates that a library has for synthesis, smallest first: integrated ones, else those that
/// add_clock_gates() made of a latch.
[[nodiscard]] std::vector<const Cell*> clock_gate_cells(const Library& library);

/// Gives a library without an integrated clock gate some that are made of its own cells, counted as one each: the
/// smallest latch (an inverter before it where it is open while the clock is high) and each of the two-input ANDs. A
/// latch to which liberty gives no area has that of `sizes` (may be null). Throws InputError, naming the library and
/// what it lacks, when there is no way to make one.
void add_clock_gates(Library& library, const Lef* sizes);

/// The netlist with the library's cells in the place of generic clock gates: of the smallest that may drive the clock
/// pins behind it, else the one that may drive most. The netlist's library has both. Throws InputError when it has no
/// clock gate.
[[nodiscard]] Netlist with_library_clock_gates(Netlist netlist);

}  // namespace lmulsim::gates
