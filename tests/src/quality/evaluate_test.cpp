// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "formats/llama2c/llama2c_tokenizer.hpp"
#include "formats/open.hpp"
#include "quality/evaluation.hpp"
#include "quality/modelled_gemm.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

constexpr int kBegin = 1;
const std::vector<int> kTokens{291, 7, 264, 264, 299, 33, 2, 290, 112, 261};

transformer::Model tiny() {
  return formats::load_model(formats::data_file("tiny.bin"));
}

std::vector<Window> some_windows() {
  std::vector<std::vector<int>> documents;
  for (int first = 3; first < 9; ++first) {
    documents.emplace_back(20);
    std::iota(documents.back().begin(), documents.back().end(), 17 * first);
  }
  return cut_windows(documents, 8, kBegin);
}

std::vector<float> logits(const transformer::Model& model, const char* plan) {
  ModelledGemm gemm(Plan::parse(plan));
  return transformer::ModelRunner(model, gemm.function()).run(kTokens, true);
}

TEST(Windows, AskForEveryTokenOnceAfterABeginning) {
  const std::vector<std::vector<int>> documents{{10, 11, 12, 13, 14}, {20}};
  EXPECT_THAT(cut_windows(documents, 2, kBegin),
              ElementsAre(Window{{1, 10}, {10, 11}}, Window{{1, 12}, {12, 13}}, Window{{1}, {14}}, Window{{1}, {20}}));
  EXPECT_THAT(cut_windows(documents, 9, kBegin),
              ElementsAre(Window{{1, 10, 11, 12, 13}, {10, 11, 12, 13, 14}}, Window{{1}, {20}}));
}

TEST(Windows, AskForTheSecondTokenFirstWhenNothingBeginsAText) {
  const std::vector<std::vector<int>> documents{{10, 11, 12}, {20}};
  EXPECT_THAT(cut_windows(documents, 9, std::nullopt), ElementsAre(Window{{10, 11}, {11, 12}}));
}

TEST(Documents, EndAtANumberOfTokens) {
  const std::vector<std::vector<int>> documents{{10, 11}, {20, 21}, {30}};
  EXPECT_THAT(first_tokens(documents, 3), ElementsAre(ElementsAre(10, 11), ElementsAre(20)));
  EXPECT_THAT(first_tokens(documents, 2), ElementsAre(ElementsAre(10, 11)));
  EXPECT_EQ(first_tokens(documents, 1000), documents);
}

TEST(Documents, AreSeparatedByLinesOfTheirOwn) {
  const formats::llama2c::Llama2cTokenizer tokenizer(formats::data_file("tok_tiny.bin"), 300);
  const auto documents = read_documents("the sand\n<|endoftext|>\r\n \n<|endoftext|>\n  an\n\nhe \n", tokenizer);
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_THAT(documents[0], ElementsAre(289, 294, 293, 263));
  EXPECT_EQ(tokenizer.decode(documents[1]), "an\n\nhe");
  EXPECT_TRUE(read_documents(" \n", tokenizer).empty());
}

// Changes of 0.3, -0.4, 0 and 0 nats: mean square 0.0625; squares differ from it with variance 0.00609166.. / 1.
TEST(Quality, TheChangeHasNoSignThatCouldHideIt) {
  const Prediction reference{.negative_log_likelihood = {1, 2, 3, 4}, .top1 = {1, 2, 3, 4}};
  const Prediction changed{.negative_log_likelihood = {1.3, 1.6, 3, 4}, .top1 = {1, 2, 3, 9}};
  const Quality q = quality(changed, reference);
  EXPECT_DOUBLE_EQ(q.change_rms, 0.25);
  const double squares[] = {0.09, 0.16, 0, 0};
  double variance = 0;
  for (const double s : squares) {
    variance += (s - 0.0625) * (s - 0.0625) / 3;
  }
  EXPECT_NEAR(q.change_rms_error, std::sqrt(variance / 4) / (2 * 0.25), 1e-12);
  EXPECT_LT(q.ratio, 1) << "the perplexity looks better";
  EXPECT_DOUBLE_EQ(q.agreement, 0.75);
  EXPECT_EQ(quality(reference, reference).change_rms, 0);
  EXPECT_EQ(quality(reference, reference).change_rms_error, 0);
  const Prediction wild{.negative_log_likelihood = {1, NAN, 3, 4}, .top1 = {1, -1, 3, 4}};
  EXPECT_TRUE(std::isnan(quality(wild, reference).change_rms));
}

