// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"

namespace lmulsim::arith::kernels {

/// An operand of the adder as one 32-bit word: x * 2^23 + fraction, the magnitude word in fp32's position without a
/// bias (negative for values below 1), and flags in the last bits, which no format of at most 16 bits reaches.
inline constexpr std::int32_t kSign = 1;
inline constexpr std::int32_t kZero = 2;
inline constexpr std::int32_t kInfinity = 4;
inline constexpr std::int32_t kNan = 8;
inline constexpr std::int32_t kFlags = 15;
inline constexpr int kWordMantissa = 23;

/// Every code of a format, decoded once by decode(). Indexed by the stored word, so an 8-bit table serves narrower
/// formats with any upper bits.
struct OperandTable {
  std::vector<std::uint32_t> fp32;  ///< the operand's value as fp32 bits (formats of at most 16 bits fit exactly)
  std::vector<std::int32_t> adder;  ///< the word above; 0 magnitude for zero, infinity and NaN
  std::int32_t smallest;            ///< least and largest magnitude words of finite non-zero operands
  std::int32_t largest;
};

/// The table of a floating-point format of at most 16 bits. Made on first use, kept; safe from several threads.
[[nodiscard]] const OperandTable& operand_table(Format format, Subnormals subnormals);

}  // namespace lmulsim::arith::kernels
