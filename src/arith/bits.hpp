// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace lmulsim::arith {

__extension__ typedef unsigned __int128 Uint128;  // NOLINT(modernize-use-using): __extension__ has no alias form
__extension__ typedef __int128 Int128;            // NOLINT(modernize-use-using): likewise

/// Position of the highest set bit plus one; 0 for 0.
[[nodiscard]] constexpr int bit_width(std::uint64_t value) {
  return 64 - std::countl_zero(value);
}
[[nodiscard]] constexpr int bit_length(Uint128 value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto low = static_cast<std::uint64_t>(value);
  return high != 0 ? 64 + bit_width(high) : bit_width(low);
}

/// value << shift modulo 2^128, for any shift >= 0.
[[nodiscard]] constexpr Uint128 shift_left(Uint128 value, int shift) {
  return shift >= 128 ? 0 : value << shift;
}

/// value >> shift for any shift >= 0; every one that is lost is remembered in the last bit.
[[nodiscard]] constexpr Uint128 shift_right_jam(Uint128 value, int shift) {
  if (shift == 0) {
    return value;
  }
  if (shift >= 128) {
    return value != 0 ? 1U : 0U;
  }
  const Uint128 lost = value & ((Uint128{1} << shift) - 1U);
  return (value >> shift) | (lost != 0 ? 1U : 0U);
}

}  // namespace lmulsim::arith
