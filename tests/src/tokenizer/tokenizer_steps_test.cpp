// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Steps of fewer tokenizers: SentencePiece's table of replacements, Nmt, splits at a character or by length, words by
// number, affixes of byte-pair encoding. Expected pieces and tokens are worked out by hand, or by the small
// implementation here.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "charsmap_file.hpp"
#include "tokenizer/pipeline/charsmap.hpp"
#include "tokenizer/pipeline/decoder.hpp"
#include "tokenizer/pipeline/normalizer.hpp"
#include "tokenizer/pipeline/pre_tokenizer.hpp"
#include "tokenizer/pipeline/unicode.hpp"
#include "tokenizer_files.hpp"
#include "util/error.hpp"

namespace lmulsim::tokenizer {
namespace {

namespace tj = pipeline;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using Texts = std::vector<std::string>;

template <typename Part>
Part part(const std::string& key, const std::string& json) {
  const boost::json::value document = util::parse_json("{\"" + key + "\": " + json + "}", "t");
  util::JsonReader r(document, "t");
  return Part(r);
}

std::string normalize(const std::string& json, const std::string& text) {
  return part<tj::Normalizer>("normalizer", json)(text);
}

Texts split(const std::string& json, const std::string& text) {
  Texts texts;
  for (const tj::Piece& piece : part<tj::PreTokenizer>("pre_tokenizer", json)({text, true})) {
    texts.push_back(piece.text);
  }
  return texts;
}

std::string precompiled(const std::string& base64) {
  return R"({"type": "Precompiled", "precompiled_charsmap": ")" + base64 + "\"}";
}

CharsmapFile table() {
  CharsmapFile file;
  file.add("\uFF21", "A").add("\uFB01", "fi").add("\u00A0", " ").add("e\u0301", "\u00E9").add("\u2122", "TM");
  return file.add("\x1E", "").add("x", "y");
}

TEST(Charsmap, ReplacesCharactersAndGraphemes) {
  const std::string json = precompiled(table().base64());
  EXPECT_EQ(normalize(json, "\uFF21\uFB01\u00A0b"), "Afi b");
  EXPECT_EQ(normalize(json, "\u2122\x1Eg"), "TMg");
  EXPECT_EQ(normalize(json, "e\u0301e"), "\u00E9e") << "a letter and its accent are one grapheme";
  EXPECT_EQ(normalize(json, "\u4E2D\u6587"), "\u4E2D\u6587");
  EXPECT_EQ(normalize(json, ""), "");
}

// The library takes the shortest beginning of a grapheme that the table has, for all of it.
TEST(Charsmap, TakesTheShortestBeginningOfAGrapheme) {
  const std::string json = precompiled(table().base64());
  EXPECT_EQ(normalize(json, "x\u0301"), "y") << "of three bytes: whole";
  EXPECT_EQ(normalize(json, "x\u0301\u0301\u0301"), "y\u0301\u0301\u0301") << "of seven: by character";
}

TEST(Charsmap, AgreesWithAMapOverManyTexts) {
  std::map<std::string, std::string> map;
  CharsmapFile file;
  std::mt19937 random(7);
  const auto letter = [&] { return tj::utf8(std::u32string(1, static_cast<char32_t>(0x4E00 + random() % 600))); };
  for (int i = 0; i < 300; ++i) {
    const std::string from = letter();
    const std::string to = i % 7 == 0 ? "" : letter() + letter();
    if (map.emplace(from, to).second) {
      file.add(from, to);
    }
  }
  const tj::Normalizer normalizer = part<tj::Normalizer>("normalizer", precompiled(file.base64()));
  for (int i = 0; i < 200; ++i) {
    std::string text;
    std::string expected;
    for (int k = 0; k < 20; ++k) {
      const std::string c = letter();
      text += c;
      expected += map.contains(c) ? map[c] : c;
    }
    ASSERT_EQ(normalizer(text), expected) << text;
  }
}

TEST(Charsmap, RefusesWhatIsNoTable) {
  const auto message = [](const std::string& base64) {
    try {
      (void)normalize(precompiled(base64), "a");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("read");
  };
  EXPECT_THAT(message("AAA"), HasSubstr("t: normalizer: precompiled_charsmap: expected base64"));
  EXPECT_THAT(message("A*AA"), HasSubstr("expected base64"));
  EXPECT_THAT(message(""), HasSubstr("expected the bytes of a trie and a trie, found 0 bytes"));
  EXPECT_THAT(message(CharsmapFile::base64({"\x08\0\0\0abcd", 8})), HasSubstr("within 4 bytes, found one of 8 bytes"));
  EXPECT_THAT(message(CharsmapFile::base64({"\x03\0\0\0abcd", 8})), HasSubstr("a trie of whole words"));
  EXPECT_THAT(message(CharsmapFile::base64({"\x04\0\0\0abcd\xFF", 9})), HasSubstr("expected replacements in UTF-8"));
}

TEST(Charsmap, ReadsDamagedTriesWithinBounds) {
  const std::string good = table().bytes();
  const std::size_t units = 4 + table().bytes().find("A\0fi");
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = good;
    for (int k = 0; k < 4; ++k) {
      bytes[4 + random() % std::min(units, good.size() - 30)] = static_cast<char>(random());
    }
    try {
      const tj::Charsmap map(bytes, "t");
      const std::string found = map.replace("\uFF21\uFB01\u00A0x\u0301 e\u0301 \u2122", 1000);
      EXPECT_EQ(tj::valid_utf8(found), found);
    } catch (const InputError&) {  // the replacements were hit, or became too long
    }
  }
}

TEST(Base64, IsRfc4648) {
  EXPECT_EQ(tj::read_base64(""), "");
  EXPECT_EQ(tj::read_base64("Zg=="), "f");
  EXPECT_EQ(tj::read_base64("Zm8="), "fo");
  EXPECT_EQ(tj::read_base64("Zm9v"), "foo");
  EXPECT_EQ(tj::read_base64("+/+/"), "\xFB\xFF\xBF");
  for (const char* wrong : {"Z", "Zm9", "Zm9v=", "====", "Z===", "Zm 9", "Zm9\n"}) {
    EXPECT_EQ(tj::read_base64(wrong), std::nullopt) << wrong;
  }
}

TEST(Normalizers, NmtMakesOneKindOfSpace) {
  EXPECT_EQ(normalize(R"({"type": "Nmt"})",
                      "a\u200Bb\x01\x0B"
                      "c\t\n\u2581\uFEFF\uFFFD."),
            "a bc     .");
  EXPECT_EQ(normalize(R"({"type": "Nmt"})",
                      "\u00A0\u3000\x7F"
                      "caf\u00E9"),
            "\u00A0\u3000caf\u00E9");
}

TEST(PreTokenizers, SplitAtACharacter) {
  EXPECT_THAT(split(R"({"type": "CharDelimiterSplit", "delimiter": "l"})", "hello world"),
              ElementsAre("he", "o wor", "d"));
  EXPECT_THAT(split(R"({"type": "CharDelimiterSplit", "delimiter": "\u2581"})", "\u2581a\u2581\u2581b"),
              ElementsAre("a", "b"));
  EXPECT_THAT([] { (void)split(R"({"type": "CharDelimiterSplit", "delimiter": "ab"})", "x"); },
              ThrowsMessage<InputError>(HasSubstr("delimiter: expected one character, found 'ab'")));
}

// The examples are those of the library's documentation.
TEST(PreTokenizers, SplitByLength) {
  EXPECT_THAT(split(R"({"type": "FixedLength"})", "Hello world"), ElementsAre("Hello", " worl", "d"));
  EXPECT_THAT(split(R"({"type": "FixedLength", "length": 3})", "Hello \U0001F44B world"),
              ElementsAre("Hel", "lo ", "\U0001F44B w", "orl", "d"));
  EXPECT_THAT([] { (void)split(R"({"type": "FixedLength", "length": 0})", "x"); },
              ThrowsMessage<InputError>(HasSubstr("length: expected an integer")));
}

TEST(Decoders, MakeSpacesOfSuffixes) {
  const auto decoder = part<tj::Decoder>("decoder", R"({"type": "BPEDecoder", "suffix": "</w>"})");
  EXPECT_EQ(decoder({"a</w>", "b", "c</w>"}), "a bc");
  EXPECT_EQ(decoder({}), "");
}

std::string tokenizer_json(const std::string& pre_tokenizer, const std::string& model) {
  return R"({"normalizer": null, "pre_tokenizer": {"type": ")" + pre_tokenizer +
         R"("}, "post_processor": null, "decoder": null, "model": )" + model + "}";
}

