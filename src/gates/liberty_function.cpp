// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_function.hpp"

#include <fmt/format.h>

#include <cctype>

#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

constexpr int kMaxParentheses = 100;

/// Recursive descent that computes with whole truth tables.
class Parser {
 public:
  Parser(std::string_view text, const NameColumn& column, const std::string& where)
      : text_(text), column_(column), where_(where) {}

  std::uint64_t parse() {
    const std::uint64_t truth = any();
    if (peek() != '\0') {
      fail(fmt::format("'{}' is one too many", text_.substr(position_)));
    }
    return truth;
  }

 private:
  std::uint64_t any() {
    std::uint64_t truth = all();
    while (take('+') || take('|')) {
      truth |= all();
    }
    return truth;
  }

  std::uint64_t all() {
    std::uint64_t truth = odd();
    while (take('&') || take('*') || begins_operand()) {
      truth &= odd();
    }
    return truth;
  }

  std::uint64_t odd() {
    std::uint64_t truth = inverted();
    while (take('^')) {
      truth ^= inverted();
    }
    return truth;
  }

  std::uint64_t inverted() {
    bool invert = false;
    while (take('!')) {
      invert = !invert;
    }
    std::uint64_t truth = operand();
    while (take('\'')) {
      invert = !invert;
    }
    return invert ? ~truth : truth;
  }

  std::uint64_t operand() {
    if (take('(')) {
      if (++depth_ > kMaxParentheses) {
        fail(fmt::format("parentheses nested deeper than {}", kMaxParentheses));
      }
      const std::uint64_t truth = any();
      if (!take(')')) {
        fail("a parenthesis is not closed");
      }
      --depth_;
      return truth;
    }
    return name();
  }

  std::uint64_t name() {
    peek();
    const std::size_t begin = position_;
    while (position_ < text_.size() && is_name(text_[position_])) {
      ++position_;
    }
    const std::string_view word = text_.substr(begin, position_ - begin);
    if (word.empty()) {
      fail(begin < text_.size() ? fmt::format("expected a pin, found '{}'", text_.substr(begin))
                                : "expected a pin, found the end");
    }
    if (word == "0" || word == "1") {
      return word == "1" ? ~std::uint64_t{0} : 0;
    }
    const std::optional<std::uint64_t> truth = column_(word);
    if (!truth) {
      fail(fmt::format("unknown pin '{}'", word));
    }
    return *truth;
  }

  static bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_[].$").find(c) != std::string_view::npos;
  }

  bool begins_operand() {
    const char c = peek();
    return is_name(c) || c == '(' || c == '!';
  }

  /// The next character that is no white space; the end is 0.
  char peek() {
    while (position_ < text_.size() &&
           (std::isspace(static_cast<unsigned char>(text_[position_])) != 0 || text_[position_] == '\\')) {
      ++position_;
    }
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) {
      return false;
    }
    ++position_;
    return true;
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw InputError(fmt::format("{}: function '{}': {}", where_, text_.substr(0, 80), message));
  }

  std::string_view text_;
  const NameColumn& column_;
  const std::string& where_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

/// Adds cubes that cover at least `lower` and at most `upper` (tables over all kMaxInputs), and returns what they
/// cover.
std::uint64_t cover(std::uint64_t lower, std::uint64_t upper, int inputs, Cube cube, std::vector<Cube>& cubes) {
  if (lower == 0) {
    return 0;
  }
  if (upper == ~std::uint64_t{0}) {
    cubes.push_back(cube);
    return upper;
  }
  const int input = inputs - 1;
  const std::uint64_t column = input_column(input);
  const int shift = 1 << input;
  const auto low = [&](std::uint64_t t) { return (t & ~column) | ((t & ~column) << shift); };
  const auto high = [&](std::uint64_t t) { return (t & column) | ((t & column) >> shift); };

  const std::uint32_t bit = std::uint32_t{1} << input;
  const Cube without{.care = cube.care | bit, .value = cube.value};
  const Cube with{.care = cube.care | bit, .value = cube.value | bit};
  const std::uint64_t zero = cover(low(lower) & ~high(upper), low(upper), input, without, cubes);
  const std::uint64_t one = cover(high(lower) & ~low(upper), high(upper), input, with, cubes);
  const std::uint64_t rest = (low(lower) & ~zero) | (high(lower) & ~one);
  const std::uint64_t both = cover(rest, low(upper) & high(upper), input, cube, cubes);
  return (~column & zero) | (column & one) | both;
}

}  // namespace

std::uint64_t truth_of(std::string_view expression, const NameColumn& column, const std::string& where) {
  return Parser(expression, column, where).parse();
}

std::vector<Cube> sum_of_products(std::uint64_t truth, std::size_t inputs) {
  truth &= truth_mask(inputs);
  for (std::size_t i = inputs; i < kMaxInputs; ++i) {
    truth |= truth << (std::uint64_t{1} << i);
  }
  std::vector<Cube> cubes;
  cover(truth, truth, kMaxInputs, {}, cubes);
  return cubes;
}

}  // namespace lmulsim::gates
