// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_lexer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gates/liberty_groups.hpp"

namespace lmulsim::gates {
namespace {

constexpr std::string_view kMarks = "{}():;,";

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && !is_space(c)) || c == 0x7f;
}

}  // namespace

LibertyLexer::LibertyLexer(std::string_view text, const std::string& file) : text_(text), file_(file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  position_ = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  advance();
}

LibertyLexer::Token LibertyLexer::take() {
  const Token token = token_;
  advance();
  return token;
}

void LibertyLexer::expect(char mark, std::string_view after) {
  if (!token_.is(mark)) {
    fail(token_.line, fmt::format("expected '{}' after {}, found {}", mark, after, describe(token_)));
  }
  advance();
}

std::string LibertyLexer::describe(const Token& token) {
  constexpr std::size_t kShown = 40;
  if (token.kind == Kind::end) {
    return "the end of the file";
  }
  const std::string_view more = token.text.size() > kShown ? "..." : "";
  return fmt::format("{}'{}{}'", token.kind == Kind::string ? "the text " : "", token.text.substr(0, kShown), more);
}

void LibertyLexer::fail(int line, const std::string& message) const {
  fail_liberty(file_, line, message);
}

void LibertyLexer::advance() {
  continued_ = false;
  skip_space();
  read_token();
  token_.continued = continued_;
}

void LibertyLexer::read_token() {
  token_ = {.kind = Kind::end, .text = {}, .line = line_};
  if (position_ >= text_.size()) {
    return;
  }
  const char c = text_[position_];
  if (c == '"') {
    token_ = read_string();
  } else if (kMarks.find(c) != std::string_view::npos) {
    token_ = {.kind = Kind::mark, .text = text_.substr(position_, 1), .line = line_};
    ++position_;
  } else {
    token_ = read_word();
  }
}

void LibertyLexer::skip_space() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == '\n') {
      ++line_;
      ++position_;
    } else if (c == '\\' && position_ + 1 < text_.size() && is_space(text_[position_ + 1])) {
      continued_ = true;
      ++position_;
    } else if (is_space(c)) {
      ++position_;
    } else if (at("/*") || at("//")) {
      skip_comment();
    } else {
      return;
    }
  }
}

void LibertyLexer::skip_comment() {
  const bool line_comment = at("//");
  const std::size_t stop = text_.find(line_comment ? "\n" : "*/", position_ + 2);
  if (stop == std::string_view::npos) {
    if (!line_comment) {
      fail(line_, "the comment that begins here is not closed");
    }
    position_ = text_.size();
    return;
  }
  const std::size_t end = line_comment ? stop : stop + 2;
  line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(position_),
                                       text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  position_ = end;
}

LibertyLexer::Token LibertyLexer::read_string() {
  const int first = line_;
  const std::size_t begin = ++position_;
  bool continued = false;  // after a backslash
  bool ended = false;      // what ends an attribute was in the text: then a quote is missing, not a line continued
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    if (c == '"' && (position_ == begin || text_[position_ - 1] != '\\')) {
      return {.kind = Kind::string, .text = text_.substr(begin, position_++ - begin), .line = first};
    }
    if (c == '\n' && !continued && ended) {
      break;
    }
    ended = ended || c == ';' || c == '{' || c == '}';
    line_ += c == '\n' ? 1 : 0;
    continued = c == '\\' || (continued && c != '\n' && is_space(c));
    if (is_control(c)) {
      fail(line_, fmt::format("byte 0x{:02x} inside a text", static_cast<unsigned char>(c)));
    }
  }
  fail(first, "the text that begins here is not closed");
}

LibertyLexer::Token LibertyLexer::read_word() {
  const std::size_t begin = position_;
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (is_space(c) || c == '"' || c == '\\' || kMarks.find(c) != std::string_view::npos || at("/*")) {
      break;
    }
    if (is_control(c)) {
      fail(line_, fmt::format("byte 0x{:02x}: not a liberty text", static_cast<unsigned char>(c)));
    }
    ++position_;
  }
  if (position_ == begin) {
    fail(line_, "expected a name or value, found a stray '\\'");
  }
  return {.kind = Kind::word, .text = text_.substr(begin, position_ - begin), .line = line_};
}

}  // namespace lmulsim::gates
