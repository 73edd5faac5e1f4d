// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Labels of texts: reading them, giving them in some arithmetic, and counting.
#include "quality/classify.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "formats/open.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// Letters a to z are tokens 2 to 27, between a token 0 and a token 1.
class Letters : public tokenizer::Tokenizer {
 public:
  [[nodiscard]] std::vector<int> encode_bare(std::string_view text) const override {
    std::vector<int> tokens;
    for (const char c : text) {
      tokens.push_back(2 + (c - 'a'));
    }
    return tokens;
  }
  [[nodiscard]] std::vector<int> before() const override { return {0}; }
  [[nodiscard]] std::vector<int> after() const override { return {1}; }
  [[nodiscard]] std::string decode(std::span<const int> /*tokens*/) const override { return ""; }
  [[nodiscard]] std::optional<int> end() const override { return 1; }
  [[nodiscard]] std::int64_t vocab() const override { return 40; }
};

std::vector<Example> read(std::string_view text) {
  return read_examples(text, "labels.tsv", Letters(), 3, 5);
}

transformer::Model bert() {
  return formats::load_model(formats::data_file("hf/bert"));
}

TEST(Examples, AreALabelATabAndATextCutToTheContext) {
  const std::vector<Example> examples = read("2\tab\r\n\n0\tabcdefg\n");
  ASSERT_EQ(examples.size(), 2U);
  EXPECT_EQ(examples[0].label, 2);
  EXPECT_THAT(examples[0].tokens, ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(examples[1].tokens, ElementsAre(0, 2, 3, 4, 1));
}

TEST(Examples, NameTheLineThatIsNotOne) {
  for (const char* line : {"3\tab", "-1\tab", "1 ab", "x\tab", "\tab", "1"}) {
    EXPECT_THAT([&] { (void)read(std::string("0\ta\n") + line); },
                ThrowsMessage<InputError>(HasSubstr("labels.tsv:2: expected a label from 0 to 2, a tab and a text")))
        << line;
  }
  EXPECT_THAT([] { (void)read("\n\n"); }, ThrowsMessage<InputError>(HasSubstr("found none")));
}

TEST(Classify, GivesTheLikeliestLabelOfEveryTextOnAnyNumberOfThreads) {
  const transformer::Model model = bert();
  const std::vector<Example> examples = read("0\tab\n1\tkqz\n2\txyz\n0\tm\n1\tqq\n");
  const Labels found = classify(model, examples, Plan::parse("fp32"), 1);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto logits = transformer::ModelRunner(model).run(examples[i].tokens);
    EXPECT_EQ(found.logits[i], logits);
    EXPECT_EQ(found.top1[i], std::ranges::max_element(logits) - logits.begin());
  }
  const Labels coarse = classify(model, examples, Plan::parse("lmul:e4m3"), 1);
  EXPECT_NE(coarse.logits, found.logits);
  EXPECT_EQ(classify(model, examples, Plan::parse("lmul:e4m3"), 3).logits, coarse.logits);
}

TEST(Classify, RefusesAModelWithoutLabels) {
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  EXPECT_THAT([&] { (void)classify(model, read("0\ta"), Plan::parse("fp32"), 1); },
              ThrowsMessage<InputError>(HasSubstr("expected a classifier")));
}

TEST(Accuracy, CountsRightAndEqualLabelsWithTheErrorOfAShare) {
  const std::vector<Example> examples = read("0\ta\n1\ta\n2\ta\n0\ta\n");
  const Labels reference{{0, 1, 0, 1}, {}};
  const Labels labels{{0, 1, 2, -1}, {}};
  const Accuracy found = accuracy(examples, labels, reference);
  EXPECT_EQ(found.examples, 4);
  EXPECT_DOUBLE_EQ(found.correct, 0.75);
  EXPECT_DOUBLE_EQ(found.correct_error, std::sqrt(0.75 * 0.25 / 4));
  EXPECT_DOUBLE_EQ(found.agreement, 0.5);
  EXPECT_DOUBLE_EQ(found.gain, 0.25);
  EXPECT_DOUBLE_EQ(found.gain_error, std::sqrt((0.25 - 0.0625) / 4));
}

}  // namespace
}  // namespace lmulsim::quality
