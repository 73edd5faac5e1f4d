// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products whose sums are kept in fp64 lanes: accumulators that round, `fixed` ones, and lmul-real.
#pragma once

#include <cstdint>

#include "arith/dot.hpp"

namespace lmulsim::arith::kernels {

/// True for accumulators that gemm_lanes() computes: fp32, bf16, fp16, e4m3, floatM, `fixed` of at most 53 bits, and
/// `aligned` with at most 40 fraction bits, groups that divide 512 and no promotion; with a multiplier that has a
/// lane_rule(), and floating-point operands of at most 16 bits.
[[nodiscard]] bool lanes_take(const MacSpec& spec);

/// C[M x N] = C + A * B, dense, each sum as an fp64 value, NaN for all kinds of it. `from_zero`: C is +0 everywhere.
/// False, and C is lost, for operands that need the reference: infinities, no term at all, with `fixed` NaN, sums that
/// do not begin at zero and layouts that are too narrow, with `aligned` sums that become infinite or NaN. Callers have
/// checked shapes.
[[nodiscard]] bool gemm_lanes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, bool from_zero, double* c);

/// Between accumulator words and lanes. `fixed` begins at zero.
[[nodiscard]] double lane_from_word(const AccumulatorSpec& spec, AccWord word);
[[nodiscard]] AccWord word_from_lane(const AccumulatorSpec& spec, double sum);

/// The fp32 value of a sum, as to_fp32() of its word has it.
[[nodiscard]] float value_of_lane(double sum);

}  // namespace lmulsim::arith::kernels
