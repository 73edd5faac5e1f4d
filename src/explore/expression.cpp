// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "explore/expression_parser.hpp"
#include "util/error.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

bool is_absent(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

Value truth_value(bool holds) {
  return holds ? 1.0 : 0.0;
}

}  // namespace

Expression::Expression(std::string_view text, std::string where, const Resolve& resolve)
    : text_(text), where_(std::move(where)) {
  ExpressionParser(*this, resolve).parse();
}

void Expression::fail(std::string_view message) const {
  throw InputError(fmt::format("{}: {}: {}", where_, util::shown(text_), message));
}

Value Expression::evaluate(std::span<const Value* const> values) const {
  return evaluate(nodes_[root_], values);
}

bool Expression::holds(std::span<const Value* const> values) const {
  return truth(evaluate(values));
}

double Expression::violation(std::span<const Value* const> values) const {
  return violation(nodes_[root_], values);
}

double Expression::violation(const Node& node, std::span<const Value* const> values) const {
  if (node.op == Op::logical_and) {
    return violation(nodes_[node.operands[0]], values) + violation(nodes_[node.operands[1]], values);
  }
  if (truth(evaluate(node, values))) {
    return 0;
  }
  const bool is_order =
      node.op == Op::less || node.op == Op::less_equal || node.op == Op::greater || node.op == Op::greater_equal;
  if (!is_order) {
    return 1;
  }
  const Value left = evaluate(nodes_[node.operands[0]], values);
  const Value right = evaluate(nodes_[node.operands[1]], values);
  const double* const x = std::get_if<double>(&left);
  const double* const y = std::get_if<double>(&right);
  if (x == nullptr || y == nullptr) {
    return 1;
  }
  constexpr double kSmallest = 1e-300;  // beside 0 every distance is large
  return std::max(std::abs(*x - *y) / std::max(std::abs(*y), kSmallest), std::numeric_limits<double>::min());
}

bool Expression::reads(std::size_t slot) const {
  return std::ranges::any_of(nodes_, [&](const Node& node) { return node.op == Op::name && node.slot == slot; });
}

bool Expression::truth(const Value& value) const {
  if (const auto* text = std::get_if<std::string>(&value)) {
    fail(fmt::format("expected a truth or a number, found the text {}", util::shown(*text)));
  }
  const double* number = std::get_if<double>(&value);
  return number != nullptr && *number != 0;
}

Value Expression::arithmetic(Op op, const Value& a, const Value& b) const {
  if (is_absent(a) || is_absent(b)) {
    return {};
  }
  const double* const x = std::get_if<double>(&a);
  const double* const y = std::get_if<double>(&b);
  if (x == nullptr || y == nullptr) {
    fail(fmt::format("expected numbers, found the text {}", util::shown(std::get<std::string>(x == nullptr ? a : b))));
  }
  if ((op == Op::divide || op == Op::modulo) && *y == 0) {
    fail("expected a divisor other than 0, found 0");
  }
  double result = 0;
  if (op == Op::add) {
    result = *x + *y;
  } else if (op == Op::subtract) {
    result = *x - *y;
  } else if (op == Op::multiply) {
    result = *x * *y;
  } else if (op == Op::divide) {
    result = *x / *y;
  } else {
    result = std::fmod(*x, *y);
  }
  if (!std::isfinite(result)) {
    fail("expected a finite number, found one beyond the range");
  }
  return result;
}

Value Expression::comparison(Op op, const Value& a, const Value& b) const {
  if (op == Op::equal) {
    return truth_value(a == b);
  }
  if (op == Op::not_equal) {
    return truth_value(a != b);
  }
  if (is_absent(a) || is_absent(b)) {
    return 0.0;
  }
  if (a.index() != b.index()) {
    fail(fmt::format("expected two numbers or two texts to compare, found '{}' and '{}'", text_of(a), text_of(b)));
  }
  if (op == Op::less) {
    return truth_value(a < b);
  }
  if (op == Op::less_equal) {
    return truth_value(a <= b);
  }
  return truth_value(op == Op::greater ? a > b : a >= b);
}

Value Expression::rounding(Op op, const Value& a) const {
  if (is_absent(a)) {
    return {};
  }
  const double* const x = std::get_if<double>(&a);
  if (x == nullptr) {
    fail(fmt::format("expected a number, found the text {}", util::shown(std::get<std::string>(a))));
  }
  if (op == Op::negate) {
    return -*x;
  }
  if (op == Op::log2) {
    if (!(*x > 0)) {
      fail(fmt::format("log2: expected a number above 0, found {}", text_of(a)));
    }
    return std::log2(*x);
  }
  return op == Op::ceiling ? std::ceil(*x) : std::floor(*x);
}

Value Expression::extreme(const Node& node, std::span<const Value* const> values) const {
  Value best = evaluate(nodes_[node.operands.front()], values);
  for (const std::size_t index : node.operands) {
    const Value other = evaluate(nodes_[index], values);
    const Op wanted = node.op == Op::minimum ? Op::less : Op::greater;
    best = truth(comparison(wanted, other, best)) ? other : best;
  }
  return best;
}

Value Expression::evaluate(const Node& node, std::span<const Value* const> values) const {
  const auto operand = [&](std::size_t i) { return evaluate(nodes_[node.operands[i]], values); };
  switch (node.op) {
    case Op::constant:
      return node.constant;
    case Op::name:
      return values[node.slot] == nullptr ? Value{} : *values[node.slot];
    case Op::logical_not:
      return truth_value(!truth(operand(0)));
    case Op::logical_and:
      return truth_value(truth(operand(0)) && truth(operand(1)));
    case Op::logical_or:
      return truth_value(truth(operand(0)) || truth(operand(1)));
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return arithmetic(node.op, operand(0), operand(1));
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
      return comparison(node.op, operand(0), operand(1));
    case Op::negate:
    case Op::ceiling:
    case Op::floor:
    case Op::log2:
      return rounding(node.op, operand(0));
    case Op::minimum:
    case Op::maximum:
      return extreme(node, values);
    case Op::one_of:
      for (std::size_t i = 1; i < node.operands.size(); ++i) {
        if (operand(0) == operand(i)) {
          return 1.0;
        }
      }
      return 0.0;
  }
  return {};
}

}  // namespace lmulsim::explore
