// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The words of accumulators: those with numbers in them, and sums of two levels.
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/sum.hpp"
#include "arith/words.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::arith {

namespace {

/// The words of the table, then what any of them may be followed by.
constexpr auto kWords = [] {
  std::array<std::string_view, kAccumulatorRows.size() + 1> words;
  for (std::size_t i = 0; i < kAccumulatorRows.size(); ++i) {
    words[i] = kAccumulatorRows[i].word;
  }
  words.back() = "INNER/N";
  return words;
}();

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> digits(std::string_view text) {
  return text.starts_with('-') ? std::nullopt : number(text);
}

bool starts_number(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// Reads one word; every message names the place and the whole text.
class Parser {
 public:
  Parser(std::string_view text, std::string_view where) : text_(text), where_(where) {}

  [[nodiscard]] AccumulatorSpec parse() const {
    std::string_view inner = text_;
    int promote = 0;
    if (const std::size_t slash = text_.rfind('/'); slash != std::string_view::npos && is_count(slash)) {
      promote = terms(text_.substr(slash + 1));
      inner = text_.substr(0, slash);
    }
    AccumulatorSpec spec = inner_sum(inner);
    spec.promote = promote;
    try {
      require_accumulator(laid_out_enough(spec));
    } catch (const InputError& error) {
      throw InputError(std::string(where_) + ": " + error.what() + " ('" + std::string(text_) + "')");
    }
    return spec;
  }

 private:
  [[noreturn]] void fail(const std::string& expected) const {
    throw InputError(std::string(where_) + ": expected " + expected + ", found '" + std::string(text_) + "'");
  }
  [[noreturn]] void fail_word() const {
    std::string list;
    for (const std::string_view word : kWords) {
      list += (list.empty() ? "" : ", ") + std::string(word);
    }
    throw InputError(std::string(where_) + ": expected one of " + list + ", found '" + std::string(text_) +
                     "'; the nearest is '" + util::nearest_name(text_, kWords) + "'");
  }

  /// What follows a slash and is no accumulator: N of INNER/N, if it is one.
  [[nodiscard]] bool is_count(std::size_t slash) const {
    const std::string_view after = text_.substr(slash + 1);
    return after.empty() || after.front() == '-' || starts_number(after);
  }
  [[nodiscard]] int terms(std::string_view text) const {
    const auto count = digits(text);
    if (!count || *count < 1) {
      fail("INNER/N with a whole number N from 1 to " + std::to_string(std::numeric_limits<int>::max()));
    }
    return *count;
  }

  /// `fixed` has its width later.
  static AccumulatorSpec laid_out_enough(AccumulatorSpec spec) {
    spec.width = spec.kind == AccumulatorKind::fixed ? kMaxFixedWidth : spec.width;
    return spec;
  }

  [[nodiscard]] AccumulatorSpec inner_sum(std::string_view text) const {
    for (const AccumulatorRow& row : kAccumulatorRows) {
      if (row.word == text && !row.has_number()) {
        return {.kind = row.kind};
      }
    }
    for (const std::string_view word : kWords) {
      if (word == text) {  // the capital letters are no numbers
        fail_word();
      }
    }
    if (const auto spec = with_numbers(text)) {
      return *spec;
    }
    fail_word();
  }

  [[nodiscard]] std::optional<AccumulatorSpec> with_numbers(std::string_view text) const {
    if (text.starts_with("aligned-")) {
      return aligned(text.substr(8));
    }
    if (text.starts_with("group")) {
      return group(text.substr(5));
    }
    if (text.starts_with("float")) {
      return floating(text.substr(5));
    }
    if (text.starts_with("fix") && starts_number(text.substr(3))) {
      return narrow(text.substr(3));
    }
    return std::nullopt;
  }

  [[nodiscard]] AccumulatorSpec aligned(std::string_view text) const {
    const auto bits = digits(text);
    if (!bits) {
      fail("aligned-F with F from 1 to 60");
    }
    return {.kind = AccumulatorKind::aligned, .fraction_bits = *bits};
  }

  [[nodiscard]] AccumulatorSpec floating(std::string_view text) const {
    if (text.find("-sr") != std::string_view::npos) {
      fail("floatM, which rounds to nearest even; stochastic rounding (floatM-sr:SEED) is not built");
    }
    const auto bits = digits(text);
    if (!bits) {
      fail("floatM with M from 1 to 23 mantissa bits");
    }
    return {.kind = AccumulatorKind::floating, .fraction_bits = *bits};
  }

  /// W.L or W.Lw
  [[nodiscard]] AccumulatorSpec narrow(std::string_view text) const {
    const bool wraps = text.ends_with('w');
    const std::string_view numbers = text.substr(0, text.size() - (wraps ? 1 : 0));
    const std::size_t point = numbers.find('.');
    const auto width = digits(numbers.substr(0, point));
    const auto lsb = point == std::string_view::npos ? std::nullopt : number(numbers.substr(point + 1));
    if (!width || !lsb) {
      fail("fixW.L (fix20.1, fix20.-6) of W bits whose last one weighs 2^L, with a w behind it to wrap");
    }
    return {.kind = AccumulatorKind::narrow, .width = *width, .lsb = *lsb, .wraps = wraps};
  }

  /// G-F, G-F/fp32 or G-F/fixW.L; G/int32
  [[nodiscard]] AccumulatorSpec group(std::string_view text) const {
    const std::size_t slash = text.find('/');
    const std::string_view numbers = text.substr(0, slash);
    const std::size_t dash = numbers.find('-');
    const auto products = digits(numbers.substr(0, dash));
    const auto bits = dash == std::string_view::npos ? std::nullopt : digits(numbers.substr(dash + 1));
    const std::string_view into = slash == std::string_view::npos ? "fp32" : text.substr(slash + 1);
    const bool fixed = into.starts_with("fix") && starts_number(into.substr(3));
    if (products && dash == std::string_view::npos && into == "int32") {
      return {.kind = AccumulatorKind::int_group, .group = *products};
    }
    if (!products || !bits || (!fixed && into != "fp32")) {
      fail("groupG-F (group8-7), groupG-F/fp32, groupG-F/fixW.L or groupG/int32");
    }
    AccumulatorSpec spec = fixed ? narrow(into.substr(3)) : AccumulatorSpec{};
    spec.kind = AccumulatorKind::group;
    spec.group = *products;
    spec.fraction_bits = *bits;
    return spec;
  }

  std::string_view text_;
  std::string_view where_;
};

std::string narrow_name(const AccumulatorSpec& spec) {
  return "fix" + std::to_string(spec.width) + "." + std::to_string(spec.lsb) + (spec.wraps ? "w" : "");
}

std::string inner_name(const AccumulatorSpec& spec) {
  switch (spec.kind) {
    case AccumulatorKind::aligned:
      return "aligned-" + std::to_string(spec.fraction_bits);
    case AccumulatorKind::floating:
      return "float" + std::to_string(spec.fraction_bits);
    case AccumulatorKind::narrow:
      return narrow_name(spec);
    case AccumulatorKind::group:
      return "group" + std::to_string(spec.group) + "-" + std::to_string(spec.fraction_bits) +
             (spec.width == 0 ? "" : "/" + narrow_name(spec));
    case AccumulatorKind::int_group:
      return "group" + std::to_string(spec.group) + "/int32";
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::fixed:
    case AccumulatorKind::int32:
      break;
  }
  return std::string(hardware(spec.kind).word);
}

}  // namespace

std::span<const std::string_view> accumulator_words() {
  return kWords;
}

AccumulatorSpec parse_accumulator(std::string_view text, std::string_view where) {
  return Parser(text, where).parse();
}

std::string accumulator_name(const AccumulatorSpec& spec) {
  return inner_name(spec) + (spec.promote > 0 ? "/" + std::to_string(spec.promote) : "");
}

}  // namespace lmulsim::arith