TEST(WordLevel, KnowsWholeWordsAlone) {
  const auto tokenizer = tokenizer_from(
      tokenizer_json("Whitespace",
                     R"({"type": "WordLevel", "vocab": {"<unk>": 0, "a": 1, "b": 2}, "unk_token": "<unk>"})"),
      3);
  EXPECT_THAT(tokenizer->encode("a b ab, b"), ElementsAre(1, 2, 0, 0, 2));
  EXPECT_EQ(tokenizer->decode(std::array{1, 2}), "a b");
  const auto strict = tokenizer_from(
      tokenizer_json("Whitespace", R"({"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "<unk>"})"), 3);
  EXPECT_THAT(strict->encode("a a"), ElementsAre(0, 0));
  EXPECT_THAT([&] { (void)strict->encode("b"); }, ThrowsMessage<InputError>(HasSubstr("no token for 'b'")));
  EXPECT_THAT([] { (void)tokenizer_from(tokenizer_json("Whitespace", R"({"type": "WordLevel", "vocab": {}})"), 3); },
              ThrowsMessage<InputError>(HasSubstr("unk_token")));
}

// CLIP's kind: the last character of a word has a token of its own.
TEST(Affixes, EndWords) {
  const auto tokenizer =
      tokenizer_from(tokenizer_json("WhitespaceSplit",
                                    R"({"type": "BPE", "unk_token": "?", "end_of_word_suffix": "</w>",
                         "vocab": {"?": 0, "a": 1, "b": 2, "c</w>": 3, "b</w>": 4, "ab": 5, "ab</w>": 6, "abc</w>": 7},
                         "merges": ["a b</w>", "a b", "ab c</w>"]})"),
                     8);
  EXPECT_THAT(tokenizer->encode("ab abc"), ElementsAre(6, 7));
  EXPECT_THAT(tokenizer->encode("a"), ElementsAre(0)) << "no a</w>";
  EXPECT_THAT(tokenizer->encode("bab"), ElementsAre(2, 6));
}

