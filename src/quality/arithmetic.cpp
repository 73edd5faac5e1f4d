// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/sum.hpp"
#include "arith/thresholds.hpp"
#include "quality/split_words.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::quality {

namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::info;
using arith::MultiplierKind;
using arith::OperandRounding;

constexpr std::array<std::string_view, 4> kOptions{"acc", "scale", "round", "k"};

[[noreturn]] void fail(std::string_view where, std::string_view expected, std::string_view found) {
  throw InputError(fmt::format("{}: expected {}, found '{}'", where, expected, found));
}

int parse_bits(std::string_view text, std::string_view where) {
  int bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (error != std::errc{} || end != text.data() + text.size()) {
    fail(where, "k=BITS, a whole number of mantissa bits", text);
  }
  return bits;
}

Format parse_operand(std::string_view text, std::string_view where) {
  const Format format = arith::parse_format(text, where);
  if (!info(format).has_sign) {
    fail(where, "a format of operands", text);
  }
  return format;
}

void parse_formats(Arithmetic& out, std::string_view text, std::string_view where) {
  const std::size_t cross = text.find('x');
  out.a = parse_operand(text.substr(0, cross), where);
  out.b = cross == std::string_view::npos ? out.a : parse_operand(text.substr(cross + 1), where);
}

void parse_head(Arithmetic& out, std::string_view text, std::string_view where) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    fail(where, "fp32 or MULTIPLIER:FORMAT (as lmul:e4m3, exact:bf16, adder:1:e4m3)", text);
  }
  out.plain_fp32 = false;
  out.mac.multiplier = arith::parse_multiplier(text.substr(0, colon), where);
  parse_formats(out, text.substr(colon + 1), where);
}

Scaling default_scaling(const Arithmetic& arithmetic) {
  const AccumulatorKind kind = arithmetic.mac.accumulator.kind;
  const bool small_sums = kind == AccumulatorKind::fp16 || kind == AccumulatorKind::e4m3;
  const bool wide = std::max(info(arithmetic.a).width(), info(arithmetic.b).width()) > 8;
  return small_sums || wide ? Scaling::none : Scaling::tensor;
}

void check_integers(const Arithmetic& x, std::string_view where, std::string_view text) {
  const bool integers = info(x.a).is_integer();
  if (integers != info(x.b).is_integer()) {
    fail(where, "both operands integers or neither", text);
  }
  if (integers && !arith::takes(arith::hardware(x.mac.multiplier.kind).operands, x.a)) {
    fail(where, "the multiplier exact or a table for integers", text);
  }
  arith::require_formats(x.mac.multiplier, x.a, x.b, where);
  if (!integers && arith::entered_sum(x.mac.accumulator).kind == AccumulatorKind::int32) {
    fail(where, "acc=int32 with integers only", text);
  }
}

void check_adder(const Arithmetic& x, std::string_view where) {
  if (x.mac.multiplier.kind != MultiplierKind::adder || !x.mac.multiplier.offset || info(x.a).is_logarithmic()) {
    return;
  }
  const arith::AdderWidths widths = arith::adder_widths(x.a, x.b);
  const auto largest = static_cast<std::uint32_t>(widths.bias) << widths.man_bits;
  if (*x.mac.multiplier.offset > largest) {
    fail(where, fmt::format("an adder offset of 0 to {}", largest), std::to_string(*x.mac.multiplier.offset));
  }
}

void check_mantissa(const Arithmetic& x, std::string_view where) {
  if (!x.mantissa_bits) {
    return;
  }
  const int widest = !info(x.a).is_floating() ? 0 : std::max(info(x.a).man_bits, info(x.b).man_bits);
  if (*x.mantissa_bits < 1 || *x.mantissa_bits > widest) {
    fail(where,
         widest == 0 ? std::string("k= with floating-point formats only") : fmt::format("k= from 1 to {}", widest),
         fmt::format("k={}", *x.mantissa_bits));
  }
}

void check_scaling(const Arithmetic& x, std::string_view where, std::string_view text) {
  if (x.scaling != Scaling::mx32) {
    return;
  }
  if (info(x.a).is_integer() || info(x.a).width() > 8 || info(x.b).width() > 8) {
    fail(where, "scale=mx32 with floating-point formats of at most 8 bits", text);
  }
  if (x.mantissa_bits) {
    fail(where, "k= or scale=mx32, not both (MX elements are rounded to nearest)", text);
  }
}

void check_fixed(const Arithmetic& x, std::string_view where, std::string_view text) {
  const int width = x.mac.accumulator.kind == AccumulatorKind::fixed ? mac_of(x, 1).accumulator.width : 0;
  if (width > arith::kMaxFixedWidth) {
    fail(where,
         fmt::format("formats whose products fit in {} bits for acc=fixed, {} needed", arith::kMaxFixedWidth, width),
         text);
  }
}

