// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// gemm_codes() on several threads.
#pragma once

#include <cstddef>
#include <cstdint>

#include "arith/kernels/gemm.hpp"

namespace lmulsim::arith {

/// gemm_codes() with the rows of C, or its columns when there are few rows, shared out among `threads` >= 1. Every
/// result is computed whole by one thread: the bits are the same for any number.
GemmPath gemm_codes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc, int threads);

/// gemm_codes_fp32() likewise.
GemmPath gemm_codes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                         std::uint32_t* c, std::size_t ldc, int threads);

/// As many threads as the machine has for a product of this many MACs that is worth them, else one.
[[nodiscard]] int threads_for(std::size_t macs);

}  // namespace lmulsim::arith
