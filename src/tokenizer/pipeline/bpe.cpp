// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Byte-pair encoding: characters, then merges of neighbours, the one listed first in the file first.
#include <fmt/format.h>

#include <cstdint>
#include <queue>
#include <unordered_map>
#include <utility>

#include "tokenizer/pipeline/token_model.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

namespace json = boost::json;
using util::JsonReader;

constexpr int kNone = -1;

struct Merge {
  std::int32_t rank = 0;
  int token = 0;
};

/// Merges by the pair of tokens they join.
class Merges {
 public:
  [[nodiscard]] bool add(int left, int right, Merge merge) { return merges_.emplace(key(left, right), merge).second; }
  [[nodiscard]] const Merge* find(int left, int right) const {
    const auto found = merges_.find(key(left, right));
    return found == merges_.end() ? nullptr : &found->second;
  }

 private:
  static std::uint64_t key(int left, int right) {
    return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32U) | static_cast<std::uint32_t>(right);
  }
  std::unordered_map<std::uint64_t, Merge> merges_;
};

/// Two neighbours that may become one token; the lowest rank first, the leftmost of equals.
struct Candidate {
  std::int32_t rank;
  std::size_t at, next;
  int left, right, merged;
  bool operator<(const Candidate& o) const { return rank > o.rank || (rank == o.rank && at > o.at); }
};

/// The tokens of one piece as a list in which neighbours merge; n log n for n tokens. A candidate whose tokens have
/// been merged away since is dropped when its turn comes.
class Word {
 public:
  Word(std::vector<int> tokens, const Merges& merges)
      : tokens_(std::move(tokens)), next_(tokens_.size()), previous_(tokens_.size()), merges_(merges) {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      next_[i] = i + 1;
      previous_[i] = i == 0 ? tokens_.size() : i - 1;
      consider(i);
    }
  }

  std::vector<int> merged() {
    while (!queue_.empty()) {
      const Candidate best = queue_.top();
      queue_.pop();
      if (tokens_[best.at] == best.left && next_[best.at] == best.next && tokens_[best.next] == best.right) {
        merge(best);
      }
    }
    std::erase(tokens_, kNone);
    return std::move(tokens_);
  }

 private:
  void consider(std::size_t at) {
    if (at >= tokens_.size() || next_[at] >= tokens_.size()) {
      return;
    }
    const int left = tokens_[at];
    const int right = tokens_[next_[at]];
    if (const Merge* merge = merges_.find(left, right)) {
      queue_.push({merge->rank, at, next_[at], left, right, merge->token});
    }
  }

  void merge(const Candidate& best) {
    tokens_[best.at] = best.merged;
    tokens_[best.next] = kNone;
    next_[best.at] = next_[best.next];
    if (next_[best.at] < tokens_.size()) {
      previous_[next_[best.at]] = best.at;
    }
    consider(previous_[best.at]);
    consider(best.at);
  }

  std::vector<int> tokens_;
  std::vector<std::size_t> next_;
  std::vector<std::size_t> previous_;
  const Merges& merges_;
  std::priority_queue<Candidate> queue_;
};

struct BpeSettings {
  Merges merges;
  std::optional<int> unknown;
  bool fuse_unknown = false;
  bool ignore_merges = false;
  std::string prefix;                     ///< before every character of a piece but the first ("##")
  std::string suffix;                     ///< after a piece's last character ("</w>")
  std::optional<std::vector<int>> bytes;  ///< tokens of single bytes, when they stand in for unknown characters
};

class Bpe : public Model {
 public:
  Bpe(BpeSettings settings, const Vocabulary& vocabulary) : s_(std::move(settings)), vocabulary_(vocabulary) {}

  void encode(std::string_view piece, std::vector<int>& tokens) const override {
    if (s_.ignore_merges) {
      if (const auto whole = vocabulary_.find(piece)) {
        tokens.push_back(*whole);
        return;
      }
    }
    const std::vector<int> merged = Word(characters(piece), s_.merges).merged();
    tokens.insert(tokens.end(), merged.begin(), merged.end());
  }

