// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products whose sums are narrow integers or groups of products, of one level or two.
#pragma once

#include <cstddef>

#include "arith/dot.hpp"

namespace lmulsim::arith::kernels {

/// True for what sum_layout() has a layout for.
[[nodiscard]] bool sums_take(const MacSpec& spec, Format a, Format b);

/// C[M x N] = initial + A * B in accumulator words, as gemm_codes() has it, of a product of at least one term that
/// sums_take() takes. Rows and columns with infinities or NaN are computed by the reference. Callers have checked
/// shapes.
void gemm_sums(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
               std::size_t ldc);

}  // namespace lmulsim::arith::kernels
