// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Dot and matrix products as the contract defines them: one running sum, strictly increasing k. Slow and obvious.
#pragma once

#include <cstddef>

#include "arith/acc_word.hpp"
#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "arith/matrix.hpp"

namespace lmulsim::arith {

/// initial + sum over k of a[k] * b[k] for k codes each; stride_b is the distance of two b codes.
[[nodiscard]] AccWord dot_reference(const MacSpec& spec, Format format_a, const void* a, Format format_b, const void* b,
                                    std::size_t stride_b, std::size_t k, AccWord initial = {});

/// C[M x N] = initial + A[M x K] * B[K x N], in accumulator words. `initial` and `c` are row-major with row distance
/// ldc; initial may be null (+0 everywhere) or equal to c. Throws InputError when the shapes do not fit, the multiplier
/// does not take the formats, or the accumulator cannot hold the products.
void gemm_reference(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc);

/// The check gemm_reference() makes of its shapes: a.cols == b.rows, strides and ldc wide enough. Throws InputError.
void require_gemm_shapes(const CodeMatrix& a, const CodeMatrix& b, std::size_t ldc);

}  // namespace lmulsim::arith
