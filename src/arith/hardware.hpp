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
enum class Operands : std::uint8_t {
  floats,
  integers,
  both,      ///< these two; of accumulators products of logarithmic formats, too, count as floats
  logs,      ///< logarithmic formats
  non_ints,  ///< floats and logs
  any,
};

[[nodiscard]] constexpr bool takes(Operands operands, Format format) {
  const FormatInfo& f = info(format);
  switch (operands) {
    case Operands::floats:
      return !f.is_integer() && !f.is_logarithmic();
    case Operands::integers:
      return f.is_integer();
    case Operands::both:
      return !f.is_logarithmic();
    case Operands::logs:
      return f.is_logarithmic();
    case Operands::non_ints:
      return !f.is_integer();
    case Operands::any:
      return true;
  }
  return false;
}

/// Which engines compute with something.
enum class Engines : std::uint8_t {
  none,  ///< the arithmetic alone: evaluations of models, lmulsim arith
  fast,  ///< the fast engine too, which has no cycle model of a PE
  all,   ///< the RTL and SystemC too
};

[[nodiscard]] constexpr Engines engines_of(std::optional<int> rtl, bool fast) {
  return rtl ? Engines::all : (fast ? Engines::fast : Engines::none);
}

/// How many bits the significand of a product of two floats has, its leading one included.
enum class Significand : std::uint8_t {
  full,       ///< of both operands together: nothing is lost
  truncated,  ///< as many as the wider operand's, the first ones of the real product
  wider,      ///< as many as the wider operand's, of another number than the real product
  table,      ///< one bit more than the entries of a table have behind the point
  unbounded,  ///< no bus carries it
};

/// `rtl` is the code of rtl's package, a constant named FMT_, MUL_ or ACC_ and the row's name; nothing: no such
/// constant (of formats hardware() knows more), no RTL and no SystemC. `fast`: the fast engine has it without them.
struct FormatRow {
  Format format;
  std::optional<int> rtl;
  bool fast = false;

  [[nodiscard]] constexpr Engines engines() const { return engines_of(rtl, fast); }
};
struct MultiplierRow {
  MultiplierKind kind;
  std::string_view name;
  std::optional<int> rtl;
  Operands operands;
  Subnormals subnormals;  ///< unless told otherwise
  Significand significand;
  bool fast = false;

  [[nodiscard]] constexpr Engines engines() const { return engines_of(rtl, fast); }
};
struct AccumulatorRow {
  AccumulatorKind kind;
  std::string_view word;  ///< capital letters stand for numbers
  std::optional<int> rtl;
  Operands operands;
  bool fast = false;
  std::string_view kind_name = {};  ///< of a word with numbers

  [[nodiscard]] constexpr Engines engines() const { return engines_of(rtl, fast); }

  /// What the RTL calls it.
  [[nodiscard]] constexpr std::string_view name() const { return kind_name.empty() ? word : kind_name; }

  [[nodiscard]] constexpr bool has_number() const {
    return std::ranges::any_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  }
};
/// What people write for a multiplier: a kind and, for adders, an offset. D and T stand for numbers, FILE for a file.
struct MultiplierWord {
  std::string_view word;
  MultiplierKind kind;
  std::optional<std::uint32_t> offset = std::nullopt;

  [[nodiscard]] constexpr bool has_offset() const { return word.ends_with(":D"); }
  [[nodiscard]] constexpr bool has_bits() const { return word.ends_with(":T"); }
  [[nodiscard]] constexpr bool has_file() const { return word.ends_with(":FILE"); }
  /// Something is to be written behind the colon.
  [[nodiscard]] constexpr bool has_number() const { return has_offset() || has_bits() || has_file(); }
  /// The word before that.
  [[nodiscard]] constexpr std::string_view stem() const {
    return has_number() ? word.substr(0, word.find(':') + 1) : word;
  }
};

