// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/unit_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "arith/accumulate.hpp"
#include "arith/bits.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;

UnitCost from_entry(const Technology& technology, Quantity quantity, Operation op) {
  return {technology.get(quantity, op).band, {entry_name(quantity, op)}, {}};
}

/// The exact multiplier of two equal operand formats, if a technology's entries have one.
std::optional<Operation> exact_entry(Format format) {
  switch (format) {
    case Format::e4m3:
      return Operation::e4m3_mul;
    case Format::e5m2:
      return Operation::e5m2_mul;
    case Format::bf16:
      return Operation::bf16_mul;
    case Format::fp16:
      return Operation::fp16_mul;
    case Format::fp32:
      return Operation::fp32_mul;
    case Format::int8:
      return Operation::int_mul_8;
    case Format::e3m4:
    case Format::e3m2:
    case Format::e2m3:
    case Format::e2m1:
    case Format::e8m0:
    case Format::int4:
      break;
  }
  return std::nullopt;
}

Operation exact_multiplier(Format format) {
  if (const std::optional<Operation> entry = exact_entry(format)) {
    return *entry;
  }
  throw InputError(fmt::format("no technology entry stands for an exact {} multiplier", arith::info(format).name));
}

/// The narrowest format with an entry that has the exponents and the mantissas of a floating-point format.
Format covering(Format format) {
  const arith::FormatInfo& f = arith::info(format);
  for (const Format wide : {Format::e4m3, Format::e5m2, Format::fp16, Format::bf16, Format::fp32}) {
    const arith::FormatInfo& w = arith::info(wide);
    if (w.exp_bits >= f.exp_bits && w.man_bits >= f.man_bits) {
      return wide;
    }
  }
  return format;
}

/// Of two operands of a format; one that has no entry is charged as the narrowest that covers it.
UnitCost exact_of(Format format, const Technology& technology, Quantity quantity) {
  if (!arith::info(format).is_floating() || exact_entry(format)) {
    return from_entry(technology, quantity, exact_multiplier(format));
  }
  const Format wide = covering(format);
  UnitCost cost = from_entry(technology, quantity, exact_multiplier(wide));
  cost.notes.push_back(fmt::format("upper bound: {} operands are charged as {}, which holds them",
                                   arith::info(format).name, arith::info(wide).name));
  return cost;
}

UnitCost looked_up_cost(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  const arith::AdderWidths widths = arith::adder_widths(pe.activation_format, pe.weight_format);
  UnitCost cost = integer_adder(technology, quantity, 1 + widths.exp_bits + widths.man_bits);
  cost.notes.emplace_back("not covered: the table from the sum of two mantissas to a significand, behind the adder");
  return cost;
}

UnitCost exact_cost(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  if (arith::info(pe.activation_format).is_logarithmic()) {
    return looked_up_cost(pe, technology, quantity);
  }
  UnitCost a = exact_of(pe.activation_format, technology, quantity);
  if (pe.activation_format == pe.weight_format) {
    return a;
  }
  const UnitCost w = exact_of(pe.weight_format, technology, quantity);
  UnitCost cost = a.band.value >= w.band.value ? a : w;
  cost.entries = {a.entries[0], w.entries[0]};
  cost.notes = a.notes;
  cost.notes.insert(cost.notes.end(), w.notes.begin(), w.notes.end());
  cost.notes.emplace_back("mixed operand formats are charged as the costlier of the two multipliers");
  return cost;
}

UnitCost adder_cost(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  const arith::AdderWidths widths = arith::adder_widths(pe.activation_format, pe.weight_format);
  UnitCost cost = integer_adder(technology, quantity, 1 + widths.exp_bits + widths.man_bits);
  if (pe.multiplier.subnormals == arith::Subnormals::normalize) {
    cost.notes.emplace_back("not covered: the shifters that normalise subnormal operands in front of the adder");
  }
  return cost;
}

/// Behind the G multipliers of a group: G - 1 adders of its terms and one of its sum, a Gth of them a product.
UnitCost group_cost(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  machine::Pe entered = pe;
  entered.accumulator = arith::entered_sum(pe.accumulator);
  UnitCost cost = accumulator(entered, technology, quantity);
  const int products = pe.accumulator.group;
  const bool integers = pe.accumulator.kind == AccumulatorKind::int_group;
  const int term_bits = (integers ? arith::info(pe.activation_format).width() + arith::info(pe.weight_format).width()
                                  : pe.accumulator.fraction_bits + 2) +
                        arith::bit_width(static_cast<std::uint64_t>(products - 1));
  const UnitCost adder = integer_adder(technology, quantity, term_bits);
  cost.band = (cost.band + adder.band * (products - 1.0)) * (1.0 / products);
  cost.entries.insert(cost.entries.end(), adder.entries.begin(), adder.entries.end());
  cost.notes.insert(cost.notes.end(), adder.notes.begin(), adder.notes.end());
  if (!integers) {
    cost.notes.emplace_back("not covered: the comparators and shifters that align the products of a group");
  }
  return cost;
}

