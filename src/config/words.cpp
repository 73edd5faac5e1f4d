// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>

#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::config {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Subnormals;

constexpr std::array<std::string_view, 5> kFormatWords{"e4m3", "e5m2", "bf16", "fp16", "int8"};
constexpr std::array<std::string_view, 4> kMultiplierWords{"exact", "lmul", "mitchell", "adder:D"};
constexpr std::array<std::string_view, 2> kSubnormalsWords{"daz", "normalize"};
constexpr std::array<std::string_view, 4> kAccumulatorWords{"fp32", "bf16", "fixed", "int32"};
constexpr std::array<std::string_view, 2> kReferenceAccumulators{"fp16", "e4m3"};

[[noreturn]] void reject(std::string_view what, std::string_view word, std::span<const std::string_view> words,
                         const std::string& where) {
  throw InputError(fmt::format("{}: expected {} ({}), found '{}'{}", where, what, fmt::join(words, ", "), word,
                               util::did_you_mean(word, words)));
}

[[noreturn]] void reference_only(std::string_view what, std::string_view word, std::string_view instead,
                                 const std::string& where) {
  throw InputError(
      fmt::format("{}: {} '{}' is reference only, no hardware has it; expected one of {}", where, what, word, instead));
}

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

MultiplierSpec adder(std::optional<std::uint32_t> offset) {
  return {.kind = MultiplierKind::adder, .offset = offset, .subnormals = Subnormals::daz};
}

}  // namespace

Format parse_hardware_format(std::string_view word, const std::string& where) {
  const auto format = arith::format_from_name(word);
  if (contains(kFormatWords, word) && format) {
    return *format;
  }
  if (format) {
    reference_only("format", word, fmt::format("{}", fmt::join(kFormatWords, ", ")), where);
  }
  reject("a format", word, kFormatWords, where);
}

MultiplierSpec parse_hardware_multiplier(std::string_view word, const std::string& where) {
  if (word == "exact") {
    return {};
  }
  if (word == "lmul") {
    return adder(std::nullopt);
  }
  if (word == "mitchell") {
    return adder(0);
  }
  constexpr std::string_view kPrefix = "adder:";
  if (word.starts_with(kPrefix)) {
    const std::string_view digits = word.substr(kPrefix.size());
    std::uint32_t offset = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
    if (error == std::errc{} && stop == digits.data() + digits.size()) {
      return adder(offset);
    }
    throw InputError(fmt::format("{}: expected adder:D with an integer D >= 0, found '{}'", where, word));
  }
  if (word == "lmul-real") {
    reference_only("multiplier", word, "exact, lmul, mitchell, adder:D", where);
  }
  reject("a multiplier", word, kMultiplierWords, where);
}

Subnormals parse_subnormals(std::string_view word, const std::string& where) {
  if (word == "daz") {
    return Subnormals::daz;
  }
  if (word == "normalize") {
    return Subnormals::normalize;
  }
  reject("a treatment of subnormals", word, kSubnormalsWords, where);
}

AccumulatorKind parse_hardware_accumulator(std::string_view word, const std::string& where) {
  constexpr std::array<AccumulatorKind, 4> kKinds{AccumulatorKind::fp32, AccumulatorKind::bf16, AccumulatorKind::fixed,
                                                  AccumulatorKind::int32};
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kAccumulatorWords[i] == word) {
      return kKinds[i];
    }
  }
  if (contains(kReferenceAccumulators, word) || word.starts_with("aligned")) {
    reference_only("accumulator", word, fmt::format("{}", fmt::join(kAccumulatorWords, ", ")), where);
  }
  reject("an accumulator", word, kAccumulatorWords, where);
}

std::string multiplier_word(const MultiplierSpec& spec) {
  switch (spec.kind) {
    case MultiplierKind::exact:
      return "exact";
    case MultiplierKind::adder:
      if (!spec.offset) {
        return "lmul";
      }
      return *spec.offset == 0 ? "mitchell" : fmt::format("adder:{}", *spec.offset);
    case MultiplierKind::lmul_real:
      return "lmul-real";
  }
  throw InputError("multiplier out of range");
}

std::string_view subnormals_word(Subnormals subnormals) {
  switch (subnormals) {
    case Subnormals::daz:
      return "daz";
    case Subnormals::normalize:
      return "normalize";
  }
  throw InputError("subnormals out of range");
}

std::string_view accumulator_word(AccumulatorKind kind) {
  switch (kind) {
    case AccumulatorKind::fp32:
      return "fp32";
    case AccumulatorKind::bf16:
      return "bf16";
    case AccumulatorKind::fp16:
      return "fp16";
    case AccumulatorKind::e4m3:
      return "e4m3";
    case AccumulatorKind::fixed:
      return "fixed";
    case AccumulatorKind::int32:
      return "int32";
    case AccumulatorKind::aligned:
      return "aligned";
  }
  throw InputError("accumulator out of range");
}

}  // namespace lmulsim::config
