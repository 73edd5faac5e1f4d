// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Rows of processing elements in one cycle, vectorised. Operands are lanes of 32 bits, prepared at the array's edges.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cycle/vectorised.hpp"

namespace lmulsim::cycle::fast {

/// From a row's lanes to those of the next one.
struct RowStride {
  std::ptrdiff_t a = 0;
  std::ptrdiff_t b = 0;
  std::ptrdiff_t sums = 0;   ///< in and out
  std::ptrdiff_t beats = 0;  ///< keep and valid
};

/// The accumulation steps of some rows, one after the other: out[i] = (keep ? in[i] & keep[i] : in[i]) + a[i] * b[i]
/// for i < n. A row's `in` and `out` may be the same array, and must not overlap otherwise. Many rows a call: one of 16
/// lanes takes no longer than the call.
template <class Acc>
struct RowStep {
  const std::uint32_t* a = nullptr;
  const std::uint32_t* b = nullptr;
  const Acc* in = nullptr;
  Acc* out = nullptr;
  const std::uint32_t* keep = nullptr;   ///< all ones: continue the sum; zero: start from +0. Null: all ones
  const std::uint32_t* valid = nullptr;  ///< zero where the beat is a bubble, whose sum nobody sees
  int n = 0;
  int rows = 1;
  RowStride stride = {};
};

/// step(row) for every row, with that row's lanes in `row`.
template <class Acc, class Step>
LMULSIM_INLINE void for_each_row(RowStep<Acc> row, const Step& step) {
  for (int left = row.rows; left > 0; --left) {
    step(row);
    if (left == 1) {
      return;  // no row has the next lanes
    }
    row.a += row.stride.a;
    row.b += row.stride.b;
    row.in += row.stride.sums;
    row.out += row.stride.sums;
    row.keep = row.keep != nullptr ? row.keep + row.stride.beats : nullptr;
    row.valid = row.valid != nullptr ? row.valid + row.stride.beats : nullptr;
  }
}

/// Operands and sums are fp32 bit patterns; one fused rounding, canonical NaN.
void exact_fp32_rows(const RowStep<std::uint32_t>& rows);

/// The adder multiplier in fp32's bit positions: magnitudes added, `constant` = (127 << 23) - (D << (23 - m)) taken
/// off, exponents outside fp32's normal range to infinity and zero.
void adder_fp32_rows(const RowStep<std::uint32_t>& rows, std::uint32_t constant);

/// Operands are sign-extended integers; a sum is its int32 in bits 31..0 with the sticky overflow flag in bit 32.
void exact_int32_rows(const RowStep<std::uint64_t>& rows);

}  // namespace lmulsim::cycle::fast
