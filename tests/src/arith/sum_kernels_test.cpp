// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The kernels of narrow, grouped, two-level and short floating sums against gemm_reference(), bit for bit, on every
// target this machine has.
#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/hardware.hpp"
#include "arith/kernels/factors.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/kernels/sum_layout.hpp"
#include "arith/names.hpp"
#include "arith/sum.hpp"

namespace lmulsim::arith {
namespace {

enum class Draw : std::uint8_t { gaussian, outliers, positive, zeros, any_code };

struct Shape {
  std::size_t m, n, k;
};

/// Codes of a matrix; outliers come in whole channels, as the columns of A and the rows of B that meet them.
std::vector<std::uint8_t> operands(Format format, std::size_t rows, std::size_t cols, bool channel_is_row, Draw draw,
                                   std::mt19937& random) {
  std::normal_distribution<double> normal;
  std::vector<double> factors(channel_is_row ? rows : cols, 1.0);
  for (double& f : factors) {
    f = draw == Draw::outliers && random() % 50 == 0 ? std::uniform_real_distribution(20.0, 60.0)(random) : 1.0;
  }
  std::vector<std::uint8_t> codes(rows * cols * code_bytes(format));
  for (std::size_t i = 0; i < rows * cols; ++i) {
    double x = normal(random) * factors[channel_is_row ? i / cols : i % cols];
    x = draw == Draw::positive ? std::abs(x) : draw == Draw::zeros && random() % 2 == 0 ? 0 : x;
    store_code(format, codes.data(), i,
               draw == Draw::any_code ? static_cast<std::uint32_t>(random())
                                      : convert_fp64(x, format, Rounding::nearest, Overflow::saturate));
  }
  return codes;
}

std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> all;
  hwy::SetSupportedTargetsForTest(0);
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    all.push_back(left & -left);
  }
  return all;
}

/// Words that sums may begin with: of every kind of state.
std::vector<AccWord> initial_sums(const AccumulatorSpec& spec, std::size_t count, std::mt19937& random) {
  const int bits = acc_word_bits(spec);
  std::vector<AccWord> words(count);
  for (AccWord& word : words) {
    word.lo = (random() % 4 == 0 ? random() : random() % 8) & ((std::uint64_t{1} << std::min(bits, 63)) - 1);
    const bool fp32 = spec.promote > 0 || entered_sum(spec).kind == AccumulatorKind::fp32;
    word.lo = fp32 && random() % 2 == 0 ? 0x7FC00001U >> (random() % 2) : word.lo;
  }
  return words;
}

using Kernel =
    std::function<void(const MacSpec&, const CodeMatrix&, const CodeMatrix&, const AccWord*, AccWord*, std::size_t)>;

const Kernel kKernel = [](const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial,
                          AccWord* c, std::size_t ldc) { gemm_codes(spec, a, b, initial, c, ldc); };

