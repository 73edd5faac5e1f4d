// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cost/gate_table.hpp"
#include "cost/technology.hpp"

namespace lmulsim::study::paper {

/// The unit as it was measured in drawn netlists at clocks of its own; null when it was not.
[[nodiscard]] const cost::GateUnit* drawn_unit(const cost::Technology& technology, const cost::Unit& unit);

/// Whether both have enough recipes in common for a saving to be found.
[[nodiscard]] bool can_be_paired(const cost::GateUnit& a, const cost::GateUnit& b);

}  // namespace lmulsim::study::paper
