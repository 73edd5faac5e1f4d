// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/encode.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "arith/convert.hpp"
#include "arith/matrix.hpp"
#include "util/error.hpp"

// NOLINTBEGIN: Highway compiles this file once per target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "arith/kernels/encode.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// NOLINTEND

#ifndef LMULSIM_ARITH_KERNELS_ENCODE_CPP
#define LMULSIM_ARITH_KERNELS_ENCODE_CPP
namespace lmulsim::arith {

/// What the loop needs to know of a format.
struct EncodingNumbers {
  bool integer = false;
  bool logarithmic = false;
  bool truncate = false;
  int width = 0;
  int man_bits = 0;
  double smallest_normal = 0;
  double magic = 0;    ///< times the power of two below a magnitude: a constant whose last place is the format's
  double largest = 0;  ///< finite value; of integers the positive one
  std::uint64_t bias = 0;
  std::uint64_t largest_word = 0;  ///< of the finite values of a float
  std::uint64_t kept = 0;          ///< bits of a finite magnitude word that stay
  std::uint64_t nan = 0;
  /// By thresholds: significands from 1 to 2, and what is added to the magnitude word of a power of two.
  std::size_t thresholds = 0;
  std::int64_t first = 0;
  double above[Thresholds::kMost] = {};
};

}  // namespace lmulsim::arith
#endif

HWY_BEFORE_NAMESPACE();
namespace lmulsim::arith::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using DD = hn::ScalableTag<double>;
using DU = hn::RebindToUnsigned<DD>;
using DI = hn::RebindToSigned<DD>;
using DF = hn::Rebind<float, DD>;
using VD = hn::Vec<DD>;
using VU = hn::Vec<DU>;

/// A magnitude to a multiple of the format's last place there.
HWY_INLINE VD RoundMagnitude(const EncodingNumbers& f, VD magnitude) {
  const DD dd;
  const auto power = hn::And(magnitude, hn::BitCast(dd, hn::Set(DU(), std::uint64_t{0x7FF} << 52)));
  const auto base = hn::Max(power, hn::Set(dd, f.smallest_normal));
  const auto constant = hn::Mul(base, hn::Set(dd, f.magic));
  const auto nearest = hn::Sub(hn::Add(magnitude, constant), constant);
  if (!f.truncate) {
    return nearest;
  }
  const auto place = hn::Mul(base, hn::Set(dd, std::ldexp(1.0, -f.man_bits)));
  return hn::IfThenElse(hn::Gt(nearest, magnitude), hn::Sub(nearest, place), nearest);
}

HWY_INLINE VU FloatCode(const EncodingNumbers& f, VD value) {
  const DD dd;
  const DU du;
  const auto magnitude = hn::Abs(value);
  // A magnitude beyond the largest value, infinity too, is that value; what it would round to does not matter.
  const auto largest = hn::Set(dd, f.largest);
  const auto rounded = hn::IfThenElse(hn::Ge(magnitude, largest), largest, RoundMagnitude(f, magnitude));
  // One binade up, a subnormal has its word in the upper bits of the significand.
  const auto normal = hn::Set(dd, f.smallest_normal);
  const auto subnormal = hn::Lt(rounded, normal);
  const auto word = hn::BitCast(du, hn::IfThenElse(subnormal, hn::Add(rounded, normal), rounded));
  const auto hidden = hn::IfThenElseZero(hn::RebindMask(du, subnormal), hn::Set(du, std::uint64_t{1} << f.man_bits));
  const auto code = hn::Sub(hn::ShiftRightSame(word, 52 - f.man_bits), hn::Add(hidden, hn::Set(du, f.bias)));
  const auto sign = hn::And(hn::BitCast(du, value), hn::Set(du, std::uint64_t{1} << 63));
  return hn::Or(hn::And(code, hn::Set(du, f.kept)), hn::ShiftRightSame(sign, 64 - f.width));
}

