// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Texts as tokens. What the program shows of them is their number: the rows of a model's first product. Numbers are
// worked out by hand.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "../src/formats/gguf_file.hpp"
#include "../src/tokenizer/charsmap_file.hpp"
#include "inputs.hpp"
#include "program.hpp"
#include "util/json.hpp"

namespace lmulsim::cli_test {
namespace {

using formats::GgufFile;
using tokenizer::CharsmapFile;

/// Tokens of the text of text.txt when `model` is traced; -1 when it is refused.
std::int64_t tokens_of(const Workspace& ws, const std::string& model) {
  const Outcome got = ws.run("trace --workload " + model + " --text \"$(cat text.txt)\" --out t.json");
  EXPECT_EQ(got.code, 0) << got.err;
  if (got.code != 0) {
    return -1;
  }
  return util::parse_json(ws.read("t.json"), "t.json").at("seq").as_int64();
}

/// A llama2.c model of 260 tokens and 64 positions.
std::int64_t tokens_by(const std::string& tokenizer, const std::string& bytes, const std::string& text) {
  const Workspace ws;
  const std::vector<std::int32_t> header{8, 12, 1, 2, 2, 260, 64};
  ws.write("m.bin", checkpoint(header, weights_of(header)));
  ws.write(tokenizer, bytes);
  ws.write("text.txt", text);
  return tokens_of(ws, "m.bin --tokenizer " + tokenizer);
}

const std::string kBert = LMULSIM_SOURCE_DIR "/tests/data/hf/bert";

TEST(ClosingTokens, AnEncoderReadsATextToItsEnd) {
  const Workspace ws;
  ws.write("text.txt", "a b c");
  EXPECT_EQ(tokens_of(ws, kBert), 5) << "[CLS] a b c [SEP]";
  const auto trace = util::parse_json(ws.read("t.json"), "t.json");
  EXPECT_EQ(trace.at("operators").at(2).at("m").as_int64(), 5);
  const Outcome run =
      ws.run("run --accelerator exact-e4m3-is-4x4 --workload " + kBert + " --text 'a b c' --json --out d");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(util::parse_json(run.out, "report").at("macs").as_int64(), 19824);
}

std::string tokenizer(const std::string& normalizer, const std::string& pre_tokenizer, const std::string& model) {
  return fmt::format(
      R"({{"normalizer": {}, "pre_tokenizer": {}, "post_processor": null, "decoder": null, "model": {}}})", normalizer,
      pre_tokenizer, model);
}

std::string words(const std::string& vocab) {
  return R"({"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, )" + vocab + "}}";
}

const std::string kSpaces = R"({"type": "WhitespaceSplit"})";

TEST(TokenizerJson, WordLevel) {
  EXPECT_EQ(tokens_by("t.json", tokenizer("null", R"({"type": "Whitespace"})", words(R"("a": 1, "b": 2)")), "a b, zz"),
            4);
}

TEST(TokenizerJson, SuffixOfWordsThatEnd) {
  const std::string model =
      R"({"type": "BPE", "unk_token": "?", "end_of_word_suffix": "</w>", "merges": ["a b</w>", "a b"],
      "vocab": {"?": 0, "a": 1, "b": 2, "b</w>": 3, "c</w>": 4, "ab": 5, "ab</w>": 6}})";
  EXPECT_EQ(tokens_by("t.json", tokenizer("null", kSpaces, model), "ab abc bb"), 1 + 2 + 2);
}

TEST(TokenizerJson, PrefixOfPartsThatGoOn) {
  const std::string model = R"({"type": "BPE", "unk_token": "?", "continuing_subword_prefix": "##",
      "merges": ["a ##b", "ab ##c"], "vocab": {"?": 0, "a": 1, "##b": 2, "##c": 3, "ab": 4, "abc": 5}})";
  EXPECT_EQ(tokens_by("t.json", tokenizer("null", kSpaces, model), "abc abb a"), 1 + 2 + 1);
}

