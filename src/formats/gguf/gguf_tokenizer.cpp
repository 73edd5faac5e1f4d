// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The tables of a GGUF file as the tokenizer.json that says the same.
#include "formats/gguf/gguf_tokenizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "formats/gguf/gguf_keys.hpp"
#include "formats/gguf/gguf_splits.hpp"
#include "formats/gguf/gguf_tokens.hpp"
#include "tokenizer/json_tokenizer.hpp"
#include "util/json.hpp"
#include "util/nearest.hpp"

namespace lmulsim::formats::gguf {

namespace {

namespace json = boost::json;
using TokenType = GgufTokenType;

constexpr std::string_view kScores = "tokenizer.ggml.scores";
constexpr std::string_view kMerges = "tokenizer.ggml.merges";
constexpr std::string_view kSplits = "tokenizer.ggml.pre";
constexpr std::string_view kBegin = "tokenizer.ggml.bos_token_id";
constexpr std::string_view kSpacePrefix = "tokenizer.ggml.add_space_prefix";
constexpr std::string_view kExtraSpaces = "tokenizer.ggml.remove_extra_whitespaces";
constexpr std::string_view kCharsmap = "tokenizer.ggml.precompiled_charsmap";
constexpr std::string_view kSpace = "\u2581";
constexpr std::string_view kPartOfWord = "##";
/// Splits of a token are looked up one by one: a limit keeps that linear. SentencePiece's own tokens are far shorter.
constexpr std::size_t kMaxMergedBytes = 256;

/// Which tokens are put before and after a text unless the file says otherwise.
struct Frame {
  bool begin = false;
  bool separator = false;
};

class Converter {
 public:
  Converter(const Gguf& gguf, std::int64_t vocab)
      : gguf_(gguf), tokens_(read_gguf_tokens(gguf, vocab)), texts_(tokens_.texts), ids_(tokens_.ids) {}

  json::value by_scores() {
    for (const std::string_view key : {kExtraSpaces, kCharsmap}) {
      refuse_normalizer(key);
    }
    const bool spaced = flag(kSpacePrefix, true);
    json::array normalizers;
    if (spaced) {
      normalizers.push_back({{"type", "Prepend"}, {"prepend", kSpace}});
    }
    normalizers.push_back(replace(" ", kSpace));
    json::array decoders{replace(kSpace, " "), {{"type", "ByteFallback"}}, {{"type", "Fuse"}}};
    if (spaced) {
      decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
    }
    json::object model = model_of(merges_by_score());
    model["byte_fallback"] = true;
    model["fuse_unk"] = true;
    return whole({{"type", "Sequence"}, {"normalizers", std::move(normalizers)}}, nullptr,
                 {{"type", "Sequence"}, {"decoders", std::move(decoders)}}, std::move(model), {.begin = true});
  }

