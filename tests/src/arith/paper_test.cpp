// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Numbers of "Addition is All You Need for Energy-efficient Language Models" (arXiv:2410.00907v2) that follow from the
// arithmetic alone.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "arith/convert.hpp"

namespace lmulsim::arith {
namespace {

constexpr MultiplierSpec kExact{};
constexpr MultiplierSpec kLmul{MultiplierKind::adder, std::nullopt, Subnormals::daz};
constexpr MultiplierSpec kMitchell{MultiplierKind::adder, 0, Subnormals::daz};

/// Mean over every pair of mantissas of |approximation / product - 1|.
double mean_relative_error(Format f, const std::function<double(std::uint32_t, std::uint32_t)>& product) {
  const FormatInfo& i = info(f);
  const std::uint32_t one = static_cast<std::uint32_t>(i.bias) << i.man_bits;
  const std::uint32_t count = 1U << i.man_bits;
  double sum = 0;
  for (std::uint32_t a = one; a < one + count; ++a) {
    for (std::uint32_t b = one; b < one + count; ++b) {
      sum += std::fabs(product(a, b) / to_fp64(multiply(kExact, f, a, f, b)) - 1);
    }
  }
  return sum / count / count;
}

double error_of(Format f, const MultiplierSpec& spec) {
  return mean_relative_error(f, [&](std::uint32_t a, std::uint32_t b) { return to_fp64(multiply(spec, f, a, f, b)); });
}

TEST(Paper, MeanRelativeErrors) {
  constexpr double kLastDigit = 0.00005;
  EXPECT_NEAR(error_of(Format::e4m3, kLmul), 0.0524, kLastDigit);
  EXPECT_NEAR(error_of(Format::e4m3, kMitchell), 0.0378, kLastDigit);
  EXPECT_NEAR(error_of(Format::bf16, kLmul), 0.0266, kLastDigit);
  EXPECT_NEAR(error_of(Format::bf16, kMitchell), 0.0385, kLastDigit);
  const auto rounded = [](std::uint32_t a, std::uint32_t b) {
    return to_fp64(decode(Format::e4m3, multiply_narrow(kExact, Format::e4m3, a, Format::e4m3, b)));
  };
  EXPECT_NEAR(mean_relative_error(Format::e4m3, rounded), 0.0190, kLastDigit);
}

}  // namespace
}  // namespace lmulsim::arith
