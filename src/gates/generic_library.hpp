// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gates/liberty.hpp"

namespace lmulsim::gates {

/// The simple cells of Yosys' internal library ($_AND_, $_MUX_, $_DFF_P_, ...) as a library without areas, so that a
/// netlist before mapping can be read, simulated and compared. One object for the whole program.
[[nodiscard]] const Library& generic_library();

/// Its clock gate: CLK, EN, GCLK. None of Yosys' own.
inline constexpr const char* kGenericClockGate = "lmulsim_clock_gate";

}  // namespace lmulsim::gates
