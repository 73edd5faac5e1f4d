// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How large the sums of a model's products become, and the narrow sums that hold them.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "quality/modelled_product.hpp"

namespace lmulsim::quality {

/// Over all products of a kind, in units of the codes (before scales).
struct ProductRange {
  std::int64_t sums = 0;
  std::int64_t terms = 0;       ///< the largest K
  double possible_product = 0;  ///< the largest finite product of the formats, a magnitude
  double largest_product = 0;   ///< that occurred
  double largest_sum = 0;       ///< the largest magnitude of a sum on its way, products in increasing k, none cut

  ProductRange& operator+=(const ProductRange& other);
  friend bool operator==(const ProductRange&, const ProductRange&) = default;
};
using ProductRanges = std::map<transformer::ProductKind, ProductRange>;

/// Width and last bit of a fixW.L.
struct NarrowSum {
  int width = 0;
  int lsb = 0;

  friend bool operator==(const NarrowSum&, const NarrowSum&) = default;
};

/// Bits that are kept below the largest possible product (fewer were seen to cost accuracy, more to bring none), and
/// bits above the largest sum that occurred.
inline constexpr int kKeptBits = 14;
inline constexpr int kHeadroomBits = 1;

/// The narrow sum that keeps kKeptBits of a kind's largest possible product and has kHeadroomBits above its sums.
[[nodiscard]] NarrowSum proposed_sum(const ProductRange& range);

/// The same for an array of one width, that of most kinds (the wider of two): kinds that need more have a higher last
/// bit instead.
[[nodiscard]] std::map<transformer::ProductKind, NarrowSum> proposed_in_one_width(const ProductRanges& ranges);

/// The arithmetic with those sums, as a plan: the most frequent of them for all kinds, places for the others.
[[nodiscard]] std::string proposed_plan(const Arithmetic& arithmetic, const ProductRanges& ranges);

/// Adds up the ranges of products. The result does not depend on the order of the calls. Safe to call from several
/// threads. Throws InputError for operands of more than 8 bits and for scale=mx32, whose sums are of blocks.
class RangeCollector {
 public:
  void add(const ObservedProduct& product);
  [[nodiscard]] ProductRanges take();

 private:
  struct Products {
    arith::MultiplierSpec multiplier;
    arith::Format a;
    arith::Format b;
    std::vector<float> values;  ///< of every pair of codes, the first slowest; 0 for what is not finite
    double largest;
  };
  [[nodiscard]] const Products& products_of(const arith::MultiplierSpec& multiplier, arith::Format a, arith::Format b);

  std::mutex mutex_;
  std::list<Products> products_;
  ProductRanges ranges_;
};

}  // namespace lmulsim::quality
