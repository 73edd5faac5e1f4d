// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

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
    case arith::AccumulatorKind::group:
      return {1, 1};
  }
  return {};
}

/// How many products the fixed sums of such a PE hold without overflow.
inline constexpr std::uint64_t kReferenceMaxK = 16384;

}  // namespace lmulsim::machine