void check_sum(const Arithmetic& x, std::string_view where) {
  try {
    arith::require_sum(mac_of(x, 1), x.a, x.b);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", where, error.what()));
  }
}

void check_rounding(const Arithmetic& x, std::string_view where, std::string_view text) {
  if (x.rounding != OperandRounding::adder) {
    return;
  }
  arith::require_adder_rounding(x.mac.multiplier, x.a, x.b, where);
  if (x.scaling == Scaling::mx32) {
    fail(where, "round=adder or scale=mx32, not both (MX elements are rounded to nearest)", text);
  }
}

/// round=truncate is k= of the wider operand.
void parse_rounding(Arithmetic& out, std::string_view value, std::string_view where) {
  switch (arith::parse_rounding(value, where)) {
    case OperandRounding::nearest:
      break;
    case OperandRounding::truncate:
      out.mantissa_bits = std::max(info(out.a).man_bits, info(out.b).man_bits);
      break;
    case OperandRounding::adder:
      out.rounding = OperandRounding::adder;
      break;
  }
}

void check(const Arithmetic& x, std::string_view where, std::string_view text) {
  check_integers(x, where, text);
  check_adder(x, where);
  check_mantissa(x, where);
  check_scaling(x, where, text);
  check_rounding(x, where, text);
  check_fixed(x, where, text);
  check_sum(x, where);
}

void parse_option(Arithmetic& out, std::optional<Scaling>& scaling, std::string_view option, std::string_view where) {
  const std::size_t equal = option.find('=');
  const std::string_view key = option.substr(0, equal);
  const std::string_view value = equal == std::string_view::npos ? "" : option.substr(equal + 1);
  if (key == "acc") {
    out.mac.accumulator = arith::parse_accumulator(value, where);
  } else if (key == "scale") {
    scaling = arith::parse_scaling(value, where);
  } else if (key == "round") {
    parse_rounding(out, value, where);
  } else if (key == "k") {
    out.mantissa_bits = parse_bits(value, where);
  } else {
    fail(where, fmt::format("acc=, scale=, round= or k= (the nearest is {}=)", util::nearest_name(key, kOptions)),
         option);
  }
}

}  // namespace

Arithmetic parse_arithmetic(std::string_view text, std::string_view where) {
  const std::vector<std::string_view> words = split(text, ',');
  Arithmetic out;
  if (words.front() == "fp32") {
    return words.size() == 1 ? out : (fail(where, "fp32 without options", text), out);
  }
  parse_head(out, words.front(), where);
  if (info(out.a).is_integer()) {
    out.mac.accumulator.kind = AccumulatorKind::int32;
  }
  std::optional<Scaling> scaling;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view key = words[i].substr(0, words[i].find('='));
    const auto same = [&](std::string_view word) { return word.substr(0, word.find('=')) == key; };
    if (std::any_of(words.begin() + 1, words.begin() + static_cast<std::ptrdiff_t>(i), same)) {
      fail(where, "each option once", text);
    }
    parse_option(out, scaling, words[i], where);
  }
  const auto given = [&](std::string_view key) {
    return std::any_of(words.begin() + 1, words.end(), [=](std::string_view word) { return word.starts_with(key); });
  };
  if (given("round=") && given("k=")) {
    fail(where, "round= or k=, not both (k= truncates)", text);
  }
  out.scaling = scaling.value_or(default_scaling(out));
  check(out, where, text);
  return out;
}

std::string arithmetic_name(const Arithmetic& x) {
  if (x.plain_fp32) {
    return "fp32";
  }
  return fmt::format("{}:{}{},acc={},scale={}{}{}", arith::multiplier_name(x.mac.multiplier), info(x.a).name,
                     x.a == x.b ? "" : fmt::format("x{}", info(x.b).name), arith::accumulator_name(x.mac.accumulator),
                     arith::scaling_name(x.scaling), x.rounding == OperandRounding::adder ? ",round=adder" : "",
                     x.mantissa_bits ? fmt::format(",k={}", *x.mantissa_bits) : "");
}

Arithmetic with_accumulator(const Arithmetic& arithmetic, std::string_view word, std::string_view where) {
  if (arithmetic.plain_fp32) {
    fail(where, "an accumulator for a place of an arithmetic that has one (default: not fp32)", word);
  }
  Arithmetic out = arithmetic;
  out.mac.accumulator = arith::parse_accumulator(word, where);
  check(out, where, word);
  return out;
}

arith::MacSpec mac_of(const Arithmetic& x, std::size_t terms) {
  arith::MacSpec mac = x.mac;
  if (mac.multiplier.kind == MultiplierKind::adder && !mac.multiplier.offset && x.mantissa_bits) {
    mac.multiplier.offset = (1U << arith::adder_widths(x.a, x.b).man_bits) >> arith::lmul_l(*x.mantissa_bits);
  }
  mac.accumulator = arith::laid_out(mac, x.a, x.b, terms);
  return mac;
}

}  // namespace lmulsim::quality
