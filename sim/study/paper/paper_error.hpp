// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/format.hpp"

/// Errors of products as the paper reports them (arXiv:2410.00907v2), from the bit-exact arithmetic. Each is computed
/// in milliseconds and has no random part.
namespace lmulsim::study::paper {

/// Figure 4: mean square error of products of x, y in [1, 2) against the product of the operands as they were, on the
/// midpoints of 256 equal parts. Operands rounded to nearest in `format`, exact product.
[[nodiscard]] double rounded_square_error(arith::Format format);
/// L-Mul of operands truncated to k mantissa bits, l = l(k), computed on bf16 words.
[[nodiscard]] double lmul_square_error(int k);

/// Table 7: means over all pairs of bf16 mantissas of the exact product minus
/// the product of the operands cut to k bits (f1),
[[nodiscard]] double truncation_error(int k);
/// or minus Eq. 1, read as real arithmetic, of the operands cut to k bits (f1 + f2), with the offset 2^-l.
[[nodiscard]] double lmul_mean_error(int k, int l);

}  // namespace lmulsim::study::paper
