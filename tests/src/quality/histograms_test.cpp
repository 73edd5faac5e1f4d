// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/histograms.hpp"

#include <gmock/gmock.h>

#include "formats/open.hpp"
#include "quality/evaluation.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using testing::ElementsAre;
using testing::Pair;
using transformer::ProductKind;

OperandHistogram of(const char* arithmetic, const std::vector<float>& values, std::int64_t rows) {
  const auto cols = static_cast<std::int64_t>(values.size()) / rows;
  return histogram_of(quantise(parse_arithmetic(arithmetic), transformer::dense(values, rows, cols), Side::a));
}

// e4m3: 1.0 is 0x38, -1.5 is 0xBC, 2^-9 the subnormal 0x01, 448 is 0x7E, -0 is 0x80.
TEST(OperandHistogram, CountsCodesOfFloats) {
  const OperandHistogram h = of("lmul:e4m3,scale=none", {1.0F, -1.5F, 0x1p-9F, 448.0F, -0.0F, 0.0F}, 2);
  EXPECT_EQ(h.words, 6);
  EXPECT_EQ(h.zeros, 2);
  EXPECT_EQ(h.negative, 1);
  EXPECT_EQ(h.subnormal, 1);
  EXPECT_EQ(h.largest, 1);
  EXPECT_EQ(h.not_finite, 0);
  EXPECT_THAT(h.exponents, ElementsAre(Pair(-9, 1), Pair(0, 2), Pair(8, 1)));
  EXPECT_THAT(h.mantissas, ElementsAre(1, 0, 0, 0, 1, 0, 1, 0));
  EXPECT_EQ(h.codes[0x38], 1);
  EXPECT_EQ(h.codes[0x80], 1);
}

// int8 with a scale of 1/127 of the largest: 127, -64 (-64.1), 0, 1.
TEST(OperandHistogram, CountsIntegersByTheirValues) {
  const OperandHistogram h = of("exact:int8", {2.0F, -1.01F, 0.0F, 2.0F / 127}, 1);
  EXPECT_EQ(h.zeros, 1);
  EXPECT_EQ(h.negative, 1);
  EXPECT_EQ(h.largest, 1);
  EXPECT_THAT(h.exponents, ElementsAre(Pair(0, 1), Pair(6, 2)));
  EXPECT_TRUE(h.mantissas.empty());
  EXPECT_EQ(h.codes[256 - 64], 1);
}

// Rows 1.0, 1.5 (0x38, 0x3C: one bit) and -1.0, 0 (0xB8, 0x00: four); columns 0x38, 0xB8 (one) and 0x3C, 0x00 (four).
TEST(OperandHistogram, CountsTogglesAlongRowsAndDownColumns) {
  const OperandHistogram h = of("lmul:e4m3,scale=none", {1.0F, 1.5F, -1.0F, 0.0F}, 2);
  EXPECT_EQ(h.along_rows, (cost::StreamCounts{4, 1, 2, 5}));
  EXPECT_EQ(h.down_columns, (cost::StreamCounts{4, 1, 2, 5}));
  const OperandHistogram other = of("lmul:e4m3,scale=none", {1.0F, -1.0F, 1.0F, -1.0F}, 2);
  EXPECT_EQ(other.along_rows.bits, 2);
  EXPECT_EQ(other.down_columns.bits, 0);
}

OperandHistograms tiny(int threads, std::size_t count) {
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  const std::vector<std::vector<int>> documents(count, std::vector<int>{291, 7, 264, 264, 299, 33, 2, 290, 112});
  const auto windows = cut_windows(documents, 5, 1);
  return evaluate(model, windows, Plan::parse("lmul:e4m3+1.mlp=fp32"), {.threads = threads, .histograms = true})
      .histograms;
}

TEST(Histograms, AreTheSameForAnyNumberOfThreads) {
  EXPECT_EQ(tiny(1, 6), tiny(3, 6));
}

TEST(Histograms, CountActivationsEachTimeAndWeightsOnce) {
  const OperandHistograms one = tiny(1, 1);
  const OperandHistograms four = tiny(2, 4);
  ASSERT_EQ(one.size(), four.size());
  for (const auto& [place, h] : one) {
    const auto& [layer, kind, side] = place;
    const bool weight = side == Side::b && kind != ProductKind::scores && kind != ProductKind::values;
    EXPECT_EQ(four.at(place).words, (weight ? 1 : 4) * h.words);
    EXPECT_EQ(four.at(place).along_rows.bits, (weight ? 1 : 4) * h.along_rows.bits);
  }
}

TEST(Histograms, LeaveOutProductsInPlainFp32) {
  const OperandHistograms all = tiny(1, 1);
  EXPECT_EQ(all.count({0, ProductKind::mlp, Side::a}), 1U);
  EXPECT_EQ(all.count({1, ProductKind::mlp, Side::a}), 0U);
  EXPECT_EQ(all.count({-1, ProductKind::head, Side::b}), 1U);
  EXPECT_EQ(all.size(), 16U);  // four kinds of two layers, less one, and the head; two operands each
}

TEST(Histograms, CountEveryWordOnce) {
  for (const auto& [place, h] : tiny(1, 2)) {
    std::int64_t by_exponent = 0;
    for (const auto& [exponent, count] : h.exponents) {
      by_exponent += count;
    }
    std::int64_t by_mantissa = 0;
    for (const std::int64_t count : h.mantissas) {
      by_mantissa += count;
    }
    EXPECT_EQ(by_exponent, h.words - h.zeros);
    EXPECT_EQ(by_mantissa, h.words - h.zeros - h.subnormal);
    EXPECT_EQ(h.along_rows.zeros, h.zeros);
    EXPECT_GE(h.largest, 1);  // the scale puts the largest of each operand there
  }
}

}  // namespace
}  // namespace lmulsim::quality
