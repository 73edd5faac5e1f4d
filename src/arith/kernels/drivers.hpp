// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Blocking and packing around the tiles. Callers have checked shapes and specs (gemm_path()).
#pragma once

#include <cstddef>
#include <cstdint>

#include "arith/dot.hpp"

namespace lmulsim::arith::kernels {

/// C = initial + A * B in fp32 words; exact products or adder products by spec.multiplier.kind.
void gemm_fp32_tiles(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                     std::uint32_t* c, std::size_t ldc);

/// C = initial + A * B in int32 accumulator words.
void gemm_int32_tiles(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                      std::size_t ldc);

}  // namespace lmulsim::arith::kernels
