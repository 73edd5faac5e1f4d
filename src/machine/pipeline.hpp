// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/accumulate.hpp"
#include "arith/spec.hpp"

namespace lmulsim::machine {

/// Registers inside a PE: behind the multiplier, and cycles of the accumulation.
struct Pipeline {
  int mul_stages = 0;
  int acc_latency = 1;

  friend bool operator==(const Pipeline&, const Pipeline&) = default;
};

/// The PE that somebody would build. A register behind the multiplier keeps its glitches out of the sum. The adder of a
/// float takes two cycles, alignment and rounding apart: fewer glitches and twice the clock for the energy of some
/// registers; further ones only cost. An integer sum is one carry chain.
[[nodiscard]] constexpr Pipeline reference_pipeline(arith::AccumulatorKind sums) {
  switch (sums) {
    case arith::AccumulatorKind::fp32:
    case arith::AccumulatorKind::bf16:
    case arith::AccumulatorKind::fp16:
    case arith::AccumulatorKind::e4m3:
    case arith::AccumulatorKind::floating:
      return {1, 2};
    case arith::AccumulatorKind::fixed:
    case arith::AccumulatorKind::int32:
    case arith::AccumulatorKind::aligned:
    case arith::AccumulatorKind::narrow:
      return {1, 1};
    case arith::AccumulatorKind::group:
      return {3, 2};
    case arith::AccumulatorKind::int_group:
      return {2, 1};
  }
  return {};
}

/// The same, of a sum: products of a group, their aligned terms and their sum are in registers of their own, so that
/// only the last addition is in the loop; behind that a group is a product.
[[nodiscard]] constexpr Pipeline reference_pipeline(const arith::AccumulatorSpec& sums) {
  const arith::AccumulatorSpec entered = arith::entered_sum(sums);
  return {reference_pipeline(sums.kind).mul_stages, reference_pipeline(entered.kind).acc_latency};
}

/// How many products the fixed sums of such a PE hold without overflow.
inline constexpr std::uint64_t kReferenceMaxK = 16384;

/// The narrow sum of such a PE: 14 bits kept below the largest product's first one, and seven above it for a sign and
/// sums, of which a language model's were seen to need six.
inline constexpr int kReferenceNarrowWidth = 22;
[[nodiscard]] constexpr arith::AccumulatorSpec reference_narrow_sum(const arith::MultiplierSpec& multiplier,
                                                                    arith::Format a, arith::Format b) {
  constexpr int kKept = 14;
  const arith::AccumulatorSpec one = arith::fixed_layout(multiplier, a, b, 1);
  return {
      .kind = arith::AccumulatorKind::narrow, .width = kReferenceNarrowWidth, .lsb = one.lsb + one.width - 2 - kKept};
}

/// The groups of a PE with a dot product: eight products of a beat, cut seven bits below the largest exponent, into the
/// narrow sum above.
inline constexpr int kReferenceGroup = 8;
inline constexpr int kReferenceFractionBits = 7;
[[nodiscard]] constexpr arith::AccumulatorSpec reference_group_sum(const arith::MultiplierSpec& multiplier,
                                                                   arith::Format a, arith::Format b) {
  arith::AccumulatorSpec sums = reference_narrow_sum(multiplier, a, b);
  sums.kind = arith::AccumulatorKind::group;
  sums.group = kReferenceGroup;
  sums.fraction_bits = kReferenceFractionBits;
  return sums;
}

}  // namespace lmulsim::machine
