// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The words people write for formats, multipliers and accumulators. Every parser throws InputError: `where` (a file and
// key, or an option), what was expected, what was found, and the nearest valid name.
#pragma once

#include <string>
#include <string_view>

#include "arith/mac_spec.hpp"
#include "arith/operand_rounding.hpp"
#include "arith/rounding.hpp"
#include "arith/scaling.hpp"

namespace lmulsim::arith {

/// A name of the format table, or of a family: eEmM, eEmMfn, logEF.
[[nodiscard]] Format parse_format(std::string_view text, std::string_view where = "format");

/// A word of kMultiplierWords, with its kind's usual subnormals.
[[nodiscard]] MultiplierSpec parse_multiplier(std::string_view text, std::string_view where = "multiplier");

/// daz | normalize
[[nodiscard]] Subnormals parse_subnormals(std::string_view text, std::string_view where = "subnormals");

/// A word of kAccumulatorRows with its numbers (aligned-13, fix20.1, fix20.-6w, group8-7, group8-7/fix20.-6, float10);
/// behind any of them /N, the terms after which its sum goes into an fp32 total. The width of `fixed` is
/// fixed_layout()'s.
[[nodiscard]] AccumulatorSpec parse_accumulator(std::string_view text, std::string_view where = "accumulator");

/// nearest | truncate | adder
[[nodiscard]] OperandRounding parse_rounding(std::string_view text, std::string_view where = "rounding");

/// none | tensor | channel | mx32
[[nodiscard]] Scaling parse_scaling(std::string_view text, std::string_view where = "scaling");

/// a | b
[[nodiscard]] Side parse_side(std::string_view text, std::string_view where = "operand");

/// saturate | ocp
[[nodiscard]] Overflow parse_overflow(std::string_view text, std::string_view where = "overflow");

/// Throws InputError, with `where`, unless the multiplier takes operands of these formats, and a table of products from
/// a file is one of theirs.
void require_formats(const MultiplierSpec& spec, Format a, Format b, std::string_view where);

/// The words the parsers take (an offset that equals a named one for every format is named).
[[nodiscard]] std::string multiplier_name(const MultiplierSpec& spec);
[[nodiscard]] std::string_view subnormals_name(Subnormals subnormals);
[[nodiscard]] std::string_view rounding_name(OperandRounding rounding);
/// All of them, as in a list.
[[nodiscard]] std::string rounding_words();
[[nodiscard]] std::string_view scaling_name(Scaling scaling);
[[nodiscard]] std::string accumulator_name(const AccumulatorSpec& spec);

/// The families of formats: eEmM, eEmMfn, logEF.
[[nodiscard]] std::string family_words();

/// Why something does not exist as hardware, or not here: its word, and the words of what does.
[[nodiscard]] std::string no_hardware(Format format);
[[nodiscard]] std::string no_hardware(const MultiplierSpec& spec);
[[nodiscard]] std::string no_hardware(const AccumulatorSpec& spec);
/// Throw InputError with that text behind `where` for what no engine computes with.
void require_engine(Format format, std::string_view where);
void require_engine(const MultiplierSpec& spec, std::string_view where);
/// The same for what has no code of the RTL.
void require_hardware(Format format, std::string_view where);
void require_hardware(const MultiplierSpec& spec, std::string_view where);
void require_hardware(const AccumulatorSpec& spec, std::string_view where);

/// Throws InputError behind `where` for a multiplier of operands that SystemC and the RTL do not have, though they have
/// its kind and both formats: the whole product of logarithms, and a table of more bits than hardware is built with.
void require_product_hardware(const MultiplierSpec& spec, Format a, Format b, std::string_view where);

/// Throws InputError behind `where` for a fixW.L that has no bit of the largest product of such operands, or more of
/// the smallest one than that has: an accumulator that nobody would build.
void require_narrow_hardware(const MacSpec& spec, Format a, Format b, std::string_view where);

/// The same for a group: more products, fraction bits or bits of an operand than hardware is built with, fewer fraction
/// bits than its products need, and a narrow sum behind it as above.
void require_group_hardware(const MacSpec& spec, Format a, Format b, std::string_view where);

}  // namespace lmulsim::arith
