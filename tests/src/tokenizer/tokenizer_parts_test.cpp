// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Normalizers, pre-tokenizers and decoders one by one. Examples of splitting are those of the format's documentation
// (huggingface.co/docs/tokenizers, components); others are worked out by hand.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tokenizer/pipeline/decoder.hpp"
#include "tokenizer/pipeline/normalizer.hpp"
#include "tokenizer/pipeline/pre_tokenizer.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using Texts = std::vector<std::string>;

/// Reads {"KEY": JSON}.
template <typename Part>
Part part(const std::string& key, const std::string& json) {
  const boost::json::value document = util::parse_json("{\"" + key + "\": " + json + "}", "t");
  util::JsonReader r(document, "t");
  return Part(r);
}

std::string normalize(const std::string& json, const std::string& text) {
  return part<pipeline::Normalizer>("normalizer", json)(text);
}

Texts split(const std::string& json, const std::string& text) {
  Texts texts;
  for (const pipeline::Piece& piece : part<pipeline::PreTokenizer>("pre_tokenizer", json)({text, true})) {
    texts.push_back(piece.text);
  }
  return texts;
}

std::string decode(const std::string& json, const Texts& tokens) {
  return part<pipeline::Decoder>("decoder", json)(tokens);
}

TEST(Normalizers, ComposeAndDecompose) {
  EXPECT_EQ(normalize(R"({"type": "NFC"})", "e\u0301"), "\u00E9");
  EXPECT_EQ(normalize(R"({"type": "NFD"})", "\u00E9"), "e\u0301");
  EXPECT_EQ(normalize(R"({"type": "NFKC"})", "\uFB01e\u0301"), "fi\u00E9");
  EXPECT_EQ(normalize(R"({"type": "NFKD"})", "\u00BD"), "1\u20442");
}

TEST(Normalizers, RunOneAfterTheOtherHoweverNested) {
  EXPECT_EQ(normalize(R"({"type": "Sequence", "normalizers": [{"type": "Sequence", "normalizers": [
                          {"type": "NFD"}, {"type": "StripAccents"}]}, {"type": "Lowercase"}]})",
                      "\u00C9\u0130A"),
            "eia");
  EXPECT_EQ(normalize("null", " A "), " A ");
}

TEST(Normalizers, LowercaseOneCharacterAtATime) {
  EXPECT_EQ(normalize(R"({"type": "Lowercase"})", "A\u0130\u03A3\u00DF"), "ai\u0307\u03C3\u00DF");
}

TEST(Normalizers, ReplaceTextsAndExpressions) {
  EXPECT_EQ(normalize(R"({"type": "Replace", "pattern": {"String": "aa"}, "content": "b"})", "aaaxaa"), "baxb");
  EXPECT_EQ(normalize(R"({"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "_"})", "a  b c   "), "a_b c_");
  EXPECT_EQ(normalize(R"({"type": "Prepend", "prepend": "_"})", "a"), "_a");
  EXPECT_EQ(normalize(R"({"type": "Prepend", "prepend": "_"})", ""), "");
  EXPECT_EQ(normalize(R"({"type": "Strip", "strip_left": false, "strip_right": true})", " a\u3000"), " a");
}

TEST(Normalizers, CleanTextForBert) {
  const std::string cased = R"({"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                                "strip_accents": null, "lowercase": false})";
  EXPECT_EQ(normalize(cased, "A\t\u00C9\u200B\u4E2D\uFFFD."), "A \u00C9 \u4E2D .");
  const std::string lower = R"({"type": "BertNormalizer", "clean_text": false, "handle_chinese_chars": false,
                                "strip_accents": null, "lowercase": true})";
  EXPECT_EQ(normalize(lower, "A\t\u00C9"), "a\te") << "accents go with lower case unless told otherwise";
}

// Thirty doublings of one letter would be a gigabyte.
TEST(Normalizers, DoNotGrowATextWithoutEnd) {
  std::string list;
  for (int i = 0; i < 30; ++i) {
    list += R"({"type": "Replace", "pattern": {"String": "a"}, "content": "aa"},)";
  }
  list.pop_back();
  EXPECT_THAT([&] { (void)normalize(R"({"type": "Sequence", "normalizers": [)" + list + "]}", "a"); },
              ThrowsMessage<InputError>(HasSubstr("pattern: expected at most 65600 bytes after replacing")));
}

struct Splitting {
  const char* behavior;
  Texts expected;
};

class SplitBehavior : public testing::TestWithParam<Splitting> {};

TEST_P(SplitBehavior, IsTheDocumentations) {
  EXPECT_EQ(split(R"({"type": "Split", "pattern": {"String": "-"}, "invert": false, "behavior": ")" +
                      std::string(GetParam().behavior) + "\"}",
                  "the-final--countdown"),
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, SplitBehavior,
                         testing::Values(Splitting{"Removed", {"the", "final", "countdown"}},
                                         Splitting{"Isolated", {"the", "-", "final", "-", "-", "countdown"}},
                                         Splitting{"MergedWithPrevious", {"the-", "final-", "-", "countdown"}},
                                         Splitting{"MergedWithNext", {"the", "-final", "-", "-countdown"}},
                                         Splitting{"Contiguous", {"the", "-", "final", "--", "countdown"}}),
                         [](const auto& test) { return std::string(test.param.behavior); });

