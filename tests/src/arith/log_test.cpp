// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Logarithmic formats and multipliers with tables against powers of two in 50 digits, over all pairs of operands. No
// code and no table of src/arith is shared: words are taken apart and put together here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/names.hpp"
#include "arith/product.hpp"
#include "arith/significands.hpp"
#include "arith/spec.hpp"
#include "arith/thresholds.hpp"
#include "oracle.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

using Real = boost::multiprecision::cpp_bin_float_50;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// logEF as the contract writes it: a sign, then a word c of E + F bits that means 2^((c - 2^(E + F - 1)) / 2^F).
struct Log {
  int e;
  int f;

  [[nodiscard]] std::string name() const { return "log" + std::to_string(e) + std::to_string(f); }
  [[nodiscard]] Format format() const { return *format_from_name(name()); }
  [[nodiscard]] int count() const { return 1 << f; }
  [[nodiscard]] int largest() const { return (1 << (e + f)) - 1; }
  [[nodiscard]] int one() const { return 1 << (e + f - 1); }
  [[nodiscard]] std::uint32_t sign() const { return 1U << (e + f); }
  [[nodiscard]] std::uint32_t codes() const { return 2U << (e + f); }
};

std::vector<Log> all_logs() {
  std::vector<Log> logs;
  for (int e = 1; e <= 6; ++e) {
    for (int f = 1; e + f <= 7; ++f) {
      logs.push_back({e, f});
    }
  }
  return logs;
}

Real power(int numerator, int denominator) {
  return pow(Real(2), Real(numerator) / denominator);
}

/// round(x), halves do not occur.
std::uint64_t nearest(const Real& x) {
  return static_cast<std::uint64_t>(floor(x + Real(0.5)));
}

int floor_div(int a, int b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// --- conversion

/// The threshold above the word c, as the contract makes it: an integer of 24 bits, times a power of two.
double threshold(const Log& log, int c) {
  const int octave = floor_div(c - log.one(), log.count());
  const int f = c - log.one() - octave * log.count();
  const Real middle = (power(f, log.count()) + power(f + 1, log.count())) / 2;
  return std::ldexp(static_cast<double>(nearest(ldexp(middle, 23))), octave - 23);
}

/// Those of the words from first_word() on.
int first_word(const Log& log) {
  return -4 * log.count();
}
std::vector<double> thresholds_of(const Log& log) {
  std::vector<double> all;
  for (int c = first_word(log); c <= log.largest() + 3; ++c) {
    all.push_back(threshold(log, c));
  }
  return all;
}

std::uint32_t code_by_search(const Log& log, const std::vector<double>& thresholds, float x, bool ocp) {
  if (std::isnan(x)) {
    return log.sign();
  }
  const double magnitude = std::fabs(double{x});
  const std::uint32_t sign = std::signbit(x) ? log.sign() : 0U;
  int c = first_word(log);
  while (c <= log.largest() && magnitude > thresholds[static_cast<std::size_t>(c - first_word(log))]) {
    ++c;
  }
  if (c > log.largest()) {
    return ocp ? log.sign() : sign | static_cast<std::uint32_t>(log.largest());
  }
  if (c <= 0) {
    c = c >= 2 - log.count() ? 1 : 0;
  }
  return c == 0 ? 0U : sign | static_cast<std::uint32_t>(c);
}

std::vector<float> values_to_encode(const std::vector<double>& thresholds) {
  std::vector<float> values{0.0F, -0.0F, INFINITY, -INFINITY, NAN, 0x1p-149F, 3e38F, 1.0F, -1.0F};
  for (const double at : thresholds) {
    const auto t = static_cast<float>(at);
    for (const float near : {t, std::nextafter(t, 1e38F), std::nextafter(t, 0.0F)}) {
      values.push_back(near);
      values.push_back(-near);
    }
  }
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    values.push_back(std::ldexp(static_cast<float>(random()) - 2147483648.0F, static_cast<int>(random() % 30) - 50));
  }
  return values;
}

