// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/llama2c/llama2c_tokenizer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <utility>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats::llama2c {

namespace {

constexpr int kNone = -1;
constexpr int kBegin = 1;
constexpr int kEnd = 2;
constexpr int kFirstByte = 3;
constexpr int kBytes = 256;
constexpr std::int32_t kMaxTokenBytes = 1 << 16;

/// Reads little-endian words off the front of a file.
class Cursor {
 public:
  Cursor(std::string_view bytes, std::string where) : bytes_(bytes), where_(std::move(where)) {}

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

  std::string_view take(std::size_t count, std::int64_t token) {
    if (count > bytes_.size()) {
      throw InputError(
          fmt::format("{}: token {}: expected {} bytes more, found {}", where_, token, count, bytes_.size()));
    }
    const std::string_view part = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return part;
  }

  template <typename T>
  T word(std::int64_t token) {
    T value;
    std::memcpy(&value, take(sizeof(T), token).data(), sizeof(T));
    return value;
  }

 private:
  std::string_view bytes_;
  std::string where_;
};

/// "<0x0A>" is how the file spells a byte token.
bool is_byte_token(std::string_view text) {
  return text.size() == 6 && text.starts_with("<0x") && text.ends_with('>');
}

/// Bytes of the UTF-8 character that starts at `at`; 1 for a stray byte.
std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t size = 1;
  while (size < 4 && at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80U) {
    ++size;
  }
  return size;
}

/// Two neighbours that may become one token; the best score first, the leftmost of equals.
struct Pair {
  float score;
  std::size_t at, next;
  int left, right, merged;
  bool operator<(const Pair& o) const { return score < o.score || (score == o.score && at > o.at); }
};

}  // namespace

Llama2cTokenizer::Llama2cTokenizer(const std::filesystem::path& path, std::int64_t vocab) {
  const std::string bytes = util::read_file(path);
  Cursor cursor(bytes, path.string());
  (void)cursor.word<std::int32_t>(0);  // the longest length: a buffer size of the C program
  while (!cursor.at_end()) {
    const auto id = static_cast<std::int64_t>(tokens_.size());
    const auto score = cursor.word<float>(id);
    const auto length = cursor.word<std::int32_t>(id);
    if (length < 0 || length > kMaxTokenBytes || std::isnan(score)) {
      throw InputError(fmt::format("{}: token {}: expected a score and a length of 0 to {}, found {} and {}",
                                   path.string(), id, kMaxTokenBytes, score, length));
    }
    tokens_.push_back({std::string(cursor.take(static_cast<std::size_t>(length), id)), score});
    ids_.emplace(tokens_.back().text, static_cast<int>(id));
  }
  if (static_cast<std::int64_t>(tokens_.size()) != vocab) {
    throw InputError(fmt::format("{}: expected {} tokens, found {}", path.string(), vocab, tokens_.size()));
  }
  if (vocab < kFirstByte + kBytes) {
    throw InputError(fmt::format("{}: expected at least {} tokens (3 special ones and all bytes), found {}",
                                 path.string(), kFirstByte + kBytes, vocab));
  }
}

int Llama2cTokenizer::pair_id(int left, int right) const {
  const auto found =
      ids_.find(tokens_[static_cast<std::size_t>(left)].text + tokens_[static_cast<std::size_t>(right)].text);
  return found == ids_.end() ? kNone : found->second;
}

// The order of llama2.c, which looks for the best pair anew after each merge, without the search: pairs wait in a
// queue, and one whose tokens have been merged away since is dropped when its turn comes.
std::vector<int> Llama2cTokenizer::merge(std::vector<int> tokens) const {
  std::priority_queue<Pair> queue;
  const std::size_t end = tokens.size();
  std::vector<std::size_t> next(end);
  std::vector<std::size_t> previous(end);
  const auto consider = [&](std::size_t at) {
    if (at < end && next[at] < end) {
      const int merged = pair_id(tokens[at], tokens[next[at]]);
      if (merged != kNone) {
        queue.push(
            {tokens_[static_cast<std::size_t>(merged)].score, at, next[at], tokens[at], tokens[next[at]], merged});
      }
    }
  };
  for (std::size_t i = 0; i < end; ++i) {
    next[i] = i + 1;
    previous[i] = i == 0 ? end : i - 1;
  }
  for (std::size_t i = 0; i < end; ++i) {
    consider(i);
  }
  while (!queue.empty()) {
    const Pair best = queue.top();
    queue.pop();
    if (tokens[best.at] != best.left || next[best.at] != best.next || tokens[best.next] != best.right) {
      continue;
    }
    tokens[best.at] = best.merged;
    tokens[best.next] = kNone;
    next[best.at] = next[best.next];
    if (next[best.at] < end) {
      previous[next[best.at]] = best.at;
    }
    consider(previous[best.at]);
    consider(best.at);
  }
  std::erase(tokens, kNone);
  return tokens;
}

std::vector<int> Llama2cTokenizer::encode_bare(std::string_view text) const {
  std::vector<int> tokens;
  const std::string spaced = text.empty() ? std::string() : fmt::format(" {}", text);
  for (std::size_t i = 0; i < spaced.size();) {
    const std::string_view character = std::string_view(spaced).substr(i, character_size(spaced, i));
    i += character.size();
    if (const auto found = ids_.find(character); found != ids_.end()) {
      tokens.push_back(found->second);
      continue;
    }
    for (const char byte : character) {
      tokens.push_back(kFirstByte + static_cast<unsigned char>(byte));
    }
  }
  return merge(std::move(tokens));
}

std::vector<int> Llama2cTokenizer::before() const {
  return {kBegin};
}

std::optional<int> Llama2cTokenizer::end() const {
  return kEnd;
}

std::string Llama2cTokenizer::decode(std::span<const int> tokens) const {
  std::string text;
  int previous = kBegin;
  for (const int token : tokens) {
    if (token < 0 || static_cast<std::size_t>(token) >= tokens_.size()) {
      throw InputError(fmt::format("expected tokens from 0 to {}, found {}", tokens_.size() - 1, token));
    }
    std::string_view piece = tokens_[static_cast<std::size_t>(token)].text;
    if (token != kBegin && token != kEnd) {
      if (previous == kBegin && piece.starts_with(' ')) {
        piece.remove_prefix(1);
      }
      if (is_byte_token(piece)) {
        text += static_cast<char>(std::strtoul(std::string(piece.substr(3, 2)).c_str(), nullptr, 16));
      } else {
        text += piece;
      }
    }
    previous = token;
  }
  return text;
}

}  // namespace lmulsim::formats::llama2c
