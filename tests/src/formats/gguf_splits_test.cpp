// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How texts are split before byte-level merges; pieces are worked out by hand from the published expressions.
#include "formats/gguf/gguf_splits.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tokenizer/pipeline/pre_tokenizer.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

namespace json = boost::json;
using Texts = std::vector<std::string>;

/// The expressions one after the other, as a tokenizer.json says it.
Texts split(const gguf::GgufSplits& splits, const std::string& text) {
  json::array steps;
  for (const char* pattern : splits.patterns) {
    steps.push_back({{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}});
  }
  const json::value document{{"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", std::move(steps)}}}};
  util::JsonReader r(document, "t");
  Texts texts;
  for (const auto& piece : tokenizer::pipeline::PreTokenizer(r)({text, true})) {
    texts.push_back(piece.text);
  }
  return texts;
}

struct Splitting {
  const char* name;
  const char* text;
  Texts pieces;
};

const Splitting kSplittings[] = {
    {"gpt-2", "It's 1234 xY, ok\n\n  z", {"It", "'s", " 1234", " xY", ",", " ok", "\n\n ", " z"}},
    {"gpt-2", "IT'S", {"IT", "'", "S"}},
    {"mpt", "a1b2", {"a", "1", "b", "2"}},
    {"starcoder", "x = 123;", {"x", " =", " ", "1", "2", "3", ";"}},
    {"command-r", "12 \u0663\u0664", {"1", "2", " ", "\u0663", "\u0664"}},
    {"falcon", "12345 a+b, c!", {"123", "45", " a", "+", "b", ",", " c", "!"}},
    {"falcon", "$x=`y`", {"$", "x", "=`", "y", "`"}},
    {"default", "12345+6", {"123", "45", "+", "6"}},
    {"llama-bpe", "I'M 12345 x\n\n  y.", {"I", "'M", " ", "123", "45", " x", "\n\n", " ", " y", "."}},
    {"smaug-bpe", "1234567", {"123", "456", "7"}},
    {"qwen2", "I'LL 12", {"I", "'LL", " ", "1", "2"}},
    {"stablelm2", "a.b", {"a", ".b"}},
    {"qwen35", "e\u0301t\u0301e", {"e\u0301t\u0301e"}},
    {"qwen2", "e\u0301te", {"e", "\u0301te"}},
    {"seed-coder", "a\n;\nb", {"a", "\n", ";", "\n", "b"}},
    {"qwen2", "a\n;\nb", {"a", "\n", ";\n", "b"}},
    {"bailingmoe", "x\n\ny'S", {"x", "\n\n", "y", "'S"}},
    {"gpt-4o", "camelCase HTMLPage don't 12345", {"camel", "Case", " HTMLPage", " don't", " ", "123", "45"}},
    {"tekken", "camelCase don't 12", {"camel", "Case", " don", "'t", " ", "1", "2"}},
    {"bloom", "a(b) c, d.", {"a", "(", "b", ")", " c", ",", " d", "."}},
    {"viking", "ab12 3", {"ab", "1", "2", " ", "3"}},
    {"deepseek-llm",
     "Hi there,\nyou 123\u4E2D\u6587  ",
     {"Hi", " there", ",", "\n", "you", " ", "123", "\u4E2D\u6587", "  "}},
    {"deepseek-llm", "\u0431\u0413 \u0563\u10D0", {"\u0431\u0413", " \u0563", "\u10D0"}},
    {"deepseek-coder", "int x=12;\r\n", {"int", " x", "=", "1", "2", ";", "\r", "\n"}},
    {"deepseek-v3", "f(x) 12345 \u4E2D\u3042!", {"f", "(x", ")", " ", "123", "45", " ", "\u4E2D\u3042", "!"}},
    {"deepseek-v3", "a  b\n\n", {"a", " ", " b", "\n\n"}},
};

TEST(GgufSplits, AreThePublishedOnes) {
  for (const Splitting& given : kSplittings) {
    const gguf::GgufSplits* splits = gguf::find_gguf_splits(given.name);
    ASSERT_NE(splits, nullptr) << given.name;
    EXPECT_EQ(split(*splits, given.text), given.pieces) << given.name << ": " << given.text;
  }
}

TEST(GgufSplits, LoseNoByteOfOddTexts) {
  const char* const texts[] = {"",
                               " ",
                               "\n",
                               "a",
                               "  \t\r\n\r\n x",
                               "'s'S''",
                               "\u00A0\u3000\u2028",
                               "\U0001F600\u200D\u2764",
                               "0\u00B2\u2167\u0E50",
                               "\u0130\u00DF\uFB01",
                               "\u4E2D\u3042\uAC00\u0905\u0301",
                               "$^|`~[]{}\\-"};
  for (const std::string_view name : gguf::gguf_split_names()) {
    for (const char* text : texts) {
      EXPECT_EQ(fmt::format("{}", fmt::join(split(*gguf::find_gguf_splits(name), text), "")), text) << name;
    }
  }
}

TEST(GgufSplits, AreUnknownByOtherNames) {
  EXPECT_EQ(gguf::find_gguf_splits("gpt2"), nullptr);
  EXPECT_EQ(gguf::find_gguf_splits(""), nullptr);
  EXPECT_EQ(gguf::find_gguf_splits("kimi-k2"), nullptr);
}

}  // namespace
}  // namespace lmulsim::formats
