// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/convert.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "oracle.hpp"

namespace lmulsim::arith {
namespace {

const std::vector<std::string> kNarrow{"e4m3", "e5m2", "e3m4", "e3m2", "e2m3", "e2m1", "bf16", "fp16"};

Format format_of(const std::string& name) {
  return format_from_name(name).value();
}

struct Mode {
  Rounding rounding;
  Overflow overflow;
};
const std::vector<Mode> kModes{{Rounding::nearest, Overflow::saturate},
                               {Rounding::nearest, Overflow::ocp},
                               {Rounding::truncate, Overflow::saturate},
                               {Rounding::truncate, Overflow::ocp}};

std::uint32_t expected(const oracle::Float& f, double x, const Mode& mode) {
  return oracle::code_by_search(f, x,
                                mode.rounding == Rounding::nearest ? oracle::Round::nearest : oracle::Round::truncate,
                                mode.overflow == Overflow::saturate ? oracle::Big::saturate : oracle::Big::ocp);
}

TEST(Convert, EveryCodeOfEveryFormatToEveryOther) {
  for (const std::string& from : kNarrow) {
    for (const std::string& to : kNarrow) {
      for (const Mode& mode : kModes) {
        const oracle::Float& source = oracle::format(from);
        for (std::uint32_t code = 0; code < 1U << oracle::width(source); ++code) {
          ASSERT_EQ(convert(format_of(from), code, format_of(to), mode.rounding, mode.overflow),
                    expected(oracle::format(to), oracle::value(source, code), mode))
              << from << " 0x" << std::hex << code << " to " << to;
        }
      }
    }
  }
}

TEST(Convert, ToFp32AndBackIsTheIdentityUpToNan) {
  for (const std::string& name : kNarrow) {
    const oracle::Float& f = oracle::format(name);
    for (std::uint32_t code = 0; code < 1U << oracle::width(f); ++code) {
      const double v = oracle::value(f, code);
      const std::uint32_t wide = convert(format_of(name), code, Format::fp32, Rounding::nearest, Overflow::ocp);
      ASSERT_EQ(wide, std::isnan(v) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(static_cast<float>(v)));
      ASSERT_EQ(convert_fp32(wide, format_of(name), Rounding::nearest, Overflow::ocp), std::isnan(v) ? f.nan : code);
    }
  }
}

/// Values at, just below and just above every value and midpoint of a format, in fp32 and fp64.
std::vector<double> boundaries(const oracle::Float& f) {
  std::vector<double> points;
  const std::uint32_t step = f.mantissa_bits > 5 ? 37 : 1;  // a part of the 16-bit formats
  for (std::uint32_t code = 0; code <= oracle::largest_code(f); code += step) {
    const double low = oracle::value(f, code);
    const double high =
        code == oracle::largest_code(f) ? 2 * low - oracle::value(f, code - 1) : oracle::value(f, code + 1);
    for (const double x : {low, (low + high) / 2, high}) {
      const auto single = static_cast<float>(x);
      points.insert(points.end(), {x, std::nextafter(x, 0.0), std::nextafter(x, INFINITY),
                                   double{std::nextafterf(single, 0.0F)}, double{std::nextafterf(single, INFINITY)},
                                   // fp64 values that fp32 would round onto the boundary
                                   x * (1 + std::ldexp(1.0, -30)), x * (1 - std::ldexp(1.0, -30))});
    }
  }
  points.insert(points.end(), {0.0, INFINITY, NAN, 5e-324, 1e-310, 1.7e308, 1e-45, 3.4e38});
  return points;
}

using FromDouble = std::function<std::uint32_t(double, Format, Rounding, Overflow)>;

std::size_t boundary_mismatches(const std::string& name, const FromDouble& conversion) {
  std::size_t count = 0;
  const oracle::Float& f = oracle::format(name);
  for (const double magnitude : boundaries(f)) {
    for (const double x : {magnitude, -magnitude}) {
      for (const Mode& mode : kModes) {
        count += conversion(x, format_of(name), mode.rounding, mode.overflow) == expected(f, x, mode) ? 0 : 1;
      }
    }
  }
  return count;
}

TEST(Convert, Fp64ValuesAroundEveryRoundingBoundary) {
  for (const std::string& name : kNarrow) {
    EXPECT_EQ(boundary_mismatches(name, convert_fp64), 0U) << name;
  }
}

TEST(Convert, Fp32ValuesAroundEveryRoundingBoundary) {
  for (const std::string& name : kNarrow) {
    const oracle::Float& f = oracle::format(name);
    for (const double magnitude : boundaries(f)) {
      for (const float x : {static_cast<float>(magnitude), -static_cast<float>(magnitude)}) {
        for (const Mode& mode : kModes) {
          ASSERT_EQ(convert_fp32(std::bit_cast<std::uint32_t>(x), format_of(name), mode.rounding, mode.overflow),
                    expected(f, x, mode))
              << name << " " << x;
        }
      }
    }
  }
}

TEST(Convert, Fp64ToFp32IsTheProcessorsConversion) {
  std::mt19937_64 random(17);
  for (int i = 0; i < 200000; ++i) {
    const auto x = std::bit_cast<double>((random() & ~(std::uint64_t{0x7FF} << 52)) | ((random() % 320 + 860) << 52));
    const auto y = static_cast<float>(x);
    ASSERT_EQ(convert_fp64(x, Format::fp32, Rounding::nearest, Overflow::ocp), std::bit_cast<std::uint32_t>(y)) << x;
  }
}

TEST(ConvertOracle, CatchesDoubleRoundingAndTiesAway) {
  const auto through_fp32 = [](double x, Format to, Rounding rounding, Overflow overflow) {
    return convert_fp32(std::bit_cast<std::uint32_t>(static_cast<float>(x)), to, rounding, overflow);
  };
  const auto away = [](double x, Format to, Rounding, Overflow overflow) {
    return oracle::code_by_search(oracle::format(std::string(info(to).name)), x, oracle::Round::away,
                                  overflow == Overflow::saturate ? oracle::Big::saturate : oracle::Big::ocp);
  };
  for (const std::string& name : kNarrow) {
    EXPECT_GT(boundary_mismatches(name, through_fp32), 0U) << name;
    EXPECT_GT(boundary_mismatches(name, away), 0U) << name;
  }
}

TEST(Convert, OverflowFollowsTheOcpTable) {
  // OCP 8-bit floating point 1.0, 5.2.1, and where exactly e4m3 begins to overflow.
  EXPECT_EQ(convert_fp64(464, Format::e4m3, Rounding::nearest, Overflow::ocp), 0x7EU);
  EXPECT_EQ(convert_fp64(464.0001, Format::e4m3, Rounding::nearest, Overflow::ocp), 0x7FU);
  EXPECT_EQ(convert_fp64(-INFINITY, Format::e4m3), 0xFEU);
  EXPECT_EQ(convert_fp64(-INFINITY, Format::e4m3, Rounding::nearest, Overflow::ocp), 0x7FU);
  EXPECT_EQ(convert_fp64(61440, Format::e5m2, Rounding::nearest, Overflow::ocp), 0x7CU);
  EXPECT_EQ(convert_fp64(61439, Format::e5m2, Rounding::nearest, Overflow::ocp), 0x7BU);
  EXPECT_EQ(convert_fp64(INFINITY, Format::e5m2), 0x7BU);
  EXPECT_EQ(convert_fp64(100, Format::e2m1, Rounding::nearest, Overflow::ocp), 0x07U);
}

TEST(Convert, IntegersRoundToEvenAndSaturateInTwosComplement) {
  for (int n = -300; n <= 300; ++n) {
    for (const double d : {-0.5, -0.25, 0.0, 0.25, 0.5}) {
      const double rounded = std::nearbyint(n + d);
      const auto clamp = [&](double lowest, double highest) {
        return static_cast<std::uint32_t>(static_cast<int>(std::fmin(std::fmax(rounded, lowest), highest)));
      };
      ASSERT_EQ(convert_fp64(n + d, Format::int8), clamp(-128, 127) & 0xFFU) << n + d;
      ASSERT_EQ(convert_fp64(n + d, Format::int4), clamp(-8, 7) & 0xFU) << n + d;
      ASSERT_EQ(
          convert_fp64(n + d, Format::int8, Rounding::truncate) & 0xFFU,
          static_cast<std::uint32_t>(static_cast<int>(std::fmin(std::fmax(std::trunc(n + d), -128), 127))) & 0xFFU);
    }
  }
  EXPECT_EQ(convert_fp64(INFINITY, Format::int8), 0x7FU);
  EXPECT_EQ(convert_fp64(-INFINITY, Format::int8), 0x80U);
  EXPECT_EQ(convert_fp64(-1e300, Format::int8), 0x80U);
  EXPECT_EQ(convert_fp64(NAN, Format::int8), 0U);
}

TEST(Convert, ScalesArePowersOfTwo) {
  for (std::uint32_t code = 0; code < 255; ++code) {
    const double x = std::ldexp(1.0, static_cast<int>(code) - 127);
    ASSERT_EQ(convert_fp64(x, Format::e8m0), code);
    ASSERT_EQ(to_fp64(decode(Format::e8m0, code)), x);
    ASSERT_EQ(convert_fp64(x * 1.49, Format::e8m0), code);
    ASSERT_EQ(convert_fp64(x * 1.99, Format::e8m0, Rounding::truncate), code);
    ASSERT_EQ(convert_fp64(x * 1.5, Format::e8m0), std::min(254U, code + code % 2));  // the tie
    ASSERT_EQ(convert_fp64(x * 1.51, Format::e8m0), std::min(254U, code + 1));
  }
  EXPECT_EQ(convert_fp64(0.0, Format::e8m0), 0U);
  EXPECT_EQ(convert_fp64(1e-300, Format::e8m0), 0U);
  EXPECT_EQ(convert_fp64(-1.0, Format::e8m0), 0xFFU);
  EXPECT_EQ(convert_fp64(NAN, Format::e8m0), 0xFFU);
  EXPECT_EQ(convert_fp64(1e300, Format::e8m0), 0xFEU);
  EXPECT_EQ(convert_fp64(1e300, Format::e8m0, Rounding::nearest, Overflow::ocp), 0xFFU);
}

TEST(TruncateMantissa, KeepsTheLeadingBitsOfFiniteOperandsOnly) {
  EXPECT_EQ(truncate_mantissa(Format::bf16, 0x3FFF, 2), 0x3FE0U);
  EXPECT_EQ(truncate_mantissa(Format::bf16, 0xBFFF, 7), 0xBFFFU);
  EXPECT_EQ(truncate_mantissa(Format::bf16, 0x3FFF, 0), 0x3F80U);
  EXPECT_EQ(truncate_mantissa(Format::bf16, 0x7FC1, 1), 0x7FC1U);
  EXPECT_EQ(truncate_mantissa(Format::bf16, 0x7F81, 1), 0x7F81U);
  EXPECT_EQ(truncate_mantissa(Format::int8, 0x7F, 1), 0x7FU);
}

}  // namespace
}  // namespace lmulsim::arith
