// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What exists as hardware: one row for each operand format, multiplier and accumulator. Words of configurations, codes
// of the RTL, the product bus, registers, random arrays, units to characterise and help texts follow from these rows.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arith/format.hpp"
#include "arith/spec.hpp"
#include "util/enumerators.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

/// The operands that a unit takes, or is behind.
enum class Operands : std::uint8_t { floats, integers, both };

[[nodiscard]] constexpr bool takes(Operands operands, Format format) {
  return operands == Operands::both || (operands == Operands::integers) == info(format).is_integer();
}

/// How many bits the significand of a product of two floats has, its leading one included.
enum class Significand : std::uint8_t {
  full,       ///< of both operands together: nothing is lost
  truncated,  ///< as many as the wider operand's, the first ones of the real product
  wider,      ///< as many as the wider operand's, of another number than the real product
  unbounded,  ///< no bus carries it
};

/// `rtl` is the code of rtl's package, a constant named FMT_, MUL_ or ACC_ and the row's name; nothing: reference only.
struct FormatRow {
  Format format;
  std::optional<int> rtl;
};
struct MultiplierRow {
  MultiplierKind kind;
  std::string_view name;
  std::optional<int> rtl;
  Operands operands;
  Subnormals subnormals;  ///< unless told otherwise
  Significand significand;
};
struct AccumulatorRow {
  AccumulatorKind kind;
  std::string_view word;  ///< capital letters stand for numbers
  std::optional<int> rtl;
  Operands operands;

  [[nodiscard]] constexpr bool has_number() const {
    return std::ranges::any_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  }
};
/// What people write for a multiplier: a kind and, for adders, an offset. D stands for a number.
struct MultiplierWord {
  std::string_view word;
  MultiplierKind kind;
  std::optional<std::uint32_t> offset = std::nullopt;

  [[nodiscard]] constexpr bool has_number() const { return word.ends_with(":D"); }
  /// The word before its number.
  [[nodiscard]] constexpr std::string_view stem() const { return word.substr(0, word.size() - (has_number() ? 1 : 0)); }
};

inline constexpr std::array<FormatRow, 12> kFormatRows{{
    {Format::e4m3, 0},
    {Format::e5m2, 1},
    {Format::e3m4, std::nullopt},
    {Format::e3m2, std::nullopt},
    {Format::e2m3, std::nullopt},
    {Format::e2m1, std::nullopt},
    {Format::e8m0, std::nullopt},
    {Format::bf16, 2},
    {Format::fp16, 3},
    {Format::fp32, std::nullopt},
    {Format::int8, 4},
    {Format::int4, std::nullopt},
}};

inline constexpr std::array<MultiplierRow, 4> kMultiplierRows{{
    {MultiplierKind::exact, "exact", 0, Operands::both, Subnormals::normalize, Significand::full},
    {MultiplierKind::adder, "adder", 1, Operands::floats, Subnormals::daz, Significand::wider},
    {MultiplierKind::exact_cut, "exact-cut", 2, Operands::floats, Subnormals::normalize, Significand::truncated},
    {MultiplierKind::lmul_real, "lmul-real", std::nullopt, Operands::floats, Subnormals::daz, Significand::unbounded},
}};

inline constexpr std::array<MultiplierWord, 6> kMultiplierWords{{
    {"exact", MultiplierKind::exact},
    {"lmul", MultiplierKind::adder},
    {"mitchell", MultiplierKind::adder, 0},
    {"adder:D", MultiplierKind::adder},
    {"exact-cut", MultiplierKind::exact_cut},
    {"lmul-real", MultiplierKind::lmul_real},
}};

