// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "quality/evaluation.hpp"
#include "quality/split_words.hpp"

namespace lmulsim::quality {

namespace {

constexpr std::string_view kSeparator = "<|endoftext|>";
constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

std::vector<std::vector<int>> read_documents(std::string_view text, const tokenizer::Tokenizer& tokenizer) {
  std::vector<std::vector<int>> documents;
  std::string_view rest = text;
  std::size_t first = 0;
  const auto finish = [&](std::size_t end) {
    const std::string_view document = trimmed(rest.substr(first, end - first));
    if (!document.empty()) {
      documents.push_back(tokenizer.encode_bare(document));
    }
  };
  std::size_t at = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (trimmed(line) == kSeparator) {
      finish(at);
      first = at + line.size();
    }
    at += line.size() + 1;
  }
  finish(text.size());
  return documents;
}

std::vector<std::vector<int>> first_tokens(std::vector<std::vector<int>> documents, std::int64_t tokens) {
  auto left = static_cast<std::size_t>(tokens);
  for (std::vector<int>& document : documents) {
    document.resize(std::min(document.size(), left));
    left -= document.size();
  }
  std::erase_if(documents, [](const std::vector<int>& document) { return document.empty(); });
  return documents;
}

std::optional<int> window_start(const tokenizer::Tokenizer& tokenizer) {
  const std::optional<int> begin = tokenizer.begin();
  return begin ? begin : tokenizer.end();
}

std::vector<Window> cut_windows(std::span<const std::vector<int>> documents, std::int64_t context,
                                std::optional<int> start) {
  std::vector<Window> windows;
  for (const std::vector<int>& document : documents) {
    for (std::size_t at = 0; at < document.size();) {
      const std::size_t count = std::min(static_cast<std::size_t>(context), document.size() - at);
      const std::span<const int> piece = std::span(document).subspan(at, count);
      Window window{{piece.begin(), piece.end() - 1}, {piece.begin(), piece.end()}};
      if (start) {
        window.inputs.insert(window.inputs.begin(), *start);
      } else {
        window.targets.erase(window.targets.begin());
      }
      if (!window.targets.empty()) {
        windows.push_back(std::move(window));
      }
      at += count;
    }
  }
  return windows;
}

}  // namespace lmulsim::quality
