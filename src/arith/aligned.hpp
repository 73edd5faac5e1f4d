// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "arith/product.hpp"

namespace lmulsim::arith {

/// Largest F of aligned-F and largest group the reference computes exactly.
inline constexpr int kMaxFractionBits = 60;
inline constexpr int kMaxAlignedGroup = 1 << 20;

/// One group: the accumulator (an fp32 word) and the products are shifted to the exponent E = floor(log2) of the
/// largest of them, each truncated toward zero to a multiple of 2^(E - F), summed, and the sum truncated toward zero to
/// fp32. NaN, and infinities of both signs, give the canonical NaN. A sum of zero is +0. A sum beyond fp32 is its
/// largest finite value (truncation).
[[nodiscard]] std::uint32_t aligned_group(int fraction_bits, std::uint32_t acc, std::span<const Number> products);

}  // namespace lmulsim::arith
