// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cost/breakdown_builder.hpp"
#include "cost/gate_array.hpp"
#include "cost/memories.hpp"
#include "cost/registers.hpp"
#include "cost/unit_cost.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;

void check_counts(const Activity& a) {
  for (const machine::Count& count : machine::kCounts) {
    if (count.known == machine::Known::always && a.*count.member < 0) {
      throw CheckError(fmt::format("energy of a negative count of activity: {}", a.*count.member));
    }
  }
}

void add_units(Breakdown& out, Part part, const UnitCost& unit, double operations) {
  add(out, part, unit.band * operations, unit.entries);
  note(out, unit.notes);
}

void add_registers(Breakdown& out, const Activity& a, const machine::Accelerator& acc, const Technology& technology) {
  const auto& entry = technology.find(Quantity::energy, Operation::register_bit);
  if (!entry) {
    note(out, "not covered: pipeline and skew registers and the clock (the technology has no energy.register_bit)");
    return;
  }
  const RegisterBits bits = register_bits(acc);
  add(out, Part::registers,
      entry->band * (static_cast<double>(bits.pe + bits.skew) * static_cast<double>(a.total_cycles())),
      {entry_name(Quantity::energy, Operation::register_bit)});
}

void add_operations(Breakdown& out, const Activity& a, const machine::Accelerator& acc, const Technology& technology) {
  const auto macs = static_cast<double>(a.macs_issued);
  add_units(out, Part::multipliers, multiplier(acc.pe, technology, Quantity::energy), macs);
  add_units(out, Part::accumulators, accumulator(acc.pe, technology, Quantity::energy), macs);
  add_registers(out, a, acc, technology);
}

}  // namespace

double time_s(const Activity& activity, const machine::Accelerator& acc) {
  return static_cast<double>(activity.total_cycles()) / acc.clock_hz;
}

Breakdown energy_pj(const Activity& activity, const machine::Accelerator& acc, const Technology& technology,
                    const std::optional<StreamStatistics>& stream) {
  check_counts(activity);
  Breakdown out;
  if (technology.gates) {
    add_gate_energy(out, activity, acc, technology, stream);
  } else {
    add_operations(out, activity, acc, technology);
  }
  add_sram_energy(out, activity, acc, technology);
  note(out, technology.gates
                ? "not covered: writes that fill the activation and weight memories"
                : "not covered: writes that fill the activation and weight memories, logic leakage, control, wires");
  add_dram_energy(out, activity, acc, technology);
  return out;
}

}  // namespace lmulsim::cost
