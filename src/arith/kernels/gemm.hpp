// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Fast matrix products with the bits of gemm_reference().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "arith/dot.hpp"

namespace lmulsim::arith {

/// Which code computed a product.
enum class GemmPath : std::uint8_t {
  reference,   ///< gemm_reference(), one step at a time
  exact,       ///< fp32 lanes, fused multiply-add
  adder,       ///< fp32 lanes, integer add and float add
  integer,     ///< int16 pairs, int32 sums
  table,       ///< fp32 lanes or int32, products looked up
  lanes,       ///< fp64 lanes, rounded to the accumulator's format
  sums,        ///< products by look-up, sums in int32 or fp32 lanes: fixW.L and groupG-F
  two_levels,  ///< the inner sums by one of these, N terms at a time
};

/// What gemm_codes() will use for ordinary operands on this machine. The vector paths take floating-point operands of
/// at most 16 bits: fp32 accumulators with exact or adder products are fastest (without a hardware fused multiply-add,
/// exact ones only if fp32 holds each of them exactly: not bf16); fp64 lanes take any multiplier into fp32, bf16, fp16,
/// e4m3, floatM, and `fixed` of at most 53 bits, unless an operand is an infinity (see gemm_lanes.hpp). int32
/// accumulators with exact products of integers; and fixW.L and groupG-F with any multiplier of operands of at most 8
/// bits whose products factor (see factors.hpp).
[[nodiscard]] GemmPath gemm_path(const MacSpec& spec, Format a, Format b);

/// Name of the vector target in use ("AVX3", "AVX2", "SSE4", ...).
[[nodiscard]] std::string_view gemm_target();

/// C[M x N] = initial + A[M x K] * B[K x N] in accumulator words, bit-identical to gemm_reference(), with its
/// conventions: `initial` and `c` have row distance ldc, initial may be null or equal to c. One thread. Returns the
/// path taken. Throws InputError as gemm_reference() does.
GemmPath gemm_codes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc);

/// The same for accumulators whose word is an fp32 pattern (fp32 and aligned), without AccWord's padding. Throws
/// InputError for another accumulator.
GemmPath gemm_codes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                         std::uint32_t* c, std::size_t ldc);

struct GemmValues {
  GemmPath path = GemmPath::reference;
  std::size_t flagged = 0;  ///< sums that left their range on the way: saturated, wrapped or overflowed
};

/// The sums from +0 as fp32 values, those of to_fp32(): `c` is dense. Throws as gemm_codes().
GemmValues gemm_values(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, float* c);

}  // namespace lmulsim::arith
