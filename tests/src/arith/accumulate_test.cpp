// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/accumulate.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "arith/dot.hpp"
#include "oracle.hpp"

namespace lmulsim::arith {
namespace {

using boost::multiprecision::cpp_int;
using oracle::Rational;
using Step = std::function<std::uint32_t(std::uint32_t, const Number&)>;

Rational rational(const Number& n) {
  const Rational magnitude = oracle::scaled(Rational(n.significand), n.exponent);
  return n.negative ? Rational(-magnitude) : magnitude;
}

/// IEEE 754 addition of a code and an exact number, rounded once; e4m3 saturates.
std::uint32_t expected_step(const oracle::Float& f, std::uint32_t acc, const Number& product, oracle::Round round) {
  const double a = oracle::value(f, acc);
  // Special cases by fp64 addition of stand-ins with the same class and sign.
  const auto stand_in = [](NumberClass cls, bool negative) {
    const double magnitude = cls == NumberClass::nan ? NAN : (cls == NumberClass::infinity ? INFINITY : 0.0);
    return negative ? -magnitude : magnitude;
  };
  const double p =
      product.cls == NumberClass::finite ? (product.negative ? -1.0 : 1.0) : stand_in(product.cls, product.negative);
  if (!std::isfinite(a) || !std::isfinite(p) || (a == 0 && p == 0)) {
    return oracle::width(f) == 32
               ? (std::isnan(a + p) ? f.nan : std::bit_cast<std::uint32_t>(float(a + p)))
               : oracle::code_by_search(f, a + p, round, f.has_infinity ? oracle::Big::ocp : oracle::Big::saturate);
  }
  const Rational sum = oracle::exact(a) + (product.cls == NumberClass::finite ? rational(product) : Rational(0));
  if (sum == 0) {
    return 0;  // x - x is +0 in round to nearest
  }
  return oracle::code_by_division(f, sum, round);
}

struct Draw {
  std::uint32_t acc;
  Number product;
};

/// Random and directed pairs: far apart, close together, cancelling, ties, subnormal, special.
std::vector<Draw> draws(const oracle::Float& f, int count) {
  std::mt19937_64 random(11);
  const std::uint32_t mask = 0xFFFFFFFFU >> (32 - oracle::width(f));
  std::vector<Draw> all;
  for (int i = 0; i < count; ++i) {
    const std::uint32_t acc = static_cast<std::uint32_t>(random()) & (i % 8 == 0 ? mask >> f.exponent_bits : mask);
    const double a = oracle::value(f, acc);
    const int here = a == 0 || !std::isfinite(a) ? -f.bias : std::ilogb(a);
    const int bits = 1 + static_cast<int>(random() % 48);
    const std::uint64_t significand = random() >> (64 - bits);
    const int lead = here + static_cast<int>(random() % 61) - 30;
    all.push_back({acc, make_number((random() & 1U) != 0, significand, lead - bits)});
    if (std::isfinite(a) && a != 0) {
      // Half a last place, and a little to either side; the exact opposite, and its neighbours.
      const int last = std::max(here, 1 - f.bias) - f.mantissa_bits;
      const bool negative = (random() & 1U) != 0;
      all.push_back({acc, make_number(negative, 1, last - 1)});
      all.push_back({acc, make_number(negative, (std::uint64_t{1} << 40) + 1, last - 41)});
      all.push_back({acc, make_number(negative, (std::uint64_t{1} << 40) - 1, last - 41)});
      all.push_back({acc, make_number(negative, 1, last - 2)});
      Number opposite = decode(format_from_name(f.name).value(), acc);
      opposite.negative = !opposite.negative;
      all.push_back({acc, opposite});
      all.push_back({acc, make_number(opposite.negative, (opposite.significand << 20) + 1, opposite.exponent - 20)});
    }
  }
  const std::vector<Number> specials{make_number(false, 0, 0),
                                     make_number(true, 0, 0),
                                     make_infinity(false),
                                     make_infinity(true),
                                     make_nan(),
                                     make_number(false, 1, 127),
                                     make_number(true, 1, 127),
                                     make_number(false, 1, -300),
                                     make_number(true, 1, -300)};
  const std::uint32_t sign = mask ^ (mask >> 1);
  for (const Number& product : specials) {
    for (const std::uint32_t magnitude : {0U, 1U, oracle::largest_code(f), oracle::largest_code(f) + 1U, f.nan}) {
      all.push_back({magnitude, product});
      all.push_back({magnitude | sign, product});
    }
  }
  return all;
}

std::size_t mismatches(const oracle::Float& f, const Step& step, oracle::Round round = oracle::Round::nearest) {
  std::size_t count = 0;
  for (const Draw& d : draws(f, 4000)) {
    count += step(d.acc, d.product) == expected_step(f, d.acc, d.product, round) ? 0 : 1;
  }
  return count;
}

Step step_of(AccumulatorKind kind) {
  return [kind](std::uint32_t acc, const Number& product) {
    return static_cast<std::uint32_t>(accumulate({.kind = kind}, {.lo = acc, .hi = 0}, product).lo);
  };
}

TEST(FloatAccumulators, RoundTheExactSumOnce) {
  EXPECT_EQ(mismatches(oracle::format("fp32"), step_of(AccumulatorKind::fp32)), 0U);
  EXPECT_EQ(mismatches(oracle::format("bf16"), step_of(AccumulatorKind::bf16)), 0U);
  EXPECT_EQ(mismatches(oracle::format("fp16"), step_of(AccumulatorKind::fp16)), 0U);
  EXPECT_EQ(mismatches(oracle::format("e4m3"), step_of(AccumulatorKind::e4m3)), 0U);
}

TEST(FloatAccumulators, OracleCatchesTiesAwayTruncationAndDoubleRounding) {
  const oracle::Float& bf16 = oracle::format("bf16");
  EXPECT_GT(mismatches(bf16, step_of(AccumulatorKind::bf16), oracle::Round::away), 0U);
  EXPECT_GT(mismatches(bf16, step_of(AccumulatorKind::bf16), oracle::Round::truncate), 0U);
  const auto twice = [](std::uint32_t acc, const Number& product) {
    const AccWord wide{.lo = detail::widen_to_fp32(Format::bf16, acc), .hi = 0};
    const AccWord sum = accumulate({}, wide, product);
    return oracle::code_by_search(oracle::format("bf16"), std::bit_cast<float>(static_cast<std::uint32_t>(sum.lo)),
                                  oracle::Round::nearest, oracle::Big::ocp);
  };
  EXPECT_GT(mismatches(bf16, twice), 0U);
}

TEST(FloatAccumulators, EveryE4m3SumOfTwoCodesIsRoundedAndSaturated) {
  const oracle::Float& f = oracle::format("e4m3");
  for (std::uint32_t a = 0; a < 256; ++a) {
    for (std::uint32_t b = 0; b < 256; ++b) {
      const double sum = oracle::value(f, a) + oracle::value(f, b);
      ASSERT_EQ(step_of(AccumulatorKind::e4m3)(a, decode(Format::e4m3, b)),
                oracle::code_by_search(f, sum, oracle::Round::nearest, oracle::Big::saturate))
          << a << " + " << b;
    }
  }
}

TEST(Fp32Accumulator, IsScalarFloatAdditionForFp8AndFusedMultiplyAddForWiderFormats) {
  std::mt19937 random(3);
  for (const Format format : {Format::e4m3, Format::e5m2, Format::bf16, Format::fp16}) {
    const oracle::Float& f = oracle::format(std::string(info(format).name));
    const std::uint32_t mask = 0xFFFFFFFFU >> (32 - oracle::width(f));
    float sum = 0;
    AccWord word;
    for (int i = 0; i < 100000; ++i) {
      const std::uint32_t a = static_cast<std::uint32_t>(random()) & mask;
      const std::uint32_t b = static_cast<std::uint32_t>(random()) & mask;
      const auto x = static_cast<float>(oracle::value(f, a));
      const auto y = static_cast<float>(oracle::value(f, b));
      sum = oracle::width(f) == 8 ? sum + x * y : std::fmaf(x, y, sum);
      word = accumulate({}, word, multiply({}, format, a, format, b));
      const std::uint32_t expected = std::isnan(sum) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(sum);
      ASSERT_EQ(word.lo, expected) << f.name << " step " << i;
      if (!std::isfinite(sum) || i % 1000 == 999) {
        sum = 0;
        word = {};
      }
    }
  }
}

/// The fixed accumulator's word as its parts.
struct Fixed {
  cpp_int sum;
  bool overflow;
  bool negative_infinity;
  bool positive_infinity;
  bool nan;
};

Fixed parts(const AccumulatorSpec& spec, AccWord word) {
  const cpp_int all = (cpp_int(word.hi) << 64) | word.lo;
  const auto flag = [&](int i) { return static_cast<bool>(bit_test(all, static_cast<unsigned>(spec.width + i))); };
  cpp_int sum = all & ((cpp_int(1) << spec.width) - 1);
  if (bit_test(sum, static_cast<unsigned>(spec.width - 1))) {
    sum -= cpp_int(1) << spec.width;
  }
  return {sum, flag(0), flag(1), flag(2), flag(3)};
}

TEST(FixedAccumulator, IsTheExactSumInTheDerivedWidthForEveryMultiplier) {
  std::mt19937 random(5);
  for (const MultiplierSpec spec :
       {MultiplierSpec{}, MultiplierSpec{MultiplierKind::adder, std::nullopt, Subnormals::daz},
        MultiplierSpec{MultiplierKind::adder, 0, Subnormals::normalize},
        MultiplierSpec{MultiplierKind::lmul_real, std::nullopt, Subnormals::normalize}}) {
    for (const auto& [a, b] : {std::pair(Format::e4m3, Format::e4m3), std::pair(Format::e5m2, Format::e4m3),
                               std::pair(Format::e2m1, Format::e3m2), std::pair(Format::e3m4, Format::e3m4)}) {
      const std::uint64_t k = 500;
      const AccumulatorSpec fixed = fixed_layout(spec, a, b, k);
      ASSERT_LE(fixed.width, kMaxFixedWidth);
      AccWord word;
      Rational sum = 0;
      for (std::uint64_t i = 0; i < k; ++i) {
        const Number p =
            multiply(spec, a, static_cast<std::uint32_t>(random()), b, static_cast<std::uint32_t>(random()));
        if (p.cls == NumberClass::finite || p.cls == NumberClass::zero) {
          word = accumulate(fixed, word, p);
          sum += p.cls == NumberClass::finite ? rational(p) : Rational(0);
        }
      }
      EXPECT_EQ(oracle::scaled(Rational(parts(fixed, word).sum), fixed.lsb), sum);
      EXPECT_FALSE(parts(fixed, word).overflow);
      EXPECT_EQ(to_fp32(fixed, word), sum == 0 ? 0U : oracle::code_by_division(oracle::format("fp32"), sum));
    }
  }
}

TEST(FixedAccumulator, DerivedWidthIsTight) {
  for (const std::uint64_t k : {1U, 7U, 64U, 1000U}) {
    for (const MultiplierSpec spec :
         {MultiplierSpec{}, MultiplierSpec{MultiplierKind::adder, std::nullopt, Subnormals::daz}}) {
      AccumulatorSpec fixed = fixed_layout(spec, Format::e4m3, Format::e4m3, k);
      const Number largest = multiply(spec, Format::e4m3, 0x7E, Format::e4m3, 0xFE);
      const auto overflows = [&](int width) {
        fixed.width = width;
        AccWord word;
        for (std::uint64_t i = 0; i < k; ++i) {
          word = accumulate(fixed, word, largest);
        }
        return parts(fixed, word).overflow;
      };
      const int width = fixed.width;
      EXPECT_FALSE(overflows(width)) << k;
      EXPECT_TRUE(overflows(width - 1)) << k;
    }
  }
}

TEST(FixedAccumulator, LastBitIsTheSmallestProductThatOccurs) {
  for (const MultiplierSpec spec :
       {MultiplierSpec{}, MultiplierSpec{MultiplierKind::adder, std::nullopt, Subnormals::daz},
        MultiplierSpec{MultiplierKind::adder, 0, Subnormals::normalize},
        MultiplierSpec{MultiplierKind::lmul_real, std::nullopt, Subnormals::daz}}) {
    int last = 1000;
    for (std::uint32_t a = 0; a < 128; ++a) {
      for (std::uint32_t b = 0; b < 128; ++b) {
        const Number p = multiply(spec, Format::e4m3, a, Format::e4m3, b);
        last = p.cls == NumberClass::finite ? std::min(last, p.exponent) : last;
      }
    }
    const AccumulatorSpec fixed = fixed_layout(spec, Format::e4m3, Format::e4m3, 1);
    EXPECT_LE(fixed.lsb, last) << int(spec.kind);
    EXPECT_GE(fixed.lsb, last - 3) << int(spec.kind);  // at most the places of a mantissa that happens to end in zeros
  }
}

TEST(FixedAccumulator, FlagsStickAndDecideTheValue) {
  const AccumulatorSpec fixed{.kind = AccumulatorKind::fixed, .width = 8, .lsb = 0};
  const AccWord big = accumulate(fixed, {}, make_number(false, 127, 0));
  EXPECT_FALSE(parts(fixed, big).overflow);
  AccWord over = accumulate(fixed, big, make_number(false, 1, 0));
  EXPECT_TRUE(parts(fixed, over).overflow);
  EXPECT_EQ(parts(fixed, over).sum, -128);
  over = accumulate(fixed, over, make_number(true, 1, 0));
  EXPECT_TRUE(parts(fixed, over).overflow);
  EXPECT_EQ(to_fp32(fixed, over), 0x7FC00000U);
  EXPECT_EQ(to_fp32(fixed, accumulate(fixed, over, make_infinity(true))), 0xFF800000U);
  const AccWord lowest = accumulate(fixed, {}, make_number(true, 1, 7));
  EXPECT_FALSE(parts(fixed, lowest).overflow);
  EXPECT_EQ(to_fp32(fixed, lowest), 0xC3000000U);
  EXPECT_TRUE(parts(fixed, accumulate(fixed, {}, make_number(false, 1, 7))).overflow);
  EXPECT_TRUE(parts(fixed, accumulate(fixed, {}, make_number(false, 1, 200))).overflow);
  const AccWord plus = accumulate(fixed, big, make_infinity(false));
  EXPECT_EQ(parts(fixed, plus).sum, 127);
  EXPECT_EQ(to_fp32(fixed, plus), 0x7F800000U);
  EXPECT_EQ(to_fp32(fixed, accumulate(fixed, plus, make_infinity(true))), 0x7FC00000U);
  EXPECT_EQ(to_fp32(fixed, accumulate(fixed, plus, make_nan())), 0x7FC00000U);
  EXPECT_THROW((void)accumulate(fixed, {}, make_number(false, 1, -1)), InputError);
}

TEST(FixedAccumulator, WidestSumsRoundOnceToFp32) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 2000; ++i) {
    const int width = 2 + static_cast<int>(random() % (kMaxFixedWidth - 1));
    const AccumulatorSpec fixed{
        .kind = AccumulatorKind::fixed, .width = width, .lsb = static_cast<int>(random() % 300) - 200};
    const Uint128 bits = ((Uint128{random()} << 64) | random()) & ((Uint128{1} << width) - 1U);
    const AccWord word = detail::to_word(bits);
    const Rational sum = oracle::scaled(Rational(parts(fixed, word).sum), fixed.lsb);
    ASSERT_EQ(to_fp32(fixed, word), sum == 0 ? 0U : oracle::code_by_division(oracle::format("fp32"), sum)) << width;
  }
}