/// The magnitude word by thresholds, in no bounds.
HWY_INLINE hn::Vec<DI> WordByThresholds(const EncodingNumbers& f, VD magnitude) {
  const DD dd;
  const DI di;
  const auto bits = hn::BitCast(di, magnitude);
  const auto one = hn::BitCast(di, hn::Set(dd, 1.0));
  const auto fraction = hn::And(bits, hn::Set(di, (std::int64_t{1} << 52) - 1));
  const auto significand = hn::BitCast(dd, hn::Or(fraction, one));
  const auto octave = hn::ShiftLeftSame(hn::ShiftRight<52>(bits), f.man_bits);
  auto word = hn::Add(octave, hn::Set(di, f.first - static_cast<std::int64_t>(f.bias)));
  for (std::size_t i = 0; i < f.thresholds; ++i) {
    // A comparison that holds is -1.
    word = hn::Sub(word, hn::BitCast(di, hn::VecFromMask(dd, hn::Gt(significand, hn::Set(dd, f.above[i])))));
  }
  return word;
}

/// Codes by thresholds; below the smallest normal number as FloatCode().
HWY_INLINE VU ThresholdCode(const EncodingNumbers& f, VD value) {
  const DD dd;
  const DU du;
  const DI di;
  const auto magnitude = hn::Abs(value);
  const auto word = WordByThresholds(f, magnitude);
  const auto limit = hn::Set(di, static_cast<std::int64_t>(f.largest_word));
  const auto code = hn::BitCast(du, hn::Min(hn::Max(word, hn::Zero(di)), limit));
  const auto sign =
      hn::ShiftRightSame(hn::And(hn::BitCast(du, value), hn::Set(du, std::uint64_t{1} << 63)), 64 - f.width);
  const auto small = hn::RebindMask(du, hn::Lt(magnitude, hn::Set(dd, f.smallest_normal)));
  return hn::IfThenElse(small, FloatCode(f, value), hn::Or(code, sign));
}

/// Codes of a logarithmic format by thresholds: above half the smallest value that value, a zero without a sign.
HWY_INLINE VU LogCode(const EncodingNumbers& f, VD value) {
  const DI di;
  const DU du;
  const auto word = WordByThresholds(f, hn::Abs(value));
  const auto smallest =
      hn::IfThenElseZero(hn::Gt(word, hn::Set(di, 1 - (std::int64_t{1} << f.man_bits))), hn::Set(di, 1));
  const auto code = hn::Max(hn::Min(word, hn::Set(di, static_cast<std::int64_t>(f.largest_word))), smallest);
  const auto sign =
      hn::ShiftRightSame(hn::And(hn::BitCast(du, value), hn::Set(du, std::uint64_t{1} << 63)), 64 - f.width);
  const auto zero = hn::RebindMask(du, hn::Eq(code, hn::Zero(di)));
  return hn::IfThenZeroElse(zero, hn::Or(hn::BitCast(du, code), sign));
}

/// Two's complement; one more than the largest below zero.
HWY_INLINE VU IntegerCode(const EncodingNumbers& f, VD value) {
  const DD dd;
  const DU du;
  const auto magnitude = hn::Min(hn::Abs(value), hn::Set(dd, 2 * f.largest));
  const auto constant = hn::Set(dd, 0x1p52);
  const auto negative = hn::Lt(value, hn::Zero(dd));
  const auto limit = hn::IfThenElse(negative, hn::Set(dd, f.largest + 1), hn::Set(dd, f.largest));
  const auto rounded = hn::Min(hn::Sub(hn::Add(magnitude, constant), constant), limit);
  const auto word = hn::BitCast(du, hn::Add(rounded, constant));
  const auto code = hn::IfThenElse(hn::RebindMask(du, negative), hn::Sub(hn::Zero(du), word), word);
  return hn::And(code, hn::Set(du, f.kept));
}

/// One vector of codes, as 64-bit words.
HWY_INLINE void Codes(const EncodingNumbers& f, const float* values, const float* scales, std::uint64_t* words) {
  const DD dd;
  const DU du;
  const DF df;
  const auto value = hn::Div(hn::PromoteTo(dd, hn::LoadU(df, values)), hn::PromoteTo(dd, hn::LoadU(df, scales)));
  const auto code = f.integer          ? IntegerCode(f, value)
                    : f.logarithmic    ? LogCode(f, value)
                    : f.thresholds > 0 ? ThresholdCode(f, value)
                                       : FloatCode(f, value);
  hn::StoreU(hn::IfThenElse(hn::RebindMask(du, hn::IsNaN(value)), hn::Set(du, f.nan), code), du, words);
}