  json::value by_ranks() {
    const std::string_view name = gguf_.optional_string(kSplits).value_or("gpt-2");
    const GgufSplits* splits = find_gguf_splits(name);
    if (splits == nullptr) {
      gguf_.fail(kSplits, fmt::format("expected splits that are known, found '{}'{} (give a tokenizer.json)", name,
                                      util::did_you_mean(name, gguf_split_names())));
    }
    if (flag(kSpacePrefix, false)) {
      gguf_.fail(kSpacePrefix, "expected false, as byte-level merges have no space before a text, found true");
    }
    json::array merges;
    for (const std::string_view merge : gguf_.strings(kMerges)) {
      merges.emplace_back(merge);
    }
    json::object model = model_of(std::move(merges));
    model["ignore_merges"] = splits->ignore_merges;
    json::array steps;
    for (const char* pattern : splits->patterns) {
      steps.push_back(
          {{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}, {"invert", false}});
    }
    steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}});
    return whole(nullptr, {{"type", "Sequence"}, {"pretokenizers", std::move(steps)}}, {{"type", "ByteLevel"}},
                 std::move(model), {.begin = splits->begins});
  }

  /// BERT's words: the tables mark the beginning of a word where BERT's own vocabulary marks what goes on.
  json::value by_words() {
    const bool lower = flag("tokenizer.ggml.normalizer.lowercase", true);
    json::object vocab;
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      vocab[word_piece(id)] = static_cast<std::int64_t>(id);
    }
    if (vocab.size() != texts_.size()) {
      gguf_.fail(kGgufTokens,
                 fmt::format("expected {} different words and parts, found {}", texts_.size(), vocab.size()));
    }
    const auto unknown = gguf_.integer("tokenizer.ggml.unknown_token_id", 0, last_token());
    json::object model{{"type", "WordPiece"},
                       {"vocab", std::move(vocab)},
                       {"unk_token", word_piece(static_cast<std::size_t>(unknown))},
                       {"continuing_subword_prefix", kPartOfWord},
                       {"max_input_chars_per_word", 100}};
    return whole({{"type", "BertNormalizer"},
                  {"clean_text", true},
                  {"handle_chinese_chars", true},
                  {"strip_accents", flag("tokenizer.ggml.normalizer.strip_accents", lower)},
                  {"lowercase", lower}},
                 {{"type", "BertPreTokenizer"}}, {{"type", "WordPiece"}, {"prefix", kPartOfWord}, {"cleanup", true}},
                 std::move(model), {.begin = true, .separator = true});
  }

 private:
  [[nodiscard]] bool flag(std::string_view key, bool otherwise) const {
    return gguf_.optional_boolean(key).value_or(otherwise);
  }
  [[nodiscard]] TokenType type(std::size_t id) const { return tokens_.types[id]; }

  static json::value replace(std::string_view from, std::string_view to) {
    return {{"type", "Replace"}, {"pattern", {{"String", from}}}, {"content", to}};
  }

  [[nodiscard]] json::object model_of(json::array merges) const {
    json::object vocab;
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      vocab[texts_[id]] = static_cast<std::int64_t>(id);
    }
    json::object model{{"type", "BPE"}, {"vocab", std::move(vocab)}, {"merges", std::move(merges)}};
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      if (type(id) == TokenType::unknown) {
        model["unk_token"] = texts_[id];
      }
    }
    return model;
  }

  /// Every way to put a token together from two others, in the order in which SentencePiece merges: the best score
  /// first.
  [[nodiscard]] json::array merges_by_score() const {
    const std::vector<double> scores = gguf_.numbers(kScores);
    if (scores.size() != texts_.size() || std::ranges::any_of(scores, [](double s) { return std::isnan(s); })) {
      gguf_.fail(kScores,
                 fmt::format("expected a number for each of {} tokens, found {}", texts_.size(), scores.size()));
    }
    std::vector<std::tuple<double, std::size_t, std::size_t, std::size_t>> found;  // less score, token, left, right
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      const std::string_view text = texts_[id];
      if (type(id) != TokenType::normal) {  // the others are not built up
        continue;
      }
      if (text.size() > kMaxMergedBytes) {
        gguf_.fail(kGgufTokens,
                   fmt::format("token {}: expected at most {} bytes, found {}", id, kMaxMergedBytes, text.size()));
      }
      for (std::size_t at = 1; at < text.size(); ++at) {
        const auto left = ids_.find(text.substr(0, at));
        const auto right = ids_.find(text.substr(at));
        if (left != ids_.end() && right != ids_.end()) {
          found.emplace_back(-scores[id], id, left->second, right->second);
        }
      }
    }
    std::ranges::sort(found);
    json::array merges;
    for (const auto& [score, id, left, right] : found) {
      merges.push_back({texts_[left], texts_[right]});
    }
    return merges;
  }

  /// Merges by score know no normalization.
  void refuse_normalizer(std::string_view key) const {
    const auto found = gguf_.metadata.find(key);
    const bool* flag = found == gguf_.metadata.end() ? nullptr : std::get_if<bool>(&found->second);
    if (found != gguf_.metadata.end() && (flag == nullptr || *flag)) {
      gguf_.fail(key, fmt::format("expected none, as it is not read with the model llama, found {}",
                                  describe_gguf(found->second)));
    }
  }

  /// "##ing" of "ing", "in" of "\u2581in", "[CLS]" as it is.
  [[nodiscard]] std::string word_piece(std::size_t id) const {
    const std::string_view text = texts_[id];
    if (text.starts_with(kSpace)) {
      return std::string(text.substr(kSpace.size()));
    }
    const bool special = type(id) == TokenType::control || type(id) == TokenType::unknown ||
                         type(id) == TokenType::user_defined || type(id) == TokenType::unused ||
                         (text.starts_with('[') && text.ends_with(']') && text.size() > 2);
    return special ? std::string(text) : fmt::format("{}{}", kPartOfWord, text);
  }

  json::value whole(json::value normalizer, json::value split, json::value decoder, json::object model,
                    const Frame& frame) {
    json::array added;
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      if (type(id) == TokenType::control || type(id) == TokenType::user_defined) {
        added.push_back({{"id", static_cast<std::int64_t>(id)},
                         {"content", frame.separator ? word_piece(id) : std::string(texts_[id])},
                         {"special", type(id) == TokenType::control},
                         {"normalized", false}});
      }
    }
    return {{"added_tokens", std::move(added)},  {"normalizer", std::move(normalizer)},
            {"pre_tokenizer", std::move(split)}, {"post_processor", post_processor(frame)},
            {"decoder", std::move(decoder)},     {"model", std::move(model)}};
  }

  [[nodiscard]] std::int64_t last_token() const { return static_cast<std::int64_t>(texts_.size()) - 1; }

  /// What is put around a text, unless the file says otherwise.
  [[nodiscard]] json::value post_processor(const Frame& frame) const {
    json::array parts;
    json::object ids;
    const auto add = [&](std::string_view flag_key, bool otherwise, std::string_view id_key, std::string_view name) {
      if (flag(flag_key, otherwise)) {
        parts.emplace_back(json::object{{"SpecialToken", {{"id", name}, {"type_id", 0}}}});
        ids[name] = {{"id", name}, {"ids", json::array{gguf_.integer(id_key, 0, last_token())}}, {"tokens", nullptr}};
      }
    };
    add("tokenizer.ggml.add_bos_token", frame.begin, kBegin, "begin");
    parts.emplace_back(json::object{{"Sequence", {{"id", "A"}, {"type_id", 0}}}});
    add("tokenizer.ggml.add_eos_token", false, "tokenizer.ggml.eos_token_id", "end");
    if (frame.separator) {
      add("tokenizer.ggml.add_sep_token", true, "tokenizer.ggml.seperator_token_id", "separator");
    }
    return {{"type", "TemplateProcessing"},
            {"single", std::move(parts)},
            {"pair", nullptr},
            {"special_tokens", std::move(ids)}};
  }

  const Gguf& gguf_;
  GgufTokens tokens_;
  const std::vector<std::string_view>& texts_;
  const std::unordered_map<std::string_view, std::size_t>& ids_;
};

}  // namespace

std::unique_ptr<tokenizer::Tokenizer> read_gguf_tokenizer(const Gguf& gguf, std::int64_t vocab) {
  constexpr std::string_view kHuggingFace = "tokenizer.huggingface.json";
  if (const auto document = gguf.optional_string(kHuggingFace)) {
    const std::string where = fmt::format("{}: {}", gguf.where, kHuggingFace);
    return tokenizer::read_json_tokenizer(util::parse_json(*document, where), where, vocab);
  }
  const auto model = gguf.optional_string("tokenizer.ggml.model");
  if (!model) {
    return nullptr;
  }
  if (*model != "llama" && *model != "gpt2" && *model != "bert") {
    gguf.fail("tokenizer.ggml.model",
              fmt::format("expected llama, gpt2 or bert, found '{}' (give a tokenizer.json)", *model));
  }
  check_gguf_tokenizer_keys(gguf);
  Converter converter(gguf, vocab);
  const json::value document = *model == "llama"  ? converter.by_scores()
                               : *model == "gpt2" ? converter.by_ranks()
                                                  : converter.by_words();
  return tokenizer::read_json_tokenizer(document, fmt::format("{}: tokenizer", gguf.where), vocab);
}

}  // namespace lmulsim::formats::gguf
