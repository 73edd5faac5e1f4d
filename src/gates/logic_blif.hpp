// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "gates/netlist.hpp"

namespace lmulsim::gates {

/// The logic between a netlist's flip-flops as BLIF for a mapper. Its inputs are the input ports and what flip-flops
/// put out, its outputs the output ports and what flip-flops take in on each pin but the clock, clock gates as enable:
/// the flip-flops and clock gates stay as they are, an inverted output included.
[[nodiscard]] std::string write_logic(const Netlist& netlist);

/// The netlist with its logic replaced by `blif`, what a mapper made of write_logic(netlist) with gates of `library`.
/// The netlist's flip-flops and clock gates are cells of that library; their names stay, the gates and nets are
/// numbered anew. Throws InputError naming `source` for an unknown cell or pin, logic that was not mapped, or a net
/// with two drivers or none.
[[nodiscard]] Netlist with_logic(const Netlist& netlist, std::string_view blif, const std::string& source,
                                 const Library& library);

}  // namespace lmulsim::gates
