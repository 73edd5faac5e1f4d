// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which mantissas a model's products bring together, and what an adder makes of them.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "quality/modelled_product.hpp"

namespace lmulsim::quality {

/// How often each pair of mantissa fields meets in the products of two operands that are not zero (nor flushed to it),
/// infinite or NaN. Both fields have the adder's width m.
struct MantissaPairs {
  int man_bits = 0;
  std::int64_t products = 0;         ///< all of them, with those that are left out of the counts
  std::vector<std::int64_t> counts;  ///< [field of A << m | field of B]
  /// Sum over the counted products of log2(code times scale / value) of both operands: what rounding, or cutting to k
  /// bits, did before the multiplier; in units of 2^-20, so that sums do not depend on their order.
  std::int64_t rounding = 0;

  [[nodiscard]] std::int64_t counted() const;
  MantissaPairs& operator+=(const MantissaPairs& o);
  friend bool operator==(const MantissaPairs&, const MantissaPairs&) = default;
};

/// The pairs of one product C = A * B: every row of A with every column of B. Floating-point operands.
[[nodiscard]] MantissaPairs mantissa_pairs(const ObservedProduct& product);

/// log2 of (the adder's product / the product of the values before they were rounded), which does not depend on
/// exponents: mean, and mean square around it with the mean error of rounding, over pairs. NaN without a pair.
struct LogError {
  double mean = 0;
  double mean_square = 0;
};
[[nodiscard]] LogError log_error(const MantissaPairs& pairs, std::uint32_t offset);

/// Offsets from 0 to 2^(m - 1), beyond which no product is too small any more, with the least mean square, and the
/// least magnitude of the mean; the first of equals.
struct BestOffsets {
  std::uint32_t mean_square = 0;
  std::uint32_t mean = 0;
};
[[nodiscard]] BestOffsets best_offsets(const MantissaPairs& pairs);

/// Adds up pairs per kind of product, in any order. Safe to call from several threads.
class PairCollector {
 public:
  void add(const ObservedProduct& product);
  [[nodiscard]] const std::map<transformer::ProductKind, MantissaPairs>& kinds() const { return kinds_; }

 private:
  std::mutex mutex_;
  std::map<transformer::ProductKind, MantissaPairs> kinds_;
};

}  // namespace lmulsim::quality
