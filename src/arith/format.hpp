// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lmulsim::arith {

/// Number formats. Sources: OCP 8-bit floating point specification 1.0 (e4m3, e5m2), OCP Microscaling 1.0 (e3m2, e2m3,
/// e2m1, e8m0), IEEE 754 (fp16, fp32). The enumerators are the formats with a name of their own; those of the families
/// eEmM, eEmMfn and logEF follow them as further values of the type, in the order of kFormats.
enum class Format : std::uint8_t { e4m3, e5m2, e3m4, e3m2, e2m3, e2m1, e8m0, bf16, fp16, fp32, int8, int4 };

/// What the all-ones exponent means.
enum class Specials : std::uint8_t {
  ieee,          ///< mantissa zero: infinity; otherwise NaN
  nan_all_ones,  ///< no infinity; only the all-ones word (without sign) is NaN
  none,          ///< every code is a finite number
  /// Logarithmic: the word 0 is zero, 0 with a sign NaN, every other word w is 2^((w - bias * 2^m) / 2^m)
  minus_zero,
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
  [[nodiscard]] constexpr bool is_logarithmic() const { return specials == Specials::minus_zero; }
  /// With a sign and mantissa bits: e8m0 is none.
  [[nodiscard]] constexpr bool is_floating() const {
    return !is_integer() && !is_logarithmic() && has_sign && man_bits > 0;
  }
  [[nodiscard]] constexpr std::uint32_t sign_mask() const { return has_sign ? 1U << (exp_bits + man_bits) : 0U; }
  [[nodiscard]] constexpr std::uint32_t man_mask() const { return (1U << man_bits) - 1U; }
  [[nodiscard]] constexpr std::uint32_t mag_mask() const {
    return static_cast<std::uint32_t>((std::uint64_t{1} << (exp_bits + man_bits)) - 1U);
  }
};

inline constexpr std::array<FormatInfo, 12> kNamedFormats{{
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

namespace detail {

/// Further names of formats that have one: with the exponents and mantissas of the families.
struct FormatAlias {
  std::string_view name;
  Format format;
};
inline constexpr std::array<FormatAlias, 3> kFormatAliases{
    {{"e4m3fn", Format::e4m3}, {"e8m7", Format::bf16}, {"e5m10", Format::fp16}}};

using FormatText = std::array<char, 8>;

/// e5m6, e10m5 has no digit of its own: exponents have one, mantissas up to two.
[[nodiscard]] constexpr FormatText family_text(std::string_view stem, int exp_bits, int man_bits, bool fn) {
  FormatText text{};
  std::size_t at = 0;
  const auto put = [&](char c) { text[at++] = c; };
  const auto number = [&](int n) {
    if (n > 9) {
      put(static_cast<char>('0' + n / 10));
    }
    put(static_cast<char>('0' + n % 10));
  };
  if (stem == "log") {
    for (const char c : stem) {
      put(c);
    }
    number(exp_bits);
    number(man_bits);
    return text;
  }
  put('e');
  number(exp_bits);
  put('m');
  number(man_bits);
  if (fn) {
    put('f');
    put('n');
  }
  return text;
}

[[nodiscard]] constexpr std::string_view view(const FormatText& text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] != '\0') {
    ++size;
  }
  return {text.data(), size};
}

[[nodiscard]] constexpr bool has_own_name(std::string_view name) {
  const auto same = [name](const auto& row) { return row.name == name; };
  return std::ranges::any_of(kNamedFormats, same) || std::ranges::any_of(kFormatAliases, same);
}

/// Calls emit(text, info without a name) for every format of the families: floating-point ones of at most 16 bits, with
/// infinities (eEmM) or with a range as wide as one word of NaN allows (eEmMfn; fp32 would not hold those of eight
/// exponent bits), and logarithmic ones of at most 8 bits.
template <class Emit>
constexpr void visit_families(const Emit& emit) {
  for (int e = 2; e <= 8; ++e) {
    for (int m = 1; m <= 15 - e; ++m) {
      const int bias = (1 << (e - 1)) - 1;
      const FormatText ieee = family_text("e", e, m, false);
      if (!has_own_name(view(ieee))) {
        emit(ieee, FormatInfo{{}, e, m, bias, Specials::ieee, true});
      }
      const FormatText fn = family_text("e", e, m, true);
      if (e < 8 && !has_own_name(view(fn))) {
        emit(fn, FormatInfo{{}, e, m, bias, Specials::nan_all_ones, true});
      }
    }
  }
  for (int e = 1; e <= 6; ++e) {
    for (int f = 1; f <= 7 - e; ++f) {
      emit(family_text("log", e, f, false), FormatInfo{{}, e, f, 1 << (e - 1), Specials::minus_zero, true});
    }
  }
}

inline constexpr std::size_t kFamilySize = [] {
  std::size_t count = 0;
  visit_families([&count](const FormatText&, const FormatInfo&) { ++count; });
  return count;
}();

inline constexpr auto kFamilyTexts = [] {
  std::array<FormatText, kFamilySize> texts{};
  std::size_t at = 0;
  visit_families([&](const FormatText& text, const FormatInfo&) { texts[at++] = text; });
  return texts;
}();

}  // namespace detail

/// All formats: those with a name of their own, then the families.
inline constexpr auto kFormats = [] {
  std::array<FormatInfo, kNamedFormats.size() + detail::kFamilySize> all{};
  std::ranges::copy(kNamedFormats, all.begin());
  std::size_t at = 0;
  detail::visit_families([&](const detail::FormatText&, const FormatInfo& f) {
    all[kNamedFormats.size() + at] = f;
    all[kNamedFormats.size() + at].name = detail::view(detail::kFamilyTexts[at]);
    ++at;
  });
  return all;
}();
static_assert(kFormats.size() <= 256, "a format is a byte");

[[nodiscard]] constexpr const FormatInfo& info(Format f) {
  return kFormats[static_cast<std::size_t>(f)];
}

/// The format called `name`, or nothing. e8m7 is bf16, e5m10 is fp16, e4m3fn is e4m3.
[[nodiscard]] constexpr std::optional<Format> format_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].name == name) {
      return static_cast<Format>(i);
    }
  }
  for (const detail::FormatAlias& alias : detail::kFormatAliases) {
    if (alias.name == name) {
      return alias.format;
    }
  }
  return std::nullopt;
}

}  // namespace lmulsim::arith
