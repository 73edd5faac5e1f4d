// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/group.hpp"
#include "arith/hardware.hpp"
#include "arith/product.hpp"
#include "arith/product_table.hpp"
#include "arith/significands.hpp"
#include "arith/sum.hpp"
#include "arith/words.hpp"
#include "util/enum_names.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::arith {

namespace {

/// The words of a table's rows.
template <class Row, std::size_t Count>
constexpr std::array<std::string_view, Count> words_of(const std::array<Row, Count>& rows) {
  std::array<std::string_view, Count> words;
  for (std::size_t i = 0; i < Count; ++i) {
    words[i] = rows[i].word;
  }
  return words;
}

constexpr auto kMultipliers = words_of(kMultiplierWords);
constexpr std::array<std::string_view, 3> kFamilies{"eEmM", "eEmMfn", "logEF"};
constexpr auto kSubnormals = util::enum_names<Subnormals>("daz", "normalize");
constexpr auto kRoundings = util::enum_names<OperandRounding>("nearest", "truncate", "adder");
constexpr auto kScalings = util::enum_names<Scaling>("none", "tensor", "channel", "mx32");
constexpr auto kSides = util::enum_names<Side>("a", "b");
constexpr auto kOverflows = util::enum_names<Overflow>("saturate", "ocp");

std::string listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

[[noreturn]] void fail(std::string_view where, std::string_view text, std::span<const std::string_view> names) {
  throw InputError(std::string(where) + ": expected one of " + listed(names) + ", found '" + std::string(text) +
                   "'; the nearest is '" + util::nearest_name(text, names) + "'");
}

template <class Enum, std::size_t Count>
Enum choose(std::string_view where, std::string_view text, const util::EnumNames<Enum, Count>& names) {
  if (const auto value = names.find(text)) {
    return *value;
  }
  fail(where, text, names.words());
}

/// The index of the word, as an enumeration whose members are in the order of the names.
template <class Enum>
Enum choose(std::string_view where, std::string_view text, std::span<const std::string_view> names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) {
      return static_cast<Enum>(i);
    }
  }
  fail(where, text, names);
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// What stands behind the colon of a word such as adder:D.
void parse_behind(const MultiplierWord& row, std::string_view text, std::string_view where, MultiplierSpec& spec) {
  const std::string_view behind = text.substr(row.stem().size());
  if (row.has_file()) {
    spec.table = &product_table(behind, where);
    return;
  }
  const auto number = whole_number(behind);
  if (!number || (row.has_bits() && (*number < 1 || *number > kMaxTableBits))) {
    throw InputError(std::string(where) + ": expected " + std::string(row.word) + " with a whole number " +
                     (row.has_bits() ? "T from 1 to " + std::to_string(kMaxTableBits) : "D from 0 to 4294967295") +
                     ", found '" + std::string(text) + "'");
  }
  if (row.has_bits()) {
    spec.bits = static_cast<int>(*number);
  } else {
    spec.offset = number;
  }
}

/// Sums of one level, and narrow ones that saturate, also behind groups.
bool is_built(const AccumulatorSpec& spec) {
  return hardware(spec.kind).rtl.has_value() && spec.promote == 0 && !spec.wraps;
}

std::string describe_absence(std::string_view what, std::string_view word, Engines engines,
                             std::span<const std::string_view> words) {
  const std::string text = std::string(what) + " '" + std::string(word);
  switch (engines) {
    case Engines::all:
      return text + "' has no cell here";
    case Engines::fast:
      return text + "' is the fast engine's only, neither SystemC nor RTL has it; expected one of " + listed(words);
    case Engines::none:
      break;
  }
  return text + "' is reference only, no hardware has it; expected one of " + listed(words);
}

void require(bool built, std::string_view where, const std::string& text) {
  if (!built) {
    throw InputError(std::string(where) + ": " + text);
  }
}

}  // namespace

std::span<const std::string_view> multiplier_words() {
  return kMultipliers;
}

std::string family_words() {
  return listed(kFamilies);
}

std::span<const std::string_view> format_words() {
  static constexpr auto kWords = [] {
    std::array<std::string_view, kNamedFormats.size() + kFamilies.size()> words;
    std::ranges::transform(kNamedFormats, words.begin(), &FormatInfo::name);
    std::ranges::copy(kFamilies, words.begin() + kNamedFormats.size());
    return words;
  }();
  return kWords;
}

Format parse_format(std::string_view text, std::string_view where) {
  if (const auto format = format_from_name(text)) {
    return *format;
  }
  std::array<std::string_view, kFormats.size()> names;
  std::ranges::transform(kFormats, names.begin(), &FormatInfo::name);
  throw InputError(std::string(where) + ": expected one of " + listed(format_words()) +
                   " (at most 16 bits, logEF at most 8), found '" + std::string(text) + "'; the nearest is '" +
                   util::nearest_name(text, names) + "'");
}

