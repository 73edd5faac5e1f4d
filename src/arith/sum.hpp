// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Sums of any accumulator: also those that take groups of products, and those of two levels.
#pragma once

#include <cstdint>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/group.hpp"
#include "arith/mac_spec.hpp"

namespace lmulsim::arith {

/// The accumulator of a MacSpec as it is for products of `terms` terms of these formats: `fixed` gets the layout of
/// fixed_layout(), of its inner sums where it has two levels. The others are what they are.
[[nodiscard]] AccumulatorSpec laid_out(const MacSpec& spec, Format a, Format b, std::uint64_t terms);

/// Throws InputError (accumulator, what was expected, what was found) for a width, last bit, group, number of bits or
/// of terms that no sum is defined for.
void require_accumulator(const AccumulatorSpec& spec);
/// The same, and for an accumulator that loses bits of these products which hardware keeps: group sums of exact
/// products have at least as many fraction bits as both operands together; groups are of floating-point products.
void require_sum(const MacSpec& spec, Format a, Format b);

/// A word of two levels with an inner sum, a word of `inner`, added: its exact value, one rounding to nearest even.
[[nodiscard]] AccWord promoted(const AccumulatorSpec& inner, AccWord total, AccWord sum);

/// Products are taken in the order of add(), in groups of spec.group where the accumulator takes groups; a group also
/// ends where a promotion is due and at the end. With spec.promote = N the inner sum starts at +0, is added to an fp32
/// total (its exact value, one rounding to nearest even) after every N products and at the end, and starts again.
class Sum {
 public:
  /// Starts from an accumulator word: the total where there are two levels. Throws as require_accumulator().
  explicit Sum(const AccumulatorSpec& spec, AccWord initial = {});

  /// Takes a product and the exponent it came with (of use to `group` alone).
  void add(const Number& product, int exponent = 0);
  /// The word of the sum of all products so far; the state does not change.
  [[nodiscard]] AccWord result() const;

 private:
  [[nodiscard]] bool takes_groups() const;
  void close_group();
  void promote();

  AccumulatorSpec spec_;
  AccumulatorSpec inner_;  ///< without the second level
  AccWord total_;
  AccWord running_;
  int terms_ = 0;
  std::vector<GroupTerm> group_;
};

}  // namespace lmulsim::arith
