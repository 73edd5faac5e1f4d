// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Malformed tokenizer.json files: a good one with one fault each.
#include <gmock/gmock.h>

#include "tokenizer_files.hpp"
#include "util/error.hpp"

namespace lmulsim::tokenizer {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

struct Fault {
  const char* name;
  const char* file;
  std::string from;
  std::string to;
  const char* message;
};

class CorruptTokenizer : public testing::TestWithParam<Fault> {};

TEST_P(CorruptTokenizer, IsRefusedByKey) {
  const Fault& fault = GetParam();
  EXPECT_THAT([&] { (void)changed_tokenizer(fault.file, fault.from, fault.to); },
              ThrowsMessage<InputError>(AllOf(StartsWith("t.json:"), HasSubstr(fault.message))));
}

std::string nested(int depth) {
  std::string text = R"({"type": "NFC"})";
  for (int i = 0; i < depth; ++i) {
    text.insert(0, R"({"type": "Sequence", "normalizers": [)").append("]}");
  }
  return "\"normalizer\": " + text;
}

const char* const kB = "byte_level";
const char* const kS = "sentence_piece";
const char* const kW = "word_piece";
const char* const kU = "unigram";
const char* const kP = "split";

const Fault kFaults[] = {
    {"CutShort", kB, "]}\n}", "]", "not valid JSON"},
    {"KeyTwice", kB, "\"version\": \"1.0\"", "\"version\": \"1.0\", \"version\": 2", "key 'version' is given twice"},
    {"UnknownKey", kB, "\"version\"", "\"verison\"", "unknown key 'verison'"},
    {"NoModel", kB, "\"model\"", "\"modle\"", "model: expected an object, but the key is missing"},
    {"ModelIsAList", kB, "\"model\": {", "\"model\": [], \"x\": {", "model: expected an object, found an array of 0"},
    {"UnknownModel", kB, "\"BPE\"", "\"Syllables\"",
     "model: type: expected one of BPE, Unigram, WordPiece, WordLevel, found 'Syllables'"},
    {"UnknownModelKey", kB, "\"fuse_unk\"", "\"fuse_ink\"", "model: unknown key 'fuse_ink'"},
    {"VocabularyIsAList", kB, "\"vocab\": {\"a\": 0", "\"vocab\": [], \"x\": {\"a\": 0",
     "vocab: expected an object of tokens"},
    {"NegativeNumber", kB, "\"a\": 0", "\"a\": -1", "vocab: token 'a': expected a number from 0 to 299, found -1"},
    {"NumberBeyondTheModel", kB, "\"a\": 0", "\"a\": 300", "token 'a': expected a number from 0 to 299, found 300"},
    {"HugeNumber", kB, "\"a\": 0", "\"a\": 9223372036854775807", "expected a number from 0 to 299"},
    {"NumberIsText", kB, "\"a\": 0", "\"a\": \"0\"", "token 'a': expected a number, found the string"},
    {"FractionalNumber", kB, "\"a\": 0", "\"a\": 0.5", "token 'a': expected a number, found the number"},
    {"NumberTwice", kB, "\"b\": 1", "\"b\": 0", "vocab: number 0 is given to both 'a' and 'b'"},
    {"TextTwice", kB, "\"b\": 1", "\"a\": 1", "key 'a' is given twice"},
    {"LongToken", kB, "\"a\": 0", "\"" + std::string(5000, 'a') + "\": 0",
     "token 0: expected at most 4096 bytes, found 5000"},
    {"MergeOfUnknown", kB, "\"\u0120 a\"", "\"\u0120 z\"",
     "merge 0 (the string \"\u0120 z\"): expected tokens of the vocabulary, found 'z'"},
    {"MergeToUnknown", kB, "\"b c\"", "\"c b\"",
     "merge 1 (the string \"c b\"): expected tokens of the vocabulary, found 'cb'"},
    {"MergeOfThree", kB, "\"b c\"", "\"a b c\"", "merges: expected pairs"},
    {"MergeOfOne", kB, "\"b c\"", "\"bc\"", "merges: expected pairs"},
    {"MergeIsANumber", kB, "\"b c\"", "7", "merges: expected pairs"},
    {"MergeListOfThree", kB, "\"b c\"", R"(["b", "c", "a"])", "merges: expected pairs"},
    {"MergeTwice", kB, "\"b c\"", "\"\u0120 a\"", "merge 1 (the string \"\u0120 a\"): expected every pair once"},
    {"NoMerges", kB, "\"merges\"", "\"murges\"", "merges: expected an array, but the key is missing"},
    {"UnknownUnknown", kB, "\"unk_token\": null", "\"unk_token\": \"<unk>\"",
     "unk_token: expected a token of the vocabulary, found '<unk>'"},
    {"NoByteTokens", kB, "\"byte_fallback\": false", "\"byte_fallback\": true",
     "byte_fallback: expected tokens <0x00> to <0xFF>"},
    {"OneByteTokenMissing", kS, "\"<0x41>\"", "\"<0x041>\"", "byte_fallback: expected tokens <0x00> to <0xFF>"},
    {"Dropout", kB, "\"dropout\": null", "\"dropout\": 0.1", "dropout: expected 0 or null"},
    {"Prefix", kB, "\"continuing_subword_prefix\": \"\"", "\"continuing_subword_prefix\": \"##\"",
     "model: merges: merge 0 (the string \"\u0120 a\"): expected a second token that begins with '##'"},
    {"UnknownNormalizer", kB, "\"normalizer\": null", R"("normalizer": {"type": "Precompild"})",
     "normalizer: type: expected one of Sequence, NFC"},
    {"DeepNormalizer", kB, "\"normalizer\": null", nested(20), "too deep"},
    {"NormalizerOfNothing", kS, R"({"String": " "})", R"({"String": ""})",
     "normalizer: normalizers[1]: pattern: expected a text to look for, found an empty one"},
    {"PatternOfNeither", kS, R"({"String": " "})", R"({"Text": " "})",
     "pattern: String: expected a string, but the key is missing"},
    {"UnknownPreTokenizer", kB, R"("pre_tokenizer": {"type": "ByteLevel")",
     R"("pre_tokenizer": {"type": "UnicodeScripts")", "pre_tokenizer: type: expected one of"},
    {"RegexThatDoesNotCompile", kP, "(?i:", "(?i:(",
     "pretokenizers[0]: pattern: Regex: expected a regular expression, found U_REGEX_MISMATCHED_PAREN"},
    {"UnknownBehavior", kP, "Isolated", "Isolatd", "behavior: expected one of Removed, Isolated"},
    {"MetaspaceOfTwo", kU, "\"replacement\": \"\u2581\"", "\"replacement\": \"__\"",
     "pre_tokenizer: replacement: expected one character, found '__'"},
    {"UnknownDecoder", kW, R"("decoder": {"type": "WordPiece")", R"("decoder": {"type": "CTC")",
     "decoder: type: expected one of"},
    {"UnknownStepKey", kW, "\"cleanup\"", "\"clean\"",
     "decoder: cleanup: expected true or false, but the key is missing"},
    {"AddedTokenOfAnotherNumber", kB, "\"id\": 16", "\"id\": 17",
     "added_tokens[0]: id: expected 16, the number of '<|endoftext|>' in the vocabulary"},
    {"AddedTokenWithATakenNumber", kB, "\"content\": \"<|endoftext|>\"", "\"content\": \"<|end|>\"",
     "number 16 is given to both '<|endoftext|>' and '<|end|>'"},
    {"AddedTokenBeyondTheModel", kP, "\"id\": 4", "\"id\": 300", "expected a number from 0 to 299, found 300"},
    {"AddedTokenWithoutText", kB, "\"content\": \"<|endoftext|>\"", "\"content\": \"\"",
     "added_tokens[0]: content: expected a text, found an empty one"},
    {"AddedTokenWithoutNumber", kB, "\"id\": 16, ", "", "added_tokens[0]: id: expected an integer"},
    {"TemplateOfUnknownToken", kS, R"({"SpecialToken": {"id": "<s>")", R"({"SpecialToken": {"id": "<t>")",
     "special_tokens: <t>: expected an object"},
    {"TemplateTokenBeyondTheModel", kS, "\"ids\": [1]", "\"ids\": [400]",
     "post_processor: expected tokens of the vocabulary, found 400"},
    {"TemplateTokenNegative", kS, "\"ids\": [1]", "\"ids\": [-1]", "ids: expected token numbers, found the number -1"},
    {"TemplateWithoutText", kS, R"(, {"Sequence": {"id": "A", "type_id": 0}}])", "]",
     "single: expected the sequence A once, found none"},
    {"TemplateWithTwoTexts", kS, R"(, {"Sequence": {"id": "A", "type_id": 0}}])",
     R"(, {"Sequence": {"id": "A"}}, {"Sequence": {"id": "A"}}])",
     "single: expected the sequence A once, found two sequences"},
    {"WordPieceWithoutUnknown", kW, "\"unk_token\": \"[UNK]\"", "\"unk_token\": null",
     "unk_token: expected a token of the vocabulary, found none"},
    {"WordPieceNegativeLength", kW, "\"max_input_chars_per_word\": 12", "\"max_input_chars_per_word\": -1",
     "max_input_chars_per_word: expected an integer of at least 0"},
    {"UnigramWithoutScore", kU, "[\"a\", -1.0]", "[\"a\"]", "vocab: token 2: expected [text, score]"},
    {"UnigramHugeScore", kU, "[\"a\", -1.0]", "[\"a\", -1e308]", "vocab: token 2: expected [text, score]"},
    {"UnigramUnknownBeyond", kU, "\"unk_id\": 0", "\"unk_id\": 8", "unk_id: expected an integer from 0 to 7"},
    {"UnigramTextTwice", kU, "[\"b\", -1.0]", "[\"a\", -1.0]", "vocab: token 'a' has both number 2 and 3"},
};

INSTANTIATE_TEST_SUITE_P(Cases, CorruptTokenizer, testing::ValuesIn(kFaults),
                         [](const auto& test) { return std::string(test.param.name); });

// What the faults above are compared with: the files as they are.
TEST(CorruptTokenizers, AreGoodWithoutTheirFaults) {
  for (const char* file : {kB, kS, kW, kU, kP}) {
    EXPECT_NO_THROW((void)changed_tokenizer(file, "\"version\"", "\"version\"")) << file;
  }
}

}  // namespace
}  // namespace lmulsim::tokenizer
