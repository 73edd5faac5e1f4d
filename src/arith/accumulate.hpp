// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/acc_word.hpp"  // IWYU pragma: export
#include "arith/product.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith {

/// Bits of an AccWord that are used.
[[nodiscard]] constexpr int acc_word_bits(const AccumulatorSpec& spec);

/// The sum that terms enter, without a second level: that of `group`, else the accumulator itself.
[[nodiscard]] constexpr AccumulatorSpec entered_sum(const AccumulatorSpec& spec);

/// Whether sums have a range that they can leave, and a flag that tells: two's complement, also behind groups or inside
/// two levels.
[[nodiscard]] constexpr bool has_flag(const AccumulatorSpec& spec);

/// Whether a sum has left its range on the way (saturated, wrapped or overflowed): its sticky flag.
[[nodiscard]] constexpr bool overflowed(const AccumulatorSpec& spec, AccWord acc);

/// One accumulation step: round(acc + product), rounded once. Throws InputError for what sums groups of products or has
/// two levels (see sum.hpp).
[[nodiscard]] constexpr AccWord accumulate(const AccumulatorSpec& spec, AccWord acc, const Number& product);

/// The fp32 bit pattern of the accumulator's value (fixed and int32 round once; flags become NaN or infinity; an
/// overflow that is not explained by an infinity is NaN; a saturated sum is its value).
[[nodiscard]] constexpr std::uint32_t to_fp32(const AccumulatorSpec& spec, AccWord acc);

/// Width and weight of the last bit of a `fixed` accumulator that cannot overflow with `max_k` products. `width` may
/// exceed what hardware or AccWord can hold: callers check.
[[nodiscard]] constexpr AccumulatorSpec fixed_layout(const MultiplierSpec& multiplier, Format a, Format b,
                                                     std::uint64_t max_k);

/// Largest `fixed` width that AccWord, the models and the RTL can hold.
inline constexpr int kMaxFixedWidth = 120;
/// Widths of fixW.L from here on, and the largest magnitude of L: no product of the formats has a bit beyond.
inline constexpr int kMinNarrowWidth = 2;
inline constexpr int kMaxNarrowLsb = 300;

}  // namespace lmulsim::arith

#include "arith/accumulate_impl.hpp"  // IWYU pragma: export
