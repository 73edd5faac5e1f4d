// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The forward pass against an independent double-precision one, against itself cut in other ways, and, with real data,
// against the English language.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "../formats/files.hpp"
#include "formats/llama2c/llama2c_tokenizer.hpp"
#include "formats/open.hpp"
#include "slow_llama.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::transformer {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr int kBegin = 1;
const std::vector<int> kTokens{1, 291, 7, 264, 264, 299, 33, 2, 290, 112, 261};

/// Largest difference to the slow pass, relative to the largest logit of the position.
double worst_difference(const std::filesystem::path& path, const std::vector<int>& tokens, const GemmFunction& gemm) {
  const Model model = formats::load_model(path);
  const std::vector<float> logits = ModelRunner(model, gemm).run(tokens, true);
  const auto expected = slow_llama(path, tokens);
  double worst = 0;
  for (std::size_t t = 0; t < expected.size(); ++t) {
    double scale = 0;
    double difference = 0;
    for (std::size_t i = 0; i < expected[t].size(); ++i) {
      scale = std::max(scale, std::abs(expected[t][i]));
      difference = std::max(difference, std::abs(expected[t][i] - logits[t * expected[t].size() + i]));
    }
    worst = std::max(worst, difference / scale);
  }
  return worst;
}

TEST(Llama, AgreesWithAnIndependentDoublePrecisionPass) {
  EXPECT_LT(worst_difference(formats::data_file("tiny.bin"), kTokens, gemm_fp32), 1e-5);
}

TEST(Llama, TheComparisonNoticesOneWrongProduct) {
  const GemmFunction wrong = [](const GemmCall& call, std::span<float> out) {
    gemm_fp32(call, out);
    if (call.name == "layers.1.attention_scores" && call.index == 2) {
      out[out.size() - 2] += 0.01F;  // the last token's score of the key before it
    }
  };
  EXPECT_GT(worst_difference(formats::data_file("tiny.bin"), kTokens, wrong), 1e-5);
}

TEST(Llama, GivesTheSameBitsHoweverTheTokensAreCut) {
  const Model model = formats::load_model(formats::data_file("tiny.bin"));
  const std::vector<float> at_once = ModelRunner(model).run(kTokens, true);
  for (const std::size_t piece : {1U, 3U, 10U}) {
    ModelRunner runner(model);
    std::vector<float> pieces;
    for (std::size_t i = 0; i < kTokens.size(); i += piece) {
      const std::size_t count = std::min(piece, kTokens.size() - i);
      const auto logits = runner.run(std::span(kTokens).subspan(i, count), true);
      pieces.insert(pieces.end(), logits.begin(), logits.end());
    }
    EXPECT_THAT(pieces, ElementsAreArray(at_once)) << "pieces of " << piece;
  }
  const std::vector<float> last = ModelRunner(model).run(kTokens);
  EXPECT_TRUE(std::equal(last.begin(), last.end(), at_once.end() - static_cast<std::ptrdiff_t>(last.size())));
}

TEST(Llama, RefusesTokensItDoesNotKnowAndTextsTooLong) {
  const Model model = formats::load_model(formats::data_file("tiny.bin"));
  ModelRunner runner(model);
  EXPECT_THAT([&] { (void)runner.run(std::vector<int>{300}); },
              ThrowsMessage<InputError>(HasSubstr("tokens: expected 0 to 299, found 300")));
  EXPECT_THROW((void)runner.run(std::vector<int>{-1}), InputError);
  EXPECT_THROW((void)runner.run(std::vector<int>{}), InputError);
  EXPECT_THAT([&] { (void)runner.run(std::vector<int>(33, 1)); },
              ThrowsMessage<InputError>(HasSubstr("tokens: expected 1 to 32, found 33")));
}

TEST(Tokenizer, MergesTheBestPairsAndReadsThemBack) {
  const formats::llama2c::Llama2cTokenizer tokenizer(formats::data_file("tok_tiny.bin"), 300);
  const std::vector<int> tokens = tokenizer.encode("the sand");
  // 0-2 special, 3-258 bytes, 259 space, 260-285 letters, 286 full stop, 287 " t", 288 "he", 289 " the", ...
  // 293 "an" was merged before 295 "nd" could be.
  EXPECT_THAT(tokens, ElementsAreArray({1, 289, 294, 293, 263}));
  EXPECT_EQ(tokenizer.decode(tokens), "the sand");
}