TEST(LogFormats, AreConvertedAsASearchOverAllCodesDoes) {
  for (const Log& log : all_logs()) {
    const std::vector<double> steps = thresholds_of(log);
    for (const float x : values_to_encode(steps)) {
      for (const bool ocp : {false, true}) {
        ASSERT_EQ(convert_fp32(std::bit_cast<std::uint32_t>(x), log.format(), Rounding::nearest,
                               ocp ? Overflow::ocp : Overflow::saturate),
                  code_by_search(log, steps, x, ocp))
            << log.name() << " " << x;
      }
    }
  }
}

// Printed with the definition of the formats.
TEST(LogFormats, HaveThePrintedThresholds) {
  const auto words = [](const char* name) {
    std::vector<std::uint64_t> out;
    for (const std::uint64_t t : log_thresholds(*format_from_name(name)).all()) {
      out.push_back(t >> 40);
    }
    return out;
  };
  EXPECT_THAT(words("log43"),
              testing::ElementsAre(0x85CAE1, 0x91E6D9, 0x9F1B63, 0xAD81E5, 0xBD360F, 0xCE5613, 0xE102E2, 0xF56063));
  EXPECT_THAT(words("log34"),
              testing::ElementsAre(0x82D562, 0x88A043, 0x8EACCB, 0x94FDE2, 0x9B9691, 0xA27A05, 0xA9AB8B, 0xB12E99,
                                   0xB906CB, 0xC137E7, 0xC9C5DB, 0xD2B4C4, 0xDC08EE, 0xE5C6D3, 0xEFF322, 0xFA92BF));
}

/// Differences of thresholds from the search, near one of which something was planted.
std::size_t differences(const Log& log, const std::vector<double>& steps, const Thresholds& thresholds) {
  std::size_t count = 0;
  for (const float x : values_to_encode(steps)) {
    const Number n = decode(Format::fp32, std::bit_cast<std::uint32_t>(x));
    if (n.cls != NumberClass::finite) {
      continue;
    }
    const std::int64_t word = word_by_thresholds(info(log.format()), thresholds, n);
    const auto code = code_by_search(log, steps, std::fabs(x), false);
    count += word >= 1 && word <= log.largest() && word != static_cast<std::int64_t>(code) ? 1 : 0;
  }
  return count;
}

TEST(LogFormats, ComparisonCatchesAThresholdThatIsOffByOne) {
  const Log log{4, 3};
  const Thresholds right = log_thresholds(log.format());
  const std::vector<double> steps = thresholds_of(log);
  EXPECT_EQ(differences(log, steps, right), 0U);
  for (std::size_t i = 0; i < right.count; ++i) {
    for (const std::int64_t step : {-1, 1}) {
      Thresholds planted = right;
      planted.above[i] += static_cast<std::uint64_t>(step) << 40;
      EXPECT_GT(differences(log, steps, planted), 0U) << i;
    }
  }
}

TEST(LogFormats, AreThePowersOfTwoTheyStandFor) {
  for (const Log& log : all_logs()) {
    for (std::uint32_t code = 0; code < log.codes(); ++code) {
      const Number n = decode(log.format(), code);
      const auto c = static_cast<int>(code & (log.sign() - 1U));
      if (c == 0) {
        EXPECT_EQ(n.cls, code == 0 ? NumberClass::zero : NumberClass::nan);
        continue;
      }
      const int octave = floor_div(c - log.one(), log.count());
      const Real value = power(c - log.one() - octave * log.count(), log.count());
      const double expected = std::ldexp(static_cast<double>(nearest(ldexp(value, 23))), octave - 23);
      ASSERT_EQ(to_fp64(n), code & log.sign() ? -expected : expected) << log.name() << " " << code;
      ASSERT_EQ(encode(log.format(), n), code) << log.name();
    }
  }
  EXPECT_NEAR(max_finite_value(*format_from_name("log43")), std::exp2(7.875), 1e-5);
  EXPECT_NEAR(max_finite_value(*format_from_name("log34")), std::exp2(3.9375), 1e-6);
}

TEST(LogFormats, AreNotTruncated) {
  EXPECT_THAT([] { (void)convert_fp64(1.5, *format_from_name("log43"), Rounding::truncate); },
              ThrowsMessage<InputError>(HasSubstr("log43")));
}

// --- products