MultiplierSpec parse_multiplier(std::string_view text, std::string_view where) {
  for (const MultiplierWord& row : kMultiplierWords) {
    if (row.has_number() ? text.starts_with(row.stem()) : text == row.word) {
      MultiplierSpec spec{.kind = row.kind, .offset = row.offset, .subnormals = hardware(row.kind).subnormals};
      if (row.has_number()) {
        parse_behind(row, text, where, spec);
      }
      return spec;
    }
  }
  fail(where, text, kMultipliers);
}

Subnormals parse_subnormals(std::string_view text, std::string_view where) {
  return choose(where, text, kSubnormals);
}

OperandRounding parse_rounding(std::string_view text, std::string_view where) {
  return choose(where, text, kRoundings);
}

Scaling parse_scaling(std::string_view text, std::string_view where) {
  return choose(where, text, kScalings);
}

Side parse_side(std::string_view text, std::string_view where) {
  return choose(where, text, kSides);
}

Overflow parse_overflow(std::string_view text, std::string_view where) {
  return choose(where, text, kOverflows);
}

std::string multiplier_name(const MultiplierSpec& spec) {
  std::string_view name;
  for (const MultiplierWord& row : kMultiplierWords) {
    if (row.kind != spec.kind) {
      continue;
    }
    if (row.has_file()) {
      return std::string(row.stem()) + (spec.table == nullptr ? "?" : spec.table->word());
    }
    if (row.has_number()) {
      return std::string(row.stem()) + (row.has_bits() ? std::to_string(spec.bits) : std::to_string(*spec.offset));
    }
    name = row.word;
    if (row.offset == spec.offset) {
      break;
    }
  }
  return std::string(name);
}

std::string_view subnormals_name(Subnormals subnormals) {
  return kSubnormals[subnormals];
}

std::string_view rounding_name(OperandRounding rounding) {
  return kRoundings[rounding];
}

std::string rounding_words() {
  return listed(kRoundings.words());
}

std::string_view scaling_name(Scaling scaling) {
  return kScalings[scaling];
}

std::string no_hardware(Format format) {
  std::vector<std::string_view> words;
  for (const Format built : built_formats(Operands::both)) {
    words.push_back(info(built).name);
  }
  words.insert(words.end(), {"eEmM", "eEmMfn", "logEF"});
  return describe_absence("format", info(format).name, hardware(format).engines(), words);
}

std::string no_hardware(const MultiplierSpec& spec) {
  std::vector<std::string_view> words;
  for (const MultiplierWord& row : kMultiplierWords) {
    if (hardware(row.kind).rtl) {
      words.push_back(row.word);
    }
  }
  return describe_absence("multiplier", multiplier_name(spec), hardware(spec.kind).engines(), words);
}

std::string no_hardware(const AccumulatorSpec& spec) {
  std::vector<std::string_view> words;
  for (const AccumulatorKind built : built_accumulators(Operands::both)) {
    words.push_back(hardware(built).word);
  }
  const Engines engines = spec.promote == 0 && !spec.wraps ? hardware(spec.kind).engines() : Engines::none;
  return describe_absence("accumulator", accumulator_name(spec), engines, words);
}

namespace {

/// What require_operands() holds a multiplier's formats to.
std::string_view expected_operands(const MultiplierSpec& spec) {
  switch (hardware(spec.kind).operands) {
    case Operands::floats:
      return spec.kind == MultiplierKind::cmean ? "floating-point operands of at most 8 bits"
                                                : "floating-point operands";
    case Operands::non_ints:
      return "floating-point operands, or as mitchell two logarithmic ones";
    case Operands::logs:
      return "two logarithmic operands";
    case Operands::integers:
      return "integers";
    case Operands::both:
    case Operands::any:
      break;
  }
  return "two logarithmic operands or none";
}

}  // namespace

void require_formats(const MultiplierSpec& spec, Format a, Format b, std::string_view where) {
  try {
    require_operands(spec, a, b);
  } catch (const InputError&) {
    throw InputError(std::string(where) + ": expected " + std::string(expected_operands(spec)) + " for multiplier " +
                     multiplier_name(spec) + ", found " + std::string(info(a).name) + " and " +
                     std::string(info(b).name));
  }
  if (spec.table != nullptr) {
    require_table_of(*spec.table, a, b, where);
  }
}

void require_engine(Format format, std::string_view where) {
  require(hardware(format).engines() != Engines::none, where, no_hardware(format));
}

void require_engine(const MultiplierSpec& spec, std::string_view where) {
  require(hardware(spec.kind).engines() != Engines::none, where, no_hardware(spec));
}

