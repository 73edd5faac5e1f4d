// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/expression_parser.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>

#include "util/error.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

constexpr std::size_t kLongest = 1000;
constexpr int kDeepest = 32;

bool begins_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

}  // namespace

void ExpressionParser::parse() {
  if (out_.text_.size() > kLongest) {
    throw InputError(fmt::format("{}: expected an expression of at most {} characters, found {}", out_.where_, kLongest,
                                 out_.text_.size()));
  }
  out_.root_ = either();
  skip_spaces();
  if (at_ != out_.text_.size()) {
    fail("the end or an operator");
  }
}

void ExpressionParser::fail(std::string_view expected) const {
  const std::string found = at_ < out_.text_.size() ? util::shown(rest()) : "the end";
  throw InputError(fmt::format("{}: column {}: expected {}, found {}", out_.where_, at_ + 1, expected, found));
}

std::size_t ExpressionParser::add(Op op, std::vector<std::size_t> operands) {
  out_.nodes_.push_back({.op = op, .operands = std::move(operands)});
  return out_.nodes_.size() - 1;
}

std::size_t ExpressionParser::constant(Value value) {
  out_.nodes_.push_back({.op = Op::constant, .constant = std::move(value)});
  return out_.nodes_.size() - 1;
}

void ExpressionParser::skip_spaces() {
  while (at_ < out_.text_.size() && out_.text_[at_] == ' ') {
    ++at_;
  }
}

bool ExpressionParser::accept(std::string_view symbol) {
  skip_spaces();
  if (!rest().starts_with(symbol)) {
    return false;
  }
  at_ += symbol.size();
  return true;
}

bool ExpressionParser::accept_word(std::string_view expected) {
  skip_spaces();
  const std::size_t end = at_ + expected.size();
  if (!rest().starts_with(expected) || (end < out_.text_.size() && is_in_word(out_.text_[end]))) {
    return false;
  }
  at_ = end;
  return true;
}

void ExpressionParser::expect(std::string_view symbol) {
  if (!accept(symbol)) {
    fail(fmt::format("'{}'", symbol));
  }
}

std::string_view ExpressionParser::word() {
  const std::size_t begin = at_;
  while (at_ < out_.text_.size() && is_in_word(out_.text_[at_])) {
    ++at_;
  }
  return std::string_view(out_.text_).substr(begin, at_ - begin);
}

std::size_t ExpressionParser::either() {
  std::size_t left = both();
  while (accept_word("or")) {
    left = add(Op::logical_or, {left, both()});
  }
  return left;
}

std::size_t ExpressionParser::both() {
  std::size_t left = negation();
  while (accept_word("and")) {
    left = add(Op::logical_and, {left, negation()});
  }
  return left;
}

std::size_t ExpressionParser::negation() {
  if (!accept_word("not")) {
    return comparison();
  }
  if (++depth_ > kDeepest) {
    fail(fmt::format("at most {} levels", kDeepest));
  }
  const std::size_t operand = negation();
  --depth_;
  return add(Op::logical_not, {operand});
}

std::size_t ExpressionParser::comparison() {
  constexpr std::array<std::pair<std::string_view, Op>, 6> kSigns{{{"<=", Op::less_equal},
                                                                   {">=", Op::greater_equal},
                                                                   {"==", Op::equal},
                                                                   {"!=", Op::not_equal},
                                                                   {"<", Op::less},
                                                                   {">", Op::greater}}};
  const std::size_t left = sum();
  for (const auto& [sign, op] : kSigns) {
    if (accept(sign)) {
      return add(op, {left, sum()});
    }
  }
  return accept_word("in") ? membership(left) : left;
}

std::size_t ExpressionParser::membership(std::size_t left) {
  expect("[");
  std::vector<std::size_t> operands = list(']');
  operands.insert(operands.begin(), left);
  return add(Op::one_of, std::move(operands));
}

