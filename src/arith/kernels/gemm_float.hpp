// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products of fp32 matrices as scalar C computes them, vectorised across results.
#pragma once

#include <cstddef>

namespace lmulsim::arith {

/// Element (r, c) is data[r * row_stride + c * col_stride].
struct FloatMatrix {
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t row_stride = 0;
  std::size_t col_stride = 1;

  [[nodiscard]] float at(std::size_t r, std::size_t c) const { return data[r * row_stride + c * col_stride]; }
};

/// C[m, n], dense and row-major, = A[m, k] * B[k, n]: product and sum each rounded, in increasing k from +0. The bits
/// do not depend on the target, nor on the other rows of A. A.cols is B.rows.
void gemm_float(const FloatMatrix& a, const FloatMatrix& b, float* c);

}  // namespace lmulsim::arith
