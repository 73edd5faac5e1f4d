// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/words.hpp"

#include <fmt/format.h>

#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::config {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;

[[noreturn]] void reference_only(std::string_view what, std::string_view word, std::string_view built,
                                 const std::string& where) {
  throw InputError(
      fmt::format("{}: {} '{}' is reference only, no hardware has it; expected one of {}", where, what, word, built));
}

}  // namespace

Format parse_hardware_format(std::string_view word, const std::string& where) {
  const Format format = arith::parse_format(word, where);
  switch (format) {
    case Format::e4m3:
    case Format::e5m2:
    case Format::bf16:
    case Format::fp16:
    case Format::int8:
      return format;
    case Format::e3m4:
    case Format::e3m2:
    case Format::e2m3:
    case Format::e2m1:
    case Format::e8m0:
    case Format::fp32:
    case Format::int4:
      break;
  }
  reference_only("format", word, "e4m3, e5m2, bf16, fp16, int8", where);
}

arith::MultiplierSpec parse_hardware_multiplier(std::string_view word, const std::string& where) {
  const arith::MultiplierSpec spec = arith::parse_multiplier(word, where);
  if (spec.kind == MultiplierKind::lmul_real) {
    reference_only("multiplier", word, "exact, lmul, mitchell, adder:D", where);
  }
  return spec;
}

AccumulatorKind parse_hardware_accumulator(std::string_view word, const std::string& where) {
  const AccumulatorKind kind = arith::parse_accumulator(word, where).kind;
  switch (kind) {
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fixed:
    case AccumulatorKind::int32:
      return kind;
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::aligned:
      break;
  }
  reference_only("accumulator", word, "fp32, bf16, fixed, int32", where);
}

}  // namespace lmulsim::config