inline constexpr std::array<FormatRow, 12> kFormatRows{{
    {Format::e4m3, 0},
    {Format::e5m2, 1},
    {Format::e3m4, std::nullopt, true},
    {Format::e3m2, std::nullopt, true},
    {Format::e2m3, std::nullopt, true},
    {Format::e2m1, std::nullopt, true},
    {Format::e8m0, std::nullopt},
    {Format::bf16, 2},
    {Format::fp16, 3},
    {Format::fp32, std::nullopt},
    {Format::int8, 4},
    {Format::int4, std::nullopt},
}};

inline constexpr std::array<MultiplierRow, 7> kMultiplierRows{{
    {MultiplierKind::exact, "exact", 0, Operands::any, Subnormals::normalize, Significand::full},
    {MultiplierKind::adder, "adder", 1, Operands::non_ints, Subnormals::daz, Significand::wider},
    {MultiplierKind::exact_cut, "exact-cut", 2, Operands::floats, Subnormals::normalize, Significand::truncated},
    {MultiplierKind::antilog, "antilog", 3, Operands::logs, Subnormals::normalize, Significand::table},
    {MultiplierKind::cmean, "cmean", 4, Operands::floats, Subnormals::daz, Significand::table},
    {MultiplierKind::table, "table", std::nullopt, Operands::any, Subnormals::normalize, Significand::unbounded, true},
    {MultiplierKind::lmul_real, "lmul-real", std::nullopt, Operands::floats, Subnormals::daz, Significand::unbounded},
}};

inline constexpr std::array<MultiplierWord, 9> kMultiplierWords{{
    {"exact", MultiplierKind::exact},
    {"lmul", MultiplierKind::adder},
    {"mitchell", MultiplierKind::adder, 0},
    {"adder:D", MultiplierKind::adder},
    {"exact-cut", MultiplierKind::exact_cut},
    {"antilog:T", MultiplierKind::antilog},
    {"cmean:T", MultiplierKind::cmean},
    {"table:FILE", MultiplierKind::table},
    {"lmul-real", MultiplierKind::lmul_real},
}};

inline constexpr std::array<AccumulatorRow, 11> kAccumulatorRows{{
    {AccumulatorKind::fp32, "fp32", 0, Operands::floats},
    {AccumulatorKind::bf16, "bf16", 1, Operands::floats},
    {AccumulatorKind::fp16, "fp16", std::nullopt, Operands::floats},
    {AccumulatorKind::e4m3, "e4m3", std::nullopt, Operands::floats},
    {AccumulatorKind::fixed, "fixed", 2, Operands::floats},
    {AccumulatorKind::int32, "int32", 3, Operands::integers},
    {AccumulatorKind::aligned, "aligned-F", std::nullopt, Operands::floats},
    {AccumulatorKind::narrow, "fixW.L", 4, Operands::floats, false, "narrow"},
    {AccumulatorKind::group, "groupG-F", 5, Operands::floats, false, "group"},
    {AccumulatorKind::floating, "floatM", std::nullopt, Operands::floats},
    {AccumulatorKind::int_group, "groupG/int32", 6, Operands::integers, false, "group-int32"},
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

/// The code of a floating-point or logarithmic format that has none of its own, of what its words are made of: as
/// lmulsim_pkg reads those from OF_PARTS on.
[[nodiscard]] constexpr int code_of_parts(const FormatInfo& f) {
  const int kind = f.is_logarithmic() ? 512 : (f.specials == Specials::nan_all_ones ? 256 : 0);
  return 4096 + kind + 16 * f.exp_bits + f.man_bits;
}

/// Floating-point formats of at most 16 bits with a word for NaN are hardware with or without a row, and so are
/// logarithmic ones.
[[nodiscard]] constexpr FormatRow hardware(Format format) {
  const auto index = static_cast<std::size_t>(format);
  if (index < kFormatRows.size() && kFormatRows[index].rtl) {
    return kFormatRows[index];
  }
  const bool family = index >= kFormatRows.size() && index < kFormats.size();
  if (family || (index < kFormatRows.size() && kFormatRows[index].fast)) {
    const FormatInfo& f = info(format);
    const bool floating = f.is_floating() && f.specials != Specials::none && f.width() <= 16;
    const bool built = floating || f.is_logarithmic();
    return {format, built ? std::optional(code_of_parts(f)) : std::nullopt, true};
  }
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
    const bool shared = row.operands == operands || operands == Operands::both || row.operands == Operands::both ||
                        row.operands == Operands::any ||
                        (row.operands == Operands::non_ints && operands == Operands::floats);
    if (row.rtl && shared) {
      keys.push_back(row.*key);
    }
  }
  return keys;
}

}  // namespace detail

