// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/scaling.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "arith/convert.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

constexpr std::uint8_t kNanScale = 0xFF;
constexpr int kScaleBias = 127;

float finite_absmax(std::span<const float> values) {
  float largest = 0;
  for (const float value : values) {
    largest = std::isfinite(value) ? std::max(largest, std::fabs(value)) : largest;
  }
  return largest;
}

void require_element(Format element) {
  const FormatInfo& f = info(element);
  if (f.is_integer() || f.width() > 8 || !f.has_sign) {
    throw InputError("MX block: expected a floating-point element format of at most 8 bits, found " +
                     std::string(f.name));
  }
}

}  // namespace

float absmax_scale(std::span<const float> values, Format format) {
  const float largest = finite_absmax(values);
  if (largest == 0) {
    return 1.0F;
  }
  const double limit = max_finite_value(format);
  auto scale = static_cast<float>(double{largest} / limit);
  if (double{scale} * limit < double{largest}) {
    scale = std::nextafter(scale, std::numeric_limits<float>::infinity());
  }
  return scale;
}

std::uint32_t quantise(float value, float scale, Format format, Rounding rounding) {
  return convert_fp64(double{value} / double{scale}, format, rounding);
}

std::uint8_t mx_scale(std::span<const float> block, Format element) {
  require_element(element);
  if (!std::all_of(block.begin(), block.end(), [](float x) { return std::isfinite(x); })) {
    return kNanScale;
  }
  const Number largest = decode(Format::fp32, std::bit_cast<std::uint32_t>(finite_absmax(block)));
  if (largest.cls == NumberClass::zero) {
    return 0;
  }
  const int emax = leading_exponent(decode(element, max_finite_code(info(element))));
  return static_cast<std::uint8_t>(std::clamp(leading_exponent(largest) - emax, -kScaleBias, kScaleBias) + kScaleBias);
}

MxBlock mx_quantise(std::span<const float> block, Format element) {
  if (block.size() > kMxBlock) {
    throw InputError("MX block: expected at most " + std::to_string(kMxBlock) + " values, found " +
                     std::to_string(block.size()));
  }
  MxBlock result{.scale = mx_scale(block, element), .elements = std::vector<std::uint8_t>(block.size())};
  if (result.scale == kNanScale) {
    return result;
  }
  std::ranges::transform(block, result.elements.begin(), [&](float value) {
    Number scaled = decode(Format::fp32, std::bit_cast<std::uint32_t>(value));
    scaled.exponent -= scaled.cls == NumberClass::finite ? result.scale - kScaleBias : 0;
    return static_cast<std::uint8_t>(encode(element, scaled));
  });
  return result;
}

double mx_value(const MxBlock& block, Format element, std::size_t i) {
  if (block.scale == kNanScale) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::ldexp(to_fp64(decode(element, block.elements.at(i))), block.scale - kScaleBias);
}

}  // namespace lmulsim::arith
