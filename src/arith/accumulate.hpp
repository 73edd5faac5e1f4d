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

/// One accumulation step: round(acc + product), rounded once. Not defined for `aligned` (see aligned.hpp).
[[nodiscard]] constexpr AccWord accumulate(const AccumulatorSpec& spec, AccWord acc, const Number& product);

/// The fp32 bit pattern of the accumulator's value (fixed and int32 round once; flags become NaN or infinity; an
/// overflow that is not explained by an infinity is NaN).
[[nodiscard]] constexpr std::uint32_t to_fp32(const AccumulatorSpec& spec, AccWord acc);

/// Width and weight of the last bit of a `fixed` accumulator that cannot overflow with `max_k` products. `width` may
/// exceed what hardware or AccWord can hold: callers check.
[[nodiscard]] constexpr AccumulatorSpec fixed_layout(const MultiplierSpec& multiplier, Format a, Format b,
                                                     std::uint64_t max_k);

/// Largest `fixed` width that AccWord, the models and the RTL can hold.
inline constexpr int kMaxFixedWidth = 120;

}  // namespace lmulsim::arith

#include "arith/accumulate_impl.hpp"  // IWYU pragma: export