TEST(ModelledGemm, IsTheRunnersOwnArithmeticInFp32) {
  const transformer::Model model = tiny();
  EXPECT_THAT(logits(model, "fp32"), ElementsAreArray(transformer::ModelRunner(model).run(kTokens, true)));
}

TEST(ModelledGemm, ChangesOnlyThePlacesOfItsPlan) {
  const transformer::Model model = tiny();
  std::vector<std::string> changed;
  ModelledGemm gemm(Plan::parse("fp32+1.attention=lmul:e4m3+0.mlp=exact:e5m2+head=exact:int8"));
  transformer::ModelRunner runner(model, [&](const transformer::GemmCall& call, std::span<float> out) {
    gemm.run(call, out);
    std::vector<float> reference(out.size());
    transformer::gemm_fp32(call, reference);
    if (!std::ranges::equal(reference, out) && call.index == 0) {
      changed.emplace_back(call.name);
    }
  });
  (void)runner.run(kTokens);
  EXPECT_THAT(changed, ElementsAre("layers.0.gate_proj", "layers.0.up_proj", "layers.0.down_proj",
                                   "layers.1.attention_scores", "layers.1.attention_values", "lm_head"));
}

TEST(Evaluate, GivesTheSameForAnyNumberOfThreads) {
  const transformer::Model model = tiny();
  const std::vector<Window> windows = some_windows();
  const Plan plan = Plan::parse("lmul:e4m3+head=exact:int8,scale=channel");
  const Evaluation one = evaluate(model, windows, plan, {1, true});
  ASSERT_EQ(one.prediction.negative_log_likelihood.size(), 120U);
  ASSERT_FALSE(one.errors.empty());
  for (const int threads : {2, 3, 50}) {
    std::int64_t done = 0;
    const Evaluation many = evaluate(model, windows, plan, {threads, true, [&](std::int64_t n) { done += n; }});
    EXPECT_EQ(many.prediction.negative_log_likelihood, one.prediction.negative_log_likelihood) << threads;
    EXPECT_EQ(many.prediction.top1, one.prediction.top1) << threads;
    EXPECT_EQ(many.errors, one.errors) << threads;
    EXPECT_EQ(done, 120);
  }
}

TEST(Evaluate, StopsAllThreadsAtTheFirstFailure) {
  std::vector<Window> windows = some_windows();
  windows[1].inputs[2] = 4000;
  for (const int threads : {1, 3}) {
    EXPECT_THROW((void)evaluate(tiny(), windows, Plan::parse("fp32"), {threads}), InputError);
  }
}

// -ln of the softmax in fp64, from the runner's logits.
TEST(Evaluate, AsksForTheProbabilityOfEachTarget) {
  const transformer::Model model = tiny();
  const std::vector<Window> windows = cut_windows(std::vector<std::vector<int>>{{5, 6}}, 8, kBegin);
  const Prediction found = evaluate(model, windows, Plan::parse("fp32"), {}).prediction;
  const std::vector<float> expected = transformer::ModelRunner(model).run(std::vector<int>{1, 5}, true);
  for (std::size_t t = 0; t < 2; ++t) {
    double sum = 0;
    for (std::size_t i = 0; i < 300; ++i) {
      sum += std::exp(static_cast<double>(expected[t * 300 + i]));
    }
    EXPECT_NEAR(found.negative_log_likelihood[t],
                -std::log(std::exp(static_cast<double>(expected[t * 300 + 5 + t])) / sum), 1e-9);
  }
}

