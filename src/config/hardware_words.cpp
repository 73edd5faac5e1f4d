// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/hardware_words.hpp"

#include "arith/names.hpp"

namespace lmulsim::config {

arith::Format parse_hardware_format(std::string_view word, const std::string& where) {
  const arith::Format format = arith::parse_format(word, where);
  arith::require_engine(format, where);
  return format;
}

arith::MultiplierSpec parse_hardware_multiplier(std::string_view word, const std::string& where) {
  const arith::MultiplierSpec spec = arith::parse_multiplier(word, where);
  arith::require_engine(spec, where);
  return spec;
}

arith::AccumulatorSpec parse_hardware_accumulator(std::string_view word, const std::string& where) {
  const arith::AccumulatorSpec spec = arith::parse_accumulator(word, where);
  arith::require_hardware(spec, where);
  return spec;
}

}  // namespace lmulsim::config
