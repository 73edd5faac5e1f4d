// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/names.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>

#include "arith/aligned.hpp"
#include "arith/words.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::arith {

namespace {

constexpr std::array<std::string_view, 5> kMultipliers{"exact", "lmul", "mitchell", "adder:D", "lmul-real"};
constexpr std::array<std::string_view, 7> kAccumulators{"fp32", "bf16", "fp16", "e4m3", "fixed", "int32", "aligned-F"};
constexpr std::array<std::string_view, 2> kSubnormals{"daz", "normalize"};
constexpr std::array<std::string_view, 2> kRoundings{"nearest", "truncate"};
constexpr std::array<std::string_view, 2> kOverflows{"saturate", "ocp"};

[[noreturn]] void fail(std::string_view where, std::string_view text, std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  throw InputError(std::string(where) + ": expected one of " + list + ", found '" + std::string(text) +
                   "'; the nearest is '" + util::nearest_name(text, names) + "'");
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

MultiplierSpec adder(std::optional<std::uint32_t> offset) {
  return {.kind = MultiplierKind::adder, .offset = offset, .subnormals = Subnormals::daz};
}

}  // namespace

std::span<const std::string_view> multiplier_words() {
  return kMultipliers;
}

std::span<const std::string_view> accumulator_words() {
  return kAccumulators;
}

Format parse_format(std::string_view text, std::string_view where) {
  std::array<std::string_view, kFormats.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = kFormats[i].name;
  }
  return choose<Format>(where, text, names);
}

MultiplierSpec parse_multiplier(std::string_view text, std::string_view where) {
  constexpr std::string_view kAdder = "adder:";
  if (text == "exact") {
    return {};
  }
  if (text == "lmul") {
    return adder(std::nullopt);
  }
  if (text == "mitchell") {
    return adder(0);
  }
  if (text == "lmul-real") {
    return {.kind = MultiplierKind::lmul_real, .offset = std::nullopt, .subnormals = Subnormals::daz};
  }
  if (text.starts_with(kAdder)) {
    if (const auto offset = whole_number(text.substr(kAdder.size()))) {
      return adder(*offset);
    }
    throw InputError(std::string(where) + ": expected adder:D with a whole number D from 0 to 4294967295, found '" +
                     std::string(text) + "'");
  }
  fail(where, text, kMultipliers);
}

Subnormals parse_subnormals(std::string_view text, std::string_view where) {
  return choose<Subnormals>(where, text, kSubnormals);
}

Rounding parse_rounding(std::string_view text, std::string_view where) {
  return choose<Rounding>(where, text, kRoundings);
}

Overflow parse_overflow(std::string_view text, std::string_view where) {
  return choose<Overflow>(where, text, kOverflows);
}

AccumulatorSpec parse_accumulator(std::string_view text, std::string_view where) {
  constexpr std::string_view kAligned = "aligned-";
  if (!text.starts_with(kAligned) || text == kAccumulators.back()) {
    const auto names = std::span(kAccumulators);
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
      if (names[i] == text) {
        return {.kind = static_cast<AccumulatorKind>(i)};
      }
    }
    fail(where, text, names);
  }
  const auto bits = whole_number(text.substr(kAligned.size()));
  if (!bits || *bits < 1 || *bits > kMaxFractionBits) {
    throw InputError(std::string(where) + ": expected aligned-F with F from 1 to " + std::to_string(kMaxFractionBits) +
                     ", found '" + std::string(text) + "'");
  }
  return {.kind = AccumulatorKind::aligned, .fraction_bits = static_cast<int>(*bits)};
}

std::string multiplier_name(const MultiplierSpec& spec) {
  switch (spec.kind) {
    case MultiplierKind::exact:
      return "exact";
    case MultiplierKind::adder:
      if (!spec.offset) {
        return "lmul";
      }
      return *spec.offset == 0 ? "mitchell" : "adder:" + std::to_string(*spec.offset);
    case MultiplierKind::lmul_real:
      return "lmul-real";
  }
  return {};
}

std::string_view subnormals_name(Subnormals subnormals) {
  return kSubnormals[static_cast<std::size_t>(subnormals)];
}

std::string accumulator_name(const AccumulatorSpec& spec) {
  if (spec.kind == AccumulatorKind::aligned) {
    return "aligned-" + std::to_string(spec.fraction_bits);
  }
  return std::string(kAccumulators[static_cast<std::size_t>(spec.kind)]);
}

}  // namespace lmulsim::arith
