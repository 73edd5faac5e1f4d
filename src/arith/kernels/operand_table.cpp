// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/operand_table.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include "arith/convert.hpp"
#include "arith/matrix.hpp"

namespace lmulsim::arith::kernels {

namespace {

std::int32_t adder_word(const Number& n) {
  const std::int32_t sign = n.negative ? kSign : 0;
  switch (n.cls) {
    case NumberClass::zero:
      return kZero | sign;
    case NumberClass::infinity:
      return kInfinity | sign;
    case NumberClass::nan:
      return kNan;
    case NumberClass::finite:
      break;
  }
  const int lead = bit_width(n.significand) - 1;
  const auto fraction =
      static_cast<std::int32_t>(n.significand << (kWordMantissa - lead)) - (std::int32_t{1} << kWordMantissa);
  return leading_exponent(n) * (std::int32_t{1} << kWordMantissa) + fraction + sign;
}

/// A logarithmic word is the adder's already.
std::int32_t log_word(Format format, std::uint32_t code) {
  const FormatInfo& f = info(format);
  const detail::Parts p = detail::parts_of(Subnormals::normalize, format, code, f.man_bits);
  if (p.cls != NumberClass::finite) {
    return p.cls == NumberClass::zero ? kZero : kNan;
  }
  return p.exponent * (std::int32_t{1} << kWordMantissa) +
         static_cast<std::int32_t>(p.fraction << (kWordMantissa - f.man_bits)) + (p.negative ? kSign : 0);
}

OperandTable make_table(Format format, Subnormals subnormals) {
  const std::size_t count = std::size_t{1} << (8 * code_bytes(format));
  const std::uint32_t mask = info(format).mag_mask() | info(format).sign_mask();
  OperandTable table{.fp32 = std::vector<std::uint32_t>(count),
                     .adder = std::vector<std::int32_t>(count),
                     .smallest = std::numeric_limits<std::int32_t>::max(),
                     .largest = std::numeric_limits<std::int32_t>::min()};
  for (std::uint32_t code = 0; code < count; ++code) {
    const Number n = detail::operand(subnormals, format, code & mask);
    table.fp32[code] = encode(Format::fp32, n, Rounding::nearest, Overflow::ocp);
    table.adder[code] = info(format).is_logarithmic() ? log_word(format, code & mask) : adder_word(n);
    if (n.cls == NumberClass::finite) {
      table.smallest = std::min(table.smallest, table.adder[code] & ~kFlags);
      table.largest = std::max(table.largest, table.adder[code] & ~kFlags);
    }
  }
  return table;
}

}  // namespace

const OperandTable& operand_table(Format format, Subnormals subnormals) {
  static std::mutex mutex;
  static std::map<std::pair<Format, Subnormals>, OperandTable> tables;
  const std::lock_guard lock(mutex);
  const auto key = std::pair(format, subnormals);
  const auto found = tables.find(key);
  return found != tables.end() ? found->second : tables.emplace(key, make_table(format, subnormals)).first->second;
}

}  // namespace lmulsim::arith::kernels