inline constexpr std::array<AccumulatorRow, 10> kAccumulatorRows{{
    {AccumulatorKind::fp32, "fp32", 0, Operands::floats},
    {AccumulatorKind::bf16, "bf16", 1, Operands::floats},
    {AccumulatorKind::fp16, "fp16", std::nullopt, Operands::floats},
    {AccumulatorKind::e4m3, "e4m3", std::nullopt, Operands::floats},
    {AccumulatorKind::fixed, "fixed", 2, Operands::floats},
    {AccumulatorKind::int32, "int32", 3, Operands::integers},
    {AccumulatorKind::aligned, "aligned-F", std::nullopt, Operands::floats},
    {AccumulatorKind::narrow, "fixW.L", std::nullopt, Operands::both},
    {AccumulatorKind::group, "groupG-F", std::nullopt, Operands::floats},
    {AccumulatorKind::floating, "floatM", std::nullopt, Operands::floats},
}};

static_assert(util::has_a_row_each<kFormatRows>(&FormatRow::format));
static_assert(util::has_a_row_each<kMultiplierRows>(&MultiplierRow::kind));
static_assert(util::has_a_row_each<kAccumulatorRows>(&AccumulatorRow::kind));
// Every kind has a word.
static_assert(std::ranges::all_of(kMultiplierRows, [](const MultiplierRow& row) {
  return std::ranges::count(kMultiplierWords, row.kind, &MultiplierWord::kind) > 0;
}));

namespace detail {

/// Throws InputError. Not inline: products and sums look rows up, and would carry the text's making with them.
[[noreturn]] void refuse_row(const char* what, std::size_t index);

template <class Row, std::size_t Count, class Enum>
[[nodiscard]] constexpr const Row& row_of(const std::array<Row, Count>& rows, Enum value, const char* what) {
  const auto index = static_cast<std::size_t>(value);
  if (index >= Count) {
    refuse_row(what, index);
  }
  return rows[index];
}

}  // namespace detail

[[nodiscard]] constexpr const FormatRow& hardware(Format format) {
  return detail::row_of(kFormatRows, format, "format");
}
[[nodiscard]] constexpr const MultiplierRow& hardware(MultiplierKind kind) {
  return detail::row_of(kMultiplierRows, kind, "multiplier");
}
[[nodiscard]] constexpr const AccumulatorRow& hardware(AccumulatorKind kind) {
  return detail::row_of(kAccumulatorRows, kind, "accumulator");
}

namespace detail {

/// The keys of the rows that are hardware for such operands, in order.
template <class Row, std::size_t Count, class Enum>
[[nodiscard]] std::vector<Enum> built(const std::array<Row, Count>& rows, Enum Row::*key, Operands operands) {
  std::vector<Enum> keys;
  for (const Row& row : rows) {
    if (row.rtl && (row.operands == operands || row.operands == Operands::both || operands == Operands::both)) {
      keys.push_back(row.*key);
    }
  }
  return keys;
}

}  // namespace detail

[[nodiscard]] inline std::vector<Format> built_formats(Operands operands) {
  std::vector<Format> formats;
  for (const FormatRow& row : kFormatRows) {
    if (row.rtl && takes(operands, row.format)) {
      formats.push_back(row.format);
    }
  }
  return formats;
}
[[nodiscard]] inline std::vector<MultiplierKind> built_multipliers(Operands operands) {
  return detail::built(kMultiplierRows, &MultiplierRow::kind, operands);
}
[[nodiscard]] inline std::vector<AccumulatorKind> built_accumulators(Operands operands) {
  return detail::built(kAccumulatorRows, &AccumulatorRow::kind, operands);
}

/// Whether the kind is a family of multipliers, told apart by an offset.
[[nodiscard]] constexpr bool takes_offset(MultiplierKind kind) {
  return std::ranges::any_of(kMultiplierWords,
                             [kind](const MultiplierWord& row) { return row.kind == kind && row.has_number(); });
}

/// Bits of the significand on the product bus, for floats.
[[nodiscard]] constexpr int significand_bits(MultiplierKind kind, Format a, Format b) {
  const int bits_a = info(a).man_bits + 1;
  const int bits_b = info(b).man_bits + 1;
  switch (hardware(kind).significand) {
    case Significand::full:
      return bits_a + bits_b;
    case Significand::truncated:
    case Significand::wider:
      return std::max(bits_a, bits_b);
    case Significand::unbounded:
      break;
  }
  throw InputError("the products of a multiplier that is reference only fit no bus");
}

}  // namespace lmulsim::arith
