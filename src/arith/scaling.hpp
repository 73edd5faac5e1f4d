// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Scales that bring real tensors into the range of a small format: one per tensor (or channel: a span is whatever
// shares the scale), or one power of two per MX block (OCP Microscaling 1.0).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "arith/format.hpp"
#include "arith/rounding.hpp"

namespace lmulsim::arith {

inline constexpr std::size_t kMxBlock = 32;

/// How the values of an operand come into the range of its format.
enum class Scaling : std::uint8_t {
  none,     ///< as they are; beyond the largest finite value they saturate
  tensor,   ///< one fp32 scale per operand of a product
  channel,  ///< one per row of A (a token) and per column of B (an output)
  mx32,     ///< a power of two per kMxBlock neighbours along K (OCP Microscaling 1.0)
};

/// max|x| / largest finite value, in fp32, rounded up so that the largest element never exceeds the format. 1 for a
/// span without a finite non-zero value; infinities and NaN do not count.
[[nodiscard]] float absmax_scale(std::span<const float> values, Format format);

/// x / scale in the format: saturating, rounded once (the fp64 quotient of two fp32 values is close enough never to
/// cross a rounding boundary of a format with up to 24 significand bits).
[[nodiscard]] std::uint32_t quantise(float value, float scale, Format format, Rounding rounding = Rounding::nearest);

/// An MX block: `scale` is an e8m0 code, 0xFF if an element is an infinity or NaN (the block is then NaN).
struct MxBlock {
  std::uint8_t scale = 0;
  std::vector<std::uint8_t> elements;
};

/// The e8m0 code of floor(log2(max|x|)) - emax, clamped to [-127, 127]; a block of zeros has 2^-127.
[[nodiscard]] std::uint8_t mx_scale(std::span<const float> block, Format element);

/// At most kMxBlock values as a block; elements are rounded to nearest even once and saturate. Throws InputError for a
/// longer block or an element format that is not a floating-point one of at most 8 bits.
[[nodiscard]] MxBlock mx_quantise(std::span<const float> block, Format element);

/// The value of element i: element * 2^scale, exact in fp64.
[[nodiscard]] double mx_value(const MxBlock& block, Format element, std::size_t i);

}  // namespace lmulsim::arith
