// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products of fp32 against a scalar loop, bit for bit, on every target this machine has.
#include "arith/kernels/gemm_float.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "arith/kernels/gemm.hpp"

namespace lmulsim::arith {
namespace {

/// Magnitudes so far apart that another order of additions, or a fused one, gives other bits.
std::vector<float> values(std::size_t count, std::mt19937& random) {
  std::vector<float> out(count);
  for (float& x : out) {
    x = std::ldexp(static_cast<float>(random() % (1U << 24U)) - 8388608.0F, static_cast<int>(random() % 24) - 20);
  }
  return out;
}

/// How a scalar loop may add one more product.
float rounded_twice(float sum, float x, float y) {
  const volatile float product = x * y;
  return sum + product;
}
float rounded_once(float sum, float x, float y) {
  return std::fma(x, y, sum);
}

template <class Step>
std::vector<float> scalar(const FloatMatrix& a, const FloatMatrix& b, const Step& next) {
  std::vector<float> c;
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t n = 0; n < b.cols; ++n) {
      float sum = 0.0F;
      for (std::size_t k = 0; k < b.rows; ++k) {
        sum = next(sum, a.at(m, k), b.at(k, n));
      }
      c.push_back(sum);
    }
  }
  return c;
}

struct Shape {
  std::size_t m, k, n;
};

std::size_t count_differences(const std::vector<float>& x, const std::vector<float>& y) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    count += std::bit_cast<std::uint32_t>(x[i]) == std::bit_cast<std::uint32_t>(y[i]) ? 0 : 1;
  }
  return count;
}

std::size_t differences(const Shape& s, bool transposed_b, std::mt19937& random) {
  constexpr std::size_t kGap = 3;
  const std::vector<float> of_a = values(s.m * (s.k + kGap), random);
  const std::vector<float> of_b = values((s.k + kGap) * (s.n + kGap), random);
  const FloatMatrix a{of_a.data(), s.m, s.k, s.k + kGap, 1};
  const FloatMatrix b = transposed_b ? FloatMatrix{of_b.data(), s.k, s.n, 1, s.k + kGap}
                                     : FloatMatrix{of_b.data(), s.k, s.n, s.n + kGap, 1};
  std::vector<float> c(s.m * s.n, std::nanf(""));
  gemm_float(a, b, c.data());
  const std::vector<float> right = scalar(a, b, rounded_twice);
  // Operands on which a fused product would pass prove nothing.
  EXPECT_EQ(count_differences(scalar(a, b, rounded_once), right) > 0, s.k > 1);
  return count_differences(c, right);
}

TEST(GemmFloat, HasTheBitsOfScalarCOnEveryTarget) {
  constexpr std::array<Shape, 9> kShapes{{{1, 1, 1},
                                          {1, 7, 19},
                                          {2, 300, 9},
                                          {3, 5, 64},
                                          {4, 33, 65},
                                          {6, 512, 64},
                                          {7, 513, 31},
                                          {13, 1030, 70},
                                          {25, 17, 130}}};
  std::mt19937 random(11);
  hwy::SetSupportedTargetsForTest(0);
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(left & -left);
    for (const Shape& s : kShapes) {
      for (const bool transposed : {false, true}) {
        EXPECT_EQ(differences(s, transposed, random), 0U)
            << gemm_target() << " " << s.m << " x " << s.k << " x " << s.n << (transposed ? " transposed" : "");
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

TEST(GemmFloat, OfNoTermsIsZero) {
  const float none = 0.0F;
  std::vector<float> c(6, 1.0F);
  gemm_float({&none, 2, 0, 0, 1}, {&none, 0, 3, 3, 1}, c.data());
  EXPECT_EQ(c, std::vector<float>(6, 0.0F));
}

}  // namespace
}  // namespace lmulsim::arith
