// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The words people write for formats, multipliers and accumulators. Every parser throws InputError: `where` (a file and
// key, or an option), what was expected, what was found, and the nearest valid name.
#pragma once

#include <string>
#include <string_view>

#include "arith/rounding.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith {

/// A name of the format table.
[[nodiscard]] Format parse_format(std::string_view text, std::string_view where = "format");

/// exact | lmul | mitchell | adder:D | lmul-real, with the default subnormals: normalize for exact, daz otherwise.
[[nodiscard]] MultiplierSpec parse_multiplier(std::string_view text, std::string_view where = "multiplier");

/// daz | normalize
[[nodiscard]] Subnormals parse_subnormals(std::string_view text, std::string_view where = "subnormals");

/// fp32 | bf16 | fp16 | e4m3 | fixed | int32 | aligned-F (aligned-13). The width of `fixed` is fixed_layout()'s.
[[nodiscard]] AccumulatorSpec parse_accumulator(std::string_view text, std::string_view where = "accumulator");

/// nearest | truncate
[[nodiscard]] Rounding parse_rounding(std::string_view text, std::string_view where = "rounding");

/// saturate | ocp
[[nodiscard]] Overflow parse_overflow(std::string_view text, std::string_view where = "overflow");

/// The words the parsers take (an offset that equals a named one for every format is named).
[[nodiscard]] std::string multiplier_name(const MultiplierSpec& spec);
[[nodiscard]] std::string_view subnormals_name(Subnormals subnormals);
[[nodiscard]] std::string accumulator_name(const AccumulatorSpec& spec);

}  // namespace lmulsim::arith