void require_hardware(Format format, std::string_view where) {
  require(hardware(format).rtl.has_value(), where, no_hardware(format));
}

void require_hardware(const MultiplierSpec& spec, std::string_view where) {
  require(hardware(spec.kind).rtl.has_value(), where, no_hardware(spec));
}

void require_hardware(const AccumulatorSpec& spec, std::string_view where) {
  require(is_built(spec), where, no_hardware(spec));
}

void require_product_hardware(const MultiplierSpec& spec, Format a, Format b, std::string_view where) {
  require_hardware(spec, where);
  const std::string name = std::string(where) + ": multiplier " + multiplier_name(spec) + " of " +
                           std::string(info(a).name) + " and " + std::string(info(b).name) + ": ";
  if (spec.kind == MultiplierKind::exact && info(a).is_logarithmic()) {
    throw InputError(name +
                     "no hardware has whole products of logarithms; expected antilog:T, which they are the limit of, "
                     "or mitchell");
  }
  if (!looks_up(spec.kind)) {
    return;
  }
  const int entries = hardware_entries(spec.kind, adder_widths(a, b).man_bits);
  if (entries * spec.bits > kHardwareTableBits) {
    throw InputError(name + "expected a table of at most " + std::to_string(kHardwareTableBits) +
                     " bits, which is what hardware is built with, found " + std::to_string(entries) + " entries of " +
                     std::to_string(spec.bits) + " bits; T of at most " + std::to_string(kHardwareTableBits / entries));
  }
}

void require_narrow_hardware(const MacSpec& spec, Format a, Format b, std::string_view where) {
  const AccumulatorSpec whole = fixed_layout(spec.multiplier, a, b, 1);
  const int largest = whole.lsb + whole.width - 2;  // the leading bit of the largest product
  if (spec.accumulator.lsb < whole.lsb || spec.accumulator.lsb > largest) {
    throw InputError(std::string(where) + ": accumulator " + accumulator_name(spec.accumulator) +
                     ": expected a last bit from 2^" + std::to_string(whole.lsb) + " to 2^" + std::to_string(largest) +
                     ", the last and the first bit of the products of " + multiplier_name(spec.multiplier) + " " +
                     std::string(info(a).name) + " * " + std::string(info(b).name) + ", found 2^" +
                     std::to_string(spec.accumulator.lsb));
  }
}

void require_group_hardware(const MacSpec& spec, Format a, Format b, std::string_view where) {
  const AccumulatorSpec& acc = spec.accumulator;
  const std::string name = std::string(where) + ": accumulator " + accumulator_name(acc) + ": ";
  const auto require_at_most = [&](const char* what, int found, int most) {
    if (found > most) {
      throw InputError(name + "expected " + what + " of at most " + std::to_string(most) +
                       ", which is what hardware is built with, found " + std::to_string(found));
    }
  };
  if (acc.group < 2) {
    throw InputError(name + "expected a G of at least 2, found " + std::to_string(acc.group));
  }
  require_at_most("a G", acc.group, kMaxHardwareGroup);
  require_at_most("an F", acc.kind == AccumulatorKind::group ? acc.fraction_bits : 0, kMaxHardwareFractionBits);
  require_at_most("operands", std::max(info(a).width(), info(b).width()), kHardwareGroupOperandBits);
  try {
    require_sum(spec, a, b);
  } catch (const InputError& e) {
    throw InputError(std::string(where) + ": " + e.what());
  }
  if (acc.kind == AccumulatorKind::group && acc.width != 0) {
    require_narrow_hardware(spec, a, b, where);
  }
}

void detail::refuse_truncated_logarithm(const FormatInfo& f) {
  throw InputError("format " + std::string(f.name) + ": expected the rounding nearest, found truncate");
}

void detail::refuse_row(const char* what, std::size_t index) {
  throw InputError(std::string(what) + " number " + std::to_string(index) + ": not in the table of hardware");
}

void detail::refuse_finer_product(const Number& product, int lsb, const char* name) {
  throw InputError(std::string("accumulator ") + name + ": expected products that are multiples of 2^" +
                   std::to_string(lsb) + ", found one of 2^" + std::to_string(product.exponent));
}

void detail::refuse_no_integer() {
  throw InputError("accumulator int32: expected integer products, found an infinity or NaN");
}

void detail::refuse_single_step(const AccumulatorSpec& spec) {
  throw InputError("accumulator " + accumulator_name(spec) +
                   " sums groups of products or has two levels: one step at a time is not defined");
}

void detail::refuse_operands(const MultiplierSpec& spec, Format a, Format b) {
  throw InputError("multiplier: " + multiplier_name(spec) + " expects " + std::string(expected_operands(spec)) +
                   ", found " + std::string(info(a).name) + " * " + std::string(info(b).name));
}

}  // namespace lmulsim::arith
