// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gates/netlist.hpp"

namespace lmulsim::gates {

/// The netlist's combinational logic as BLIF, cut at its flip-flops: what a flip-flop stores is an input "NAME.q", what
/// it is about to store an output "NAME.d" (as its data pin sees both), behind a clock gate what it holds unless the
/// gate opens: gates are equal to multiplexers that do the same. Set and reset pins are left out. Two netlists of one
/// module whose flip-flops have the same names are equivalent, as long as none is set or reset, when these are. Throws
/// InputError for a flip-flop whose next state is not its data pin or its inverse.
[[nodiscard]] std::string write_blif(const Netlist& netlist);

}  // namespace lmulsim::gates
