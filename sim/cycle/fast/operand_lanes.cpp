// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/fast/operand_lanes.hpp"

#include <bit>
#include <cmath>

#include "arith/product.hpp"

namespace lmulsim::cycle::fast {

namespace {

constexpr std::uint32_t kSign = 0x80000000U;
constexpr int kWidestTable = 16;

std::uint32_t fp32_lane(arith::Format format, arith::Subnormals subnormals, std::uint32_t code) {
  const arith::Number number = arith::detail::operand(subnormals, format, code);
  const std::uint32_t sign = number.negative ? kSign : 0U;
  switch (number.cls) {
    case arith::NumberClass::nan:
      return 0x7FC00000U;
    case arith::NumberClass::infinity:
      return sign | 0x7F800000U;
    case arith::NumberClass::zero:
      return sign;
    case arith::NumberClass::finite:
      break;
  }
  return sign | std::bit_cast<std::uint32_t>(std::ldexp(static_cast<float>(number.significand), number.exponent));
}

std::uint32_t integer_lane(const arith::FormatInfo& f, std::uint32_t code) {
  return (code & f.mag_mask()) - (code & f.sign_mask());
}

}  // namespace

OperandLanes::OperandLanes(Kind kind, arith::Format format, arith::Subnormals subnormals)
    : kind_(kind), subnormals_(subnormals) {
  const arith::FormatInfo& f = arith::info(format);
  if (kind == Kind::code || f.width() > kWidestTable) {
    return;
  }
  mask_ = (1U << f.width()) - 1U;
  table_.resize(mask_ + 1U);
  for (std::uint32_t code = 0; code <= mask_; ++code) {
    table_[code] = kind == Kind::integer ? integer_lane(f, code) : fp32_lane(format, subnormals, code);
  }
}

OperandLanes::OperandLanes(arith::Format format, arith::Subnormals subnormals,
                           const std::function<std::uint32_t(const arith::Number&)>& lane_of)
    : kind_(Kind::own), subnormals_(subnormals), mask_((1U << arith::info(format).width()) - 1U), table_(mask_ + 1U) {
  for (std::uint32_t code = 0; code <= mask_; ++code) {
    table_[code] = lane_of(arith::detail::operand(subnormals, format, code));
  }
}

std::uint32_t OperandLanes::direct(std::uint32_t code) const {
  return kind_ == Kind::code ? code : fp32_lane(arith::Format::fp32, subnormals_, code);
}

}  // namespace lmulsim::cycle::fast
