// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gates/netlist.hpp"

namespace lmulsim::gates {

/// The same netlist of generic gates with its gates in the order in which they are met from the output ports on, what
/// drives a gate before it, its nets numbered by that. Inputs that may be swapped are walked in an order that follows
/// from what drives them and stand in the order of their numbers. Tools order gates by names, which follow line numbers
/// and what else a file has; here the order depends on the connections alone, so that what maps the netlist sees the
/// same text however the RTL was written down. Gates that no output depends on are left out. Names stay.
[[nodiscard]] Netlist canonical(const Netlist& netlist);

}  // namespace lmulsim::gates
