// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Tokenizers written into GGUF metadata as llama.cpp's converter does it, against those they were made from.
#include "formats/gguf/gguf_tokenizer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>

#include "files.hpp"
#include "formats/open.hpp"
#include "gguf_file.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::uint32_t kNormal = 1;
constexpr std::uint32_t kControl = 3;
constexpr std::uint32_t kByte = 6;

const std::vector<std::string> kTexts{
    "the sand and the hand in the sand", "the end",
    " two  spaces\n\nand lines\t.",      "caf\u00E9 \u4E2D\u6587 \U0001F600 e\u0301",
    "It's 1234567 o'clock, isn't it?",   "In the beginning God created the heaven and the earth."};

std::string integers(const std::vector<std::uint32_t>& values) {
  std::string bytes = GgufFile::word<std::uint32_t>(5) + GgufFile::word<std::uint64_t>(values.size());
  for (const std::uint32_t value : values) {
    bytes += GgufFile::word(value);
  }
  return bytes;
}

GgufFile& boolean(GgufFile& file, std::string_view key, bool value) {
  return file.raw(key, 7, std::string(1, value ? '\1' : '\0'));
}

/// The tables of a llama2.c tokenizer.
struct Scored {
  std::vector<std::string> texts;
  std::vector<float> scores;
  std::vector<std::uint32_t> types;

  explicit Scored(const std::filesystem::path& path) {
    const std::string bytes = util::read_file(path);
    std::size_t at = 4;
    while (at < bytes.size()) {
      float score = 0;
      std::int32_t length = 0;
      std::memcpy(&score, &bytes[at], 4);
      std::memcpy(&length, &bytes[at + 4], 4);
      add(bytes.substr(at + 8, static_cast<std::size_t>(length)), score);
      at += 8 + static_cast<std::size_t>(length);
    }
  }

  [[nodiscard]] GgufFile file() const {
    GgufFile out;
    out.string("tokenizer.ggml.model", "llama").strings("tokenizer.ggml.tokens", texts);
    out.floats("tokenizer.ggml.scores", scores).raw("tokenizer.ggml.token_type", 9, integers(types));
    return out.u32("tokenizer.ggml.bos_token_id", 1);
  }

 private:
  void add(std::string text, float score) {
    const std::size_t id = texts.size();
    static constexpr std::array<const char*, 3> kSpecial{"<unk>", "<s>", "</s>"};
    if (id < 3) {
      text = kSpecial.at(id);
    } else if (id < 259) {
      text = fmt::format("<0x{:02X}>", id - 3);
    }
    for (std::size_t space = text.find(' '); space != std::string::npos; space = text.find(' ', space)) {
      text.replace(space, 1, "\u2581");
    }
    texts.push_back(text);
    scores.push_back(score);
    types.push_back(id == 0 ? 2 : id < 3 ? kControl : id < 259 ? kByte : kNormal);
  }
};

std::unique_ptr<tokenizer::Tokenizer> read(const GgufFile& file, std::int64_t vocab) {
  const std::string bytes = file.bytes();
  return gguf::read_gguf_tokenizer(gguf::parse_gguf(std::as_bytes(std::span(bytes)), "m.gguf"), vocab);
}

void expect_same(const tokenizer::Tokenizer& found, const tokenizer::Tokenizer& expected,
                 const std::vector<std::string>& texts) {
  EXPECT_EQ(found.begin(), expected.begin());
  EXPECT_EQ(found.end(), expected.end());
  for (const std::string& text : texts) {
    const std::vector<int> tokens = expected.encode(text);
    EXPECT_EQ(found.encode(text), tokens) << text;
    EXPECT_EQ(found.decode(tokens), expected.decode(tokens));
  }
}

std::vector<std::string> lines_of(const std::filesystem::path& path, std::size_t most) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; lines.size() < most && std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

void expect_same_as_llama2c(const std::filesystem::path& path, const std::vector<std::string>& texts) {
  const Scored scored(path);
  const auto vocab = static_cast<std::int64_t>(scored.texts.size());
  expect_same(*read(scored.file(), vocab), *load_tokenizer(path, vocab), texts);
}