/// How many sums of the kernel are not the reference's, from zero and from given words.
std::size_t mismatches(const MacSpec& spec, Format fa, Format fb, Shape s, Draw draw, const Kernel& kernel = kKernel) {
  std::mt19937 random(17);
  const auto a = operands(fa, s.m, s.k, false, draw, random);
  const auto b = operands(fb, s.k, s.n, true, draw, random);
  const CodeMatrix left{fa, a.data(), s.m, s.k, s.k};
  const CodeMatrix right{fb, b.data(), s.k, s.n, s.n};
  const std::size_t ldc = s.n + 1;
  const std::vector<AccWord> before = initial_sums(spec.accumulator, s.m * ldc, random);
  std::size_t count = 0;
  for (const AccWord* initial : {static_cast<const AccWord*>(nullptr), before.data()}) {
    std::vector<AccWord> expected(s.m * ldc);
    gemm_reference(spec, left, right, initial, expected.data(), ldc);
    for (const std::int64_t target : targets()) {
      hwy::SetSupportedTargetsForTest(target);
      hwy::GetChosenTarget().Update(target);
      std::vector<AccWord> found(s.m * ldc);
      kernel(spec, left, right, initial, found.data(), ldc);
      for (std::size_t i = 0; i < found.size(); ++i) {
        count += i % ldc != s.n && found[i] != expected[i] ? 1 : 0;
      }
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  return count;
}

void expect_equal(const char* multiplier, const std::string& accumulator, Format fa, Format fb, Shape s, Draw draw,
                  GemmPath path = GemmPath::sums) {
  MacSpec spec{parse_multiplier(multiplier), parse_accumulator(accumulator)};
  spec.accumulator = laid_out(spec, fa, fb, s.k);
  const std::string what = std::string(multiplier) + " " + accumulator + " " + std::string(info(fa).name) + " * " +
                           std::string(info(fb).name) + " draw " + std::to_string(static_cast<int>(draw));
  EXPECT_EQ(gemm_path(spec, fa, fb), path) << what;
  EXPECT_EQ(mismatches(spec, fa, fb, s, draw), 0U) << what;
}

constexpr std::array kDraws{Draw::gaussian, Draw::outliers, Draw::positive, Draw::zeros, Draw::any_code};
constexpr std::array kMultipliers{"exact", "lmul", "mitchell", "adder:3", "exact-cut", "lmul-real"};

TEST(SumKernels, OfNarrowSumsHaveTheReferencesBits) {
  for (const char* multiplier : kMultipliers) {
    for (const Draw draw : kDraws) {
      for (const char* accumulator : {"fix20.1", "fix20.-6", "fix12.-4", "fix6.0", "fix30.-18", "fix14.-8w"}) {
        expect_equal(multiplier, accumulator, Format::e4m3, Format::e4m3, {7, 37, 50}, draw);
      }
      for (const Format format : {Format::e5m2, Format::e3m4, Format::e2m3, Format::e2m1}) {
        expect_equal(multiplier, "fix18.-6", format, format, {5, 19, 40}, draw);
      }
      expect_equal(multiplier, "fix18.-6", Format::e4m3, Format::e5m2, {5, 19, 40}, draw);
    }
  }
}

TEST(SumKernels, OfGroupsHaveTheReferencesBits) {
  for (const char* multiplier : kMultipliers) {
    for (const Draw draw : kDraws) {
      for (const char* accumulator : {"group8-7", "group8-7/fix20.-6", "group8-7/fix12.-4", "group3-9/fix20.1",
                                      "group16-8", "group8-7/fix14.-8w"}) {
        expect_equal(multiplier, accumulator, Format::e4m3, Format::e4m3, {6, 33, 50}, draw);
      }
      expect_equal(multiplier, "group8-9/fix20.-8", Format::e3m4, Format::e3m4, {5, 19, 44}, draw);
      expect_equal(multiplier, "group8-8", Format::e5m2, Format::e5m2, {5, 19, 44}, draw);
    }
  }
}

TEST(SumKernels, OfTwoLevelsHaveTheReferencesBits) {
  for (const char* multiplier : {"exact", "lmul"}) {
    for (const Draw draw : kDraws) {
      for (const char* accumulator : {"fix20.-6/32", "fix12.-4/16", "fix10.-4w/7", "group8-7/fix20.-6/32",
                                      "group8-7/fix12.-4/16", "group8-7/24"}) {
        expect_equal(multiplier, accumulator, Format::e4m3, Format::e4m3, {6, 33, 70}, draw);
      }
      for (const char* accumulator : {"fp32/32", "bf16/16", "float10/8", "fixed/32"}) {
        expect_equal(multiplier, accumulator, Format::e4m3, Format::e4m3, {4, 9, 70}, draw, GemmPath::two_levels);
      }
    }
  }
  expect_equal("exact", "int32/8", Format::int8, Format::int8, {4, 9, 70}, Draw::gaussian, GemmPath::two_levels);
}

TEST(SumKernels, OfShortFloatsHaveTheReferencesBits) {
  for (const Draw draw : kDraws) {
    for (const char* accumulator : {"float1", "float7", "float10", "float13", "float22"}) {
      expect_equal("exact", accumulator, Format::e4m3, Format::e4m3, {5, 17, 60}, draw, GemmPath::lanes);
      expect_equal("lmul", accumulator, Format::bf16, Format::bf16, {5, 17, 60}, draw, GemmPath::lanes);
    }
  }
}

TEST(SumKernels, ContinueAcrossBlocksOfStepsWithOutliers) {
  constexpr Shape kLong{5, 34, 4096};
  for (const char* accumulator : {"fix24.-6", "fix20.-6", "group8-8/fix20.-5", "group8-7", "group12-7/fix20.-5",
                                  "fix20.-6/32", "fix20.-6/600", "group8-8/fix20.-5/1000"}) {
    expect_equal("exact", accumulator, Format::e4m3, Format::e4m3, kLong, Draw::outliers);
    expect_equal("mitchell", accumulator, Format::e4m3, Format::e4m3, kLong, Draw::positive);
  }
}

TEST(SumKernels, LeaveWhatTheirWordsDoNotHoldToTheReference) {
  const auto path = [](const char* multiplier, const char* accumulator, Format a, Format b) {
    return gemm_path({parse_multiplier(multiplier), parse_accumulator(accumulator)}, a, b);
  };
  EXPECT_EQ(path("exact", "fix31.0", Format::e4m3, Format::e4m3), GemmPath::reference);
  EXPECT_EQ(path("exact", "fix30.0", Format::e4m3, Format::e4m3), GemmPath::sums);
  EXPECT_EQ(path("exact", "fix26.0/32", Format::e4m3, Format::e4m3), GemmPath::two_levels);
  EXPECT_EQ(path("exact", "fix20.200", Format::e4m3, Format::e4m3), GemmPath::reference);
  EXPECT_EQ(path("exact", "fix20.0", Format::bf16, Format::bf16), GemmPath::reference);
  EXPECT_EQ(path("exact", "group8-22", Format::e4m3, Format::e4m3), GemmPath::reference);
  EXPECT_EQ(path("exact", "group8-7/12", Format::e4m3, Format::e4m3), GemmPath::two_levels);
  for (const char* accumulator : {"fix40.-20", "group8-22"}) {
    expect_equal("exact", accumulator, Format::e4m3, Format::e4m3, {4, 9, 60}, Draw::gaussian, GemmPath::reference);
  }
  for (const char* accumulator : {"fix26.0/32", "group8-7/12"}) {
    expect_equal("exact", accumulator, Format::e4m3, Format::e4m3, {4, 9, 60}, Draw::gaussian, GemmPath::two_levels);
  }
}

TEST(SumKernels, OfNoTermGiveWhatThereWas) {
  const MacSpec spec{{}, parse_accumulator("fix20.0")};
  const CodeMatrix a{Format::e4m3, nullptr, 1, 0, 0};
  const CodeMatrix b{Format::e4m3, nullptr, 0, 1, 1};
  const AccWord initial{.lo = 7, .hi = 0};
  AccWord sum;
  gemm_codes(spec, a, b, &initial, &sum, 1);
  EXPECT_EQ(sum, initial);
}

TEST(SumKernels, MayWriteOverWhatTheyBeginWith) {
  std::mt19937 random(5);
  const MacSpec spec{{}, parse_accumulator("fix10.-3")};
  const auto a = operands(Format::e4m3, 6, 40, false, Draw::positive, random);
  const auto b = operands(Format::e4m3, 40, 20, true, Draw::positive, random);
  const CodeMatrix left{Format::e4m3, a.data(), 6, 40, 40};
  const CodeMatrix right{Format::e4m3, b.data(), 40, 20, 20};
  std::vector<AccWord> expected = initial_sums(spec.accumulator, 120, random);
  std::vector<AccWord> found = expected;
  gemm_reference(spec, left, right, expected.data(), expected.data(), 20);
  gemm_codes(spec, left, right, found.data(), found.data(), 20);
  EXPECT_EQ(found, expected);
}

TEST(GemmValues, CountTheSumsThatLeftTheirRange) {
  std::mt19937 random(9);
  const auto a = operands(Format::e4m3, 9, 64, false, Draw::positive, random);
  const auto b = operands(Format::e4m3, 64, 21, true, Draw::positive, random);
  const CodeMatrix left{Format::e4m3, a.data(), 9, 64, 64};
  const CodeMatrix right{Format::e4m3, b.data(), 64, 21, 21};
  for (const char* word : {"fix9.-3", "fix9.-3w", "group8-7/fix9.-3", "fix7.-3/8", "fix20.-6", "fp32"}) {
    const MacSpec spec{{}, parse_accumulator(word)};
    std::vector<AccWord> words(9 * 21);
    std::vector<float> values(words.size());
    gemm_reference(spec, left, right, nullptr, words.data(), 21);
    const GemmValues result = gemm_values(spec, left, right, values.data());
    std::size_t flagged = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      flagged += overflowed(spec.accumulator, words[i]) ? 1 : 0;
      EXPECT_EQ(std::bit_cast<std::uint32_t>(values[i]), to_fp32(spec.accumulator, words[i])) << word;
    }
    EXPECT_EQ(result.flagged, flagged) << word;
    EXPECT_EQ(flagged > 0, spec.accumulator.width > 0 && spec.accumulator.width < 20) << word;
  }
}

TEST(SumKernels, OfGroupsOfIntegersHaveTheReferencesBits) {
  for (const char* accumulator : {"group8/int32", "group3/int32"}) {
    for (const Draw draw : {Draw::gaussian, Draw::any_code}) {
      expect_equal("exact", accumulator, Format::int8, Format::int8, {5, 9, 37}, draw, GemmPath::integer);
    }
  }
}

TEST(SumKernels, OfGroupsOfIntegersForgetWhatLeavesTheRangeInsideAGroup) {
  // 2^31 - 1 + 127 * 127 - 127 * 127.
  const std::array<std::int8_t, 2> a{127, 127};
  const std::array<std::int8_t, 2> b{127, -127};
  const AccWord largest{.lo = 0x7FFFFFFFU, .hi = 0};
  const auto sum = [&](const char* accumulator) {
    AccWord word;
    gemm_codes({{}, parse_accumulator(accumulator)}, {Format::int8, a.data(), 1, 2, 2},
               {Format::int8, b.data(), 2, 1, 1}, &largest, &word, 1);
    return word;
  };
  EXPECT_EQ(sum("group2/int32"), largest);
  AccWord in_place = largest;
  gemm_codes({{}, parse_accumulator("group2/int32")}, {Format::int8, a.data(), 1, 2, 2},
             {Format::int8, b.data(), 2, 1, 1}, &in_place, &in_place, 1);
  EXPECT_EQ(in_place, largest) << "C is where the sums begin";
  EXPECT_EQ(sum("int32"), (AccWord{.lo = 0x17FFFFFFFU, .hi = 0})) << "the flag";
}

TEST(Factors, AreFoundForEveryMultiplierOfShortFloats) {
  for (const char* multiplier : kMultipliers) {
    for (const Format format : {Format::e4m3, Format::e5m2, Format::e3m4, Format::e3m2, Format::e2m3, Format::e2m1}) {
      const auto* factors = kernels::find_factors(parse_multiplier(multiplier), format, format);
      ASSERT_NE(factors, nullptr) << multiplier << " " << info(format).name;
      EXPECT_LE(factors->classes, 2U << info(format).man_bits);
    }
  }
  EXPECT_EQ(kernels::find_factors({}, Format::int8, Format::int8), nullptr) << "64 odd numbers are too many classes";
  EXPECT_EQ(kernels::find_factors({}, Format::bf16, Format::e4m3), nullptr);
}

/// A kernel of another sum than the one that is asked for.
Kernel instead(const char* accumulator) {
  return [=](const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
             std::size_t ldc) {
    gemm_codes({spec.multiplier, parse_accumulator(accumulator)}, a, b, initial, c, ldc);
  };
}

TEST(PlantedBug, AKernelOfAnotherSumIsCaught) {
  const auto caught = [](const char* accumulator, const char* other) {
    const MacSpec spec{{}, parse_accumulator(accumulator)};
    return mismatches(spec, Format::e4m3, Format::e4m3, {6, 33, 64}, Draw::outliers, instead(other));
  };
  EXPECT_GT(caught("fix20.-6", "fix20.-5"), 0U);
  EXPECT_GT(caught("fix12.-4", "fix12.-4w"), 0U) << "no saturation";
  EXPECT_GT(caught("group8-7", "group8-8"), 0U) << "alignment";
  EXPECT_GT(caught("group8-7", "group16-7"), 0U) << "the maximum of another group";
  EXPECT_GT(caught("group8-7/fix20.-1", "group8-9/fix20.-1"), 0U) << "rounding into the sum";
  EXPECT_GT(caught("fix12.-4/16", "fix12.-4/32"), 0U) << "promotion";
  EXPECT_GT(caught("float10", "float11"), 0U);
}

}  // namespace
}  // namespace lmulsim::arith