/// Formats with a code of their own.
[[nodiscard]] inline std::vector<Format> built_formats(Operands operands) {
  std::vector<Format> formats;
  for (const FormatRow& row : kFormatRows) {
    if (row.rtl && takes(operands, row.format)) {
      formats.push_back(row.format);
    }
  }
  return formats;
}
/// Floating-point formats whose code says what they are made of: eEmM and eEmMfn.
[[nodiscard]] inline std::vector<Format> built_families() {
  std::vector<Format> formats;
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    const auto format = static_cast<Format>(i);
    const bool own = i < kFormatRows.size() && kFormatRows[i].rtl;
    if (info(format).is_floating() && !own && hardware(format).rtl) {
      formats.push_back(format);
    }
  }
  return formats;
}
/// Logarithmic formats.
[[nodiscard]] inline std::vector<Format> built_logs() {
  std::vector<Format> formats;
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].is_logarithmic() && hardware(static_cast<Format>(i)).rtl) {
      formats.push_back(static_cast<Format>(i));
    }
  }
  return formats;
}

/// Whether significands come from a table, whose entries have a number of bits that belongs to the multiplier.
[[nodiscard]] constexpr bool looks_up(MultiplierKind kind) {
  return hardware(kind).significand == Significand::table;
}

/// Without those that look up.
[[nodiscard]] inline std::vector<MultiplierKind> built_multipliers(Operands operands) {
  std::vector<MultiplierKind> kinds = detail::built(kMultiplierRows, &MultiplierRow::kind, operands);
  std::erase_if(kinds, looks_up);
  return kinds;
}
/// Those.
[[nodiscard]] inline std::vector<MultiplierKind> built_lookups() {
  std::vector<MultiplierKind> kinds = detail::built(kMultiplierRows, &MultiplierRow::kind, Operands::both);
  std::erase_if(kinds, [](MultiplierKind kind) { return !looks_up(kind); });
  return kinds;
}
[[nodiscard]] inline std::vector<AccumulatorKind> built_accumulators(Operands operands) {
  return detail::built(kAccumulatorRows, &AccumulatorRow::kind, operands);
}

/// Whether the kind is a family of multipliers, told apart by an offset.
[[nodiscard]] constexpr bool takes_offset(MultiplierKind kind) {
  return std::ranges::any_of(kMultiplierWords,
                             [kind](const MultiplierWord& row) { return row.kind == kind && row.has_offset(); });
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
    case Significand::table:
    case Significand::unbounded:
      break;
  }
  throw InputError("the products of a multiplier that is reference only fit no bus");
}

/// The same, of a multiplier whose table has entries of some width, too.
[[nodiscard]] constexpr int significand_bits(const MultiplierSpec& spec, Format a, Format b) {
  return hardware(spec.kind).significand == Significand::table ? spec.bits + 1 : significand_bits(spec.kind, a, b);
}

/// Whether the accumulator adds products of operands of the format: those of logarithmic ones are fractions as well.
[[nodiscard]] constexpr bool takes(AccumulatorKind kind, Format format) {
  const Operands operands = hardware(kind).operands;
  return operands == Operands::both || operands == Operands::any ||
         (operands == Operands::integers) == info(format).is_integer();
}

}  // namespace lmulsim::arith
