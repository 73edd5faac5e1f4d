// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "explore/expression.hpp"

namespace lmulsim::explore {

/// Reads an expression by recursive descent, one function for each strength of binding.
class ExpressionParser {
 public:
  ExpressionParser(Expression& out, const Expression::Resolve& resolve) : out_(out), resolve_(resolve) {}

  /// Throws InputError.
  void parse();

 private:
  using Op = Expression::Op;

  std::size_t either();
  std::size_t both();
  std::size_t negation();
  std::size_t comparison();
  std::size_t membership(std::size_t left);
  std::size_t sum();
  std::size_t product();
  std::size_t sign();
  std::size_t atom();
  std::size_t number();
  std::size_t quoted();
  std::size_t name_or_call();
  std::size_t call(std::string_view name, std::size_t begin);
  std::vector<std::size_t> list(char end);

  std::size_t add(Op op, std::vector<std::size_t> operands);
  std::size_t constant(Value value);
  void skip_spaces();
  bool accept(std::string_view symbol);
  bool accept_word(std::string_view word);
  void expect(std::string_view symbol);
  std::string_view word();
  [[noreturn]] void fail(std::string_view expected) const;
  [[nodiscard]] std::string_view rest() const { return std::string_view(out_.text_).substr(at_); }

  Expression& out_;
  const Expression::Resolve& resolve_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace lmulsim::explore
