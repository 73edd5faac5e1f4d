// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "arith/format.hpp"
#include "arith/spec.hpp"

namespace lmulsim::config {

/// What hardware can be built of: the words a config may use, and no more. `where` starts the message of the InputError
/// for any other word; a word that only the arithmetic reference knows is named as such.
[[nodiscard]] arith::Format parse_hardware_format(std::string_view word, const std::string& where);

/// exact, lmul, mitchell or adder:D. The subnormals are the multiplier's default: normalize for exact, daz for adders.
[[nodiscard]] arith::MultiplierSpec parse_hardware_multiplier(std::string_view word, const std::string& where);

[[nodiscard]] arith::Subnormals parse_subnormals(std::string_view word, const std::string& where);

/// fp32, bf16, fixed or int32; the layout of `fixed` is left open.
[[nodiscard]] arith::AccumulatorKind parse_hardware_accumulator(std::string_view word, const std::string& where);

/// The words back: "lmul", "adder:3", ...
[[nodiscard]] std::string multiplier_word(const arith::MultiplierSpec& spec);
[[nodiscard]] std::string_view subnormals_word(arith::Subnormals subnormals);
[[nodiscard]] std::string_view accumulator_word(arith::AccumulatorKind kind);

}  // namespace lmulsim::config