// Surprises 1 and 3: mean 2, s = sqrt(2), standard error 1. Differences 0 and 1: mean 1/2, standard error 1/2.
TEST(Quality, HasStandardErrorsOverTokens) {
  const Quality q = quality({{1, 3}, {7, 8}}, {{1, 2}, {7, 9}});
  EXPECT_EQ(q.tokens, 2);
  EXPECT_DOUBLE_EQ(q.loss, 2);
  EXPECT_DOUBLE_EQ(q.perplexity, std::exp(2));
  EXPECT_DOUBLE_EQ(q.perplexity_error, std::exp(2));
  EXPECT_DOUBLE_EQ(q.ratio, std::exp(0.5));
  EXPECT_DOUBLE_EQ(q.ratio_error, std::exp(0.5) / 2);
  EXPECT_DOUBLE_EQ(q.agreement, 0.5);
  EXPECT_DOUBLE_EQ(q.agreement_error, 0.5);
  EXPECT_EQ(q.not_finite, 0);
}

TEST(Quality, CountsTokensWithoutFiniteLogitsAsWrong) {
  const Quality q = quality({{1, std::nan("")}, {7, -1}}, {{1, std::nan("")}, {7, -1}});
  EXPECT_EQ(q.not_finite, 1);
  EXPECT_TRUE(std::isnan(q.perplexity));
  EXPECT_DOUBLE_EQ(q.agreement, 0.5);
}

/// Perplexity of stories260K on the first tokens of the held-out text, relative to fp32.
double story_ratio(const char* plan_text, std::int64_t tokens) {
  const transformer::Model model = formats::load_model(real_data("stories260K/stories260K.bin"));
  const formats::llama2c::Llama2cTokenizer tokenizer(real_data("stories260K/tok512.bin"), 512);
  const std::string text = util::read_file(real_data("tinystories/tinystories_valid_head.txt"));
  const std::vector<Window> windows =
      cut_windows(first_tokens(read_documents(text, tokenizer), tokens), 512, window_start(tokenizer));
  const Prediction reference = evaluate(model, windows, Plan::parse("fp32"), {2}).prediction;
  return quality(evaluate(model, windows, Plan::parse(plan_text), {2}).prediction, reference).ratio;
}

TEST(Stories260K, IsHardlyWorseInBf16AndAThirdWorseWithTwoBits) {
  LMULSIM_REQUIRE_DATA(real_data("stories260K/tok512.bin"));
  EXPECT_NEAR(story_ratio("exact:bf16", 1500), 1, 0.01);
  EXPECT_GT(story_ratio("exact:e5m2", 1500), 1.1);
}

// Without scales every small weight is lost in int8: what a forgotten scale does.
TEST(Stories260K, IsLostWithAWrongScale) {
  LMULSIM_REQUIRE_DATA(real_data("stories260K/tok512.bin"));
  EXPECT_LT(story_ratio("exact:int8", 300), 1.1);
  EXPECT_GT(story_ratio("exact:int8,scale=none", 300), 2);
}

// The tokens that the folder's README derives with its own encoder: 7,288 with 22 beginnings of stories.
TEST(Stories260K, ReadsTheTextAsTheFolderOfDataDoes) {
  const auto path = real_data("tinystories/tinystories_valid_head.tok512.i32");
  LMULSIM_REQUIRE_DATA(path);
  const std::string bytes = util::read_file(path);
  std::vector<int> expected(bytes.size() / sizeof(int));
  std::memcpy(expected.data(), bytes.data(), bytes.size());
  const formats::llama2c::Llama2cTokenizer tokenizer(real_data("stories260K/tok512.bin"), 512);
  std::vector<int> found;
  for (const std::vector<int>& document :
       read_documents(util::read_file(real_data("tinystories/tinystories_valid_head.txt")), tokenizer)) {
    found.push_back(kBegin);
    found.insert(found.end(), document.begin(), document.end());
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace lmulsim::quality