TEST(GgufTokenizer, MergesByScore) {
  expect_same_as_llama2c(data_file("tok_tiny.bin"), kTexts);
}

TEST(GgufTokenizer, MergesByScoreAsStories260KDoes) {
  const auto path = real_data("stories260K/tok512.bin");
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "set LMULSIM_DATA to the folder of real data to run this test";
  }
  auto texts = lines_of(std::filesystem::path(LMULSIM_SOURCE_DIR) / "models/kjv-1m/held_out.txt", 500);
  std::erase(texts, "");
  texts.insert(texts.end(), kTexts.begin(), kTexts.end());
  expect_same_as_llama2c(path, texts);
}

TEST(GgufTokenizer, NeedNotPutASpaceBefore) {
  const Scored scored(data_file("tok_tiny.bin"));
  GgufFile file = scored.file();
  const auto spaced = read(file, 300);
  const auto bare = read(boolean(file, "tokenizer.ggml.add_space_prefix", false), 300);
  EXPECT_EQ(bare->encode(" the sand"), spaced->encode("the sand"));
  EXPECT_EQ(bare->decode(bare->encode(" the sand")), " the sand");
}

/// models/kjv-1m, whose merges are by rank.
class Ranked : public testing::Test {
 protected:
  const std::filesystem::path path = std::filesystem::path(LMULSIM_SOURCE_DIR) / "models/kjv-1m/tokenizer.json";
  std::vector<std::string> texts;
  std::vector<std::string> merges;
  std::vector<std::uint32_t> types;

  Ranked() {
    const auto document = util::parse_json_file(path);
    const auto& model = document.at("model").as_object();
    texts.resize(model.at("vocab").as_object().size());
    for (const auto& [text, id] : model.at("vocab").as_object()) {
      texts.at(static_cast<std::size_t>(id.as_int64())) = text;
    }
    for (const auto& merge : model.at("merges").as_array()) {
      merges.emplace_back(merge.as_string());
    }
    types.assign(texts.size(), kNormal);
    types[0] = kControl;
  }

  GgufFile file() {
    GgufFile out;
    out.string("tokenizer.ggml.model", "gpt2").strings("tokenizer.ggml.tokens", texts);
    out.strings("tokenizer.ggml.merges", merges).raw("tokenizer.ggml.token_type", 9, integers(types));
    return out.u32("tokenizer.ggml.bos_token_id", 0);
  }
  [[nodiscard]] std::int64_t vocab() const { return static_cast<std::int64_t>(texts.size()); }
};

TEST_F(Ranked, MergesByRank) {
  GgufFile with = file();
  with.string("tokenizer.ggml.pre", "gpt-2");
  auto lines = lines_of(path.parent_path() / "held_out.txt", 300);
  std::erase(lines, "");
  lines.insert(lines.end(), kTexts.begin(), kTexts.end());
  expect_same(*read(boolean(with, "tokenizer.ggml.add_bos_token", true), vocab()), *load_tokenizer(path, vocab()),
              lines);
}

TEST_F(Ranked, SplitsAsTheFileSays) {
  GgufFile llama = file();
  GgufFile qwen = file();
  const auto three = read(llama.string("tokenizer.ggml.pre", "llama-bpe"), vocab());
  const auto one = read(qwen.string("tokenizer.ggml.pre", "qwen2"), vocab());
  EXPECT_EQ(three->begin(), 0);
  EXPECT_EQ(one->begin(), std::nullopt);
  for (const std::string& text : kTexts) {
    EXPECT_EQ(three->decode(three->encode(text)), text);
    EXPECT_EQ(one->decode(one->encode(text)), text);
  }
}

TEST_F(Ranked, MayComeWhole) {
  GgufFile file;
  file.string("tokenizer.huggingface.json", util::read_file(path));
  expect_same(*read(file, vocab()), *load_tokenizer(path, vocab()), kTexts);
}

