// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Narrow, grouped, two-level and short floating sums, written down again from their definitions in rational numbers. It
// shares nothing with src/arith: products come in as fp64 values with an exponent, words go out as fp32 bits and a
// flag.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace oracle {

/// A product as the multiplier delivers it.
struct Product {
  double value;
  int exponent;  ///< beside a significand of at least 1, of use to groups
};

/// The faults that a test plants to see the oracle catch them.
enum class Fault : std::uint8_t {
  none,
  floor_cut,          ///< products cut downward instead of toward zero
  no_saturation,      ///< a sum that leaves its range wraps
  late_saturation,    ///< only the last sum is brought into range
  no_flag,            ///< saturation is not told
  floor_into_sum,     ///< a group's sum loses its low bits instead of being rounded
  half_away,          ///< a half is rounded away from zero instead of upward
  normalised_group,   ///< the largest exponent is that of the product's value
  zero_in_maximum,    ///< a zero product counts as 2^0 in the maximum
  running_maximum,    ///< the largest exponent is of the products up to this one
  cut_sum_not_terms,  ///< products are aligned without loss, the group's sum is cut
  no_promotion,       ///< the inner sum is never added before the end
  keep_inner,         ///< the inner sum is not cleared after a promotion
  rounded_inner,      ///< the inner sum is rounded to fp32 before it is added
};

struct SumResult {
  std::uint32_t fp32;
  bool flag;

  friend bool operator==(const SumResult&, const SumResult&) = default;
};

/// The sum by its word: fp32, fixW.L, fixW.Lw, groupG-F, groupG-F/fixW.L, floatM, any of them with /N.
SumResult sum(const std::string& word, const std::vector<Product>& products, Fault fault = Fault::none);

}  // namespace oracle
