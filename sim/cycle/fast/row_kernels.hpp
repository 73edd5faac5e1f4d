// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One row of processing elements in one cycle, vectorised. Operands are lanes of 32 bits, prepared at the array's
// edges.
#pragma once

#include <cstdint>

namespace lmulsim::cycle::fast {

/// One row's accumulation step: out[i] = (keep ? in[i] & keep[i] : in[i]) + a[i] * b[i] for i < n. `in` and `out` may
/// be the same array, and must not overlap otherwise.
template <class Acc>
struct RowStep {
  const std::uint32_t* a = nullptr;
  const std::uint32_t* b = nullptr;
  const Acc* in = nullptr;
  Acc* out = nullptr;
  const std::uint32_t* keep = nullptr;   ///< all ones: continue the sum; zero: start from +0. Null: all ones
  const std::uint32_t* valid = nullptr;  ///< zero where the beat is a bubble, whose sum nobody sees
  int n = 0;
};

/// Operands and sums are fp32 bit patterns; one fused rounding, canonical NaN.
void exact_fp32_row(const RowStep<std::uint32_t>& step);

/// The adder multiplier in fp32's bit positions: magnitudes added, `constant` = (127 << 23) - (D << (23 - m)) taken
/// off, exponents outside fp32's normal range to infinity and zero.
void adder_fp32_row(const RowStep<std::uint32_t>& step, std::uint32_t constant);

/// Operands are sign-extended integers; a sum is its int32 in bits 31..0 with the sticky overflow flag in bit 32.
void exact_int32_row(const RowStep<std::uint64_t>& step);

}  // namespace lmulsim::cycle::fast
