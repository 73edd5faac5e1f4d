// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::arith {

/// The word that travels on an array's partial-sum pins. Low bits first:
///   fp32, bf16, fp16, e4m3, aligned, floatM: the code.
///   int32: bits 31..0 the sum (wrapped), bit 32 the sticky overflow flag.
///   fixed, fixW.L of width W: bits W-1..0 the sum (wrapped or saturated), then overflow or saturation, negative
///   infinity, positive infinity, NaN (all sticky).
///   groupG-F: the word of the sum that it enters.
///   INNER/N: bits 31..0 the fp32 total, bit 32 the sticky flag of all inner sums.
struct AccWord {
  std::uint64_t lo = 0;
  std::uint64_t hi = 0;

  friend constexpr bool operator==(const AccWord&, const AccWord&) = default;
};

}  // namespace lmulsim::arith
