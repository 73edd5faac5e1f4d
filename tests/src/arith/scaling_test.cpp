// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/scaling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "arith/convert.hpp"
#include "oracle.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

TEST(Scaling, LargestElementReachesTheFormatsLargestValue) {
  std::mt19937 random(31);
  for (const Format f : {Format::e4m3, Format::e5m2, Format::e2m1, Format::int8, Format::int4}) {
    for (int i = 0; i < 1000; ++i) {
      const float largest = std::ldexp(static_cast<float>(random()), static_cast<int>(random() % 200) - 130);
      const std::vector<float> values{largest / 3, -largest, 0, NAN, INFINITY};
      const float scale = absmax_scale(values, f);
      ASSERT_LE(double{largest} / double{scale}, max_finite_value(f));
      ASSERT_EQ(std::fabs(to_fp64(decode(f, quantise(-largest, scale, f)))), max_finite_value(f)) << largest;
    }
  }
  EXPECT_EQ(absmax_scale(std::vector<float>{0, -0.0F, NAN}, Format::e4m3), 1.0F);
  EXPECT_GT(absmax_scale(std::vector<float>{1e-45F}, Format::e4m3), 0.0F);
}

TEST(Scaling, QuotientsRoundOnce) {
  std::mt19937 random(33);
  for (int i = 0; i < 20000; ++i) {
    const float x = std::ldexp(static_cast<float>(random() % (1 << 24)), -20);
    const float s = std::ldexp(static_cast<float>(random() % (1 << 24) + 1), -22);
    if (x == 0) {
      continue;
    }
    const oracle::Rational quotient = oracle::exact(x) / oracle::exact(s);
    ASSERT_EQ(quantise(x, s, Format::fp16),
              std::min(oracle::code_by_division(oracle::format("fp16"), quotient), 0x7BFFU));
    ASSERT_EQ(quantise(x, s, Format::e4m3), oracle::code_by_division(oracle::format("e4m3"), quotient));
  }
}

TEST(MxBlocks, SharedExponentAndElementsFollowTheSpecification) {
  std::mt19937 random(35);
  const std::vector<std::pair<Format, int>> elements{
      {Format::e4m3, 8}, {Format::e5m2, 15}, {Format::e3m2, 4}, {Format::e2m3, 2}, {Format::e2m1, 2}};
  for (const auto& [element, emax] : elements) {
    const oracle::Float& f = oracle::format(std::string(info(element).name));
    for (int i = 0; i < 300; ++i) {
      std::vector<float> block(kMxBlock);
      const int centre = static_cast<int>(random() % 240) - 140;
      double largest = 0;
      for (float& x : block) {
        x = std::ldexp(static_cast<float>(static_cast<std::int32_t>(random())),
                       centre - 31 - static_cast<int>(random() % 12));
        largest = std::max(largest, std::fabs(double{x}));
      }
      const MxBlock mx = mx_quantise(block, element);
      const int expected = largest == 0 ? -127 : std::clamp(std::ilogb(largest) - emax, -127, 127);
      ASSERT_EQ(int{mx.scale} - 127, expected);
      for (std::size_t k = 0; k < block.size(); ++k) {
        const double scaled = std::ldexp(double{block[k]}, -expected);
        ASSERT_EQ(mx.elements[k], oracle::code_by_search(f, scaled, oracle::Round::nearest, oracle::Big::saturate));
        ASSERT_EQ(mx_value(mx, element, k), std::ldexp(oracle::value(f, mx.elements[k]), expected));
      }
    }
  }
}

TEST(MxBlocks, ClampZeroAndNanBlocks) {
  EXPECT_EQ(mx_scale(std::vector<float>(32), Format::e4m3), 0);
  EXPECT_EQ(mx_scale(std::vector<float>{1e-45F}, Format::e5m2), 0);
  EXPECT_EQ(mx_scale(std::vector<float>{3e38F}, Format::e2m1), 127 + 125);
  EXPECT_EQ(mx_scale(std::vector<float>{1, NAN}, Format::e4m3), 0xFF);
  EXPECT_EQ(mx_scale(std::vector<float>{1, -INFINITY}, Format::e4m3), 0xFF);
  EXPECT_TRUE(std::isnan(mx_value(mx_quantise(std::vector<float>{1, NAN}, Format::e4m3), Format::e4m3, 0)));
  EXPECT_THROW((void)mx_quantise(std::vector<float>(33), Format::e4m3), InputError);
  EXPECT_THROW((void)mx_quantise(std::vector<float>(1), Format::int8), InputError);
}

}  // namespace
}  // namespace lmulsim::arith
