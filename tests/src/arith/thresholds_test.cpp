// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The rounding that knows the adder against printed thresholds, and against a search over what all codes stand for, in
// 50 digits, written without src/arith.
#include "arith/thresholds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "oracle.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

using Real = boost::multiprecision::cpp_bin_float_50;

/// The adder's significand of two mantissas of the common width m, carry included.
Real significand(unsigned i, unsigned j, unsigned d, int m) {
  const unsigned sum = i + j + d;
  const unsigned count = 1U << m;
  return ldexp(Real(count + sum % count) / count, static_cast<int>(sum / count));
}

/// One operand: its mantissas, widened to the common width.
struct Mantissas {
  int m;
  int common;
  [[nodiscard]] unsigned count() const { return 1U << m; }
  [[nodiscard]] unsigned wide(unsigned i) const { return i << (common - m); }
  [[nodiscard]] Real value(unsigned i) const { return 1 + Real(i) / count(); }
  [[nodiscard]] Real weight(unsigned i) const { return log(1 + 1 / Real(count() + i)) / log(Real(2)); }
};

std::vector<Real> stand_for(const Mantissas& own, const Mantissas& other, unsigned d) {
  std::vector<Real> means;
  for (unsigned i = 0; i < own.count(); ++i) {
    Real mean = 0;
    for (unsigned j = 0; j < other.count(); ++j) {
      mean += other.weight(j) * significand(own.wide(i), other.wide(j), d, own.common) / other.value(j);
    }
    means.push_back(mean);
  }
  return means;
}

/// What the mantissas of a side stand for.
std::vector<Real> stand_for(int m_a, int m_b, unsigned d, Side side) {
  const int common = std::max(m_a, m_b);
  const Mantissas a{m_a, common};
  const Mantissas b{m_b, common};
  if (side == Side::b) {
    return stand_for(b, a, d);
  }
  std::vector<Real> means = stand_for(a, b, d);
  Real gain = 0;
  for (unsigned i = 0; i < a.count(); ++i) {
    gain += a.weight(i) * means[i] / a.value(i);
  }
  for (Real& mean : means) {
    mean /= gain;
  }
  return means;
}

/// The thresholds above the mantissas, times 2^23, as integers.
std::vector<std::uint64_t> steps_of(const std::vector<Real>& values) {
  std::vector<std::uint64_t> steps;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Real next = i + 1 < values.size() ? values[i + 1] : Real(2 * values[0]);
    steps.push_back(static_cast<std::uint64_t>(floor(ldexp((values[i] + next) / 2, 23) + Real(0.5))));
  }
  return steps;
}

/// The code of a value, by search: the first whose threshold is not below it. From the word 2^m - 2^(m + 4) on, so that
/// codes far below the smallest normal number take part; a negative word is zero.
std::uint32_t code_by_search(const oracle::Float& f, const std::vector<std::uint64_t>& steps, float x) {
  const double magnitude = std::fabs(double{x});
  if (std::isnan(x) || std::isinf(x) || magnitude < oracle::smallest_normal(f)) {
    return oracle::code_by_search(f, double{x}, oracle::Round::nearest, oracle::Big::saturate);
  }
  const int count = 1 << f.mantissa_bits;
  const std::uint32_t sign = std::signbit(x) ? 1U << (f.exponent_bits + f.mantissa_bits) : 0U;
  for (int word = count * -16; word <= static_cast<int>(oracle::largest_code(f)); ++word) {
    const int octave = static_cast<int>(std::floor(static_cast<double>(word) / count));
    const auto i = static_cast<std::size_t>(word - octave * count);
    if (magnitude <= std::ldexp(static_cast<double>(steps[i]), octave - f.bias - 23)) {
      return sign | static_cast<std::uint32_t>(std::max(word, 0));
    }
  }
  return sign | oracle::largest_code(f);
}