TEST(TokenizerJson, SentencePiecesTable) {
  CharsmapFile table;
  table.add("\uFF21", "a").add("\uFB01", "fi").add("\u00A0", " ");
  const std::string normalizer = R"({"type": "Precompiled", "precompiled_charsmap": ")" + table.base64() + "\"}";
  EXPECT_EQ(tokens_by("t.json",
                      tokenizer(normalizer, R"({"type": "CharDelimiterSplit", "delimiter": " "})",
                                words(R"("fi": 1, "a": 2)")),
                      "\uFB01\u00A0\uFF21"),
            2);
}

TEST(TokenizerJson, Nmt) {
  EXPECT_EQ(tokens_by("t.json", tokenizer(R"({"type": "Nmt"})", kSpaces, words(R"("a": 1)")),
                      "a\u200Ba\x01"
                      "a\uFEFFa"),
            3);
}

TEST(TokenizerJson, SplitAtACharacter) {
  EXPECT_EQ(
      tokens_by("t.json", tokenizer("null", R"({"type": "CharDelimiterSplit", "delimiter": "l"})", words(R"("he": 1)")),
                "hello"),
      2);
}

TEST(TokenizerJson, SplitByLength) {
  EXPECT_EQ(tokens_by("t.json", tokenizer("null", R"({"type": "FixedLength", "length": 3})", words(R"("Hel": 1)")),
                      "Hello world"),
            4);
}

TEST(TokenizerGguf, WordsOfBert) {
  GgufFile file;
  file.string("tokenizer.ggml.model", "bert");
  file.strings("tokenizer.ggml.tokens", {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u2581ab", "b", "\u2581c"});
  file.u32("tokenizer.ggml.bos_token_id", 2).u32("tokenizer.ggml.seperator_token_id", 3);
  file.u32("tokenizer.ggml.unknown_token_id", 1);
  EXPECT_EQ(tokens_by("t.gguf", file.bytes(), "Ab abb C"), 1 + 1 + 2 + 1);
}

struct Splits {
  const char* name;
  std::int64_t tokens;
};

class TokenizerGgufSplits : public testing::TestWithParam<Splits> {};

// "1111" is one token, "11" another, "aA" a third, where the splits leave them together.
TEST_P(TokenizerGgufSplits, AreThoseOfTheModel) {
  GgufFile file;
  file.string("tokenizer.ggml.model", "gpt2").string("tokenizer.ggml.pre", GetParam().name);
  file.strings("tokenizer.ggml.tokens", {"<s>", "1", "11", "1111", "\u0120", "a", "A", "aA"});
  file.strings("tokenizer.ggml.merges", {"1 1", "11 11", "a A"}).u32("tokenizer.ggml.bos_token_id", 0);
  EXPECT_EQ(tokens_by("t.gguf", file.bytes(), "1111 aA"), GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(Names, TokenizerGgufSplits,
                         testing::Values(Splits{"mpt", 1 + 2}, Splits{"olmo", 1 + 2}, Splits{"phi-2", 1 + 2},
                                         Splits{"starcoder", 4 + 2}, Splits{"refact", 4 + 2},
                                         Splits{"command-r", 4 + 2}, Splits{"smollm", 4 + 2}, Splits{"falcon", 3 + 2},
                                         Splits{"dbrx", 3 + 2}, Splits{"smaug-bpe", 3 + 2},
                                         Splits{"chatglm-bpe", 3 + 2}, Splits{"stablelm2", 4 + 2},
                                         Splits{"deepseek-llm", 1 + 2}, Splits{"deepseek-coder", 4 + 2},
                                         Splits{"deepseek-v3", 3 + 2}, Splits{"gpt-4o", 3 + 3},
                                         Splits{"tekken", 1 + 4 + 3}, Splits{"llama3", 1 + 3 + 2},
                                         Splits{"bloom", 1 + 2}, Splits{"viking", 4 + 2}),
                         [](const auto& given) {
                           std::string name = given.param.name;
                           std::erase(name, '-');
                           return name;
                         });

TEST(WeightsAlone, SayThatTheConfigBelongsBesideThem) {
  const Workspace ws;
  ws.write("model.safetensors", tensors());
  const Outcome got = ws.run("trace --workload model.safetensors --out t.json");
  EXPECT_EQ(got.code, 2);
  EXPECT_NE(got.err.find("model.safetensors: expected config.json beside it"), std::string::npos) << got.err;
}

}  // namespace
}  // namespace lmulsim::cli_test
