// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/lookup_table.hpp"

#include <fmt/format.h>

#include <cstddef>

#include "arith/bits.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::rtl {

namespace {

void put(LookupTable& table, std::size_t at, std::uint32_t fraction, int bits) {
  for (std::size_t bit = 0; bit < static_cast<std::size_t>(bits); ++bit) {
    table[(at + bit) / 32] |= ((fraction >> bit) & 1U) << ((at + bit) % 32);
  }
}

}  // namespace

LookupTable lookup_table(const arith::MultiplierSpec& spec, arith::Format a, arith::Format b) {
  LookupTable table{};
  arith::require_product_hardware(spec, a, b, "RTL");
  if (!arith::looks_up(spec.kind)) {
    return table;
  }
  const int mantissa = arith::adder_widths(a, b).man_bits;
  const auto significands = arith::significands(spec.kind, spec.bits, mantissa);
  const auto entries = static_cast<std::size_t>(arith::hardware_entries(spec.kind, mantissa));
  int octave = 0;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < entries; ++i) {
    const int above = arith::bit_width(std::uint64_t{significands[i]}) - 1 - spec.bits;
    const std::uint32_t fraction = (significands[i] >> above) - (1U << spec.bits);
    octave += fraction < before ? 1 : 0;
    if (octave != above) {
      throw InputError(fmt::format("RTL: multiplier {}: the octave of entry {} of its table cannot be told",
                                   arith::multiplier_name(spec), i));
    }
    put(table, i * static_cast<std::size_t>(spec.bits), fraction, spec.bits);
    before = fraction;
  }
  return table;
}

std::string lookup_literal(const LookupTable& table) {
  std::string digits;
  for (std::size_t word = table.size(); word-- > 0;) {
    digits += fmt::format("{:08x}", table[word]);
  }
  return fmt::format("{}'h{}", arith::kHardwareTableBits, digits);
}

}  // namespace lmulsim::rtl
