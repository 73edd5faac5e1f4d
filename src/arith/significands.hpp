// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Multipliers whose significand is looked up by the sum of two mantissas.
#pragma once

#include <cstdint>
#include <span>

#include "arith/mac_spec.hpp"

namespace lmulsim::arith {

/// The most mantissa bits of their operands, which have at most 8 bits.
inline constexpr int kMaxTableMantissa = 6;
/// The most bits behind the point of an entry that people may ask for.
inline constexpr int kMaxTableBits = 16;

/// The most bits of a table that processing elements are built with.
inline constexpr int kHardwareTableBits = 128;

/// How many entries such a table has in hardware: of antilog those of one octave, which the fraction of the sum
/// chooses; of cmean all.
[[nodiscard]] int hardware_entries(MultiplierKind kind, int mantissa);

/// The significands of products of operands with `mantissa` bits, the sum of the two mantissas (0 to 2 * 2^mantissa -
/// 2) as index: units of 2^-bits, from 1 to 4 (a product of two significands below 2).
///   antilog   2^(sum / 2^mantissa); the fraction of the power is rounded to `bits` bits, the rest is a shift
///   cmean     the mean of the products of significands whose mantissas have that sum, significands 1 + i / 2^mantissa
///             weighted by log2(1 + 1 / (2^mantissa + i)), rounded to `bits` bits, to even, after it is brought to [1,
///             2)
///   exact     antilog with fp32's bits: of logarithmic formats
/// Made once, kept. Throws InputError for other multipliers, and for more bits than the limits.
[[nodiscard]] std::span<const std::uint32_t> significands(MultiplierKind kind, int bits, int mantissa);

}  // namespace lmulsim::arith
