// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "explore/value.hpp"

namespace lmulsim::explore {

/// Arithmetic on named values: numbers, 'texts', names, + - * / %, comparisons, and or not, in [..], min max ceil floor
/// log2. No loops and no calls to anything else: what it costs is bounded by its length. Truth is 1 and 0.
class Expression {
 public:
  /// The slot of a name; throws InputError for an unknown one.
  using Resolve = std::function<std::size_t(std::string_view name)>;

  /// `where` begins every message. Throws InputError "where: column N: expected ..., found ...".
  Expression(std::string_view text, std::string where, const Resolve& resolve);

  /// The value where slot i holds values[i]; a null pointer is absent. Absent values make comparisons false and
  /// arithmetic absent. Throws InputError for arithmetic on texts and for a division by zero.
  [[nodiscard]] Value evaluate(std::span<const Value* const> values) const;
  /// Whether the value is a number other than 0. Throws InputError where it is a text.
  [[nodiscard]] bool holds(std::span<const Value* const> values) const;

  /// How far a condition is from holding: 0 where it holds, else the sum over the comparisons joined by 'and' that do
  /// not of their distance over the size of their right side; 1 for what is no comparison of numbers.
  [[nodiscard]] double violation(std::span<const Value* const> values) const;
  /// Whether its value depends on the slot's.
  [[nodiscard]] bool reads(std::size_t slot) const;

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  friend class ExpressionParser;

  enum class Op : std::uint8_t {
    constant,
    name,
    negate,
    logical_not,
    add,
    subtract,
    multiply,
    divide,
    modulo,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    logical_and,
    logical_or,
    minimum,
    maximum,
    ceiling,
    floor,
    log2,
    one_of,
  };
  struct Node {
    Op op;
    std::size_t slot = 0;
    Value constant{};
    std::vector<std::size_t> operands{};  ///< indices of nodes
  };

  [[nodiscard]] Value evaluate(const Node& node, std::span<const Value* const> values) const;
  [[nodiscard]] double violation(const Node& node, std::span<const Value* const> values) const;
  [[nodiscard]] Value arithmetic(Op op, const Value& a, const Value& b) const;
  [[nodiscard]] Value comparison(Op op, const Value& a, const Value& b) const;
  [[nodiscard]] Value rounding(Op op, const Value& a) const;
  [[nodiscard]] Value extreme(const Node& node, std::span<const Value* const> values) const;
  [[nodiscard]] bool truth(const Value& value) const;
  [[noreturn]] void fail(std::string_view message) const;

  std::string text_;
  std::string where_;
  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

}  // namespace lmulsim::explore
