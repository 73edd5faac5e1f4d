// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gates/liberty_lexer.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

/// Libraries nest library, cell, pin, timing, table; twice that and more is no library.
constexpr int kMaxDepth = 32;

using Kind = LibertyLexer::Kind;
using Token = LibertyLexer::Token;

bool is_value(const Token& token) {
  return token.kind == Kind::word || token.kind == Kind::string;
}

/// The values between parentheses, of which the first is taken already.
std::vector<std::string_view> parse_arguments(LibertyLexer& lexer, const Token& name) {
  std::vector<std::string_view> arguments;
  while (!lexer.peek().is(')')) {
    const Token token = lexer.take();
    if (is_value(token)) {
      arguments.push_back(token.text);
    } else if (!token.is(',') && !token.is(':')) {
      lexer.fail(token.line,
                 fmt::format("expected ')' that closes '{}(', found {}", name.text, LibertyLexer::describe(token)));
    }
  }
  lexer.take();
  return arguments;
}

/// Whether a value goes on with the next token: to the semicolon or, as tools accept it, the end of the line.
bool goes_on(const Token& next, int line, int open) {
  const bool ends = next.kind == Kind::end || next.is(';') || next.is('{') || next.is('}') || next.is(':');
  return !ends && (next.line == line || next.continued || open > 0);
}

/// A value without quotes, all of it: a word, or an expression of several with parentheses.
std::string_view parse_expression(LibertyLexer& lexer, const Token& name) {
  const Token first = lexer.peek();
  Token last = first;
  int open = 0;
  while (goes_on(lexer.peek(), last.line, open) && lexer.peek().kind != Kind::string) {
    last = lexer.take();
    open += last.is('(') ? 1 : last.is(')') ? -1 : 0;
  }
  const Token& next = lexer.peek();
  if (next.is(':') || next.is('{') || open != 0 || (next.kind == Kind::string && goes_on(next, last.line, open))) {
    lexer.fail(name.line, fmt::format("expected ';' or the end of the line after the value of '{}', found {}",
                                      name.text, LibertyLexer::describe(next)));
  }
  return {first.text.data(), static_cast<std::size_t>(last.text.data() + last.text.size() - first.text.data())};
}

/// What follows "name :".
std::string_view parse_value(LibertyLexer& lexer, const Token& name) {
  const Token& next = lexer.peek();
  if (next.kind == Kind::string) {
    return lexer.take().text;
  }
  if (next.kind != Kind::word && !next.is('(')) {
    lexer.fail(name.line,
               fmt::format("expected a value after '{} :', found {}", name.text, LibertyLexer::describe(next)));
  }
  return parse_expression(lexer, name);
}

void skip_semicolons(LibertyLexer& lexer) {
  while (lexer.peek().is(';')) {
    lexer.take();
  }
}

void parse_body(LibertyLexer& lexer, LibertyGroup& group, int depth);

/// One attribute or group inside `parent`.
void parse_statement(LibertyLexer& lexer, LibertyGroup& parent, int depth) {
  const Token name = lexer.take();
  if (name.kind != Kind::word) {
    lexer.fail(name.line, fmt::format("expected an attribute or group of '{}', found {}", parent.name,
                                      LibertyLexer::describe(name)));
  }
  if (lexer.peek().is(':')) {
    lexer.take();
    parent.attributes.push_back({.name = name.text, .values = {parse_value(lexer, name)}, .line = name.line});
    return;
  }
  if (name.text == "include_file") {
    lexer.fail(name.line, "include_file is not followed; give all files of the library");
  }
  lexer.expect('(', fmt::format("'{}'", name.text));
  std::vector<std::string_view> arguments = parse_arguments(lexer, name);
  if (!lexer.peek().is('{')) {
    parent.attributes.push_back({.name = name.text, .values = std::move(arguments), .line = name.line});
    return;
  }
  LibertyGroup& group = parent.groups.emplace_back();
  group.name = name.text;
  group.arguments = std::move(arguments);
  group.line = name.line;
  parse_body(lexer, group, depth + 1);
}

void parse_body(LibertyLexer& lexer, LibertyGroup& group, int depth) {
  if (depth > kMaxDepth) {
    lexer.fail(group.line, fmt::format("groups nested deeper than {}", kMaxDepth));
  }
  lexer.expect('{', fmt::format("'{}(...)'", group.name));
  for (skip_semicolons(lexer); !lexer.peek().is('}'); skip_semicolons(lexer)) {
    if (lexer.peek().kind == Kind::end) {
      lexer.fail(lexer.peek().line, fmt::format("the file ends inside '{}({})' of line {}: truncated", group.name,
                                                group.arguments.empty() ? "" : group.arguments.front(), group.line));
    }
    parse_statement(lexer, group, depth);
  }
  lexer.take();
  skip_semicolons(lexer);
}

}  // namespace

const LibertyAttribute* LibertyGroup::find(std::string_view attribute) const {
  const auto found = std::find_if(attributes.rbegin(), attributes.rend(),
                                  [&](const LibertyAttribute& a) { return a.name == attribute; });
  return found == attributes.rend() ? nullptr : &*found;
}

const LibertyGroup* LibertyGroup::group(std::string_view kind) const {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const LibertyGroup& g) { return g.name == kind; });
  return found == groups.end() ? nullptr : &*found;
}

void fail_liberty(const std::string& file, int line, const std::string& message) {
  throw InputError(fmt::format("{}:{}: {}", file, line, message));
}

LibertyGroup parse_liberty(std::string_view text, const std::string& file) {
  LibertyLexer lexer(text, file);
  const Token name = lexer.take();
  if (name.kind != Kind::word || name.text != "library") {
    lexer.fail(name.line,
               fmt::format("not liberty: expected 'library (NAME) {{', found {}", LibertyLexer::describe(name)));
  }
  LibertyGroup library{.name = name.text, .arguments = {}, .line = name.line, .attributes = {}, .groups = {}};
  lexer.expect('(', "'library'");
  library.arguments = parse_arguments(lexer, name);
  parse_body(lexer, library, 1);
  if (lexer.peek().kind != Kind::end) {
    lexer.fail(lexer.peek().line, fmt::format("expected the end of the file after the library, found {}",
                                              LibertyLexer::describe(lexer.peek())));
  }
  return library;
}

}  // namespace lmulsim::gates