template <class Code>
void EncodeAs(const EncodingNumbers& f, const float* values, const float* scales, std::size_t count, Code* codes) {
  constexpr std::size_t kLanes = hn::MaxLanes(DD());
  std::uint64_t words[kLanes];
  float last_values[kLanes] = {};
  float last_scales[kLanes] = {};
  for (std::size_t i = 0; i < count; i += kLanes) {
    const std::size_t used = std::min(kLanes, count - i);
    if (used < kLanes) {
      std::copy_n(values + i, used, last_values);
      std::copy_n(scales + i, used, last_scales);
    }
    Codes(f, used < kLanes ? last_values : values + i, used < kLanes ? last_scales : scales + i, words);
    for (std::size_t lane = 0; lane < used; ++lane) {
      codes[i + lane] = static_cast<Code>(words[lane]);
    }
  }
}

void Encode8(const EncodingNumbers& f, const float* values, const float* scales, std::size_t count,
             std::uint8_t* codes) {
  EncodeAs(f, values, scales, count, codes);
}
void Encode16(const EncodingNumbers& f, const float* values, const float* scales, std::size_t count,
              std::uint16_t* codes) {
  EncodeAs(f, values, scales, count, codes);
}

}  // namespace lmulsim::arith::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lmulsim::arith {

HWY_EXPORT(Encode8);
HWY_EXPORT(Encode16);

namespace {

void set_thresholds(EncodingNumbers& n, const Thresholds& thresholds) {
  n.thresholds = thresholds.count;
  n.first = thresholds.first;
  std::ranges::transform(thresholds.all(), n.above,
                         [](std::uint64_t t) { return std::ldexp(static_cast<double>(t), -63); });
}

EncodingNumbers numbers_of(const Encoding& to) {
  const FormatInfo& f = info(to.format);
  if (f.is_logarithmic() && (to.mantissa_bits || to.thresholds != nullptr)) {
    throw InputError("encoding: expected the nearest value for the format " + std::string(f.name));
  }
  if (!f.has_sign || f.width() > 16) {
    throw InputError("encoding: expected a format of operands of at most 16 bits, found " + std::string(f.name));
  }
  EncodingNumbers n{.integer = f.is_integer(),
                    .logarithmic = f.is_logarithmic(),
                    .truncate = to.mantissa_bits.has_value(),
                    .width = f.width(),
                    .man_bits = f.man_bits,
                    .smallest_normal = std::ldexp(1.0, 1 - f.bias),
                    .magic = std::ldexp(1.5, 52 - f.man_bits),
                    .largest = max_finite_value(to.format),
                    .bias = static_cast<std::uint64_t>(1023 - f.bias) << f.man_bits,
                    .largest_word = max_finite_code(f),
                    .kept = f.mag_mask() | (f.is_integer() ? f.sign_mask() : 0U),
                    .nan = nan_code(f)};
  if (to.mantissa_bits) {
    n.kept &= ~((std::uint64_t{1} << (f.man_bits - std::min(*to.mantissa_bits, f.man_bits))) - 1U);
    n.nan = truncate_mantissa(to.format, nan_code(f), *to.mantissa_bits);
  }
  if (f.is_logarithmic()) {
    set_thresholds(n, log_thresholds(to.format));
  } else if (to.thresholds != nullptr) {
    set_thresholds(n, *to.thresholds);
  }
  return n;
}

}  // namespace

void encode_values(const Encoding& to, std::span<const float> values, std::span<const float> scales, void* codes,
                   std::size_t first) {
  const EncodingNumbers numbers = numbers_of(to);
  if (code_bytes(to.format) == 1) {
    HWY_DYNAMIC_DISPATCH(Encode8)
    (numbers, values.data(), scales.data(), values.size(), static_cast<std::uint8_t*>(codes) + first);
  } else {
    HWY_DYNAMIC_DISPATCH(Encode16)
    (numbers, values.data(), scales.data(), values.size(), static_cast<std::uint16_t*>(codes) + first);
  }
}

}  // namespace lmulsim::arith
#endif  // HWY_ONCE
