// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/aligned.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "arith/accumulate.hpp"
#include "arith/sum.hpp"
#include "oracle.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

using oracle::Rational;

/// One group by rationals: floor(log2) of the largest term, truncation of each, truncation of the sum.
std::uint32_t expected_group(int fraction_bits, std::uint32_t acc, const std::vector<double>& products) {
  std::vector<double> terms = products;
  terms.push_back(oracle::value(oracle::format("fp32"), acc));
  int largest = -100000;
  for (const double t : terms) {
    largest = t == 0 ? largest : std::max(largest, std::ilogb(t));
  }
  Rational sum = 0;
  for (const double t : terms) {
    const Rational units = t == 0 ? Rational(0) : oracle::scaled(oracle::exact(t), fraction_bits - largest);
    sum += Rational(boost::multiprecision::cpp_int(numerator(units) /
                                                   denominator(units)));  // integer division truncates toward zero
  }
  return sum == 0 ? 0U
                  : oracle::code_by_division(oracle::format("fp32"), oracle::scaled(sum, largest - fraction_bits),
                                             oracle::Round::truncate);
}

using Group = std::function<std::uint32_t(int, std::uint32_t, std::span<const Number>)>;

std::size_t group_mismatches(const Group& group) {
  std::mt19937 random(21);
  const oracle::Float& f = oracle::format("e4m3");
  std::size_t count = 0;
  for (int i = 0; i < 3000; ++i) {
    std::vector<Number> numbers;
    std::vector<double> values;
    for (int k = 0; k < 32; ++k) {
      const std::uint32_t a = static_cast<std::uint32_t>(random() % 127 + random() % 2 * 128);
      const std::uint32_t b = static_cast<std::uint32_t>(random() % 127 + random() % 2 * 128);
      numbers.push_back(multiply({}, Format::e4m3, a, Format::e4m3, b));
      values.push_back(oracle::value(f, a) * oracle::value(f, b));
    }
    const auto acc =
        std::bit_cast<std::uint32_t>(std::ldexp(static_cast<float>(random()), static_cast<int>(random() % 60) - 60));
    const int bits = 5 + i % 30;
    count += group(bits, acc, numbers) == expected_group(bits, acc, values) ? 0 : 1;
  }
  return count;
}

TEST(AlignedGroup, TruncatesEveryTermAndTheSum) {
  EXPECT_EQ(group_mismatches(aligned_group), 0U);
}

TEST(AlignedGroup, OracleCatchesOneFractionBitTooMany) {
  EXPECT_GT(group_mismatches([](int bits, std::uint32_t acc, std::span<const Number> products) {
              return aligned_group(bits + 1, acc, products);
            }),
            0U);
}

TEST(AlignedGroup, SpecialTermsDecide) {
  const std::vector<Number> plus{make_infinity(false), make_number(true, 1, 0)};
  EXPECT_EQ(aligned_group(13, 0, plus), 0x7F800000U);
  EXPECT_EQ(aligned_group(13, 0xFF800000, plus), 0x7FC00000U);
  EXPECT_EQ(aligned_group(13, 0x7FC00001, {}), 0x7FC00000U);
  const std::vector<Number> zeros{make_number(true, 0, 0)};
  EXPECT_EQ(aligned_group(13, 0x80000000, zeros), 0U);
  const std::vector<Number> huge{make_number(false, 1, 200)};
  EXPECT_EQ(aligned_group(13, 0, huge), 0x7F7FFFFFU);
}

TEST(AlignedSum, LosesWhatTheLargestTermPushesOut) {
  // 2^-14 is below the 13 fraction bits of 1; within one group every one is lost, alone it would not be.
  Sum sum({.kind = AccumulatorKind::aligned});
  sum.add(make_number(false, 1, 0));
  for (int i = 0; i < 31; ++i) {
    sum.add(make_number(false, 1, -14));
  }
  EXPECT_EQ(sum.result().lo, 0x3F800000U);
  Sum kept({.kind = AccumulatorKind::aligned, .fraction_bits = 14});
  kept.add(make_number(false, 1, 0));
  for (int i = 0; i < 31; ++i) {
    kept.add(make_number(false, 1, -14));
  }
  EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(kept.result().lo)), 1.0F + 31.0F / 16384.0F);
}

TEST(AlignedSum, GroupsAndPromotionsFallWhereTheSpecSays) {
  std::mt19937 random(23);
  for (const int promote : {0, 1, 5, 32, 48, 100}) {
    const AccumulatorSpec spec{.kind = AccumulatorKind::aligned, .fraction_bits = 9, .group = 16, .promote = promote};
    const std::uint32_t initial = 0x40490FDB;
    Sum sum(spec, {.lo = initial, .hi = 0});
    std::uint32_t total = initial;
    std::uint32_t running = promote > 0 ? 0 : initial;
    std::vector<Number> group;
    for (int i = 1; i <= 203; ++i) {
      const Number p = multiply({}, Format::e4m3, static_cast<std::uint32_t>(random()) % 120, Format::e4m3,
                                static_cast<std::uint32_t>(random()) % 120 + 128 * (i % 2));
      sum.add(p);
      group.push_back(p);
      const int in_run = promote > 0 ? (i - 1) % promote + 1 : i;
      if (in_run % 16 == 0 || in_run == promote || i == 203) {
        running = aligned_group(9, running, group);
        group.clear();
      }
      if (promote > 0 && (in_run == promote || i == 203)) {
        total = std::bit_cast<std::uint32_t>(std::bit_cast<float>(total) + std::bit_cast<float>(running));
        running = 0;
      }
    }
    EXPECT_EQ(sum.result().lo, promote > 0 ? total : running) << promote;
  }
}

TEST(AlignedSum, RefusesWhatItCannotCompute) {
  EXPECT_THROW(Sum({.kind = AccumulatorKind::aligned, .fraction_bits = 0}), InputError);
  EXPECT_THROW(Sum({.kind = AccumulatorKind::aligned, .fraction_bits = 61}), InputError);
  EXPECT_THROW(Sum({.kind = AccumulatorKind::aligned, .group = 0}), InputError);
}

}  // namespace
}  // namespace lmulsim::arith
