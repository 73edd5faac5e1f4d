// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products on several threads have the bits of products on one.
#include "arith/kernels/threads.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "arith/convert.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

struct Shape {
  std::size_t m, n, k;
};

std::vector<std::uint8_t> random_codes(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<std::uint8_t> codes(count);
  for (std::uint8_t& code : codes) {
    code = static_cast<std::uint8_t>(convert_fp32(std::bit_cast<std::uint32_t>(normal(random)), Format::e4m3));
  }
  return codes;
}

std::vector<std::uint32_t> product(const Shape& s, int threads, bool with_initial) {
  const auto a = random_codes(s.m * s.k, 1);
  const auto b = random_codes(s.k * s.n, 2);
  const MacSpec spec{.multiplier = {.kind = MultiplierKind::adder}, .accumulator = {.kind = AccumulatorKind::fp32}};
  const std::size_t ldc = s.n + 3;
  std::vector<std::uint32_t> c(s.m * ldc, 0x40400000U);
  gemm_codes_fp32(spec, {Format::e4m3, a.data(), s.m, s.k, s.k}, {Format::e4m3, b.data(), s.k, s.n, s.n},
                  with_initial ? c.data() : nullptr, c.data(), ldc, threads);
  return c;
}

TEST(Threads, AnyNumberGivesTheSameBits) {
  for (const Shape& s : {Shape{64, 48, 33}, Shape{17, 5, 40}, Shape{1, 300, 64}, Shape{3, 129, 8}, Shape{9, 9, 0}}) {
    for (const bool initial : {false, true}) {
      const auto one = product(s, 1, initial);
      for (const int threads : {2, 3, 8, 50}) {
        EXPECT_EQ(product(s, threads, initial), one) << s.m << " x " << s.n << " x " << s.k << ", " << threads;
      }
    }
  }
}

TEST(Threads, IntegerSumsToo) {
  const auto a = random_codes(std::size_t{40} * 31, 3);
  const auto b = random_codes(std::size_t{31} * 20, 4);
  const MacSpec spec{.multiplier = {}, .accumulator = {.kind = AccumulatorKind::int32}};
  const auto run = [&](int threads) {
    std::vector<AccWord> c(std::size_t{40} * 20);
    gemm_codes(spec, {Format::int8, a.data(), 40, 31, 31}, {Format::int8, b.data(), 31, 20, 20}, nullptr, c.data(), 20,
               threads);
    return c;
  };
  EXPECT_EQ(run(4), run(1));
}

TEST(Threads, AnErrorOfAThreadReachesTheCaller) {
  const auto codes = random_codes(std::size_t{64} * 64, 5);
  std::vector<AccWord> c(std::size_t{64} * 64);
  const MacSpec spec{.multiplier = {.kind = MultiplierKind::adder}, .accumulator = {.kind = AccumulatorKind::int32}};
  const CodeMatrix m{Format::e4m3, codes.data(), 64, 64, 64};
  EXPECT_THROW(gemm_codes(spec, m, m, nullptr, c.data(), 64, 4), InputError);
}

TEST(Threads, SmallProductsStayOnOne) {
  EXPECT_EQ(threads_for(1000), 1);
  EXPECT_GE(threads_for(std::size_t{1} << 30U), 1);
}

}  // namespace
}  // namespace lmulsim::arith