std::vector<float> values_to_encode(const oracle::Float& f, const std::vector<std::uint64_t>& steps) {
  std::vector<float> out{0.0F, -0.0F, INFINITY, -INFINITY, NAN, 1e-30F, 3e38F};
  for (int octave = -3; octave <= (1 << f.exponent_bits) + 1; ++octave) {
    for (const std::uint64_t step : steps) {
      const auto t = static_cast<float>(std::ldexp(static_cast<double>(step), octave - f.bias - 23));
      for (const float near : {t, std::nextafter(t, 1e38F), std::nextafter(t, 0.0F)}) {
        out.push_back(near);
        out.push_back(-near);
      }
    }
  }
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    out.push_back(std::ldexp(static_cast<float>(random()) - 2147483648.0F, static_cast<int>(random() % 24) - 48));
  }
  return out;
}

std::size_t differences(const oracle::Float& f, const std::vector<Real>& values, const Thresholds& thresholds) {
  std::size_t count = 0;
  const std::vector<std::uint64_t> steps = steps_of(values);
  for (const float x : values_to_encode(f, steps)) {
    count += quantise(x, 1.0F, *format_from_name(f.name), thresholds) == code_by_search(f, steps, x) ? 0 : 1;
  }
  return count;
}

std::vector<std::uint64_t> printed(std::initializer_list<std::uint64_t> words) {
  std::vector<std::uint64_t> out;
  for (const std::uint64_t word : words) {
    out.push_back(word << 40);
  }
  return out;
}

std::vector<std::uint64_t> of(const char* multiplier, Side side, Format format = Format::e4m3) {
  const Thresholds t = adder_thresholds(parse_multiplier(multiplier), format, format, side);
  return {t.all().begin(), t.all().end()};
}

// Printed with the definition of the rounding; the last one of L-Mul's B, 0x10C1726, is beyond its octave: half of it
// comes first.
TEST(AdderThresholds, AreThePrintedOnes) {
  EXPECT_EQ(of("mitchell", Side::a),
            printed({0x8ACE5F, 0x97BCC4, 0xA58D18, 0xB46193, 0xC464DA, 0xD5CD02, 0xE8E011, 0xFDFAF3}));
  EXPECT_EQ(of("mitchell", Side::b),
            printed({0x860B93, 0x92886C, 0x9FDF75, 0xAE31B9, 0xBDA866, 0xCE77B7, 0xE0E349, 0xF544DC}));
  EXPECT_EQ(of("lmul", Side::a),
            printed({0x8B1B3D, 0x97C532, 0xA55DA6, 0xB40BB2, 0xC400E9, 0xD57D7E, 0xE8D6A1, 0xFE80D3}));
  EXPECT_EQ(of("lmul", Side::b),
            printed({0x10C1726 / 2, 0x92886C, 0x9FDF75, 0xAE31B9, 0xBDA866, 0xCE77B7, 0xE0E349, 0xF544DC}));
  EXPECT_EQ(adder_thresholds(parse_multiplier("lmul"), Format::e4m3, Format::e4m3, Side::b).first, -1);
  EXPECT_EQ(adder_thresholds(parse_multiplier("mitchell"), Format::e4m3, Format::e4m3, Side::b).first, 0);
}

TEST(AdderThresholds, RoundAsASearchOverAllCodesDoes) {
  for (const char* a : {"e4m3", "e5m2", "e3m4", "e3m2", "e2m3", "e2m1"}) {
    for (const char* b : {"e4m3", "e5m2", "e3m4", "e2m1"}) {
      for (const unsigned d : {0U, 1U, 2U, 3U, 5U, 9U}) {
        const oracle::Float& fa = oracle::format(a);
        const oracle::Float& fb = oracle::format(b);
        const MultiplierSpec spec = parse_multiplier("adder:" + std::to_string(d));
        for (const Side side : {Side::a, Side::b}) {
          const Thresholds t = adder_thresholds(spec, *format_from_name(a), *format_from_name(b), side);
          const auto values = stand_for(fa.mantissa_bits, fb.mantissa_bits, d, side);
          ASSERT_EQ(differences(side == Side::a ? fa : fb, values, t), 0U) << a << " " << b << " " << d;
        }
      }
    }
  }
}

