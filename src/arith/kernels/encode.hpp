// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Values to codes, vectorised, with the bits of convert_fp64() and encode_by_thresholds().
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "arith/format.hpp"
#include "arith/thresholds.hpp"

namespace lmulsim::arith {

/// The format of an operand and how values get there: to nearest even, or cut toward zero and to k mantissa bits
/// (truncate_mantissa(); not for integers), or by thresholds, which the caller keeps. All saturate. The format has a
/// sign and at most 16 bits.
struct Encoding {
  Format format = Format::e4m3;
  std::optional<int> mantissa_bits = std::nullopt;
  const Thresholds* thresholds = nullptr;
};

/// Codes of values[i] / scales[i], from place `first` of an array of codes on; the quotient in fp64 is rounded once, as
/// quantise() does. Throws InputError for a format that is not an operand of at most 16 bits.
void encode_values(const Encoding& to, std::span<const float> values, std::span<const float> scales, void* codes,
                   std::size_t first);

}  // namespace lmulsim::arith
