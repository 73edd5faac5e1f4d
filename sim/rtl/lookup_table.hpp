// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The table of a multiplier that looks significands up, as rtl/pe/mul_lookup.sv takes it.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "arith/significands.hpp"
#include "arith/spec.hpp"

namespace lmulsim::rtl {

/// lmulsim_pkg::LOOKUP_BITS as words, the lowest first; a test holds the packed parameter against the package.
using LookupTable = std::array<std::uint32_t, arith::kHardwareTableBits / 32>;

/// Entry i at bits i * T: the T bits behind the leading one of a significand. What octave it is in follows from the
/// entries before it, each of which is larger than the one before unless another octave begins. Zeros for a multiplier
/// that has no table. Throws InputError for a table that does not fit, or whose octaves do not follow.
[[nodiscard]] LookupTable lookup_table(const arith::MultiplierSpec& spec, arith::Format a, arith::Format b);

/// The same as a literal of Verilog.
[[nodiscard]] std::string lookup_literal(const LookupTable& table);

}  // namespace lmulsim::rtl