TEST(Tokenizer, SpellsWhatItDoesNotKnowInBytes) {
  const formats::llama2c::Llama2cTokenizer tokenizer(formats::data_file("tok_tiny.bin"), 300);
  const std::vector<int> tokens = tokenizer.encode("\xC3\xA9!");
  EXPECT_THAT(tokens, ElementsAreArray({1, 259, 3 + 0xC3, 3 + 0xA9, 3 + '!'}));
  EXPECT_EQ(tokenizer.decode(tokens), "\xC3\xA9!");
  EXPECT_THAT(tokenizer.encode(""), ElementsAreArray({1}));
  EXPECT_THROW((void)tokenizer.decode(std::vector<int>{300}), InputError);
}

TEST(Stories260K, BeginsItsStoryWithTheKnownTokens) {
  const auto path = real_data("stories260K/stories260K.bin");
  LMULSIM_REQUIRE_DATA(path);
  const Model model = formats::load_model(path);
  // "Once upon a time, there was a little girl named Lily."
  EXPECT_THAT(continue_greedily(model, std::vector<int>{kBegin}, 16),
              ElementsAreArray({1, 403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426}));
}

TEST(Stories260K, ContinuesInEnglish) {
  const auto path = real_data("stories260K/stories260K.bin");
  LMULSIM_REQUIRE_DATA(path);
  const Model model = formats::load_model(path);
  EXPECT_EQ(model.shape.layers, 5);
  // The published file; anything else there is not that tokenizer and says nothing about the reader.
  constexpr std::uintmax_t kTokenizerBytes = 6227;
  const auto tokenizer_path = real_data("stories260K/tok512.bin");
  if (!std::filesystem::exists(tokenizer_path) || std::filesystem::file_size(tokenizer_path) != kTokenizerBytes) {
    GTEST_SKIP() << "SKIPPED: " << tokenizer_path << " is not the published tokenizer (expected " << kTokenizerBytes
                 << " bytes): the continuation was not read as text";
  }
  const formats::llama2c::Llama2cTokenizer tokenizer(tokenizer_path, 512);
  const std::vector<int> tokens = continue_greedily(model, tokenizer.encode("Once upon a time"), 90);
  EXPECT_THAT(tokenizer.decode(tokens),
              StartsWith("Once upon a time, there was a little girl named Lily. She loved to play outside in the park. "
                         "One day, she saw a big, red ball."));
}

/// The stories of a file of int32 tokens, each with the token that begins it.
std::vector<std::vector<int>> read_stories(const std::filesystem::path& path) {
  const std::string bytes = util::read_file(path);
  std::vector<int> tokens(bytes.size() / sizeof(int));
  std::memcpy(tokens.data(), bytes.data(), tokens.size() * sizeof(int));
  std::vector<std::vector<int>> stories;
  for (const int token : tokens) {
    if (token == kBegin) {
      stories.emplace_back();
    }
    stories.back().push_back(token);
  }
  return stories;
}

/// Sum of -log of the probability given to each token after the first.
double surprise(const std::vector<float>& logits, const std::vector<int>& tokens, std::size_t vocab) {
  double sum = 0;
  for (std::size_t t = 0; t + 1 < tokens.size(); ++t) {
    const std::span<const float> row = std::span(logits).subspan(t * vocab, vocab);
    double total = 0;
    for (const float x : row) {
      total += std::exp(static_cast<double>(x));
    }
    sum += std::log(total) - row[static_cast<std::size_t>(tokens[t + 1])];
  }
  return sum;
}

// Its author reports 1.297 nats per token over a whole validation set (karpathy/llama2.c, README); these 22 stories are
// a little easier.
TEST(Stories260K, PredictsHeldOutStoriesAsWellAsItsAuthorReports) {
  const auto path = real_data("stories260K/stories260K.bin");
  LMULSIM_REQUIRE_DATA(path);
  const Model model = formats::load_model(path);
  double loss = 0;
  double count = 0;
  for (std::vector<int> story : read_stories(real_data("tinystories/tinystories_valid_head.tok512.i32"))) {
    story.resize(std::min<std::size_t>(story.size(), 256));
    loss += surprise(ModelRunner(model).run(story, true), story, 512);
    count += static_cast<double>(story.size() - 1);
  }
  RecordProperty("loss", std::to_string(loss / count));
  EXPECT_NEAR(loss / count, 1.1965, 0.0005);
}

TEST(Stories260K, AgreesWithAnIndependentDoublePrecisionPass) {
  const auto path = real_data("stories260K/stories260K.bin");
  LMULSIM_REQUIRE_DATA(path);
  std::vector<int> story = read_stories(real_data("tinystories/tinystories_valid_head.tok512.i32")).front();
  story.resize(40);
  EXPECT_LT(worst_difference(path, story, gemm_fp32), 1e-5);
}

}  // namespace
}  // namespace lmulsim::transformer
