// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/splitting.hpp"

#include <algorithm>
#include <array>

#include "tokenizer/pipeline/unicode.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

constexpr auto kNames =
    util::enum_names<Behavior>("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

/// Lengthens parts by what follows them when `joins` says so of a span and the one before it.
template <typename Joins>
std::vector<Span> joined(const std::vector<Span>& spans, const Joins& joins) {
  std::vector<Span> parts;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i > 0 && joins(spans[i - 1], spans[i])) {
      parts.back().end = spans[i].end;
    } else {
      parts.push_back(spans[i]);
    }
  }
  return parts;
}

}  // namespace

Behavior read_behavior(util::JsonReader& r) {
  return r.choice("behavior", kNames);
}

std::vector<Span> split(const std::vector<Span>& spans, Behavior behavior) {
  std::vector<Span> parts;
  switch (behavior) {
    case Behavior::removed:
      std::ranges::copy_if(spans, std::back_inserter(parts), [](const Span& s) { return !s.matches; });
      break;
    case Behavior::isolated:
      parts = spans;
      break;
    case Behavior::merged_with_previous:
      parts = joined(spans, [](const Span& a, const Span& b) { return b.matches && !a.matches; });
      break;
    case Behavior::merged_with_next:
      parts = joined(spans, [](const Span& a, const Span& b) { return a.matches && !b.matches; });
      break;
    case Behavior::contiguous:
      parts = joined(spans, [](const Span& a, const Span& b) { return a.matches == b.matches; });
      break;
  }
  std::erase_if(parts, [](const Span& s) { return s.begin == s.end; });
  return parts;
}

std::vector<Span> character_spans(std::string_view text, bool (*property)(char32_t)) {
  std::vector<Span> spans;
  std::size_t at = 0;
  for (const char32_t c : code_points(text)) {
    const std::size_t size = character_size(text, at);
    const bool matches = property(c);
    if (!matches && !spans.empty() && !spans.back().matches) {
      spans.back().end += size;
    } else {
      spans.push_back({at, at + size, matches});
    }
    at += size;
  }
  return spans;
}

}  // namespace lmulsim::tokenizer::pipeline
