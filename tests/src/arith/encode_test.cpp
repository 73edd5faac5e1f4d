// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Vectorised codes against convert_fp64(), on every target this machine has.
#include "arith/kernels/encode.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "arith/convert.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/matrix.hpp"
#include "arith/scaling.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {
namespace {

std::vector<float> every_kind_of_value(Format format) {
  std::vector<float> values{
      0.0F,          -0.0F,           std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
      std::nanf(""), -std::nanf("1"), std::numeric_limits<float>::max(),      std::numeric_limits<float>::denorm_min()};
  // Around every code of a small format, and around the middle of two.
  for (std::uint32_t code = 0; code < 256; ++code) {
    const auto x = static_cast<float>(to_fp64(decode(format, code)));
    const auto y = static_cast<float>(to_fp64(decode(format, code + 1)));
    for (const float z : {x, (x + y) / 2}) {
      for (const float near : {z, std::nextafter(z, 1e30F), std::nextafter(z, -1e30F)}) {
        values.push_back(near);
        values.push_back(-near);
      }
    }
  }
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
    values.push_back(std::ldexp(static_cast<float>(random()) - 2147483648.0F, static_cast<int>(random() % 40) - 50));
  }
  return values;
}

std::uint32_t expected_code(const Encoding& to, float value, float scale) {
  if (to.thresholds != nullptr) {
    return quantise(value, scale, to.format, *to.thresholds);
  }
  if (!to.mantissa_bits) {
    return quantise(value, scale, to.format);
  }
  const std::uint32_t code = convert_fp64(double{value} / double{scale}, to.format, Rounding::truncate);
  return truncate_mantissa(to.format, code, *to.mantissa_bits);
}

std::size_t differences(const Encoding& to, float scale) {
  const std::vector<float> values = every_kind_of_value(to.format);
  const std::vector<float> scales(values.size(), scale);
  std::vector<std::uint8_t> codes(2 * values.size() + 6);
  encode_values(to, values, scales, codes.data(), 3);
  std::size_t count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    count += load_code(to.format, codes.data(), i + 3) == expected_code(to, values[i], scale) ? 0 : 1;
  }
  return count;
}

class Encode : public testing::TestWithParam<Format> {};

TEST_P(Encode, GivesTheReferencesCodesOnEveryTarget) {
  hwy::SetSupportedTargetsForTest(0);
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(left & -left);
    for (const float scale : {1.0F, 0.0123F, 0x1p-100F, 37.0F}) {
      EXPECT_EQ(differences({GetParam(), std::nullopt}, scale), 0U) << gemm_target() << " " << scale;
      for (int k = 1; k <= info(GetParam()).man_bits && !info(GetParam()).is_integer(); ++k) {
        EXPECT_EQ(differences({GetParam(), k}, scale), 0U) << gemm_target() << " " << scale << " k " << k;
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

/// Around every threshold in every octave of a format.
std::vector<float> around(const Thresholds& thresholds) {
  std::vector<float> values;
  for (int octave = -20; octave <= 20; ++octave) {
    for (const std::uint64_t t : thresholds.all()) {
      const auto at = static_cast<float>(std::ldexp(static_cast<double>(t), octave - 63));
      for (const float near : {at, std::nextafter(at, 1e30F), std::nextafter(at, 0.0F)}) {
        values.push_back(near);
        values.push_back(-near);
      }
    }
  }
  return values;
}

void expect_thresholds_codes(Format format, const Thresholds& thresholds) {
  std::vector<float> values = every_kind_of_value(format);
  const std::vector<float> more = around(thresholds);
  values.insert(values.end(), more.begin(), more.end());
  for (const float scale : {1.0F, 0.0123F, 0x1p-100F, 37.0F}) {
    const std::vector<float> scales(values.size(), scale);
    std::vector<std::uint8_t> codes(values.size());
    encode_values({.format = format, .thresholds = &thresholds}, values, scales, codes.data(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(codes[i], quantise(values[i], scale, format, thresholds))
          << gemm_target() << " " << info(format).name << " " << values[i] << " / " << scale;
    }
  }
}

TEST(EncodeByThresholds, GivesTheReferencesCodesOnEveryTarget) {
  hwy::SetSupportedTargetsForTest(0);
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(left & -left);
    for (const Format format : {Format::e4m3, Format::e5m2, Format::e3m4, Format::e2m1}) {
      for (const std::uint32_t offset : {0U, 1U, 9U}) {
        for (const Side side : {Side::a, Side::b}) {
          const MultiplierSpec adder{.kind = MultiplierKind::adder, .offset = offset};
          expect_thresholds_codes(format, adder_thresholds(adder, format, format, side));
        }
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

INSTANTIATE_TEST_SUITE_P(Formats, Encode,
                         testing::Values(Format::e4m3, Format::e5m2, Format::e3m4, Format::e3m2, Format::e2m3,
                                         Format::e2m1, Format::bf16, Format::fp16, Format::int8, Format::int4),
                         [](const auto& parameter) { return std::string(arith::info(parameter.param).name); });

TEST(Encode, RefusesFormatsThatAreNoOperands) {
  EXPECT_THROW(encode_values({Format::e8m0}, {}, {}, nullptr, 0), InputError);
  EXPECT_THROW(encode_values({Format::fp32}, {}, {}, nullptr, 0), InputError);
}

// The comparison sees one value that is rounded the other way.
TEST(Encode, DiffersFromTruncation) {
  const float value = 1.1F;
  std::uint8_t code = 0;
  encode_values({Format::e4m3, 3}, std::span(&value, 1), std::vector<float>{1}, &code, 0);
  EXPECT_EQ(code, 0x38);
  EXPECT_NE(code, expected_code({Format::e4m3}, value, 1));
}

}  // namespace
}  // namespace lmulsim::arith
