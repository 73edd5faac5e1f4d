// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Narrow, grouped, two-level and short floating sums against their oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "arith/convert.hpp"
#include "arith/dot.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/sum.hpp"
#include "oracle.hpp"
#include "sums_oracle.hpp"

namespace lmulsim::arith {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// What the operands of a dot product look like.
enum class Draw : std::uint8_t {
  gaussian,
  outliers,  ///< one channel in a hundred is 20 to 60 times larger, on both sides
  positive,  ///< sums that grow
  any_code,  ///< every code there is, NaN and infinities too
};

struct Case {
  MultiplierSpec multiplier;
  Format format;
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
};

std::uint32_t code_of(Format format, double value) {
  return convert_fp64(value, format, Rounding::nearest, Overflow::saturate);
}

Case make_case(const std::string& multiplier, Format format, std::size_t k, Draw draw, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  Case c{parse_multiplier(multiplier), format, {}, {}};
  const std::uint32_t codes = 1U << info(format).width();
  for (std::size_t i = 0; i < k; ++i) {
    const bool outlier = draw == Draw::outliers && random() % 100 == 0;
    const double factor = outlier ? std::uniform_real_distribution(20.0, 60.0)(random) : 1;
    for (auto* side : {&c.a, &c.b}) {
      const double x = normal(random) * factor;
      side->push_back(draw == Draw::any_code ? static_cast<std::uint32_t>(random()) % codes
                                             : code_of(format, draw == Draw::positive ? std::abs(x) : x));
    }
  }
  return c;
}

/// The products as the oracle wants them, made from the codes by the oracle alone.
std::vector<oracle::Product> products_of(const Case& c) {
  const std::string name(hardware(c.multiplier.kind).name);
  const oracle::Float& f = oracle::format(std::string(info(c.format).name));
  const double paper = f.mantissa_bits <= 3 ? 1 : f.mantissa_bits == 4 ? 2 : std::ldexp(1.0, f.mantissa_bits - 4);
  const double offset = c.multiplier.offset ? *c.multiplier.offset : paper;
  std::vector<oracle::Product> products;
  for (std::size_t i = 0; i < c.a.size(); ++i) {
    double x[2] = {oracle::value(f, c.a[i]), oracle::value(f, c.b[i])};
    for (double& operand : x) {
      const bool flushed = c.multiplier.subnormals == Subnormals::daz && std::abs(operand) < oracle::smallest_normal(f);
      operand = flushed ? 0 : operand;
    }
    if (x[0] == 0 || x[1] == 0 || !std::isfinite(x[0] * x[1])) {
      products.push_back({x[0] * x[1], 0});
      continue;
    }
    const double p = oracle::product(name, x[0], x[1], f.mantissa_bits, offset);
    products.push_back({p, name == "exact" ? std::ilogb(x[0]) + std::ilogb(x[1]) : std::ilogb(p)});
  }
  return products;
}

oracle::SumResult computed(const Case& c, const std::string& accumulator) {
  const MacSpec spec{c.multiplier, parse_accumulator(accumulator)};
  const std::size_t bytes = code_bytes(c.format);
  std::vector<std::byte> a(c.a.size() * bytes);
  std::vector<std::byte> b(c.b.size() * bytes);
  for (std::size_t i = 0; i < c.a.size(); ++i) {
    store_code(c.format, a.data(), i, c.a[i]);
    store_code(c.format, b.data(), i, c.b[i]);
  }
  const AccWord word = dot_reference(spec, c.format, a.data(), c.format, b.data(), 1, c.a.size());
  return {to_fp32(spec.accumulator, word), overflowed(spec.accumulator, word)};
}

std::vector<Case> cases() {
  std::vector<Case> all;
  unsigned seed = 1;
  for (const char* multiplier : {"exact", "lmul", "mitchell", "exact-cut"}) {
    for (const Format format : {Format::e4m3, Format::e5m2, Format::e3m4, Format::e2m3}) {
      for (const Draw draw : {Draw::gaussian, Draw::outliers, Draw::positive, Draw::any_code}) {
        for (const std::size_t k : {1U, 7U, 8U, 64U, 203U}) {
          Case c = make_case(multiplier, format, k, draw, ++seed);
          c.multiplier.subnormals = seed % 2 == 0 ? Subnormals::daz : Subnormals::normalize;
          all.push_back(c);
        }
      }
    }
  }
  for (const char* multiplier : {"exact", "mitchell"}) {
    all.push_back(make_case(multiplier, Format::e4m3, 4096, Draw::outliers, ++seed));
    all.push_back(make_case(multiplier, Format::e4m3, 4096, Draw::positive, ++seed));
    all.push_back(make_case(multiplier, Format::fp16, 300, Draw::outliers, ++seed));
  }
  return all;
}

/// Sums that the operands above bring to every edge: too few bits above, too few below, and enough.
const std::vector<std::string> kNarrow{"fix20.1",   "fix20.-6",  "fix12.-4",  "fix8.0", "fix16.-10",
                                       "fix40.-20", "fix12.-4w", "fix20.-6w", "fix2.0", "fix120.-60"};
const std::vector<std::string> kGroups{"group8-8",          "group8-20",         "group4-12",
                                       "group1-8",          "group8-8/fix20.-6", "group8-9/fix12.-4",
                                       "group16-8/fix20.1", "group8-8/fix14.-3w"};
const std::vector<std::string> kTwoLevels{"fix20.-6/32",          "fix12.-4/16",  "fp32/32",
                                          "group8-8/fix20.-6/32", "fix40.-20/64", "fix12.-4w/8",
                                          "group8-8/20",          "float7/16",    "group8-9/fix14.-4/12"};
const std::vector<std::string> kFloats{"float7", "float10", "float13", "float1", "float23"};

bool is_taken(const Case& c, const std::string& accumulator) {
  const MacSpec spec{c.multiplier, parse_accumulator(accumulator)};
  const bool exact = c.multiplier.kind == MultiplierKind::exact;
  return spec.accumulator.kind != AccumulatorKind::group || !exact ||
         spec.accumulator.fraction_bits >= 2 * info(c.format).man_bits;
}

std::size_t mismatches(const std::vector<std::string>& accumulators, oracle::Fault fault) {
  static const std::vector<Case> kCases = cases();
  static const std::vector<std::vector<oracle::Product>> kProducts = [] {
    std::vector<std::vector<oracle::Product>> products;
    for (const Case& c : kCases) {
      products.push_back(products_of(c));
    }
    return products;
  }();
  std::size_t count = 0;
  for (std::size_t i = 0; i < kCases.size(); ++i) {
    for (const std::string& accumulator : accumulators) {
      if (!is_taken(kCases[i], accumulator)) {
        continue;
      }
      const auto expected = oracle::sum(accumulator, kProducts[i], fault);
      const auto found = computed(kCases[i], accumulator);
      if (expected != found && fault == oracle::Fault::none && ++count < 5) {
        ADD_FAILURE() << accumulator << " " << multiplier_name(kCases[i].multiplier) << " "
                      << info(kCases[i].format).name << " k " << kCases[i].a.size() << ": expected " << std::hex
                      << expected.fp32 << " flag " << expected.flag << ", found " << found.fp32 << " flag "
                      << found.flag;
      }
      count += expected != found && fault != oracle::Fault::none ? 1 : 0;
    }
  }
  return count;
}

TEST(NarrowSums, AreWhatTheOracleComputes) {
  EXPECT_EQ(mismatches(kNarrow, oracle::Fault::none), 0U);
}

TEST(GroupSums, AreWhatTheOracleComputes) {
  EXPECT_EQ(mismatches(kGroups, oracle::Fault::none), 0U);
}

TEST(TwoLevelSums, AreWhatTheOracleComputes) {
  EXPECT_EQ(mismatches(kTwoLevels, oracle::Fault::none), 0U);
}

TEST(FloatingSums, AreWhatTheOracleComputes) {
  EXPECT_EQ(mismatches(kFloats, oracle::Fault::none), 0U);
}

TEST(FloatingSums, OfSevenBitsAreBf16AndOf23Fp32) {
  for (const Draw draw : {Draw::gaussian, Draw::outliers, Draw::any_code}) {
    const Case c = make_case("exact", Format::e4m3, 300, draw, 5);
    EXPECT_EQ(computed(c, "float7"), computed(c, "bf16"));
    EXPECT_EQ(computed(c, "float23"), computed(c, "fp32"));
  }
}

TEST(PlantedBug, EveryFaultOfANarrowSumIsCaught) {
  for (const auto fault : {oracle::Fault::floor_cut, oracle::Fault::no_saturation, oracle::Fault::late_saturation,
                           oracle::Fault::no_flag}) {
    EXPECT_GT(mismatches(kNarrow, fault), 0U) << static_cast<int>(fault);
  }
}

TEST(PlantedBug, EveryFaultOfAGroupSumIsCaught) {
  for (const auto fault :
       {oracle::Fault::floor_into_sum, oracle::Fault::half_away, oracle::Fault::normalised_group,
        oracle::Fault::zero_in_maximum, oracle::Fault::running_maximum, oracle::Fault::cut_sum_not_terms}) {
    EXPECT_GT(mismatches(kGroups, fault), 0U) << static_cast<int>(fault);
  }
}

TEST(PlantedBug, EveryFaultOfTwoLevelsIsCaught) {
  for (const auto fault : {oracle::Fault::no_promotion, oracle::Fault::keep_inner, oracle::Fault::rounded_inner}) {
    EXPECT_GT(mismatches(kTwoLevels, fault), 0U) << static_cast<int>(fault);
  }
}

TEST(NarrowSums, SaturateAtBothEndsAndComeBack) {
  const AccumulatorSpec spec = parse_accumulator("fix8.0");
  AccWord sum;
  sum = accumulate(spec, sum, make_number(false, 100, 0));
  EXPECT_FALSE(overflowed(spec, sum));
  sum = accumulate(spec, sum, make_number(false, 1, 200));
  EXPECT_EQ(to_fp32(spec, sum), std::bit_cast<std::uint32_t>(127.0F));
  EXPECT_TRUE(overflowed(spec, sum));
  sum = accumulate(spec, sum, make_number(true, 1000, 0));
  EXPECT_EQ(to_fp32(spec, sum), std::bit_cast<std::uint32_t>(-128.0F));
  sum = accumulate(spec, sum, make_number(false, 7, -1));  // 3.5 is cut to 3
  EXPECT_EQ(to_fp32(spec, sum), std::bit_cast<std::uint32_t>(-125.0F));
  EXPECT_TRUE(overflowed(spec, sum)) << "the flag stays";
}

TEST(NarrowSums, ThatWrapAreNanOnceTheyHave) {
  const AccumulatorSpec spec = parse_accumulator("fix8.0w");
  AccWord sum = accumulate(spec, {}, make_number(false, 127, 0));
  EXPECT_EQ(to_fp32(spec, sum), std::bit_cast<std::uint32_t>(127.0F));
  sum = accumulate(spec, sum, make_number(false, 1, 0));
  EXPECT_EQ(sum.lo, 0x180U);
  EXPECT_EQ(to_fp32(spec, sum), 0x7FC00000U);
}

TEST(NarrowSums, ATermLargerThanTheRangeMayStillLeadIntoIt) {
  for (const char* word : {"fix8.0", "fix8.0w"}) {
    const AccumulatorSpec spec = parse_accumulator(word);
    AccWord sum = accumulate(spec, {}, make_number(true, 100, 0));
    sum = accumulate(spec, sum, make_number(false, 225, 0));
    EXPECT_EQ(to_fp32(spec, sum), std::bit_cast<std::uint32_t>(125.0F));
    EXPECT_FALSE(overflowed(spec, sum));
  }
}

TEST(NarrowSums, KeepNanAndInfinities) {
  const AccumulatorSpec spec = parse_accumulator("fix20.1");
  const AccWord nan = accumulate(spec, {}, make_nan());
  EXPECT_EQ(to_fp32(spec, accumulate(spec, nan, make_number(false, 3, 4))), 0x7FC00000U);
  const AccWord infinity = accumulate(spec, {}, make_infinity(true));
  EXPECT_EQ(to_fp32(spec, infinity), 0xFF800000U);
  EXPECT_EQ(to_fp32(spec, accumulate(spec, infinity, make_infinity(false))), 0x7FC00000U);
}

TEST(TwoLevels, AddTheExactInnerSum) {
  // 2^24 + 1 is no fp32 number; rounding it before it meets -2^24 would lose the 1.
  Sum sum(parse_accumulator("fix40.0/2"));
  sum.add(make_number(true, 1, 24));
  sum.add(make_number(true, 0, 0));
  sum.add(make_number(false, 1, 24));
  sum.add(make_number(false, 1, 0));
  EXPECT_EQ(sum.result().lo, std::bit_cast<std::uint32_t>(1.0F));
}

TEST(TwoLevels, HoldWideInnerSumsThatCancelInTheFirstBits) {
  Sum sum(parse_accumulator("fix120.-60/2"));
  sum.add(make_number(true, 1, 50));
  sum.add(make_number(true, 0, 0));
  sum.add(make_number(false, 1, 50));
  sum.add(make_number(false, 1, -60));
  EXPECT_EQ(sum.result().lo, std::bit_cast<std::uint32_t>(0x1p-60F));
}

TEST(TwoLevels, LayAFixedSumOutForItsTerms) {
  const MacSpec spec{{}, parse_accumulator("fixed/32")};
  const AccumulatorSpec found = laid_out(spec, Format::e4m3, Format::e4m3, 4096);
  AccumulatorSpec expected = fixed_layout({}, Format::e4m3, Format::e4m3, 32);
  expected.promote = 32;
  EXPECT_EQ(found, expected);
}

TEST(Groups, AreOfFloatsAndKeepTheBitsOfExactProducts) {
  const auto refuses = [](const char* multiplier, const char* accumulator, Format format, const char* text) {
    const MacSpec spec{parse_multiplier(multiplier), parse_accumulator(accumulator)};
    EXPECT_THAT([&] { require_sum(spec, format, format); }, ThrowsMessage<InputError>(HasSubstr(text)));
  };
  refuses("exact", "group8-5", Format::e4m3, "expected F of at least 6");
  refuses("exact", "group8-5", Format::int8, "floating-point formats, found int8 * int8");
  EXPECT_NO_THROW(require_sum({{}, parse_accumulator("group8-6")}, Format::e4m3, Format::e4m3));
  EXPECT_NO_THROW(require_sum({parse_multiplier("lmul"), parse_accumulator("group8-3")}, Format::e4m3, Format::e4m3));
}

TEST(AccumulatorWords, AreReadAndWrittenTheSame) {
  for (const char* word : {"fix20.1", "fix20.-6", "fix20.1w", "group8-7", "group8-7/fix20.-6", "group8-7/fix20.-6w/32",
                           "float10", "fix18.1/32", "aligned-13/128", "int32/64", "fp32/1"}) {
    EXPECT_EQ(accumulator_name(parse_accumulator(word)), word);
  }
  EXPECT_EQ(accumulator_name(parse_accumulator("group8-7/fp32")), "group8-7");
  EXPECT_EQ(accumulator_name(parse_accumulator("group8-7/fp32/32")), "group8-7/32");
}

TEST(AccumulatorWords, ThatCannotBeReadAreRefusedByName) {
  const auto refuses = [](const char* word, const char* text) {
    EXPECT_THAT([&] { (void)parse_accumulator(word, "here"); }, ThrowsMessage<InputError>(HasSubstr(text))) << word;
    EXPECT_THAT([&] { (void)parse_accumulator(word, "here"); }, ThrowsMessage<InputError>(HasSubstr("here"))) << word;
  };
  refuses("fix20", "fixW.L");
  refuses("fix20.", "fixW.L");
  refuses("fix1.0", "width from 2 to 120, found 1");
  refuses("fix121.0", "found 121");
  refuses("fix20.301", "last bit from -300 to 300, found 301");
  refuses("fix20.1x", "found 'fix20.1x'");
  refuses("fix99999999999.1", "fixW.L");
  refuses("fixW.L", "expected one of fp32");
  refuses("group8", "groupG-F");
  refuses("group0-7", "expected G from 1");
  refuses("group8-0", "expected F from 1 to 60");
  refuses("group8-7/bf16", "groupG-F/fixW.L");
  refuses("group8-7/fix20", "fixW.L");
  refuses("float0", "expected M from 1 to 23");
  refuses("float24", "found 24");
  refuses("float10-sr:7", "stochastic rounding (floatM-sr:SEED) is not built");
  refuses("fix20.1/0", "N from 1");
  refuses("fix20.1/-3", "N from 1");
  refuses("fix20.1/", "INNER/N");
  refuses("fix20.1/99999999999", "INNER/N");
  refuses("fix20.1/fp32", "found 'fix20.1/fp32'");
  refuses("", "expected one of");
}

}  // namespace
}  // namespace lmulsim::arith
