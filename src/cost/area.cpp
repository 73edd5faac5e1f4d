// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/breakdown_builder.hpp"
#include "cost/gate_array.hpp"
#include "cost/memories.hpp"
#include "cost/registers.hpp"
#include "cost/unit_cost.hpp"

namespace lmulsim::cost {
namespace {

void add_operations(Breakdown& out, const machine::Accelerator& acc, const Technology& technology) {
  // A figure is of one multiply-accumulate a cycle.
  const double macs = static_cast<double>(acc.rows) * acc.cols * arith::products_a_beat(acc.pe.accumulator);
  const UnitCost mul = multiplier(acc.pe, technology, Quantity::area);
  const UnitCost sum = accumulator(acc.pe, technology, Quantity::area);
  add(out, Part::multipliers, mul.band * macs, mul.entries);
  add(out, Part::accumulators, sum.band * macs, sum.entries);
  out.notes.insert(out.notes.end(), mul.notes.begin(), mul.notes.end());
  out.notes.insert(out.notes.end(), sum.notes.begin(), sum.notes.end());

  if (const auto& entry = technology.find(Quantity::area, Operation::register_bit)) {
    const RegisterBits bits = register_bits(acc);
    add(out, Part::registers, entry->band * static_cast<double>(bits.pe + bits.skew),
        {entry_name(Quantity::area, Operation::register_bit)});
  } else {
    note(out, "not covered: pipeline and skew registers (the technology has no area.register_bit)");
  }
}

}  // namespace

Breakdown area_um2(const machine::Accelerator& acc, const Technology& technology) {
  Breakdown out;
  if (technology.gates) {
    add_gate_area(out, acc, technology);
  } else {
    add_operations(out, acc, technology);
  }
  add_sram_area(out, acc, technology);
  note(out, technology.gates ? "not covered: memory controllers, wires, pads; cells fill the area without gaps"
                             : "not covered: control, memory controllers, wires, pads");
  return out;
}

}  // namespace lmulsim::cost