using Multiply = std::function<Number(const MultiplierSpec&, Format, std::uint32_t, Format, std::uint32_t)>;
const Multiply kMultiply = [](const MultiplierSpec& spec, Format a, std::uint32_t x, Format b, std::uint32_t y) {
  return multiply(spec, a, x, b, y);
};

/// The entry of a significand from its logarithm, f / count: what a multiplier makes of it.
using Significand = std::function<double(int f, int count)>;

Significand antilog_of(int bits) {
  return [bits](int f, int count) {
    return std::ldexp(static_cast<double>(nearest(ldexp(power(f, count), bits))), -bits);
  };
}

/// NaN, +0, or the product of two words of logarithmic formats.
double log_product(const Log& a, std::uint32_t x, const Log& b, std::uint32_t y, const Significand& significand) {
  if (x == a.sign() || y == b.sign()) {
    return NAN;
  }
  if (x == 0 || y == 0) {
    return 0.0;
  }
  const int count = std::max(a.count(), b.count());
  const int word_a = static_cast<int>(x & (a.sign() - 1U)) - a.one();
  const int word_b = static_cast<int>(y & (b.sign() - 1U)) - b.one();
  const int sum = word_a * (count / a.count()) + word_b * (count / b.count());
  const int octave = floor_div(sum, count);
  const double magnitude = std::ldexp(significand(sum - octave * count, count), octave);
  return ((x & a.sign()) != 0) != ((y & b.sign()) != 0) ? -magnitude : magnitude;
}

bool is_number(const Number& n, double expected) {
  if (std::isnan(expected)) {
    return n == make_nan();
  }
  return n == number_from_fp64(expected);
}

std::size_t log_differences(const MultiplierSpec& spec, const Log& a, const Log& b, const Significand& significand,
                            const Multiply& product = kMultiply) {
  std::size_t count = 0;
  std::vector<double> significands(static_cast<std::size_t>(std::max(a.count(), b.count())));
  for (std::size_t f = 0; f < significands.size(); ++f) {
    significands[f] = significand(static_cast<int>(f), static_cast<int>(significands.size()));
  }
  const Significand known = [&](int f, int) { return significands[static_cast<std::size_t>(f)]; };
  for (std::uint32_t x = 0; x < a.codes(); ++x) {
    for (std::uint32_t y = 0; y < b.codes(); ++y) {
      count += is_number(product(spec, a.format(), x, b.format(), y), log_product(a, x, b, y, known)) ? 0 : 1;
    }
  }
  return count;
}

TEST(LogProducts, AreTheRoundedPowersOfTheSumOfWords) {
  const std::vector<std::pair<Log, Log>> formats{{{4, 3}, {4, 3}}, {{3, 4}, {3, 4}}, {{3, 3}, {3, 3}},
                                                 {{3, 2}, {3, 2}}, {{5, 2}, {5, 2}}, {{1, 6}, {1, 6}},
                                                 {{6, 1}, {6, 1}}, {{3, 4}, {3, 2}}, {{3, 2}, {4, 3}}};
  for (const auto& [a, b] : formats) {
    for (const int bits : {3, 4, 5, 6, 12}) {
      EXPECT_EQ(log_differences(parse_multiplier("antilog:" + std::to_string(bits)), a, b, antilog_of(bits)), 0U)
          << a.name() << " " << b.name() << " " << bits;
    }
    EXPECT_EQ(log_differences(parse_multiplier("exact"), a, b, antilog_of(23)), 0U) << a.name();
    const Significand mitchell = [](int f, int count) { return 1 + static_cast<double>(f) / count; };
    EXPECT_EQ(log_differences(parse_multiplier("mitchell"), a, b, mitchell), 0U) << a.name();
  }
}

