// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Unigram: of all ways to write a piece in tokens, the one whose scores (logarithms of probabilities) have the largest
// sum. A character without a token costs 10 more than the worst token (google/sentencepiece, unigram_model.cc).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tokenizer/pipeline/prefix_tree.hpp"
#include "tokenizer/pipeline/token_model.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

namespace json = boost::json;

constexpr double kUnknownPenalty = 10;
constexpr int kUnknown = -1;

struct UnigramSettings {
  PrefixTree tree;
  std::vector<double> scores;
  double worst = 0;
  std::optional<int> unknown;
  std::optional<std::vector<int>> bytes;
};

/// The best way to write a piece up to some byte.
struct Way {
  double score = -std::numeric_limits<double>::infinity();
  std::size_t from = 0;
  int last = kUnknown;
};

class Unigram : public Model {
 public:
  explicit Unigram(UnigramSettings settings) : s_(std::move(settings)) {}

  void encode(std::string_view piece, std::vector<int>& tokens) const override {
    const std::vector<Way> ways = best_ways(piece);
    std::vector<Way> parts;
    std::vector<std::size_t> ends;
    for (std::size_t at = piece.size(); at > 0; at = ways[at].from) {
      const Way& way = ways[at];
      if (way.last == kUnknown && !parts.empty() && parts.back().last == kUnknown) {
        parts.back().from = way.from;  // neighbours without tokens are one
      } else {
        parts.push_back(way);
        ends.push_back(at);
      }
    }
    for (std::size_t i = parts.size(); i-- > 0;) {
      append_part(piece.substr(parts[i].from, ends[i] - parts[i].from), parts[i].last, tokens);
    }
  }

 private:
  [[nodiscard]] std::vector<Way> best_ways(std::string_view piece) const {
    std::vector<Way> ways(piece.size() + 1);
    ways[0].score = 0;
    for (std::size_t at = 0; at < piece.size();) {
      const std::size_t size = character_size(piece, at);
      bool has_character = false;
      const auto offer = [&](std::size_t bytes, int id, double score) {
        Way& way = ways[at + bytes];
        if (const double sum = ways[at].score + score; sum > way.score) {
          way = {sum, at, id};
        }
      };
      s_.tree.visit(piece.substr(at), [&](std::size_t bytes, int id) {
        offer(bytes, id, s_.scores[static_cast<std::size_t>(id)]);
        has_character = has_character || bytes == size;
      });
      if (!has_character) {
        offer(size, kUnknown, s_.worst - kUnknownPenalty);
      }
      at += size;
    }
    return ways;
  }

  void append_part(std::string_view text, int token, std::vector<int>& tokens) const {
    if (token != kUnknown) {
      tokens.push_back(token);
    } else if (s_.bytes) {
      for (const char byte : text) {
        tokens.push_back((*s_.bytes)[static_cast<unsigned char>(byte)]);
      }
    } else if (s_.unknown) {
      tokens.push_back(*s_.unknown);
    } else {
      fail_without_token(text);
    }
  }

  UnigramSettings s_;
};

void read_scores(util::JsonReader& r, Vocabulary& vocabulary, UnigramSettings& settings) {
  constexpr double kLargest = 1e30;
  const std::string where = r.place("vocab");
  settings.worst = 0;
  for (const json::value& value : r.array("vocab")) {
    const json::array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_number() ||
        !(std::abs((*pair)[1].to_number<double>()) < kLargest)) {
      r.fail("vocab",
             fmt::format("token {}: expected [text, score], found {}", settings.scores.size(), util::describe(value)));
    }
    const auto id = static_cast<std::int64_t>(settings.scores.size());
    vocabulary.add((*pair)[0].get_string(), id, where);
    settings.tree.add((*pair)[0].get_string(), static_cast<int>(id));
    settings.scores.push_back((*pair)[1].to_number<double>());
  }
  if (settings.scores.empty()) {
    r.fail("vocab", "expected at least one token, found none");
  }
  settings.worst = *std::ranges::min_element(settings.scores);
}

}  // namespace

std::unique_ptr<Model> read_unigram(util::JsonReader& r, Vocabulary& vocabulary) {
  UnigramSettings settings;
  read_scores(r, vocabulary, settings);
  if (const auto unknown = r.optional_integer("unk_id", 0, static_cast<std::int64_t>(settings.scores.size()) - 1)) {
    settings.unknown = static_cast<int>(*unknown);
  }
  settings.bytes = read_byte_fallback(r, vocabulary);
  return std::make_unique<Unigram>(std::move(settings));
}

}  // namespace lmulsim::tokenizer::pipeline
