// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lmulsim::gates {

/// The words, strings and marks of a liberty text, one ahead. Comments and continued lines are white space. A string
/// may go over several lines; without a backslash at their ends it must not hold what ends an attribute.
class LibertyLexer {
 public:
  enum class Kind : std::uint8_t { word, string, mark, end };
  struct Token {
    Kind kind = Kind::end;
    std::string_view text;  ///< of a string: without its quotes
    int line = 1;
    bool continued = false;  ///< a backslash at the end of a line stands before it

    [[nodiscard]] bool is(char mark) const { return kind == Kind::mark && text.front() == mark; }
  };

  /// The text and the file's name outlive the lexer.
  LibertyLexer(std::string_view text, const std::string& file);

  [[nodiscard]] const Token& peek() const { return token_; }
  Token take();
  /// Takes the mark, or throws InputError with what was found.
  void expect(char mark, std::string_view after);
  /// How a message names the token.
  [[nodiscard]] static std::string describe(const Token& token);
  [[noreturn]] void fail(int line, const std::string& message) const;

 private:
  void advance();
  void read_token();
  void skip_space();
  void skip_comment();
  [[nodiscard]] Token read_string();
  [[nodiscard]] Token read_word();
  [[nodiscard]] bool at(std::string_view what) const { return text_.substr(position_).starts_with(what); }

  std::string_view text_;
  const std::string& file_;
  std::size_t position_ = 0;
  int line_ = 1;
  bool continued_ = false;
  Token token_;
};

}  // namespace lmulsim::gates
