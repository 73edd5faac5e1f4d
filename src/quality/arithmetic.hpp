// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// In what arithmetic a matrix product of a model runs, and the words for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "arith/operand_rounding.hpp"
#include "arith/scaling.hpp"

namespace lmulsim::quality {

using arith::Scaling;

/// The arithmetic of a product: plain fp32 (product and sum each rounded, as ModelRunner computes by itself), or a
/// processing element's on quantised operands.
struct Arithmetic {
  bool plain_fp32 = true;
  arith::MacSpec mac{};  ///< as written: mac_of() settles what depends on k and K
  arith::Format a = arith::Format::fp32;
  arith::Format b = arith::Format::fp32;
  Scaling scaling = Scaling::none;
  /// nearest or adder; what truncates is mantissa_bits.
  arith::OperandRounding rounding = arith::OperandRounding::nearest;
  /// Operands truncated toward zero to this many mantissa bits, the paper's (its section on precision analysis);
  /// nothing: rounded to the nearest value of the format, ties to even.
  std::optional<int> mantissa_bits = std::nullopt;

  friend bool operator==(const Arithmetic&, const Arithmetic&) = default;
};

/// fp32, or MULTIPLIER:FORMAT[xFORMAT][,acc=ACCUMULATOR][,scale=SCALING][,round=ROUNDING][,k=BITS]. Two formats are
/// those of A and B.
///
///   MULTIPLIER   a word of arith/hardware.hpp: exact | lmul | mitchell | adder:D | ...
///   ACCUMULATOR  fp32 (default) | bf16 | fp16 | e4m3 | floatM | fixed | fixW.L | int32 (default of integers) |
///                aligned-F | groupG-F[/fixW.L] | groupG/int32; any of them with /N behind it for two levels
///   SCALING      none | tensor | channel | mx32; the default is tensor for formats of at most 8 bits, unless the
///                accumulator is fp16 or e4m3, too small for sums of scaled products; then, and for wider formats, none
///   ROUNDING     nearest (default) | truncate, which is k= all mantissa bits | adder (arith/thresholds.hpp)
///
/// Throws InputError (`where`, expected, found) for other words and for combinations that no product is defined for.
[[nodiscard]] Arithmetic parse_arithmetic(std::string_view text, std::string_view where = "arithmetic");

/// The same with the accumulator of this word. Throws as parse_arithmetic(), and for plain fp32, which has none.
[[nodiscard]] Arithmetic with_accumulator(const Arithmetic& arithmetic, std::string_view word, std::string_view where);

/// The whole text, defaults written out; parse_arithmetic() reads it back.
[[nodiscard]] std::string arithmetic_name(const Arithmetic& arithmetic);

/// The processing element for products of K terms: `fixed` is as wide as K terms need, and lmul on operands of k bits
/// has the offset 2^(m - l(k)) of that precision. Not for plain fp32.
[[nodiscard]] arith::MacSpec mac_of(const Arithmetic& arithmetic, std::size_t terms);

}  // namespace lmulsim::quality
