// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "blank.hpp"

#include <algorithm>
#include <array>

namespace lmulsim::mutants {

namespace {

void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < std::min(end, text.size()); ++i) {
    if (text[i] != '\n') {
      text[i] = ' ';
    }
  }
}

std::size_t after(const std::string& text, std::string_view token, std::size_t from) {
  const std::size_t at = text.find(token, from);
  return at == std::string::npos ? text.size() : at + token.size();
}

std::size_t end_of_string(const std::string& text, std::size_t quote) {
  std::size_t i = quote + 1;
  while (i < text.size() && text[i] != '"') {
    i += text[i] == '\\' ? 2 : 1;
  }
  return i + 1;
}

void blank_comments_and_strings(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i;
    if (text.compare(i, 2, "//") == 0) {
      end = std::min(text.find('\n', i), text.size());
    } else if (text.compare(i, 2, "/*") == 0) {
      end = after(text, "*/", i);
    } else if (text[i] == '"') {
      end = end_of_string(text, i);
    }
    blank(text, i, end);
    i = std::max(i, end == i ? i : end - 1);
  }
}

// From every occurrence of `begin` to the `end` after it.
void blank_regions(std::string& text, std::string_view begin, std::string_view end) {
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    blank(text, at, after(text, end, at));
  }
}

// Lines of which the first word is one of these.
template <std::size_t N>
void blank_lines(std::string& text, const std::array<std::string_view, N>& words) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t first = std::min(text.find_first_not_of(' ', begin), end);
    if (std::ranges::any_of(words,
                            [&](std::string_view word) { return text.compare(first, word.size(), word) == 0; })) {
      blank(text, begin, end);
    }
    begin = end + 1;
  }
}

}  // namespace

std::string blank_what_is_no_code(std::string_view source, Language language) {
  std::string text(source);
  blank_comments_and_strings(text);
  switch (language) {
    case Language::systemverilog:
      blank_regions(text, "`ifndef SYNTHESIS", "`endif");
      blank_regions(text, "assign unused_", ";");
      blank_lines(text, std::array<std::string_view, 6>{"parameter ", "input ", "output ", "`", "module ", "genvar "});
      return text;
    case Language::cpp:
      blank_regions(text, "static_assert(", ";");
      blank_regions(text, "throw ", ";");
      blank_lines(text, std::array<std::string_view, 3>{"#", "template ", "template<"});
      return text;
  }
  return text;
}

}  // namespace lmulsim::mutants