TEST(PreTokenizers, InvertWhatMatches) {
  EXPECT_THAT(
      split(R"({"type": "Split", "pattern": {"Regex": "\\d+"}, "behavior": "Removed", "invert": true})", "a12b3"),
      ElementsAre("12", "3"));
}

TEST(PreTokenizers, SplitAsLlama3Does) {
  const std::string llama = R"x({"type": "Split", "behavior": "Isolated", "invert": false, "pattern": {"Regex":
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}})x";
  EXPECT_THAT(split(llama, "I'M 12345 x\n\n  y."),
              ElementsAre("I", "'M", " ", "123", "45", " x", "\n\n", " ", " y", "."));
  EXPECT_THAT(split(llama, "\u00E9t\u00E9 \u4E2D\u0663"), ElementsAre("\u00E9t\u00E9", " \u4E2D", "\u0663"));
}

TEST(PreTokenizers, SplitDigitsPunctuationAndSpace) {
  EXPECT_THAT(split(R"({"type": "Digits", "individual_digits": false})", "Call 911!"),
              ElementsAre("Call ", "911", "!"));
  EXPECT_THAT(split(R"({"type": "Digits", "individual_digits": true})", "Call 911!"),
              ElementsAre("Call ", "9", "1", "1", "!"));
  EXPECT_THAT(split(R"({"type": "Punctuation", "behavior": "Isolated"})", "Hello?"), ElementsAre("Hello", "?"));
  EXPECT_THAT(split(R"({"type": "Whitespace"})", "Hello there!"), ElementsAre("Hello", "there", "!"));
  EXPECT_THAT(split(R"({"type": "WhitespaceSplit"})", "Hello there!"), ElementsAre("Hello", "there!"));
  EXPECT_THAT(split(R"({"type": "BertPreTokenizer"})", "a-b\u3000c\u2019"), ElementsAre("a", "-", "b", "c", "\u2019"));
}

TEST(PreTokenizers, PutMetaspacesWhereTheSchemeSays) {
  const auto metaspace = [](const std::string& rest) {
    return R"({"type": "Metaspace", "replacement": "_", )" + rest + "}";
  };
  EXPECT_THAT(split(metaspace(R"("add_prefix_space": true)"), "Hey friend!"), ElementsAre("_Hey", "_friend!"));
  EXPECT_THAT(split(metaspace(R"("prepend_scheme": "never")"), "Hey  friend!"), ElementsAre("Hey", "_", "_friend!"));
  EXPECT_THAT(split(metaspace(R"("prepend_scheme": "always", "split": false)"), "a b"), ElementsAre("_a_b"));
  EXPECT_THAT(split(R"({"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, )" +
                        metaspace(R"("prepend_scheme": "first")") + "]}",
                    "a b"),
              ElementsAre("_a", "b"));
}

TEST(PreTokenizers, SplitAMillionSpaces) {
  const std::string spaces(1U << 20U, ' ');
  const auto pieces = split(
      R"x({"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+|\\S+"}})x",
      spaces + "a");
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[0], spaces.substr(1));
  EXPECT_EQ(pieces[1], " ");
}

// (a+)+b has 2^n ways to fail on n letters a.
TEST(PreTokenizers, GiveUpOnExpressionsThatTakeTooLong) {
  EXPECT_THAT(
      [] {
        (void)split(R"({"type": "Split", "pattern": {"Regex": "(a+)+b"}, "behavior": "Isolated"})",
                    std::string(60, 'a'));
      },
      ThrowsMessage<InputError>(HasSubstr("pattern: the expression fails on a text of 60 bytes: U_REGEX_TIME_OUT")));
}

TEST(Decoders, JoinBytesAndSpaces) {
  EXPECT_EQ(decode(R"({"type": "ByteFallback"})", {"a", "<0xC3>", "<0xA9>", "<0xC3>x", "<0xC3>"}),
            "a\u00E9<0xC3>x\uFFFD");
  EXPECT_EQ(decode(R"({"type": "Metaspace", "replacement": "_", "add_prefix_space": true})", {"_a", "_b"}), "a b");
  EXPECT_EQ(decode(R"({"type": "Metaspace", "replacement": "_", "prepend_scheme": "never"})", {"_a", "_b"}), " a b");
  EXPECT_EQ(decode(R"({"type": "ByteLevel"})", {"\u0120a", "\u4E2D"}), " a\u4E2D") << "what spells no bytes is text";
  EXPECT_EQ(decode("null", {"a", "b"}), "a b");
}

TEST(Decoders, StripAndReplaceInEachToken) {
  EXPECT_EQ(decode(R"({"type": "Strip", "content": "_", "start": 1, "stop": 2})", {"__a_", "b___"}), "_ab_");
  EXPECT_EQ(decode(R"({"type": "Sequence", "decoders": [{"type": "Fuse"},
                       {"type": "Replace", "pattern": {"String": "ab"}, "content": "c"}]})",
                   {"a", "b"}),
            "c");
}

TEST(Decoders, WriteEnglishForWordPieces) {
  EXPECT_EQ(decode(R"({"type": "WordPiece", "prefix": "##", "cleanup": true})", {"do", "##n", "n't", "you", "?"}),
            "donn't you?");
  EXPECT_EQ(decode(R"({"type": "WordPiece", "prefix": "##", "cleanup": false})", {"##a", "##b", "!"}), "##ab !");
}

}  // namespace
}  // namespace lmulsim::tokenizer