TEST(Affixes, BeginWhatGoesOn) {
  const std::string model = R"({"type": "BPE", "continuing_subword_prefix": "##",
                                "vocab": {"a": 0, "##b": 1, "##c": 2, "ab": 3, "abc": 4}, "merges": )";
  const auto tokenizer = tokenizer_from(tokenizer_json("WhitespaceSplit", model + R"(["a ##b", "ab ##c"]})"), 5);
  EXPECT_THAT(tokenizer->encode("abc a abb"), ElementsAre(4, 0, 3, 1));
  EXPECT_THAT([&] { (void)tokenizer_from(tokenizer_json("WhitespaceSplit", model + R"(["a ab"]})"), 5); },
              ThrowsMessage<InputError>(HasSubstr("merge 0 (the string \"a ab\"): expected a second token that begins "
                                                  "with '##'")));
}

/// Byte-pair encoding as its inventors wrote it down: look for the best pair, merge, look again.
std::vector<std::string> slow_bpe(const std::string& word,
                                  const std::vector<std::pair<std::string, std::string>>& merges,
                                  const std::string& prefix, const std::string& suffix) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < word.size(); ++i) {
    parts.push_back((i == 0 ? "" : prefix) + word[i] + (i + 1 == word.size() ? suffix : ""));
  }
  for (const auto& [left, right] : merges) {
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      if (parts[i] == left && parts[i + 1] == right) {
        parts[i] += right.substr(prefix.size());
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      }
    }
  }
  return parts;
}

