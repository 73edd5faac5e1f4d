// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The vectorised inner loop for accumulators that round to any format: products and sums in fp64 lanes, in which every
// product of operands of at most 16 bits is exact. A tile is lane_rows() x lane_cols() sums in row-major order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"

namespace lmulsim::arith::kernels {

/// A magnitude word of the adder here: exponent + 1023 on one side, exponent on the other, times 2^52, plus the
/// fraction; the sign is the last bit. A zero has a word so small that no sum with it reaches the product bus.
inline constexpr std::int64_t kLaneOne = std::int64_t{1} << 52;
inline constexpr std::int64_t kLaneZero = -600 * kLaneOne;
inline constexpr std::int64_t kLaneBias = 1023 * kLaneOne;

/// How a product is made from two words: `exact`, `cut` and `real` take fp64 values, `adder` the words above.
enum class LaneRule : std::uint8_t {
  exact,
  cut,  ///< exact-cut: the first bits of the exact one
  adder,
  real,   ///< lmul-real
  table,  ///< the place of a product in a table, as the sum of two words
};

/// The rule of a multiplier on operands like those of A; nothing: lanes do not compute it, the reference does.
[[nodiscard]] std::optional<LaneRule> lane_rule(const MultiplierSpec& spec, Format a);

struct LaneProduct {
  LaneRule rule = LaneRule::exact;
  const double* products = nullptr;  ///< table
  double offset = 0;                 ///< real: D / 2^m - 1, what is added to the sum of two significands
  int bits = 0;                      ///< cut: of a significand, its leading one included
};

/// How a sum becomes a value of the accumulator.
struct LaneRounding {
  bool rounds = true;          ///< false: the fp64 sum is the accumulator (fixed)
  bool odd = true;             ///< a sum may be inexact in fp64: it is rounded to odd there first
  double smallest_normal = 0;  ///< of the format
  double magic = 0;            ///< 1.5 * 2^(53 - p): times the power of two below a sum, what rounds it to p bits
  double limit = 0;            ///< magnitudes from here on become `beyond`
  double beyond = 0;
};

[[nodiscard]] std::size_t lane_rows();
[[nodiscard]] std::size_t lane_cols();

/// sum = round(sum + product) over `depth` steps in order. Only the first `rows` rows are computed.
void lane_tile(const LaneProduct& product, const LaneRounding& rounding, const std::uint64_t* a, const std::uint64_t* b,
               std::size_t depth, std::size_t rows, double* sums);

/// How `aligned` adds: groups of `group` products, shifted with the sum to the largest exponent.
struct LaneAlignment {
  int fraction_bits = 0;
  std::size_t group = 0;
};

/// The `aligned` accumulator over `depth` steps, without promotion; a group begins with the first of them. A sum that
/// meets an infinity or NaN becomes NaN. Finite sums and products only need fraction_bits + log2(group + 1) <= 50.
void aligned_tile(const LaneProduct& product, const LaneAlignment& alignment, const std::uint64_t* a,
                  const std::uint64_t* b, std::size_t depth, std::size_t rows, double* sums);

}  // namespace lmulsim::arith::kernels