TEST(GgufTokenizer, EndsATextWhenTheFileSaysSo) {
  const Scored scored(data_file("tok_tiny.bin"));
  GgufFile file = scored.file();
  const auto tokenizer =
      read(boolean(file, "tokenizer.ggml.add_eos_token", true).u32("tokenizer.ggml.eos_token_id", 2), 300);
  EXPECT_THAT(tokenizer->after(), testing::ElementsAre(2));
  EXPECT_EQ(tokenizer->encode_whole("the").back(), 2);
  EXPECT_NE(tokenizer->encode("the").back(), 2) << "a prompt is continued";
}

/// The tokenizer of tests/data/hf/bert as the converter writes it: "##ing" is "ing", "in" is "\u2581in".
TEST(GgufTokenizer, ReadsTheWordsOfBert) {
  const auto path = data_file("hf") / "bert" / "tokenizer.json";
  const auto document = util::parse_json_file(path);
  const auto& vocab = document.at("model").at("vocab").as_object();
  std::vector<std::string> texts(vocab.size());
  std::vector<std::uint32_t> types(vocab.size(), kNormal);
  for (const auto& [text, id] : vocab) {
    const std::string word = text;
    const auto at = static_cast<std::size_t>(id.as_int64());
    const bool special = word.starts_with('[') && word.size() > 2;
    types[at] = special ? kControl : kNormal;
    texts[at] = special ? word : word.starts_with("##") ? word.substr(2) : "\u2581" + word;
  }
  GgufFile file;
  file.string("tokenizer.ggml.model", "bert").strings("tokenizer.ggml.tokens", texts);
  file.raw("tokenizer.ggml.token_type", 9, integers(types)).u32("tokenizer.ggml.bos_token_id", 2);
  file.u32("tokenizer.ggml.seperator_token_id", 3).u32("tokenizer.ggml.unknown_token_id", 1);
  const auto found = read(file, 40);
  const auto expected = load_tokenizer(path, 40);
  auto odd = kTexts;
  odd.insert(odd.end(), {"A  b\tC", "[CLS] abc [SEP]", "\u00C9t\u00E9", "a\u4E2Db", "ab!?", "", std::string(120, 'a')});
  expect_same(*found, *expected, odd);
  EXPECT_EQ(found->before(), expected->before());
  EXPECT_EQ(found->after(), expected->after());
  EXPECT_EQ(found->encode_whole("a b c").size(), 5U);
}

TEST(GgufTokenizer, MayBeMissing) {
  EXPECT_EQ(read(GgufFile(), 10), nullptr);
}

struct Wrong {
  const char* name;
  std::function<void(GgufFile& file, Scored& tables)> change;
  const char* message;
};

class WrongGgufTokenizer : public testing::TestWithParam<Wrong> {};