// Bugs the comparison has to see.
TEST(AdderThresholds, ComparisonCatchesAThresholdThatIsOffByOneAndTheOtherSides) {
  const oracle::Float& f = oracle::format("e4m3");
  const MultiplierSpec lmul = parse_multiplier("lmul");
  for (const Side side : {Side::a, Side::b}) {
    const auto values = stand_for(3, 3, 1, side);
    const Thresholds right = adder_thresholds(lmul, Format::e4m3, Format::e4m3, side);
    EXPECT_EQ(differences(f, values, right), 0U);
    for (std::size_t i = 0; i < right.count; ++i) {
      for (const std::int64_t step : {-1, 1}) {
        Thresholds planted = right;
        planted.above[i] += static_cast<std::uint64_t>(step) << 40;
        EXPECT_GT(differences(f, values, planted), 0U) << i;
      }
    }
    Thresholds shifted = right;
    ++shifted.first;
    EXPECT_GT(differences(f, values, shifted), 0U);
    const Side other = side == Side::a ? Side::b : Side::a;
    EXPECT_GT(differences(f, values, adder_thresholds(lmul, Format::e4m3, Format::e4m3, other)), 0U);
  }
}

// One more in the last place of an fp64 significand is above a threshold.
TEST(AdderThresholds, AreComparedWithTheWholeQuotient) {
  const Thresholds t = adder_thresholds(parse_multiplier("mitchell"), Format::e4m3, Format::e4m3, Side::a);
  const double at = std::ldexp(static_cast<double>(0x8ACE5F), -23);
  const auto code = [&](double x) { return encode_by_thresholds(Format::e4m3, t, number_from_fp64(x)); };
  EXPECT_EQ(code(at), 0x38U);
  EXPECT_EQ(code(std::nextafter(at, 2.0)), 0x39U);
  EXPECT_EQ(code(-at), 0xB8U);
  EXPECT_EQ(encode_by_thresholds(Format::e4m3, t, number_from_fp64(1000), Overflow::ocp), 0x7FU);
  EXPECT_EQ(code(1000), 0x7EU);
  EXPECT_EQ(code(0x1p-9), 0x01U) << "subnormals are rounded to nearest";
}

TEST(AdderThresholds, RefuseWhatTheyAreNotDefinedFor) {
  const auto refuse = [](const char* multiplier, Format format) {
    EXPECT_THAT(
        [=] { (void)adder_thresholds(parse_multiplier(multiplier), format, Format::e4m3, Side::a, "--rounding"); },
        testing::ThrowsMessage<InputError>(testing::AllOf(testing::HasSubstr("--rounding"),
                                                          testing::HasSubstr(multiplier),
                                                          testing::HasSubstr(std::string(info(format).name)))));
  };
  refuse("exact", Format::e4m3);
  refuse("lmul-real", Format::e4m3);
  refuse("lmul", Format::bf16);
  refuse("lmul", Format::int8);
  EXPECT_THROW((void)thresholds_between(std::vector<double>{1.5, 1.25}), InputError);
  EXPECT_THROW((void)thresholds_between(std::vector<double>{1.0, NAN}), InputError);
  EXPECT_THROW((void)thresholds_between(std::vector<double>{1.0, INFINITY}), InputError);
  EXPECT_THROW((void)thresholds_between(std::vector<double>{0.0, 1e-9}), InputError);
  EXPECT_THROW((void)thresholds_between(std::vector<double>{}), InputError);
  EXPECT_THROW((void)thresholds_between(std::vector<double>(65, 1.0)), InputError);
  EXPECT_THROW((void)adder_thresholds(parse_multiplier("adder:4000000000"), Format::e4m3, Format::e4m3, Side::a),
               InputError);
}

}  // namespace
}  // namespace lmulsim::arith