 private:
  /// A character as the vocabulary has it at its place in a piece.
  [[nodiscard]] std::string spelled(std::string_view character, bool first, bool last) const {
    std::string text = first ? "" : s_.prefix;
    text += character;
    text += last ? s_.suffix : "";
    return text;
  }

  [[nodiscard]] std::vector<int> characters(std::string_view piece) const {
    std::vector<int> tokens;
    bool after_unknown = false;
    for (std::size_t i = 0; i < piece.size();) {
      const std::size_t size = character_size(piece, i);
      const std::string character = spelled(piece.substr(i, size), i == 0, i + size == piece.size());
      i += size;
      const auto known = vocabulary_.find(character);
      const bool unknown = !known && !s_.bytes;
      if (known) {
        tokens.push_back(*known);
      } else if (s_.bytes) {
        for (const char byte : character) {
          tokens.push_back((*s_.bytes)[static_cast<unsigned char>(byte)]);
        }
      } else if (!s_.unknown) {
        fail_without_token(character);
      } else if (!s_.fuse_unknown || !after_unknown) {
        tokens.push_back(*s_.unknown);
      }
      after_unknown = unknown;
    }
    return tokens;
  }

  BpeSettings s_;
  const Vocabulary& vocabulary_;
};

/// "left right" or ["left", "right"].
std::pair<std::string_view, std::string_view> read_pair(const JsonReader& r, const json::value& value) {
  if (value.is_string()) {
    const std::string_view text = value.get_string();
    const std::size_t space = text.find(' ');
    if (space != std::string_view::npos && text.find(' ', space + 1) == std::string_view::npos) {
      return {text.substr(0, space), text.substr(space + 1)};
    }
  } else if (value.is_array() && value.get_array().size() == 2 && value.get_array()[0].is_string() &&
             value.get_array()[1].is_string()) {
    return {value.get_array()[0].get_string(), value.get_array()[1].get_string()};
  }
  r.fail("merges",
         fmt::format("expected pairs \"left right\" or [\"left\", \"right\"], found {}", util::describe(value)));
}

Merges read_merges(JsonReader& r, const Vocabulary& vocabulary, const std::string& prefix) {
  Merges merges;
  std::int32_t rank = 0;
  for (const json::value& value : r.array("merges")) {
    const auto [left, right] = read_pair(r, value);
    const auto token = [&](const std::string& text) {
      const auto found = vocabulary.find(text);
      if (!found) {
        r.fail("merges", fmt::format("merge {} ({}): expected tokens of the vocabulary, found '{}'", rank,
                                     util::describe(value), text));
      }
      return *found;
    };
    const std::string first(left);
    const std::string second(right);
    const int left_token = token(first);
    const int right_token = token(second);
    if (!second.starts_with(prefix)) {
      r.fail("merges", fmt::format("merge {} ({}): expected a second token that begins with '{}', the prefix of those "
                                   "that go on",
                                   rank, util::describe(value), prefix));
    }
    if (!merges.add(left_token, right_token, {rank, token(first + second.substr(prefix.size()))})) {
      r.fail("merges", fmt::format("merge {} ({}): expected every pair once", rank, util::describe(value)));
    }
    ++rank;
  }
  return merges;
}

}  // namespace

std::unique_ptr<Model> read_bpe(JsonReader& r, Vocabulary& vocabulary) {
  if (r.optional_number("dropout", 0, 1).value_or(0) != 0) {
    r.fail("dropout", "expected 0 or null: tokens are to be the same each time");
  }
  read_vocabulary(r, vocabulary);
  BpeSettings settings;
  settings.prefix = r.optional_string("continuing_subword_prefix").value_or("");
  settings.suffix = r.optional_string("end_of_word_suffix").value_or("");
  settings.merges = read_merges(r, vocabulary, settings.prefix);
  settings.unknown = read_token(r, "unk_token", vocabulary);
  settings.fuse_unknown = r.optional_boolean("fuse_unk").value_or(false);
  settings.ignore_merges = r.optional_boolean("ignore_merges").value_or(false);
  settings.bytes = read_byte_fallback(r, vocabulary);
  return std::make_unique<Bpe>(std::move(settings), vocabulary);
}

}  // namespace lmulsim::tokenizer::pipeline