TEST(Int32Accumulator, WrapsAndRemembersOverflow) {
  const AccumulatorSpec spec{.kind = AccumulatorKind::int32};
  std::mt19937 random(13);
  AccWord word;
  std::int64_t sum = 0;
  bool flag = false;
  for (int i = 0; i < 300000; ++i) {
    const std::int64_t p = i % 3 == 0 ? -16384 : 16384;
    sum += p;
    flag = flag || sum != static_cast<std::int32_t>(sum);
    sum = static_cast<std::int32_t>(sum);
    word = accumulate(spec, word, make_number(p < 0, 16384, 0));
    ASSERT_EQ(word.lo, static_cast<std::uint32_t>(sum) | (flag ? std::uint64_t{1} << 32 : 0U)) << i;
    if (i == 100) {
      ASSERT_EQ(to_fp32(spec, word), std::bit_cast<std::uint32_t>(static_cast<float>(sum)));
    }
    if (i % 1000 == 500 && !flag) {  // near the edge, so that the loop crosses it
      sum = 0x7FFFFFFF - static_cast<std::int64_t>(random() % 20000000);
      word.lo = static_cast<std::uint32_t>(sum);
    }
  }
  EXPECT_TRUE(flag);
  EXPECT_EQ(to_fp32(spec, word), 0x7FC00000U);
}

TEST(AccumulatorWord, HasTheBitsOfTheContract) {
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::fp32}), 32);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::bf16}), 16);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::fp16}), 16);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::e4m3}), 8);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::fixed, .width = 40}), 44);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::int32}), 33);
  EXPECT_EQ(acc_word_bits({.kind = AccumulatorKind::aligned}), 32);
  EXPECT_THROW((void)accumulate({.kind = AccumulatorKind::aligned}, {}, make_nan()), InputError);
}

TEST(AccumulatorWord, NarrowWordsWidenExactlyToFp32) {
  for (const auto& [kind, name] : {std::pair(AccumulatorKind::bf16, "bf16"), std::pair(AccumulatorKind::fp16, "fp16"),
                                   std::pair(AccumulatorKind::e4m3, "e4m3")}) {
    const oracle::Float& f = oracle::format(name);
    for (std::uint32_t code = 0; code < 1U << oracle::width(f); ++code) {
      const auto v = static_cast<float>(oracle::value(f, code));
      ASSERT_EQ(to_fp32({.kind = kind}, {.lo = code, .hi = 0}),
                std::isnan(v) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(v));
    }
  }
}

}  // namespace
}  // namespace lmulsim::arith
