// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "cost/breakdown.hpp"
#include "cost/memories.hpp"
#include "cost/registers.hpp"
#include "cost/unit_cost.hpp"

namespace lmulsim::cost {
namespace {

void add(Breakdown& out, Part part, const Band& band, std::vector<std::string> entries) {
  out.total += band;
  out.components.push_back({part, band, std::move(entries)});
}

}  // namespace

Breakdown area_um2(const config::Accelerator& acc, const Technology& technology) {
  Breakdown out;
  const double pes = static_cast<double>(acc.rows) * acc.cols;
  const UnitCost mul = multiplier(acc.pe, technology, Quantity::area);
  const UnitCost sum = accumulator(acc.pe, technology, Quantity::area);
  add(out, Part::multipliers, mul.band * pes, mul.entries);
  add(out, Part::accumulators, sum.band * pes, sum.entries);
  out.notes.insert(out.notes.end(), mul.notes.begin(), mul.notes.end());
  out.notes.insert(out.notes.end(), sum.notes.begin(), sum.notes.end());

  if (const auto& entry = technology.find(Quantity::area, Operation::register_bit)) {
    const RegisterBits bits = register_bits(acc);
    add(out, Part::registers, entry->band * static_cast<double>(bits.pe + bits.skew),
        {entry_name(Quantity::area, Operation::register_bit)});
  } else {
    out.notes.emplace_back("not covered: pipeline and skew registers (the technology has no area.register_bit)");
  }
  const Sram& sram = technology.get_sram();
  for (const MemoryCost& m : memories(acc, technology)) {
    add(out, m.part, with_band(m.point.area_um2, sram), {sram.file});
  }
  out.notes.emplace_back("not covered: control, memory controllers, wires, pads");
  return out;
}

}  // namespace lmulsim::cost
