// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "arith/mac_spec.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith {

/// Largest F of aligned-F and largest group the reference computes exactly.
inline constexpr int kMaxFractionBits = 60;
inline constexpr int kMaxAlignedGroup = 1 << 20;

/// One group: the accumulator (an fp32 word) and the products are shifted to the exponent E = floor(log2) of the
/// largest of them, each truncated toward zero to a multiple of 2^(E - F), summed, and the sum truncated toward zero to
/// fp32. NaN, and infinities of both signs, give the canonical NaN. A sum of zero is +0. A sum beyond fp32 is its
/// largest finite value (truncation).
[[nodiscard]] std::uint32_t aligned_group(int fraction_bits, std::uint32_t acc, std::span<const Number> products);

/// The `aligned` accumulator. Products are taken in the order of add(), in groups of spec.group; a group also ends
/// where a promotion is due and at the end. With spec.promote = N the running sum starts at +0, is added to an fp32
/// total (round to nearest even) after every N products and at the end, and starts again.
class AlignedSum {
 public:
  /// Starts from an fp32 word: the running sum without promotion, the total with it. Throws InputError for a group
  /// or fraction_bits out of range.
  explicit AlignedSum(const AccumulatorSpec& spec, std::uint32_t initial = 0);

  void add(const Number& product);
  /// The sum of all products so far, as an fp32 word; the state does not change.
  [[nodiscard]] std::uint32_t result() const;

 private:
  void close_group();
  void promote();

  AccumulatorSpec spec_;
  std::uint32_t total_;
  std::uint32_t running_;
  int terms_ = 0;
  std::vector<Number> group_;
};

}  // namespace lmulsim::arith
