// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The tables of a GGUF file as the tokenizer.json that says the same.
#include "workload/gguf_tokenizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "util/json.hpp"
#include "workload/json_tokenizer.hpp"
#include "workload/tokenizer_json/unicode.hpp"

namespace lmulsim::workload {

namespace {

namespace json = boost::json;

constexpr std::string_view kTokens = "tokenizer.ggml.tokens";
constexpr std::string_view kScores = "tokenizer.ggml.scores";
constexpr std::string_view kTypes = "tokenizer.ggml.token_type";
constexpr std::string_view kMerges = "tokenizer.ggml.merges";
constexpr std::string_view kSplits = "tokenizer.ggml.pre";
constexpr std::string_view kBegin = "tokenizer.ggml.bos_token_id";
constexpr std::string_view kSpace = "\u2581";
/// Splits of a token are looked up one by one: a limit keeps that linear. SentencePiece's own tokens are far shorter.
constexpr std::size_t kMaxMergedBytes = 256;

/// The format's numbers of token types.
enum class TokenType : int { normal = 1, unknown, control, user_defined, unused, byte };

// How texts are split before merges, as published in the tokenizer.json of Llama 3 and of Qwen 2; GPT-2's is
// ByteLevel's.
constexpr const char* kLlama3Splits =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr const char* kQwen2Splits =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

struct Splits {
  std::string_view name;
  const char* pattern;  ///< null: ByteLevel's own
  bool ignore_merges;   ///< a piece that is a token is not built up
  bool begins;          ///< texts have a begin token unless the file says otherwise
};
constexpr std::array<Splits, 3> kKnownSplits{{{"gpt-2", nullptr, false, false},
                                              {"llama-bpe", kLlama3Splits, true, true},
                                              {"qwen2", kQwen2Splits, false, false}}};

class Converter {
 public:
  Converter(const Gguf& gguf, std::int64_t vocab) : gguf_(gguf), texts_(gguf.strings(kTokens)) {
    const auto count = static_cast<std::int64_t>(texts_.size());
    if (count < 1 || count > vocab) {
      gguf.fail(kTokens, fmt::format("expected 1 to {} tokens, found {}", vocab, count));
    }
    types_ = gguf.numbers(kTypes);
    if (!types_.empty() && types_.size() != texts_.size()) {
      gguf.fail(kTypes, fmt::format("expected {} as there are tokens, found {}", count, types_.size()));
    }
    for (std::size_t id = 0; id < types_.size(); ++id) {
      if (!(types_[id] >= 1 && types_[id] <= static_cast<double>(TokenType::byte))) {
        gguf.fail(kTypes, fmt::format("token {}: expected 1 to {}, found {}", id, static_cast<int>(TokenType::byte),
                                      types_[id]));
      }
    }
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      if (tokenizer_json::valid_utf8(texts_[id]) != texts_[id]) {
        gguf.fail(kTokens, fmt::format("token {}: expected UTF-8", id));
      }
      if (!ids_.emplace(texts_[id], id).second) {
        gguf.fail(kTokens,
                  fmt::format("token {}: expected a text that no other token has, found '{}'", id, texts_[id]));
      }
    }
  }

  json::value by_scores() {
    const bool spaced = flag("tokenizer.ggml.add_space_prefix", true);
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
                 {{"type", "Sequence"}, {"decoders", std::move(decoders)}}, std::move(model), true);
  }

  json::value by_ranks() {
    const std::string_view name = gguf_.optional_string(kSplits).value_or("gpt-2");
    const auto* splits = std::ranges::find(kKnownSplits, name, &Splits::name);
    if (splits == kKnownSplits.end()) {
      gguf_.fail(kSplits, fmt::format("expected gpt-2, llama-bpe or qwen2, found '{}' (give a tokenizer.json)", name));
    }
    json::array merges;
    for (const std::string_view merge : gguf_.strings(kMerges)) {
      merges.emplace_back(merge);
    }
    json::object model = model_of(std::move(merges));
    model["ignore_merges"] = splits->ignore_merges;
    const json::object bytes{
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", splits->pattern == nullptr}};
    json::value split = bytes;
    if (splits->pattern != nullptr) {
      split = {
          {"type", "Sequence"},
          {"pretokenizers",
           {{{"type", "Split"}, {"pattern", {{"Regex", splits->pattern}}}, {"behavior", "Isolated"}, {"invert", false}},
            bytes}}};
    }
    return whole(nullptr, std::move(split), {{"type", "ByteLevel"}}, std::move(model), splits->begins);
  }

 private:
  [[nodiscard]] bool flag(std::string_view key, bool otherwise) const {
    return gguf_.optional_boolean(key).value_or(otherwise);
  }
  [[nodiscard]] TokenType type(std::size_t id) const {
    return types_.empty() ? TokenType::normal : static_cast<TokenType>(static_cast<int>(types_[id]));
  }

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
        gguf_.fail(kTokens,
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

  json::value whole(json::value normalizer, json::value split, json::value decoder, json::object model, bool begins) {
    json::array added;
    for (std::size_t id = 0; id < texts_.size(); ++id) {
      if (type(id) == TokenType::control || type(id) == TokenType::user_defined) {
        added.push_back({{"id", static_cast<std::int64_t>(id)},
                         {"content", texts_[id]},
                         {"special", type(id) == TokenType::control},
                         {"normalized", false}});
      }
    }
    return {{"added_tokens", std::move(added)},  {"normalizer", std::move(normalizer)},
            {"pre_tokenizer", std::move(split)}, {"post_processor", post_processor(begins)},
            {"decoder", std::move(decoder)},     {"model", std::move(model)}};
  }

  [[nodiscard]] json::value post_processor(bool begins) const {
    if (!flag("tokenizer.ggml.add_bos_token", begins)) {
      return nullptr;
    }
    const auto id = gguf_.integer(kBegin, 0, static_cast<std::int64_t>(texts_.size()) - 1);
    return {{"type", "TemplateProcessing"},
            {"single",
             {{{"SpecialToken", {{"id", "begin"}, {"type_id", 0}}}}, {{"Sequence", {{"id", "A"}, {"type_id", 0}}}}}},
            {"pair", nullptr},
            {"special_tokens", {{"begin", {{"id", "begin"}, {"ids", json::array{id}}, {"tokens", nullptr}}}}}};
  }

  const Gguf& gguf_;
  std::vector<std::string_view> texts_;
  std::vector<double> types_;
  std::unordered_map<std::string_view, std::size_t> ids_;
};

}  // namespace

std::unique_ptr<Tokenizer> read_gguf_tokenizer(const Gguf& gguf, std::int64_t vocab) {
  constexpr std::string_view kHuggingFace = "tokenizer.huggingface.json";
  if (const auto document = gguf.optional_string(kHuggingFace)) {
    const std::string where = fmt::format("{}: {}", gguf.where, kHuggingFace);
    return read_json_tokenizer(util::parse_json(*document, where), where, vocab);
  }
  const auto model = gguf.optional_string("tokenizer.ggml.model");
  if (!model) {
    return nullptr;
  }
  if (*model != "llama" && *model != "gpt2") {
    gguf.fail("tokenizer.ggml.model",
              fmt::format("expected llama or gpt2, found '{}' (give a tokenizer.json)", *model));
  }
  Converter converter(gguf, vocab);
  const json::value document = *model == "llama" ? converter.by_scores() : converter.by_ranks();
  return read_json_tokenizer(document, fmt::format("{}: tokenizer", gguf.where), vocab);
}

}  // namespace lmulsim::workload
