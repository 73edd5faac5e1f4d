// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Rows of processing elements with `fixed` sums in one cycle, vectorised.
//
// A sum stands at the top of its lane, where it wraps by itself; its four sticky flags stand in the lowest bits, in the
// order of arith::AccWord. An operand is a 32-bit lane: a class bit that is set when it is no finite number but zero,
// the sign, and a payload that depends on the multiplier.
#pragma once

#include <cstdint>

#include "cycle/fast/row_kernels.hpp"

namespace lmulsim::cycle::fast {

/// A lane of 128 bits.
struct WideLane {
  std::uint64_t lo = 0;
  std::uint64_t hi = 0;
};

inline constexpr std::uint32_t kLaneNegative = 1U << 31;
inline constexpr std::uint32_t kLaneNan = 1U << 30;
inline constexpr std::uint32_t kLaneInfinity = 1U << 29;
inline constexpr std::uint32_t kLaneZero = 1U << 28;
inline constexpr std::uint32_t kLanePayload = kLaneZero - 1;

/// Payload of an operand of an exact product: its significand, and above it its exponent counted from the smallest of
/// its format. Zero, infinity and NaN have significand 0.
inline constexpr int kLaneSignificandBits = 12;

/// Payload of an operand of the adder: its magnitude word in the adder's format plus this.
inline constexpr std::int32_t kMagnitudeBias = 1 << 20;

/// The exact product of two operands: significands multiplied, exponents added. `shift` brings the smallest exponent's
/// last bit to its place in the lane.
struct ExactFixed {
  std::uint32_t shift = 0;
};

/// The adder's: payloads added, `constant` taken off, so that 0 is the product 2^-126, the smallest on the bus.
/// `shift` is where that product's last bit would stand in the lane; it may be negative.
struct AdderFixed {
  std::uint32_t constant = 0;
  int man_bits = 0;
  std::int32_t shift = 0;
};

/// Sums of at most 60 bits.
void fixed_rows(const RowStep<std::uint64_t>& rows, const ExactFixed& product);
void fixed_rows(const RowStep<std::uint64_t>& rows, const AdderFixed& product);
/// Sums of at most 124 bits.
void fixed_rows(const RowStep<WideLane>& rows, const ExactFixed& product);
void fixed_rows(const RowStep<WideLane>& rows, const AdderFixed& product);

}  // namespace lmulsim::cycle::fast
