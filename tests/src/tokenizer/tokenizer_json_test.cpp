// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Small tokenizer.json files whose tokens are worked out by hand; the files are the fuzzer's seeds, too.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "../formats/files.hpp"
#include "formats/open.hpp"
#include "tokenizer/tokenizer.hpp"
#include "tokenizer_files.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::tokenizer {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

TEST(ByteLevelTokenizer, MergesTheEarliestListedPairFirst) {
  const auto tokenizer = tokenizer_of("byte_level", 17);
  // "bc" (merge 1) is listed before "ab" (2), so "abc" (3) is never reached.
  EXPECT_THAT(tokenizer->encode("abc"), ElementsAre(0, 12));
  // "ab", then " ab": " a" (0), " ab" (4).
  EXPECT_THAT(tokenizer->encode("ab ab"), ElementsAre(9, 13));
}

TEST(ByteLevelTokenizer, SplitsWordsAsGpt2Does) {
  const auto tokenizer = tokenizer_of("byte_level", 17);
  // "ab" | "'s" | " !" | "1": an apostrophe with s is a word of its own.
  EXPECT_THAT(tokenizer->encode("ab's !1"), ElementsAre(9, 7, 8, 3, 15, 6));
  // "a" | " " | " b": the last space goes with the word, the ones before do not.
  EXPECT_THAT(tokenizer->encode("a  b"), ElementsAre(0, 3, 3, 1));
  EXPECT_THAT(tokenizer->encode("a\n"), ElementsAre(0, 14));
}

TEST(ByteLevelTokenizer, WritesBytesAsCharacters) {
  const auto tokenizer = tokenizer_of("byte_level", 17);
  EXPECT_THAT(tokenizer->encode("\u00E9"), ElementsAre(4, 5));  // bytes C3 A9
  EXPECT_EQ(tokenizer->decode(std::vector<int>{9, 3, 4, 5, 14}), "ab \u00E9\n");
  EXPECT_EQ(tokenizer->decode(std::vector<int>{4, 9}), "\uFFFDab") << "C3 alone is no character";
}

TEST(ByteLevelTokenizer, FindsSpecialTokensFirst) {
  const auto tokenizer = tokenizer_of("byte_level", 17);
  EXPECT_THAT(tokenizer->encode("ab<|endoftext|>ab"), ElementsAre(9, 16, 9));
  EXPECT_EQ(tokenizer->decode(std::vector<int>{9, 16, 9}), "abab");
  EXPECT_EQ(tokenizer->begin(), std::nullopt);
  EXPECT_EQ(tokenizer->end(), 16);
  EXPECT_THAT(tokenizer->encode(""), IsEmpty());
}

TEST(ByteLevelTokenizer, RefusesACharacterWithoutAToken) {
  EXPECT_THAT([] { (void)tokenizer_of("byte_level", 17)->encode("abz"); },
              ThrowsMessage<InputError>(HasSubstr("no token for 'z'")));
}

TEST(ByteLevelTokenizer, TakesAWholeWordWhenMergesAreIgnored) {
  const auto tokenizer = changed_tokenizer("byte_level", R"("ignore_merges": false)", R"("ignore_merges": true)");
  EXPECT_THAT(tokenizer->encode("abc"), ElementsAre(11));
}

TEST(ByteLevelTokenizer, PutsASpaceBeforeATextWhenTold) {
  const auto tokenizer = changed_tokenizer("byte_level", R"(: false, "trim_offsets": true, "use_regex")",
                                           R"(: true, "trim_offsets": true, "use_regex")");
  EXPECT_THAT(tokenizer->encode("ab"), ElementsAre(13));
  EXPECT_THAT(tokenizer->encode(" ab"), ElementsAre(13));
}

TEST(ByteLevelTokenizer, ReadsOldFilesThatDoNotNameTheModel) {
  const auto tokenizer = changed_tokenizer("byte_level", R"("type": "BPE", )", "");
  EXPECT_THAT(tokenizer->encode("abc"), ElementsAre(0, 12));
}