TEST_P(WrongGgufTokenizer, IsRefusedByItsKey) {
  Scored tables(data_file("tok_tiny.bin"));
  GgufFile file;
  GetParam().change(file, tables);
  EXPECT_THAT([&] { (void)read(file, 300); }, ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongGgufTokenizer,
    testing::Values(Wrong{"Kind", [](GgufFile& f, Scored&) { f.string("tokenizer.ggml.model", "rwkv"); },
                          "m.gguf: tokenizer.ggml.model: expected llama, gpt2 or bert, found 'rwkv'"},
                    Wrong{"NoTokens", [](GgufFile& f, Scored&) { f.string("tokenizer.ggml.model", "llama"); },
                          "tokenizer.ggml.tokens: expected 1 to 300 tokens, found 0"},
                    Wrong{"TooManyTokens",
                          [](GgufFile& f, Scored& from) {
                            from.texts.emplace_back("more");
                            f = from.file();
                          },
                          "tokenizer.ggml.tokens: expected 1 to 300 tokens, found 301"},
                    Wrong{"TwoOfOneText",
                          [](GgufFile& f, Scored& from) {
                            from.texts[299] = from.texts[298];
                            f = from.file();
                          },
                          "token 299: expected a text that no other token has"},
                    Wrong{"NoUtf8",
                          [](GgufFile& f, Scored& from) {
                            from.texts[299] = "\xFF";
                            f = from.file();
                          },
                          "token 299: expected UTF-8"},
                    Wrong{"LongToken",
                          [](GgufFile& f, Scored& from) {
                            from.texts[299] = std::string(257, 'x');
                            f = from.file();
                          },
                          "tokenizer.ggml.tokens: token 299: expected at most 256 bytes, found 257"},
                    Wrong{"ScoresThatAreMissing",
                          [](GgufFile& f, Scored& from) {
                            from.scores.pop_back();
                            f = from.file();
                          },
                          "tokenizer.ggml.scores: expected a number for each of 300 tokens, found 299"},
                    Wrong{"ScoreOfNothing",
                          [](GgufFile& f, Scored& from) {
                            from.scores[5] = std::nanf("");
                            f = from.file();
                          },
                          "tokenizer.ggml.scores: expected a number for each"},
                    Wrong{"TypesThatAreMissing",
                          [](GgufFile& f, Scored& from) {
                            from.types.pop_back();
                            f = from.file();
                          },
                          "tokenizer.ggml.token_type: expected 300 as there are tokens, found 299"},
                    Wrong{"TypeThatIsNone",
                          [](GgufFile& f, Scored& from) {
                            from.types[7] = 9;
                            f = from.file();
                          },
                          "tokenizer.ggml.token_type: token 7: expected 1 to 6, found 9"},
                    Wrong{"BytesThatAreMissing",
                          [](GgufFile& f, Scored& from) {
                            from.texts[100] = "other";
                            f = from.file();
                          },
                          "byte_fallback: expected tokens <0x00> to <0xFF>"},
                    Wrong{"BeginBeyond",
                          [](GgufFile& f, Scored& from) {
                            f.string("tokenizer.ggml.model", "llama").strings("tokenizer.ggml.tokens", from.texts);
                            f.floats("tokenizer.ggml.scores", from.scores).u32("tokenizer.ggml.bos_token_id", 300);
                          },
                          "tokenizer.ggml.bos_token_id: expected an integer from 0 to 299, found 300"},
                    Wrong{"UnknownSplits",
                          [](GgufFile& f, Scored& from) {
                            f.string("tokenizer.ggml.model", "gpt2").strings("tokenizer.ggml.tokens", from.texts);
                            f.string("tokenizer.ggml.pre", "tekkn");
                          },
                          "tokenizer.ggml.pre: expected splits that are known, found 'tekkn' (did you mean 'tekken'?)"},
                    Wrong{"UnknownKey",
                          [](GgufFile& f, Scored& from) {
                            f = from.file();
                            boolean(f, "tokenizer.ggml.reverse_words", true);
                          },
                          "tokenizer.ggml.reverse_words: expected a key of which it is known what it changes"},
                    Wrong{"Charsmap",
                          [](GgufFile& f, Scored& from) {
                            f = from.file();
                            f.raw("tokenizer.ggml.precompiled_charsmap", 9, integers({1}));
                          },
                          "tokenizer.ggml.precompiled_charsmap: expected none"},
                    Wrong{"SpacesThatGo",
                          [](GgufFile& f, Scored& from) {
                            f = from.file();
                            boolean(f, "tokenizer.ggml.remove_extra_whitespaces", true);
                          },
                          "tokenizer.ggml.remove_extra_whitespaces: expected none"},
                    Wrong{"EndBeyond",
                          [](GgufFile& f, Scored& from) {
                            f = from.file();
                            boolean(f, "tokenizer.ggml.add_eos_token", true).u32("tokenizer.ggml.eos_token_id", 300);
                          },
                          "tokenizer.ggml.eos_token_id: expected an integer from 0 to 299, found 300"},
                    Wrong{"MergesOfOthers",
                          [](GgufFile& f, Scored& from) {
                            f.string("tokenizer.ggml.model", "gpt2").strings("tokenizer.ggml.tokens", from.texts);
                            f.strings("tokenizer.ggml.merges", {"no such"});
                          },
                          "m.gguf: tokenizer: model: merges: merge 0"}),
    [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace lmulsim::formats
