// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/calibrate.hpp"

#include <gmock/gmock.h>

#include <numeric>

#include "formats/open.hpp"
#include "util/error.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<Window> windows_from(int first) {
  std::vector<std::vector<int>> documents(3, std::vector<int>(16));
  for (std::vector<int>& document : documents) {
    std::iota(document.begin(), document.end(), 19 * first++);
  }
  return cut_windows(documents, 8, 1);
}

Calibration calibrate_tiny(const char* arithmetic, int threads) {
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  return calibrate(model, windows_from(2), windows_from(6), parse_arithmetic(arithmetic), {.threads = threads});
}

TEST(OffsetOf, IsTheDefaultOfItsPrecision) {
  EXPECT_EQ(offset_of(parse_arithmetic("lmul:e4m3")), 1U);
  EXPECT_EQ(offset_of(parse_arithmetic("lmul:bf16")), 8U);
  EXPECT_EQ(offset_of(parse_arithmetic("lmul:bf16,k=3")), 16U);
  EXPECT_EQ(offset_of(parse_arithmetic("mitchell:bf16")), 0U);
  EXPECT_EQ(offset_of(parse_arithmetic("adder:5:e5m2,acc=bf16")), 5U);
}

TEST(OffsetOf, RefusesAMultiplierWithoutAnAdder) {
  for (const char* arithmetic : {"exact:e4m3", "fp32", "lmul-real:bf16"}) {
    EXPECT_THAT([&] { (void)offset_of(parse_arithmetic(arithmetic)); },
                ThrowsMessage<InputError>(AllOf(HasSubstr("--calibrate: expected"), HasSubstr(arithmetic))));
  }
}

TEST(WithMultiplier, KeepsTheRest) {
  EXPECT_EQ(arithmetic_name(with_multiplier(parse_arithmetic("lmul:bf16xe4m3,acc=bf16,k=4"), "adder:9")),
            "adder:9:bf16xe4m3,acc=bf16,scale=none,k=4");
  EXPECT_EQ(arithmetic_name(with_multiplier(parse_arithmetic("adder:2:e4m3"), "exact")),
            "exact:e4m3,acc=fp32,scale=tensor");
}

// Pairs (0, 64) of seven bits: exact without an offset; the step is 128 / 32.
TEST(ProposeOffsets, AreZeroTheDefaultTheBestAndTheirNeighbours) {
  MantissaPairs pairs{7, 1, std::vector<std::int64_t>(1U << 14), 0};
  pairs.counts[64] = 1;
  EXPECT_THAT(propose_offsets(pairs, 8), ElementsAre(0, 4, 8));
  pairs.counts[64] = 0;
  pairs.counts[(64U << 7) | 64U] = 1;  // 1.5 * 1.5: the adder lacks 1/4 after the carry, 16 of 128
  EXPECT_THAT(propose_offsets(pairs, 8), ElementsAre(0, 8, 12, 16, 20));
}

TEST(SplitDocuments, TakesWholeOnesAndCutsASingleOne) {
  const std::vector<std::vector<int>> documents{{1, 2, 3}, {4, 5}, {6, 7, 8}};
  const auto [first, second] = split_documents(documents, 4);
  EXPECT_THAT(first, ElementsAre(ElementsAre(1, 2, 3), ElementsAre(4, 5)));
  EXPECT_THAT(second, ElementsAre(ElementsAre(6, 7, 8)));
  EXPECT_THAT(split_documents(documents, 3).first, ElementsAre(ElementsAre(1, 2, 3)));
  EXPECT_THAT(split_documents(documents, 100).second, ElementsAre(ElementsAre(6, 7, 8)));
  const auto [left, right] = split_documents({{1, 2, 3}}, 2);
  EXPECT_THAT(left, ElementsAre(ElementsAre(1, 2)));
  EXPECT_THAT(right, ElementsAre(ElementsAre(3)));
}

TEST(Calibrate, ChoosesTheLeastLossAndConfirmsItOnTheOtherText) {
  const Calibration c = calibrate_tiny("lmul:e4m3", 2);
  ASSERT_FALSE(c.candidates.empty());
  double least = 1e9;
  std::uint32_t chosen = 0;
  for (const Candidate& x : c.candidates) {
    if (x.against_default.loss < least) {
      least = x.against_default.loss;
      chosen = x.offset;
    }
    EXPECT_EQ(x.error.mean, log_error(c.pairs, x.offset).mean);
  }
  EXPECT_EQ(c.chosen, chosen);
  EXPECT_EQ(c.kinds.size(), 5U);
  std::vector<std::string> names;
  for (const CalibrationRow& row : c.confirmed) {
    names.push_back(row.name);
    EXPECT_EQ(row.against_default.tokens, 48);
  }
  EXPECT_THAT(names, ElementsAre("fp32", "exact", "default", "mitchell", "chosen", "by kind"));
  EXPECT_EQ(c.confirmed[2].against_default.ratio, 1);
}

// The same plan, run without the calibration.
TEST(Calibrate, ReportsWhatAnEvaluationOfTheSamePlanGives) {
  const Calibration c = calibrate_tiny("lmul:e4m3", 1);
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  const auto loss = [&](const char* plan, const std::vector<Window>& windows) {
    const Prediction p = evaluate(model, windows, Plan::parse(plan), {}).prediction;
    return quality(p, p).loss;
  };
  EXPECT_EQ(c.confirmed[3].against_default.loss, loss("mitchell:e4m3", windows_from(6)));
  EXPECT_EQ(c.candidates[0].offset, 0U);
  EXPECT_EQ(c.candidates[0].against_default.loss, loss("mitchell:e4m3", windows_from(2)));
  EXPECT_NE(c.candidates[0].against_default.loss, loss("lmul:e4m3", windows_from(2)));
}

TEST(Calibrate, GivesTheSameForAnyNumberOfThreads) {
  const Calibration one = calibrate_tiny("lmul:bf16,k=3", 1);
  const Calibration three = calibrate_tiny("lmul:bf16,k=3", 3);
  EXPECT_EQ(one.pairs, three.pairs);
  EXPECT_EQ(one.kinds, three.kinds);
  EXPECT_EQ(one.by_kind, three.by_kind);
  EXPECT_EQ(one.chosen, three.chosen);
  ASSERT_EQ(one.confirmed.size(), three.confirmed.size());
  for (std::size_t i = 0; i < one.confirmed.size(); ++i) {
    EXPECT_EQ(one.confirmed[i].plan, three.confirmed[i].plan);
    EXPECT_EQ(one.confirmed[i].against_default.loss, three.confirmed[i].against_default.loss);
  }
}

}  // namespace
}  // namespace lmulsim::quality