// Models have more rows than tokens; decoding one of those must not fail.
TEST(ByteLevelTokenizer, KnowsTheModelsNumberOfTokens) {
  const auto tokenizer = tokenizer_of("byte_level", 32);
  EXPECT_EQ(tokenizer->vocab(), 32);
  EXPECT_EQ(tokenizer->decode(std::vector<int>{9, 31}), "ab");
  EXPECT_THROW((void)tokenizer->decode(std::vector<int>{32}), InputError);
  EXPECT_THROW((void)tokenizer->decode(std::vector<int>{-1}), InputError);
}

// 2^20 letters a, and merges a+a, aa+aa, ... up to 2^11: 2^9 tokens remain. Quadratic work would be 10^12 steps.
TEST(ByteLevelTokenizer, MergesAMillionLettersInOneWord) {
  std::string vocab = R"("a": 0)";
  std::string merges;
  std::string text = "a";
  for (int i = 1; i <= 11; ++i, text += text) {
    vocab += fmt::format(R"(, "{}{}": {})", text, text, i);
    merges += fmt::format(R"({}["{}", "{}"])", i > 1 ? ", " : "", text, text);
  }
  const auto tokenizer =
      tokenizer_from(R"({"model": {"type": "BPE", "vocab": {)" + vocab + R"(}, "merges": [)" + merges + "]}}", 12);
  EXPECT_EQ(tokenizer->encode(std::string(std::size_t{1} << 20U, 'a')), std::vector<int>(512, 11));
}

TEST(SentencePieceTokenizer, MakesSpacesVisibleAndBeginsATextWithOne) {
  const auto tokenizer = tokenizer_of("sentence_piece", 265);
  // 0-2 special, 3-258 bytes, 259 space, 260 "a", 261 "b", 262 "ab", 263 " ab", 264 " a".
  // Merge 0 makes " a" of each " ab", merge 2 " ab"; the merge 1 of "ab" comes too late.
  EXPECT_THAT(tokenizer->encode("ab ab"), ElementsAre(1, 263, 263));
  EXPECT_THAT(tokenizer->encode("bab"), ElementsAre(1, 259, 261, 262));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("ab bab ")), "ab bab ");
  EXPECT_EQ(tokenizer->begin(), 1);
  EXPECT_EQ(tokenizer->end(), 2);
}

TEST(SentencePieceTokenizer, SpellsUnknownCharactersInBytes) {
  const auto tokenizer = tokenizer_of("sentence_piece", 265);
  EXPECT_THAT(tokenizer->encode("a\u00E9\n"), ElementsAre(1, 264, 3 + 0xC3, 3 + 0xA9, 3 + '\n'));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("a\u00E9\n")), "a\u00E9\n");
  EXPECT_EQ(tokenizer->decode(std::vector<int>{264, 3 + 0xC3, 260}), "a\uFFFDa");
}

TEST(SentencePieceTokenizer, ReadsBytesThatAreNotUtf8AsReplacementCharacters) {
  const auto tokenizer = tokenizer_of("sentence_piece", 265);
  EXPECT_EQ(tokenizer->encode("a\xFF\xC3"), tokenizer->encode("a\uFFFD\uFFFD"));
}

TEST(SentencePieceTokenizer, NormalizesTheTextBetweenSpecialTokensAnew) {
  // Each part gets a space of its own.
  EXPECT_THAT(tokenizer_of("sentence_piece", 265)->encode("ab</s>ab"), ElementsAre(1, 263, 2, 263));
}

TEST(SentencePieceTokenizer, JoinsUnknownNeighboursWhenToldTo) {
  const char* bytes = R"("fuse_unk": true, "byte_fallback": true)";
  EXPECT_THAT(changed_tokenizer("sentence_piece", bytes, R"("fuse_unk": true)")->encode("xya"),
              ElementsAre(1, 259, 0, 260));
  EXPECT_THAT(changed_tokenizer("sentence_piece", bytes, R"("fuse_unk": false)")->encode("xya"),
              ElementsAre(1, 259, 0, 0, 260));
}

TEST(WordPieceTokenizer, TakesTheLongestPieces) {
  const auto tokenizer = tokenizer_of("word_piece", 12);
  EXPECT_THAT(tokenizer->encode_bare("Unaffable hellos!"), ElementsAre(4, 5, 6, 7, 8, 9));
  EXPECT_THAT(tokenizer->encode_bare("able"), ElementsAre(11)) << "only later pieces begin with ##";
  EXPECT_THAT(tokenizer->encode_bare("unx able"), ElementsAre(1, 11)) << "a word is known or not as a whole";
}

