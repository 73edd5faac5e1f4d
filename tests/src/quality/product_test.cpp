// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Codes, scales and results worked out by hand.
#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "quality/errors.hpp"
#include "quality/modelled_product.hpp"

namespace lmulsim::quality {
namespace {

using testing::ElementsAre;
using transformer::MatrixView;

std::vector<int> codes(const Quantised& q) {
  std::vector<int> words;
  for (std::size_t i = 0; i < q.rows * q.cols; ++i) {
    words.push_back(static_cast<int>(arith::load_code(q.format, q.codes.data(), i)));
  }
  return words;
}

std::vector<float> product(const char* arithmetic, const MatrixView& a, const MatrixView& b) {
  const Arithmetic x = parse_arithmetic(arithmetic);
  std::vector<float> out(static_cast<std::size_t>(a.rows * b.cols));
  multiply(x, quantise(x, a, Side::a), quantise(x, b, Side::b), out);
  return out;
}

std::vector<float> random_values(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& v : values) {
    v = static_cast<float>(random()) / 4294967296.0F - 0.5F;
  }
  return values;
}

// e4m3: 1.0 is 0x38, a mantissa step there is 1/8; 448 is 0x7E.
TEST(Quantise, RoundsToNearestEvenWithoutAScale) {
  const std::vector<float> x{1.0F, 1.0625F, 1.1875F, -1.07F, 1000.0F, -0.0F};
  const Quantised q = quantise(parse_arithmetic("exact:e4m3,scale=none"), transformer::dense(x, 2, 3), Side::a);
  EXPECT_THAT(codes(q), ElementsAre(0x38, 0x38, 0x3A, 0xB9, 0x7E, 0x80));
  EXPECT_TRUE(q.scales.empty());
}

TEST(Quantise, GivesATensorOneScaleThatMakesItsLargestTheFormatsLargest) {
  const std::vector<float> x{-2.0F, 1.01F, 0.5F, 0.0F};
  const Quantised q = quantise(parse_arithmetic("exact:int8"), transformer::dense(x, 2, 2), Side::b);
  EXPECT_THAT(codes(q), ElementsAre(256 - 127, 64, 32, 0));  // 64.1 and 31.75
  ASSERT_EQ(q.scales.size(), 1U);
  EXPECT_FLOAT_EQ(q.scales[0], 2.0F / 127);
}

TEST(Quantise, ScalesRowsOfAAndColumnsOfB) {
  const std::vector<float> x{448.0F, 224.0F, 1.0F, 0.5F};
  const Arithmetic arithmetic = parse_arithmetic("exact:e4m3,scale=channel");
  const Quantised a = quantise(arithmetic, transformer::dense(x, 2, 2), Side::a);
  EXPECT_THAT(codes(a), ElementsAre(0x7E, 0x76, 0x7E, 0x76));
  EXPECT_THAT(a.scales, ElementsAre(1.0F, testing::FloatEq(1.0F / 448)));
  const Quantised b = quantise(arithmetic, transformer::dense(x, 2, 2), Side::b);
  EXPECT_THAT(b.scales, ElementsAre(1.0F, 0.5F));
  EXPECT_THAT(codes(b), ElementsAre(0x7E, 0x7E, 0x38, 0x38));
}

// bf16 of 1.99 is cut to 1.75 with two bits, to 1.96875 with five; nothing is rounded up.
TEST(Quantise, CutsToKMantissaBitsTowardZero) {
  const std::vector<float> x{1.99F, -1.99F, 1.25F, 3.99999F};
  const MatrixView view = transformer::dense(x, 1, 4);
  EXPECT_THAT(codes(quantise(parse_arithmetic("lmul:bf16,k=2"), view, Side::a)),
              ElementsAre(0x3FE0, 0xBFE0, 0x3FA0, 0x4060));
  EXPECT_THAT(codes(quantise(parse_arithmetic("lmul:bf16,k=5"), view, Side::a)),
              ElementsAre(0x3FFC, 0xBFFC, 0x3FA0, 0x407C));
}

// Mitchell's thresholds between 1 and 1.125: 0x8ACE5F / 2^23 (1.08442) of A and 0x860B93 / 2^23 (1.04723) of B.
TEST(Quantise, RoundsToWhatCodesStandForInTheAdderEachOperandInItsWay) {
  const std::vector<float> x{1.06F, 1.0625F, 1.08F, -1.09F, 1000.0F, 0x1p-9F};
  const Arithmetic adder = parse_arithmetic("mitchell:e4m3,scale=none,round=adder");
  const MatrixView view = transformer::dense(x, 1, 6);
  EXPECT_THAT(codes(quantise(adder, view, Side::a)), ElementsAre(0x38, 0x38, 0x38, 0xB9, 0x7E, 0x01));
  EXPECT_THAT(codes(quantise(adder, view, Side::b)), ElementsAre(0x39, 0x39, 0x39, 0xB9, 0x7E, 0x01));
}

TEST(Quantise, ReadsATransposedView) {
  const std::vector<float> x{1, 2, 4, 8, 16, 32};  // [outputs 2, inputs 3]
  const Quantised q = quantise(parse_arithmetic("exact:e4m3,scale=none"), transformer::transposed(x, 2, 3), Side::b);
  EXPECT_EQ(q.rows, 3U);
  EXPECT_THAT(codes(q), ElementsAre(0x38, 0x50, 0x40, 0x58, 0x48, 0x60));
}

TEST(Multiply, GivesBackTheScales) {
  const std::vector<float> a{3.0F, -6.0F, 448.0F, 0.0F};
  const std::vector<float> b{0.25F, 100.0F, 0.5F, 50.0F};
  for (const char* arithmetic : {"exact:bf16", "exact:e4m3,scale=none", "exact:fp16", "exact:e4m3,scale=none,acc=fixed",
                                 "exact:e4m3,scale=mx32"}) {
    // 100 and 50 lie between e4m3 values: 96 + 4, 48 + 2 (a tie goes to 48 and 96).
    const bool small = std::string(arithmetic).find("e4m3") != std::string::npos;
    const float large = small ? 96.0F : 100.0F;
    EXPECT_THAT(product(arithmetic, transformer::dense(a, 2, 2), transformer::dense(b, 2, 2)),
                ElementsAre(0.75F - 3.0F, 3 * large - 6 * large / 2, 112.0F, 448 * large))
        << arithmetic;
  }
}

// (1 + 1/2) * (1 + 1/2) by L-Mul in e4m3: 1 + 1/2 + 1/2 + 2^-3 carries: 2 * (1 + 1/8).
TEST(Multiply, UsesTheMultiplier) {
  const std::vector<float> x{1.5F};
  const MatrixView one = transformer::dense(x, 1, 1);
  EXPECT_THAT(product("exact:e4m3,scale=none", one, one), ElementsAre(2.25F));
  EXPECT_THAT(product("lmul:e4m3,scale=none", one, one), ElementsAre(2.25F));
  EXPECT_THAT(product("mitchell:e4m3,scale=none", one, one), ElementsAre(2.0F));
  EXPECT_THAT(product("adder:2:e4m3,scale=none", one, one), ElementsAre(2.5F));
}

// 64 + 64 * 1/16: an e4m3 accumulator steps by 8 at 64 and loses each quarter of 1/16 of it.
TEST(Multiply, UsesTheAccumulator) {
  std::vector<float> a(65, 1.0F);
  a[0] = 64.0F;
  const std::vector<float> b(65, 1.0F);
  const MatrixView row = transformer::dense(a, 1, 65);
  const MatrixView column = transformer::dense(b, 65, 1);
  EXPECT_THAT(product("exact:e4m3,scale=none", row, column), ElementsAre(128.0F));
  EXPECT_THAT(product("exact:e4m3,acc=e4m3", row, column), ElementsAre(64.0F));
}

TEST(Multiply, ScalesBlocksOf32ByPowersOfTwo) {
  std::vector<float> a(40, 1.0F);
  std::fill(a.begin() + 32, a.end(), 0x1p-20F);
  const std::vector<float> b(40, 1.0F);
  EXPECT_THAT(product("exact:e4m3,scale=mx32", transformer::dense(a, 1, 40), transformer::dense(b, 40, 1)),
              ElementsAre(32.0F + 0x1p-17F));
  EXPECT_THAT(product("exact:e4m3", transformer::dense(a, 1, 40), transformer::dense(b, 40, 1)),
              ElementsAre(testing::FloatEq(32.0F)));
}

double snr(const Arithmetic& x, float wrong) {
  const std::vector<float> a = random_values(1000, 1);
  const std::vector<float> b = random_values(1500, 2);
  const transformer::GemmCall call{"x", 0, transformer::dense(a, 20, 50), transformer::dense(b, 50, 30)};
  std::vector<float> reference(600);
  std::vector<float> out(600);
  transformer::gemm_fp32(call, reference);
  Quantised qa = quantise(x, call.a, Side::a);
  if (!qa.scales.empty()) {
    qa.scales.back() *= wrong;
  }
  multiply(x, qa, quantise(x, call.b, Side::b), out);
  ErrorSums sums;
  sums.add(reference, out);
  return sums.snr_db();
}

// Six decibels for a bit: of int8 about 40, of bf16 with 8 bits about 50, of e4m3 with 4 bits about 27.
TEST(Multiply, IsAsExactAsItsFormat) {
  EXPECT_NEAR(snr(parse_arithmetic("exact:bf16"), 1), 52, 4);
  EXPECT_NEAR(snr(parse_arithmetic("exact:int8"), 1), 44, 4);
  EXPECT_NEAR(snr(parse_arithmetic("exact:e4m3"), 1), 28, 4);
  EXPECT_NEAR(snr(parse_arithmetic("exact:e4m3,scale=channel"), 1), 28, 4);
  // The power of two of OCP MX leaves up to 512 where e4m3 ends at 448: the largest of a block may lose an eighth.
  EXPECT_NEAR(snr(parse_arithmetic("exact:e4m3,scale=mx32"), 1), 24, 4);
}

TEST(Multiply, ShowsAWrongScale) {
  EXPECT_LT(snr(parse_arithmetic("exact:int8"), 1.05F), 27);  // 20 log10(1 / 0.05) = 26
  EXPECT_LT(snr(parse_arithmetic("exact:int8,scale=channel"), 2.0F), 20);
  EXPECT_LT(snr(parse_arithmetic("exact:e4m3,scale=mx32"), 2.0F), 20);
}

// Errors 1 and -1 on references 3 and 4.
TEST(ErrorSums, AreSignalNoiseAndAngle) {
  ErrorSums sums;
  const std::vector<float> reference{3, 4};
  const std::vector<float> result{4, 3};
  sums.add(std::span(reference).first(1), std::span(result).first(1));
  ErrorSums other;
  other.add(std::span(reference).last(1), std::span(result).last(1));
  sums += other;
  EXPECT_EQ(sums.results, 2);
  EXPECT_DOUBLE_EQ(sums.snr_db(), 10 * std::log10(12.5));
  EXPECT_DOUBLE_EQ(sums.cosine(), 24.0 / 25);
  EXPECT_EQ(sums.largest_error, 1);
  EXPECT_EQ(sums.largest_signal, 4);
}

TEST(ErrorSums, ShowResultsThatAreNotNumbers) {
  ErrorSums sums;
  sums.add(std::vector<float>{1}, std::vector<float>{std::nanf("")});
  sums.add(std::vector<float>{1}, std::vector<float>{1});
  EXPECT_TRUE(std::isnan(sums.largest_error));
  EXPECT_TRUE(std::isnan(sums.snr_db()));
}

}  // namespace
}  // namespace lmulsim::quality
