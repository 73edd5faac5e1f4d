// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/fast/fixed_lanes.hpp"

#include "arith/accumulate.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::cycle::fast {

namespace {

using arith::Number;
using arith::NumberClass;

/// The class and sign of an operand; nothing else when it is not finite or zero.
std::uint32_t class_bits(const Number& number) {
  const std::uint32_t sign = number.negative ? kLaneNegative : 0U;
  switch (number.cls) {
    case NumberClass::nan:
      return kLaneNan;
    case NumberClass::infinity:
      return sign | kLaneInfinity;
    case NumberClass::zero:
      return sign | kLaneZero;
    case NumberClass::finite:
      return sign;
  }
  util::unreachable();
}

/// The exponent of a format's smallest subnormal number, or of an integer's last bit.
int smallest_exponent(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  return f.is_integer() ? 0 : (f.man_bits != 0 ? 1 : 0) - f.bias - f.man_bits;
}

OperandLanes exact_operand(arith::Format format, arith::Subnormals subnormals) {
  return {format, subnormals, [smallest = smallest_exponent(format)](const Number& number) {
            const std::uint32_t bits = class_bits(number);
            if (number.cls != NumberClass::finite) {
              return bits;
            }
            const auto exponent = static_cast<std::uint32_t>(number.exponent - smallest);
            return bits | (exponent << kLaneSignificandBits) | static_cast<std::uint32_t>(number.significand);
          }};
}

OperandLanes adder_operand(arith::Format format, arith::Subnormals subnormals, const arith::AdderWidths& widths) {
  return {format, subnormals, [widths](const Number& number) {
            const std::uint32_t bits = class_bits(number);
            if (number.cls != NumberClass::finite) {
              return bits;
            }
            return bits | static_cast<std::uint32_t>(arith::detail::magnitude_word(widths, number) + kMagnitudeBias);
          }};
}

AdderFixed adder_kernel(const engine::ArrayParams& p, const arith::AdderWidths& w, int top) {
  const std::int64_t smallest = std::int64_t{w.bias + arith::kMinProductExponent} * (std::int64_t{1} << w.man_bits);
  const std::int64_t c =
      (std::int64_t{w.bias} << w.man_bits) - std::int64_t{arith::adder_offset(p.multiplier, p.moving, p.top)};
  return {.constant = static_cast<std::uint32_t>(2 * std::int64_t{kMagnitudeBias} + c + smallest),
          .man_bits = w.man_bits,
          .shift = arith::kMinProductExponent - w.man_bits - p.accumulator.lsb + top};
}

}  // namespace

bool has_fixed_kernel(const engine::ArrayParams& params) {
  constexpr int kWidestOperand = 16;                  // their lanes come from a table
  constexpr std::uint32_t kLargestOffset = 1U << 24;  // sums of magnitude words keep to 32 bits
  if (arith::info(params.moving).width() > kWidestOperand || arith::info(params.top).width() > kWidestOperand ||
      arith::info(params.moving).is_logarithmic()) {
    return false;
  }
  // The multipliers that have a kernel; the reference computes the others.
  const arith::MultiplierKind kind = params.multiplier.kind;
  return kind == arith::MultiplierKind::exact ||
         (kind == arith::MultiplierKind::adder &&
          arith::adder_offset(params.multiplier, params.moving, params.top) <= kLargestOffset);
}

ExactFixedProduct::ExactFixedProduct(const engine::ArrayParams& params, int lane_bits)
    : a(exact_operand(params.moving, params.multiplier.subnormals)),
      b(exact_operand(params.top, params.multiplier.subnormals)),
      kernel{.shift = static_cast<std::uint32_t>(smallest_exponent(params.moving) + smallest_exponent(params.top) -
                                                 params.accumulator.lsb + lane_bits - params.accumulator.width)} {}

AdderFixedProduct::AdderFixedProduct(const engine::ArrayParams& params, int lane_bits)
    : a(adder_operand(params.moving, params.multiplier.subnormals, arith::adder_widths(params.moving, params.top))),
      b(adder_operand(params.top, params.multiplier.subnormals, arith::adder_widths(params.moving, params.top))),
      kernel(
          adder_kernel(params, arith::adder_widths(params.moving, params.top), lane_bits - params.accumulator.width)) {}

void put_word(WideLane& lane, const arith::AccWord& word, int width) {
  const arith::Uint128 bits = arith::detail::to_bits(word);
  const arith::AccWord at_top = arith::detail::to_word((bits << (128 - width)) | (bits >> width));
  lane = {.lo = at_top.lo, .hi = at_top.hi};
}

arith::AccWord get_word(const WideLane& lane, int width) {
  const arith::Uint128 bits = arith::detail::to_bits({.lo = lane.lo, .hi = lane.hi});
  const arith::Uint128 flags = bits & arith::detail::low_bits(arith::detail::kFixedFlags);
  return arith::detail::to_word((bits >> (128 - width)) | (flags << width));
}

void put_word(std::uint64_t& lane, const arith::AccWord& word, int width) {
  lane = (word.lo << (64 - width)) | (word.lo >> width);
}

arith::AccWord get_word(std::uint64_t lane, int width) {
  constexpr std::uint64_t kFlags = (std::uint64_t{1} << arith::detail::kFixedFlags) - 1U;
  return {.lo = (lane >> (64 - width)) | ((lane & kFlags) << width), .hi = 0};
}

}  // namespace lmulsim::cycle::fast
