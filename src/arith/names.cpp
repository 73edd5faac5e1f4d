// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/names.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/product.hpp"
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

/// The number of a word such as adder:D.
std::optional<std::uint32_t> parse_number(const MultiplierWord& row, std::string_view text, std::string_view where) {
  const auto number = whole_number(text.substr(row.stem().size()));
  if (!number) {
    throw InputError(std::string(where) + ": expected " + std::string(row.word) +
                     " with a whole number D from 0 to 4294967295, found '" + std::string(text) + "'");
  }
  return number;
}

std::string describe_absence(std::string_view what, std::string_view word, bool built,
                             std::span<const std::string_view> words) {
  return std::string(what) + " '" + std::string(word) +
         (built ? "' has no cell here" : "' is reference only, no hardware has it; expected one of " + listed(words));
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

Format parse_format(std::string_view text, std::string_view where) {
  std::array<std::string_view, kFormats.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = kFormats[i].name;
  }
  return choose<Format>(where, text, names);
}

MultiplierSpec parse_multiplier(std::string_view text, std::string_view where) {
  for (const MultiplierWord& row : kMultiplierWords) {
    if (row.has_number() ? text.starts_with(row.stem()) : text == row.word) {
      return {.kind = row.kind,
              .offset = row.has_number() ? parse_number(row, text, where) : row.offset,
              .subnormals = hardware(row.kind).subnormals};
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
    if (row.has_number()) {
      return std::string(row.stem()) + std::to_string(*spec.offset);
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
  return describe_absence("format", info(format).name, hardware(format).rtl.has_value(), words);
}

std::string no_hardware(const MultiplierSpec& spec) {
  std::vector<std::string_view> words;
  for (const MultiplierWord& row : kMultiplierWords) {
    if (hardware(row.kind).rtl) {
      words.push_back(row.word);
    }
  }
  return describe_absence("multiplier", multiplier_name(spec), hardware(spec.kind).rtl.has_value(), words);
}

std::string no_hardware(const AccumulatorSpec& spec) {
  std::vector<std::string_view> words;
  for (const AccumulatorKind built : built_accumulators(Operands::both)) {
    words.push_back(hardware(built).word);
  }
  const bool built = hardware(spec.kind).rtl.has_value() && spec.promote == 0;
  return describe_absence("accumulator", accumulator_name(spec), built, words);
}

void require_hardware(Format format, std::string_view where) {
  require(hardware(format).rtl.has_value(), where, no_hardware(format));
}

void require_hardware(const MultiplierSpec& spec, std::string_view where) {
  require(hardware(spec.kind).rtl.has_value(), where, no_hardware(spec));
}

void require_hardware(const AccumulatorSpec& spec, std::string_view where) {
  require(hardware(spec.kind).rtl.has_value() && spec.promote == 0, where, no_hardware(spec));
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
  throw InputError("multiplier: " + multiplier_name(spec) + " expects floating-point operands, found " +
                   std::string(info(a).name) + " * " + std::string(info(b).name));
}

}  // namespace lmulsim::arith
