// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/mantissa_pairs.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "arith/convert.hpp"

namespace lmulsim::quality {
namespace {

MantissaPairs pairs_of(const char* arithmetic_text, const transformer::MatrixView& a,
                       const transformer::MatrixView& b) {
  const Arithmetic arithmetic = parse_arithmetic(arithmetic_text);
  const Quantised qa = quantise(arithmetic, a, Side::a);
  const Quantised qb = quantise(arithmetic, b, Side::b);
  const transformer::GemmCall call{"x", 0, a, b};
  return mantissa_pairs({call, arithmetic, qa, qb});
}

/// One pair (x, y) of three-bit fields.
MantissaPairs single(std::size_t x, std::size_t y) {
  MantissaPairs pairs{3, 1, std::vector<std::int64_t>(64), 0};
  pairs.counts[x * 8 + y] = 1;
  return pairs;
}

// 1.0 * 1.75 (fields 0 and 6), 1.5 * 0 (left out), -3.0 * 1.75 (4 and 6), 2^-9, flushed by the adder, * 0.
TEST(MantissaPairs, CountsThePairsOfProductsThatTheAdderMakes) {
  const std::vector<float> a{1.0F, 1.5F, -3.0F, 0x1p-9F};
  const std::vector<float> b{1.75F, 0.0F};
  const MantissaPairs pairs =
      pairs_of("lmul:e4m3,scale=none", transformer::dense(a, 2, 2), transformer::dense(b, 2, 1));
  EXPECT_EQ(pairs.man_bits, 3);
  EXPECT_EQ(pairs.products, 4);
  EXPECT_EQ(pairs.counted(), 2);
  EXPECT_EQ(pairs.counts[0 * 8 + 6], 1);
  EXPECT_EQ(pairs.counts[4 * 8 + 6], 1);
}

TEST(MantissaPairs, WidensTheShorterMantissa) {
  const std::vector<float> x{1.5F};
  const MantissaPairs pairs =
      pairs_of("lmul:e4m3xe5m2,scale=none", transformer::dense(x, 1, 1), transformer::dense(x, 1, 1));
  EXPECT_EQ(pairs.counts[4 * 8 + 4], 1);
}

// Every product one by one.
TEST(MantissaPairs, AreThoseOfEveryTermOfEverySum) {
  std::mt19937 random(5);
  std::vector<float> values(9 * 7 + 7 * 5);
  for (float& v : values) {
    v = static_cast<float>(random() % 4096) / 512.0F - 2.0F;
  }
  const auto a = transformer::dense(std::span(values).first(63), 9, 7);
  const auto b = transformer::dense(std::span(values).subspan(63), 7, 5);
  const Arithmetic x = parse_arithmetic("lmul:bf16,k=4");
  const Quantised qa = quantise(x, a, Side::a);
  const Quantised qb = quantise(x, b, Side::b);
  std::vector<std::int64_t> expected(1U << 14);
  for (std::size_t m = 0; m < 9; ++m) {
    for (std::size_t n = 0; n < 5; ++n) {
      for (std::size_t k = 0; k < 7; ++k) {
        const std::uint32_t p = qa.view().code(m, k);
        const std::uint32_t q = qb.view().code(k, n);
        if ((p & 0x7F80U) != 0 && (q & 0x7F80U) != 0) {
          ++expected[(p & 0x7FU) << 7 | (q & 0x7FU)];
        }
      }
    }
  }
  EXPECT_EQ(pairs_of("lmul:bf16,k=4", a, b).counts, expected);
  EXPECT_NE(pairs_of("lmul:bf16", a, b).counts, expected);
}

// 1.5 * 1.5 = 2.25: the adder's 2 * (1 + D / 8).
TEST(LogError, IsThatOfOneProductWorkedOutByHand) {
  EXPECT_NEAR(log_error(single(4, 4), 0).mean, std::log2(2 / 2.25), 1e-12);
  EXPECT_NEAR(log_error(single(4, 4), 1).mean, 0, 1e-12);
  EXPECT_NEAR(log_error(single(4, 4), 2).mean_square, std::pow(std::log2(2.5 / 2.25), 2), 1e-12);
}

TEST(LogError, IsThatOfTheContractsAdderForEveryPairAndOffset) {
  for (std::uint32_t offset = 0; offset < 16; ++offset) {
    const arith::MultiplierSpec adder{arith::MultiplierKind::adder, offset, arith::Subnormals::daz};
    for (std::uint32_t x = 0; x < 8; ++x) {
      for (std::uint32_t y = 0; y < 8; ++y) {
        const auto f = arith::Format::e4m3;
        const double product = arith::to_fp64(arith::multiply(adder, f, 0x38 + x, f, 0x38 + y));
        const double exact = (1 + x / 8.0) * (1 + y / 8.0);
        EXPECT_NEAR(log_error(single(x, y), offset).mean, std::log2(product / exact), 1e-12) << x << " " << y;
      }
    }
  }
}

// Values just below 2 are cut to 1.75 with two bits: each loses log2(2 / 1.75), which an offset can give back.
TEST(LogError, HasWhatRoundingDidBefore) {
  const std::vector<float> x{1.9999999F};
  const auto one = transformer::dense(x, 1, 1);
  const MantissaPairs cut = pairs_of("lmul:bf16,k=2", one, one);
  const double adder = std::log2(3.0 / (1.75 * 1.75));  // 0.75 + 0.75 carries
  EXPECT_NEAR(log_error(cut, 0).mean, adder - 2 * std::log2(2 / 1.75), 1e-5);
  EXPECT_NEAR(log_error(cut, 64).mean, 0, 1e-5);  // 2 * (1 + 1/2 + 64 / 128) = 4
  EXPECT_EQ(best_offsets(cut).mean_square, 64U);
}

TEST(LogError, HasTheScaleOfEachOperand) {
  const std::vector<float> x{3.0F, 1.51F};
  for (const char* arithmetic : {"lmul:e4m3", "lmul:e4m3,scale=channel", "lmul:e4m3,scale=mx32"}) {
    const Arithmetic y = parse_arithmetic(arithmetic);
    const auto a = transformer::dense(x, 2, 1);
    const auto b = transformer::dense(std::span(x).first(1), 1, 1);
    std::vector<float> product(2);
    multiply(parse_arithmetic(std::string("exact") + (arithmetic + 4)), quantise(y, a, Side::a),
             quantise(y, b, Side::b), product);
    const double expected = std::log2(product[0] / 9.0) + std::log2(product[1] / (1.51 * 3.0));
    const MantissaPairs pairs = pairs_of(arithmetic, a, b);
    EXPECT_NEAR(static_cast<double>(pairs.rounding) / (1 << 20), expected, 1e-5) << arithmetic;
  }
}

TEST(BestOffsets, LeaveTheLeastError) {
  EXPECT_EQ(best_offsets(single(4, 4)).mean_square, 1U);
  EXPECT_EQ(best_offsets(single(4, 4)).mean, 1U);
  EXPECT_EQ(best_offsets(single(0, 5)).mean, 0U);  // a power of two: the adder is exact without an offset
  MantissaPairs both = single(0, 5);
  both += single(4, 4);
  both += single(4, 4);
  both += single(4, 4);
  EXPECT_EQ(both.products, 4);
  EXPECT_EQ(best_offsets(both).mean_square, 1U);
}

}  // namespace
}  // namespace lmulsim::quality
