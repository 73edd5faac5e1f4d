// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

constexpr std::size_t kMinStack = std::size_t{8} << 20U;
constexpr std::size_t kMaxStack = std::size_t{1} << 30U;

/// Closes ICU's view of a text.
struct View {
  explicit View(std::string_view text, UErrorCode& error) {
    utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &error);
  }
  ~View() { utext_close(&view); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  UText view = UTEXT_INITIALIZER;
};

std::vector<Span> find_literal(const std::string& literal, std::string_view text) {
  std::vector<Span> found;
  for (std::size_t at = text.find(literal); at != std::string_view::npos;
       at = text.find(literal, at + literal.size())) {
    found.push_back({at, at + literal.size()});
  }
  return found;
}

}  // namespace

Pattern::Regex Pattern::compile(const std::string& expression, const std::string& where) {
  UErrorCode error = U_ZERO_ERROR;
  UParseError place{};
  Regex regex(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), place, error));
  if (U_FAILURE(error) || regex == nullptr) {
    throw InputError(fmt::format("{}: expected a regular expression, found {} at character {} of '{}'", where,
                                 u_errorName(error), place.offset, expression));
  }
  return regex;
}

Pattern Pattern::regex(const std::string& expression, const std::string& where) {
  return {compile(expression, where), where};
}

Pattern::Pattern(util::JsonReader& r, std::string_view key) : where_(r.place(key)) {
  util::JsonReader pattern = r.object(key);
  if (pattern.has("Regex")) {
    matcher_ = compile(pattern.string("Regex"), pattern.place("Regex"));
  } else {
    matcher_ = pattern.string("String");
  }
  pattern.finish();
  if (const auto* literal = std::get_if<std::string>(&matcher_); literal != nullptr && literal->empty()) {
    r.fail(key, "expected a text to look for, found an empty one");
  }
}

std::vector<Span> Pattern::find_regex(const icu::RegexPattern& regex, std::string_view text) const {
  UErrorCode error = U_ZERO_ERROR;
  View view(text, error);
  const std::unique_ptr<icu::RegexMatcher> matcher(regex.matcher(error));
  std::vector<Span> found;
  if (U_SUCCESS(error)) {
    // In units of some 10,000 steps. Published expressions need about ten steps a byte; nested repetitions can need
    // 2^bytes.
    matcher->setTimeLimit(static_cast<std::int32_t>(200 + text.size() / 50), error);
    // A million spaces before a letter are a million places to go back to, of some 24 bytes.
    matcher->setStackLimit(static_cast<std::int32_t>(std::min(kMaxStack, kMinStack + 64 * text.size())), error);
    matcher->reset(&view.view);
    while (matcher->find(error) != 0 && U_SUCCESS(error)) {
      found.push_back(
          {static_cast<std::size_t>(matcher->start64(error)), static_cast<std::size_t>(matcher->end64(error))});
    }
  }
  if (U_FAILURE(error)) {
    throw InputError(
        fmt::format("{}: the expression fails on a text of {} bytes: {}", where_, text.size(), u_errorName(error)));
  }
  return found;
}

std::vector<Span> Pattern::matches(std::string_view text) const {
  if (const auto* literal = std::get_if<std::string>(&matcher_)) {
    return find_literal(*literal, text);
  }
  return find_regex(*std::get<Regex>(matcher_), text);
}

std::vector<Span> Pattern::spans(std::string_view text) const {
  std::vector<Span> all;
  std::size_t at = 0;
  for (const Span& match : matches(text)) {
    if (match.begin > at) {
      all.push_back({at, match.begin, false});
    }
    all.push_back(match);
    at = match.end;
  }
  if (at < text.size()) {
    all.push_back({at, text.size(), false});
  }
  return all;
}

std::string Pattern::replace(std::string_view text, std::string_view content, std::size_t limit) const {
  std::string result;
  for (const Span& span : spans(text)) {
    result += span.matches ? content : text.substr(span.begin, span.end - span.begin);
    if (result.size() > limit) {
      throw InputError(fmt::format("{}: expected at most {} bytes after replacing, found more", where_, limit));
    }
  }
  return result;
}

}  // namespace lmulsim::tokenizer::pipeline