std::size_t ExpressionParser::sum() {
  std::size_t left = product();
  while (true) {
    if (accept("+")) {
      left = add(Op::add, {left, product()});
    } else if (accept("-")) {
      left = add(Op::subtract, {left, product()});
    } else {
      return left;
    }
  }
}

std::size_t ExpressionParser::product() {
  std::size_t left = sign();
  while (true) {
    if (accept("*")) {
      left = add(Op::multiply, {left, sign()});
    } else if (accept("/")) {
      left = add(Op::divide, {left, sign()});
    } else if (accept("%")) {
      left = add(Op::modulo, {left, sign()});
    } else {
      return left;
    }
  }
}

std::size_t ExpressionParser::sign() {
  if (++depth_ > kDeepest) {
    fail(fmt::format("at most {} levels", kDeepest));
  }
  const std::size_t node = accept("-") ? add(Op::negate, {sign()}) : atom();
  --depth_;
  return node;
}

std::size_t ExpressionParser::atom() {
  skip_spaces();
  if (accept("(")) {
    const std::size_t inner = either();
    expect(")");
    return inner;
  }
  if (at_ == out_.text_.size()) {
    fail("a number, a 'text' or a name");
  }
  const char c = out_.text_[at_];
  if (c == '\'') {
    return quoted();
  }
  return begins_word(c) ? name_or_call() : number();
}

std::size_t ExpressionParser::number() {
  std::size_t end = at_;
  const auto belongs = [&](std::size_t i) {
    const char c = out_.text_[i];
    const bool exponent_sign =
        (c == '-' || c == '+') && i > at_ && (out_.text_[i - 1] == 'e' || out_.text_[i - 1] == 'E');
    return is_in_word(c) || exponent_sign;
  };
  while (end < out_.text_.size() && belongs(end)) {
    ++end;
  }
  const auto value = util::to_number<double>(rest().substr(0, end - at_));
  if (!value) {
    fail("a number, a 'text' or a name");
  }
  at_ = end;
  return constant(*value);
}

std::size_t ExpressionParser::quoted() {
  const std::size_t end = out_.text_.find('\'', at_ + 1);
  if (end == std::string::npos) {
    fail("a text that ends with '");
  }
  std::string text = out_.text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return constant(value_of(text));
}

std::size_t ExpressionParser::name_or_call() {
  const std::size_t begin = at_;
  const std::string_view name = word();
  if (accept("(")) {
    return call(name, begin);
  }
  try {
    out_.nodes_.push_back({.op = Op::name, .slot = resolve_(name)});
  } catch (const InputError& e) {
    throw InputError(fmt::format("{}: column {}: {}", out_.where_, begin + 1, e.what()));
  }
  return out_.nodes_.size() - 1;
}

std::size_t ExpressionParser::call(std::string_view name, std::size_t begin) {
  constexpr std::array<std::pair<std::string_view, Op>, 5> kFunctions{
      {{"min", Op::minimum}, {"max", Op::maximum}, {"ceil", Op::ceiling}, {"floor", Op::floor}, {"log2", Op::log2}}};
  for (const auto& [function, op] : kFunctions) {
    if (name != function) {
      continue;
    }
    std::vector<std::size_t> operands = list(')');
    const bool takes_any = op == Op::minimum || op == Op::maximum;
    if (!takes_any && operands.size() != 1) {
      at_ = begin;
      fail(fmt::format("{} of one number", name));
    }
    return add(op, std::move(operands));
  }
  at_ = begin;
  fail("one of min, max, ceil, floor, log2 before '('");
}

std::vector<std::size_t> ExpressionParser::list(char end) {
  if (++depth_ > kDeepest) {
    fail(fmt::format("at most {} levels", kDeepest));
  }
  std::vector<std::size_t> nodes{either()};
  while (accept(",")) {
    nodes.push_back(either());
  }
  expect(std::string_view(&end, 1));
  --depth_;
  return nodes;
}

}  // namespace lmulsim::explore
