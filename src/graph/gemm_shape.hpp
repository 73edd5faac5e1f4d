// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::graph {

/// C[m x n] = A[m x k] * B[k x n]. All sizes at least 1.
struct Gemm {
  std::int64_t m = 0;
  std::int64_t n = 0;
  std::int64_t k = 0;

  friend constexpr bool operator==(const Gemm&, const Gemm&) = default;
};

}  // namespace lmulsim::graph
