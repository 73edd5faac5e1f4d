// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gates/liberty.hpp"

namespace lmulsim::gates {

/// Truth table of the function that is input `input` (below kMaxInputs) alone: bit i is bit `input` of i.
[[nodiscard]] constexpr std::uint64_t input_column(int input) {
  constexpr std::uint64_t kColumns[kMaxInputs] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
                                                  0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
  return kColumns[input];
}

/// The bits of a truth table that `inputs` inputs reach; all of them from kMaxInputs on.
[[nodiscard]] constexpr std::uint64_t truth_mask(std::size_t inputs) {
  return inputs >= kMaxInputs ? ~std::uint64_t{0} : (std::uint64_t{1} << (std::uint64_t{1} << inputs)) - 1;
}

/// Whether the truth table changes with the input.
[[nodiscard]] constexpr bool depends_on(std::uint64_t truth, int input, std::uint64_t mask) {
  const std::uint64_t high = truth & input_column(input) & mask;
  const std::uint64_t low = truth & ~input_column(input) & mask;
  return (high >> (std::uint64_t{1} << input)) != low;
}

/// The truth table of a name; none: unknown.
using NameColumn = std::function<std::optional<std::uint64_t>(std::string_view)>;

/// Truth table of a boolean expression as liberty writes it: ! or ' (inversion) before ^ before & * or juxtaposition
/// before + or |, parentheses, 0 and 1 (Liberty User Guide, "function"). Throws InputError that begins with `where` for
/// an unknown name, a malformed expression, or parentheses nested without end.
[[nodiscard]] std::uint64_t truth_of(std::string_view expression, const NameColumn& column, const std::string& where);

/// A product term: the inputs in `care` have the values in `value`.
struct Cube {
  std::uint32_t care = 0;
  std::uint32_t value = 0;
};

/// An irredundant sum of products of a truth table (Minato's recursion). Empty: constant 0; one cube without care: 1.
[[nodiscard]] std::vector<Cube> sum_of_products(std::uint64_t truth, std::size_t inputs);

}  // namespace lmulsim::gates
