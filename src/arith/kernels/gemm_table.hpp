// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products of multipliers that look their products up: by the sum of two mantissas, or as a whole.
#pragma once

#include <cstddef>
#include <cstdint>

#include "arith/dot.hpp"

namespace lmulsim::arith::kernels {

/// Whether gemm_table_fp32() takes the multiplier on these formats: antilog, cmean, a table from a file, and exact on
/// logarithmic formats.
[[nodiscard]] bool is_looked_up(const MultiplierSpec& spec, Format a, Format b);

/// C = initial + A * B in fp32 words, for what is_looked_up() (floating-point or logarithmic operands). `initial` may
/// be null or equal to c.
void gemm_table_fp32(const MultiplierSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                     std::uint32_t* c, std::size_t ldc);

/// The same in int32 accumulator words, for a table from a file on int8.
void gemm_table_int32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                      std::size_t ldc);

/// All products of two formats of at most 8 bits as fp32 values, row a, column b, 256 a row; for lanes as fp64. Made
/// once for a multiplier, kept. Codes with bits above the formats' stand for those without.
[[nodiscard]] const std::uint32_t* all_products(const MultiplierSpec& spec, Format a, Format b);
[[nodiscard]] const double* all_products_fp64(const MultiplierSpec& spec, Format a, Format b);

}  // namespace lmulsim::arith::kernels