TEST(Affixes, MergeAsASlowImplementationDoes) {
  std::mt19937 random(3);
  for (const auto& [prefix, suffix] : {std::pair<std::string, std::string>{"", "</w>"}, {"##", ""}, {"##", "</w>"}}) {
    std::map<std::string, int> vocab;
    const auto add = [&](const std::string& text) {
      return vocab.emplace(text, static_cast<int>(vocab.size())).second;
    };
    std::vector<std::string> heads;
    std::vector<std::string> tails;
    for (const char c : std::string("abc")) {
      for (const std::string end : {"", suffix.c_str()}) {
        add(c + end);
        add(prefix + c + end);
      }
      heads.insert(heads.end(), {std::string(1, c), prefix + c});
      tails.insert(tails.end(), {prefix + c, prefix + c + suffix});
    }
    std::vector<std::pair<std::string, std::string>> merges;
    std::string list;
    for (int i = 0; i < 40; ++i) {
      const std::string left = heads[random() % heads.size()];
      const std::string right = tails[random() % tails.size()];
      const std::string whole = left + right.substr(prefix.size());
      if (add(whole)) {
        merges.emplace_back(left, right);
        list += fmt::format("{}[\"{}\", \"{}\"]", list.empty() ? "" : ", ", left, right);
        if (suffix.empty() || !whole.ends_with(suffix)) {
          heads.push_back(whole);
        } else if (whole.starts_with(prefix)) {
          tails.push_back(whole);
        }
      }
    }
    std::string words;
    for (const auto& [text, id] : vocab) {
      words += fmt::format("{}\"{}\": {}", words.empty() ? "" : ", ", text, id);
    }
    const auto tokenizer = tokenizer_from(
        tokenizer_json("WhitespaceSplit",
                       fmt::format(R"({{"type": "BPE", "continuing_subword_prefix": "{}", "end_of_word_suffix": "{}",
                                       "vocab": {{{}}}, "merges": [{}]}})",
                                   prefix, suffix, words, list)),
        1000);
    for (int i = 0; i < 300; ++i) {
      std::string word;
      for (std::size_t k = 0; k < 1 + random() % 12; ++k) {
        word += static_cast<char>('a' + random() % 3);
      }
      std::vector<int> expected;
      for (const std::string& token : slow_bpe(word, merges, prefix, suffix)) {
        expected.push_back(vocab.at(token));
      }
      ASSERT_EQ(tokenizer->encode(word), expected) << word << " " << prefix << suffix << " " << list;
    }
  }
}

/// Every kind of tokenizer over every kind of text: tokens of its vocabulary, the same each time, that can be written
/// out again, or a message about a character without a token.
TEST(OddTexts, AreTokensOrRefused) {
  const std::vector<std::string> texts{"",
                                       " ",
                                       "\n\n\t",
                                       "a",
                                       "ab ab",
                                       std::string(300, 'a'),
                                       std::string("a\0b", 3),
                                       "\xFF\xC3(\xE2\x82",
                                       "\uFEFFab",
                                       "e\u0301 \u00E9 \uFB01",
                                       "\u4E2D\u6587,\u3042",
                                       "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                       "[CLS] <s> <unk>",
                                       "##b </w> \u2581x",
                                       "\u0627\u0644\u0639 \u0939\u093F",
                                       "12345,6789"};
  for (const char* name : {"byte_level", "sentence_piece", "split", "unigram", "word_piece", "table", "affixes"}) {
    const auto tokenizer = tokenizer_of(name, 300);
    for (const std::string& text : texts) {
      try {
        const std::vector<int> tokens = tokenizer->encode_whole(text);
        EXPECT_THAT(tokens, testing::Each(testing::AllOf(testing::Ge(0), testing::Lt(300)))) << name << ": " << text;
        EXPECT_EQ(tokenizer->encode_whole(text), tokens) << name << ": " << text;
        EXPECT_EQ(tj::valid_utf8(tokenizer->decode(tokens)), tokenizer->decode(tokens)) << name << ": " << text;
      } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("the tokenizer has no token for '")) << name << ": " << text;
      }
    }
  }
}

TEST(WholeTexts, EndWithWhatComesAfter) {
  const auto tokenizer = tokenizer_of("word_piece", 300);
  std::vector<int> expected = tokenizer->before();
  for (const int token : tokenizer->encode_bare("ab")) {
    expected.push_back(token);
  }
  EXPECT_EQ(tokenizer->encode("ab"), expected);

  EXPECT_EQ(tokenizer->encode_whole("ab").size(), tokenizer->encode("ab").size() + tokenizer->after().size());
  EXPECT_EQ(tokenizer->encode_whole("ab").back(), tokenizer->after().back());
}

}  // namespace
}  // namespace lmulsim::tokenizer