TEST(WordPieceTokenizer, DropsAccentsAndSplitsChinese) {
  EXPECT_THAT(tokenizer_of("word_piece", 12)->encode_bare("H\u00EBllo\u4E2D\u4E2D\u200B"), ElementsAre(7, 10, 10));
}

TEST(WordPieceTokenizer, TakesLongWordsAsUnknown) {
  EXPECT_THAT(tokenizer_of("word_piece", 12)->encode_bare("hellosssssss"), ElementsAre(7, 8, 8, 8, 8, 8, 8, 8));
  EXPECT_THAT(tokenizer_of("word_piece", 12)->encode_bare("hellossssssss"), ElementsAre(1));
}

TEST(WordPieceTokenizer, PutsTokensAroundAText) {
  const auto tokenizer = tokenizer_of("word_piece", 12);
  EXPECT_THAT(tokenizer->before(), ElementsAre(2));
  EXPECT_THAT(tokenizer->after(), ElementsAre(3));
  EXPECT_EQ(tokenizer->decode(std::vector<int>{2, 4, 5, 6, 7, 9, 3}), "unaffable hello!");
}

TEST(UnigramTokenizer, TakesTheWayOfTheLargestSum) {
  const auto tokenizer = tokenizer_of("unigram", 8);
  // After the space that begins a text (-1): "ab" + "c" = -3.5, "a" + "b" + "c" = -4, "abc" = -10.
  EXPECT_THAT(tokenizer->encode("abc"), ElementsAre(1, 5, 4));
  // " c" = -2.5 beats " " + "c" = -3.
  EXPECT_THAT(tokenizer->encode("a c"), ElementsAre(1, 2, 7));
  EXPECT_EQ(tokenizer->decode(std::vector<int>{1, 2, 7}), "a c");
}

TEST(UnigramTokenizer, JoinsWhatItDoesNotKnow) {
  EXPECT_THAT(tokenizer_of("unigram", 8)->encode("axyb"), ElementsAre(1, 2, 0, 3));
  EXPECT_THAT(tokenizer_of("unigram", 8)->encode("\uFF41"), ElementsAre(1, 2)) << "NFKC: a wide a is an a";
}

TEST(SplitTokenizer, BeginsTextsAsItsTemplateSays) {
  const auto tokenizer = tokenizer_of("split", 6);
  EXPECT_THAT(tokenizer->encode("ab"), ElementsAre(5, 3));
  EXPECT_EQ(tokenizer->begin(), 5);
  EXPECT_EQ(tokenizer->end(), 4);
}

TEST(AddedTokens, StripSpacesAndKeepToWholeWordsAsTheySay) {
  const auto tokenizer = changed_tokenizer("byte_level", R"("added_tokens": [)", R"("added_tokens": [
    {"id": 17, "content": "aab", "single_word": true, "lstrip": false, "rstrip": false, "normalized": true, "special": false},
    {"id": 18, "content": "bb", "single_word": false, "lstrip": true, "rstrip": true, "normalized": true, "special": false},
  )");
  // "aab" | " aaba": the second is part of a word, so " a" | "ab" | "a".
  EXPECT_THAT(tokenizer->encode("aab aaba"), ElementsAre(17, 10, 9, 0));
  EXPECT_THAT(tokenizer->encode("a bb  a"), ElementsAre(0, 18, 0));
  EXPECT_EQ(tokenizer->decode(std::vector<int>{17, 0}), "aaba") << "not special, so it is text";
}

TEST(LoadTokenizer, TellsTheFormatsApart) {
  EXPECT_THAT(formats::load_tokenizer(tokenizer_path("sentence_piece"), 300)->encode("ab"), ElementsAre(1, 263));
  EXPECT_THAT(formats::load_tokenizer(formats::data_file("tok_tiny.bin"), 300)->encode("the sand"),
              ElementsAreArray({1, 289, 294, 293, 263}));
}

}  // namespace
}  // namespace lmulsim::tokenizer