// A word of the table that is off by one, and one that is cut instead of rounded.
TEST(LogProducts, ComparisonCatchesAWordOfTheTableThatIsOffByOne) {
  const Log log{4, 3};
  const MultiplierSpec spec = parse_multiplier("antilog:5");
  EXPECT_EQ(log_differences(spec, log, log, antilog_of(5)), 0U);
  for (int planted = 0; planted < 8; ++planted) {
    const Multiply wrong = [&](const MultiplierSpec& s, Format a, std::uint32_t x, Format b, std::uint32_t y) {
      const Number right = multiply(s, a, x, b, y);
      const bool here = right.cls == NumberClass::finite && static_cast<int>((x + y) % 8) == planted;
      return here ? make_number(right.negative, (right.significand << 20) + (std::uint64_t{1} << 20),
                                right.exponent - 20)
                  : right;
    };
    EXPECT_GT(log_differences(spec, log, log, antilog_of(5), wrong), 0U);
  }
  const Significand cut = [](int f, int count) {
    return std::ldexp(static_cast<double>(floor(ldexp(power(f, count), 5))), -5);
  };
  EXPECT_GT(log_differences(spec, log, log, cut), 0U);
}

TEST(LogProducts, NarrowOnesGoBackToTheNearestWord) {
  const Format log43 = *format_from_name("log43");
  const MultiplierSpec exact = parse_multiplier("exact");
  EXPECT_EQ(multiply_narrow(exact, log43, 0x43, log43, 0x45), 0x48U);
  EXPECT_EQ(multiply_narrow(exact, log43, 0x7F, log43, 0x7F), 0x7FU);
  EXPECT_EQ(multiply_narrow(exact, log43, 0x01, log43, 0x81), 0x00U);
  EXPECT_EQ(multiply_narrow(exact, log43, 0x80, log43, 0x40), 0x80U);
}

// --- conditional means

/// The mean of all products whose mantissas have this sum.
Real mean_product(int m, int sum) {
  const int count = 1 << m;
  Real weights = 0;
  Real products = 0;
  const auto weight = [&](int i) { return log(Real(count + i + 1) / (count + i)); };
  for (int i = std::max(0, sum - count + 1); i <= std::min(sum, count - 1); ++i) {
    const int j = sum - i;
    weights += weight(i) * weight(j);
    products += weight(i) * weight(j) * (1 + Real(i) / count) * (1 + Real(j) / count);
  }
  return products / weights;
}

/// To `bits` bits behind the point after it is brought to [1, 2), ties to even. A tie in 50 digits is one within 1e-40.
double rounded(const Real& mean, int bits) {
  const int octave = mean >= 2 ? 1 : 0;
  const Real scaled = ldexp(mean, bits - octave);
  auto whole = static_cast<std::uint64_t>(floor(scaled));
  const Real rest = scaled - whole;
  const bool tie = abs(rest - Real(0.5)) < Real("1e-40");
  whole += tie ? whole % 2 : (rest > Real(0.5) ? 1 : 0);
  return std::ldexp(static_cast<double>(whole), octave - bits);
}

TEST(ConditionalMeans, HaveThePrintedWords) {
  const auto words = significands(MultiplierKind::cmean, 5, 3);
  std::vector<std::uint32_t> halves(words.begin(), words.end());
  for (std::size_t i = 8; i < halves.size(); ++i) {
    halves[i] /= 2;
  }
  EXPECT_THAT(halves, testing::ElementsAre(32, 36, 40, 44, 49, 54, 58, 63, 35, 38, 42, 45, 49, 52, 56));
}

std::size_t mean_differences(const MultiplierSpec& spec, const char* name_a, const char* name_b, int bits,
                             int planted = -1) {
  const oracle::Float& a = oracle::format(name_a);
  const oracle::Float& b = oracle::format(name_b);
  const int m = std::max(a.mantissa_bits, b.mantissa_bits);
  std::vector<double> words;
  for (int sum = 0; sum < (2 << m) - 1; ++sum) {
    words.push_back(rounded(mean_product(m, sum), bits) + (sum == planted ? std::ldexp(1.0, -bits) : 0.0));
  }
  const auto operand = [&](const oracle::Float& f, std::uint32_t code) {
    const double v = oracle::value(f, code);
    const bool flushed = spec.subnormals == Subnormals::daz && std::fabs(v) < oracle::smallest_normal(f);
    return flushed ? std::copysign(0.0, v) : v;
  };
  std::size_t count = 0;
  for (std::uint32_t x = 0; x < 1U << oracle::width(a); ++x) {
    for (std::uint32_t y = 0; y < 1U << oracle::width(b); ++y) {
      const double u = operand(a, x);
      const double v = operand(b, y);
      double expected = u * v;
      if (std::isfinite(expected) && expected != 0) {
        int eu = 0;
        int ev = 0;
        const double fu = 2 * std::fabs(std::frexp(u, &eu)) - 1;
        const double fv = 2 * std::fabs(std::frexp(v, &ev)) - 1;
        const auto sum = static_cast<std::size_t>(std::ldexp(fu + fv, m));
        expected = std::copysign(std::ldexp(words[sum], eu + ev - 2), expected);
      }
      count += is_number(multiply(spec, *format_from_name(name_a), x, *format_from_name(name_b), y), expected) ? 0 : 1;
    }
  }
  return count;
}

