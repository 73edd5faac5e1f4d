// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/dot.hpp"

#include <string>

#include "arith/accumulate.hpp"
#include "arith/sum.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

/// Accumulators whose every step takes one product.
bool is_stepwise(const AccumulatorSpec& spec) {
  return spec.promote == 0 && spec.kind != AccumulatorKind::aligned && spec.kind != AccumulatorKind::group &&
         spec.kind != AccumulatorKind::int_group;
}

}  // namespace

AccWord dot_reference(const MacSpec& spec, Format format_a, const void* a, Format format_b, const void* b,
                      std::size_t stride_b, std::size_t k, AccWord initial) {
  require_sum(spec, format_a, format_b);
  const auto code_a = [&](std::size_t i) { return load_code(format_a, a, i); };
  const auto code_b = [&](std::size_t i) { return load_code(format_b, b, i * stride_b); };
  if (is_stepwise(spec.accumulator)) {
    for (std::size_t i = 0; i < k; ++i) {
      initial =
          accumulate(spec.accumulator, initial, multiply(spec.multiplier, format_a, code_a(i), format_b, code_b(i)));
    }
    return initial;
  }
  Sum sum(spec.accumulator, initial);
  for (std::size_t i = 0; i < k; ++i) {
    const Number product = multiply(spec.multiplier, format_a, code_a(i), format_b, code_b(i));
    sum.add(product, product_exponent(spec.multiplier, format_a, code_a(i), format_b, code_b(i), product));
  }
  return sum.result();
}

void require_gemm_shapes(const CodeMatrix& a, const CodeMatrix& b, std::size_t ldc) {
  if (a.cols != b.rows) {
    throw InputError("matrix product: expected as many columns of A as rows of B, found " + std::to_string(a.cols) +
                     " and " + std::to_string(b.rows));
  }
  if (a.stride < a.cols || b.stride < b.cols || ldc < b.cols) {
    throw InputError("matrix product: expected row distances of at least " + std::to_string(a.cols) + ", " +
                     std::to_string(b.cols) + " and " + std::to_string(b.cols) + ", found " + std::to_string(a.stride) +
                     ", " + std::to_string(b.stride) + " and " + std::to_string(ldc));
  }
}

void gemm_reference(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc) {
  require_gemm_shapes(a, b, ldc);
  const auto* a_bytes = static_cast<const std::byte*>(a.data);
  const auto* b_bytes = static_cast<const std::byte*>(b.data);
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t n = 0; n < b.cols; ++n) {
      c[m * ldc + n] = dot_reference(spec, a.format, a_bytes + m * a.stride * code_bytes(a.format), b.format,
                                     b_bytes + n * code_bytes(b.format), b.stride, a.cols,
                                     initial == nullptr ? AccWord{} : initial[m * ldc + n]);
    }
  }
}

}  // namespace lmulsim::arith
