// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"

namespace lmulsim::config {

/// What an engine computes with: arith's words, less those that only the arithmetic reference knows. The RTL and
/// SystemC refuse by name what is the fast engine's only. `where` starts the message of the InputError for any other
/// word. arith/hardware.hpp has the words.
[[nodiscard]] arith::Format parse_hardware_format(std::string_view word, const std::string& where);

/// With the multiplier's usual subnormals.
[[nodiscard]] arith::MultiplierSpec parse_hardware_multiplier(std::string_view word, const std::string& where);

/// The layout of `fixed` is left open.
[[nodiscard]] arith::AccumulatorSpec parse_hardware_accumulator(std::string_view word, const std::string& where);

}  // namespace lmulsim::config