/// A table of products says what comes out, not what makes it.
UnitCost unknown_cost(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  static_cast<void>(technology);
  static_cast<void>(quantity);
  return {Band{},
          {},
          {fmt::format("lower bound: nothing is known of what the multiplier {} costs, and nothing is charged for it",
                       arith::multiplier_name(pe.multiplier))}};
}

}  // namespace

UnitCost integer_adder(const Technology& technology, Quantity quantity, int bits) {
  struct Known {
    int bits;
    Operation op;
  };
  constexpr std::array<Known, 3> kAdders{
      {{8, Operation::int_add_8}, {16, Operation::int_add_16}, {32, Operation::int_add_32}}};
  const Known* below = nullptr;
  const Known* above = nullptr;
  for (const Known& adder : kAdders) {
    if (!technology.find(quantity, adder.op)) {
      continue;
    }
    below = adder.bits <= bits ? &adder : below;
    above = adder.bits >= bits && above == nullptr ? &adder : above;
  }
  if (below == nullptr && above == nullptr) {
    return from_entry(technology, quantity, Operation::int_add_32);  // throws: names the missing entry
  }
  if (below == nullptr || above == nullptr) {
    const Known& only = below != nullptr ? *below : *above;
    UnitCost cost = from_entry(technology, quantity, only.op);
    cost.band = cost.band * (static_cast<double>(bits) / only.bits);
    cost.notes.push_back(fmt::format("estimate: an adder of {} bits in proportion to {}", bits, cost.entries[0]));
    return cost;
  }
  UnitCost low = from_entry(technology, quantity, below->op);
  if (below == above) {
    return low;
  }
  const UnitCost high = from_entry(technology, quantity, above->op);
  const double t = static_cast<double>(bits - below->bits) / (above->bits - below->bits);
  return {
      low.band * (1 - t) + high.band * t,
      {low.entries[0], high.entries[0]},
      {fmt::format("estimate: an adder of {} bits on the line from {} to {}", bits, low.entries[0], high.entries[0])}};
}

UnitCost multiplier(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  using Cost = UnitCost (*)(const machine::Pe&, const Technology&, Quantity);
  constexpr std::array kCosts{std::pair<MultiplierKind, Cost>{MultiplierKind::exact, exact_cost},
                              std::pair<MultiplierKind, Cost>{MultiplierKind::adder, adder_cost},
                              std::pair<MultiplierKind, Cost>{MultiplierKind::antilog, looked_up_cost},
                              std::pair<MultiplierKind, Cost>{MultiplierKind::cmean, looked_up_cost},
                              std::pair<MultiplierKind, Cost>{MultiplierKind::table, unknown_cost}};
  const auto* const found = std::ranges::find(kCosts, pe.multiplier.kind, [](const auto& cost) { return cost.first; });
  if (found != kCosts.end()) {
    return found->second(pe, technology, quantity);
  }
  arith::require_hardware(pe.multiplier, technology.name);
  throw InputError(
      fmt::format("technology {}: no entry says what multiplier {} costs; a technology measured in gates "
                  "may",
                  technology.name, arith::multiplier_name(pe.multiplier)));
}

UnitCost accumulator(const machine::Pe& pe, const Technology& technology, Quantity quantity) {
  switch (pe.accumulator.kind) {
    case AccumulatorKind::fp32:
      return from_entry(technology, quantity, Operation::fp32_add);
    case AccumulatorKind::bf16:
      return from_entry(technology, quantity, Operation::bf16_add);
    case AccumulatorKind::int32:
      return integer_adder(technology, quantity, 32);
    case AccumulatorKind::fixed:
    case AccumulatorKind::narrow: {
      UnitCost cost = integer_adder(technology, quantity, pe.accumulator.width);
      cost.notes.emplace_back("not covered: the shifter that aligns a product to the fixed accumulator");
      return cost;
    }
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      return group_cost(pe, technology, quantity);
    case AccumulatorKind::aligned:
    case AccumulatorKind::floating:
      break;
  }
  throw InputError(arith::no_hardware(pe.accumulator));
}

}  // namespace lmulsim::cost