TEST(ConditionalMeans, AreTheMeansOfTheProductsOfTheirSum) {
  for (const auto& [a, b] : {std::pair{"e4m3", "e4m3"},
                             {"e5m2", "e5m2"},
                             {"e3m4", "e3m4"},
                             {"e4m3", "e5m2"},
                             {"e2m1", "e4m3"},
                             {"e3m2", "e2m3"}}) {
    for (const int bits : {3, 5, 8}) {
      for (const Subnormals subnormals : {Subnormals::daz, Subnormals::normalize}) {
        MultiplierSpec spec = parse_multiplier("cmean:" + std::to_string(bits));
        spec.subnormals = subnormals;
        EXPECT_EQ(mean_differences(spec, a, b, bits), 0U) << a << " " << b << " " << bits;
      }
    }
  }
}

TEST(ConditionalMeans, ComparisonCatchesAWordOfTheTableThatIsOffByOne) {
  for (int planted = 0; planted < 15; ++planted) {
    EXPECT_GT(mean_differences(parse_multiplier("cmean:5"), "e4m3", "e4m3", 5, planted), 0U) << planted;
  }
}

// --- sums of them

TEST(LogProducts, FixedSumsHoldEveryProduct) {
  for (const char* multiplier : {"antilog:5", "exact", "mitchell"}) {
    const Format log34 = *format_from_name("log34");
    const MultiplierSpec spec = parse_multiplier(multiplier);
    const AccumulatorSpec fixed = fixed_layout(spec, log34, log34, 16);
    for (const std::uint32_t a : {0x01U, 0x40U, 0x7FU, 0xFFU}) {
      for (const std::uint32_t b : {0x01U, 0x41U, 0x7FU}) {
        AccWord word{};
        for (int i = 0; i < 16; ++i) {
          word = accumulate(fixed, word, multiply(spec, log34, a, log34, b));
        }
        const double expected = 16 * to_fp64(multiply(spec, log34, a, log34, b));
        EXPECT_EQ(std::bit_cast<float>(to_fp32(fixed, word)), static_cast<float>(expected)) << multiplier;
      }
    }
  }
}

TEST(Operands, OfTheWrongKindAreRefusedByName) {
  const auto refuses = [](const char* multiplier, const char* a, const char* b, const char* expected) {
    EXPECT_THAT([=] { (void)multiply(parse_multiplier(multiplier), *format_from_name(a), 1, *format_from_name(b), 1); },
                ThrowsMessage<InputError>(testing::AllOf(HasSubstr(multiplier), HasSubstr(expected))))
        << multiplier;
  };
  refuses("antilog:5", "e4m3", "e4m3", "two logarithmic operands");
  refuses("antilog:5", "log43", "e4m3", "two logarithmic operands");
  refuses("exact", "log43", "e4m3", "two logarithmic operands or none");
  refuses("lmul", "log43", "log43", "as mitchell two logarithmic ones");
  refuses("cmean:5", "log43", "log43", "floating-point operands of at most 8 bits");
  refuses("cmean:5", "bf16", "bf16", "floating-point operands of at most 8 bits");
  EXPECT_THROW((void)parse_multiplier("antilog:0"), InputError);
  EXPECT_THROW((void)parse_multiplier("antilog:17"), InputError);
  EXPECT_THROW((void)parse_multiplier("cmean:"), InputError);
}

}  // namespace
}  // namespace lmulsim::arith
