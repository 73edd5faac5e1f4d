// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lmulsim::arith {

/// Number formats. Sources: OCP 8-bit floating point specification 1.0 (e4m3, e5m2), OCP Microscaling 1.0 (e3m2, e2m3,
/// e2m1, e8m0), IEEE 754 (fp16, fp32).
enum class Format : std::uint8_t { e4m3, e5m2, e3m4, e3m2, e2m3, e2m1, e8m0, bf16, fp16, fp32, int8, int4 };

/// What the all-ones exponent means.
enum class Specials : std::uint8_t {
  ieee,          ///< mantissa zero: infinity; otherwise NaN
  nan_all_ones,  ///< no infinity; only the all-ones word (without sign) is NaN
  none,          ///< every code is a finite number
};

/// One row of the format table; every width, bias and mask in the project is derived from it.
struct FormatInfo {
  std::string_view name;
  int exp_bits;  ///< 0 for integers
  int man_bits;  ///< integers: magnitude bits (7 for int8)
  int bias;
  Specials specials;
  bool has_sign;

  [[nodiscard]] constexpr int width() const { return exp_bits + man_bits + (has_sign ? 1 : 0); }
  [[nodiscard]] constexpr bool is_integer() const { return exp_bits == 0; }
  [[nodiscard]] constexpr std::uint32_t sign_mask() const { return has_sign ? 1U << (exp_bits + man_bits) : 0U; }
  [[nodiscard]] constexpr std::uint32_t man_mask() const { return (1U << man_bits) - 1U; }
  [[nodiscard]] constexpr std::uint32_t mag_mask() const {
    return static_cast<std::uint32_t>((std::uint64_t{1} << (exp_bits + man_bits)) - 1U);
  }
};

inline constexpr std::array<FormatInfo, 12> kFormats{{
    {"e4m3", 4, 3, 7, Specials::nan_all_ones, true},
    {"e5m2", 5, 2, 15, Specials::ieee, true},
    {"e3m4", 3, 4, 3, Specials::ieee, true},
    {"e3m2", 3, 2, 3, Specials::none, true},
    {"e2m3", 2, 3, 1, Specials::none, true},
    {"e2m1", 2, 1, 1, Specials::none, true},
    {"e8m0", 8, 0, 127, Specials::nan_all_ones, false},
    {"bf16", 8, 7, 127, Specials::ieee, true},
    {"fp16", 5, 10, 15, Specials::ieee, true},
    {"fp32", 8, 23, 127, Specials::ieee, true},
    {"int8", 0, 7, 0, Specials::none, true},
    {"int4", 0, 3, 0, Specials::none, true},
}};

[[nodiscard]] constexpr const FormatInfo& info(Format f) {
  return kFormats[static_cast<std::size_t>(f)];
}

/// The format called `name`, or nothing.
[[nodiscard]] constexpr std::optional<Format> format_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].name == name) {
      return static_cast<Format>(i);
    }
  }
  return std::nullopt;
}

}  // namespace lmulsim::arith
