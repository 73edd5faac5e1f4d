// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cost/breakdown.hpp"
#include "cost/memories.hpp"
#include "cost/registers.hpp"
#include "cost/unit_cost.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using activity::Activity;

constexpr double kPjPerJoule = 1e12;
constexpr double kWattPerMw = 1e-3;
constexpr double kNsPerS = 1e9;

void check_counts(const Activity& a) {
  for (const std::int64_t count :
       {a.busy_cycles, a.stall_cycles, a.idle_cycles, a.macs_issued, a.activation_reads, a.weight_reads,
        a.accumulator_reads, a.accumulator_writes, a.dram_read_bytes, a.dram_write_bytes}) {
    if (count < 0) {
      throw CheckError(fmt::format("energy of a negative count of activity: {}", count));
    }
  }
}

/// Whole accesses for `words` words, packed.
double accesses(std::int64_t words, int word_bits, int access_bits) {
  const std::int64_t whole = (words * word_bits + access_bits - 1) / access_bits;
  return static_cast<double>(whole);
}

void add(Breakdown& out, Part part, const Band& band, std::vector<std::string> entries) {
  out.total += band;
  out.components.push_back({part, band, std::move(entries)});
}

void note(Breakdown& out, const std::vector<std::string>& notes) {
  for (const std::string& text : notes) {
    if (std::ranges::find(out.notes, text) == out.notes.end()) {
      out.notes.push_back(text);
    }
  }
}

void add_units(Breakdown& out, Part part, const UnitCost& unit, double operations) {
  add(out, part, unit.band * operations, unit.entries);
  note(out, unit.notes);
}

void add_registers(Breakdown& out, const Activity& a, const config::Accelerator& acc, const Technology& technology) {
  const auto& entry = technology.find(Quantity::energy, Operation::register_bit);
  if (!entry) {
    note(out, {"not covered: pipeline and skew registers and the clock (the technology has no energy.register_bit)"});
    return;
  }
  const RegisterBits bits = register_bits(acc);
  add(out, Part::registers,
      entry->band * (static_cast<double>(bits.pe + bits.skew) * static_cast<double>(a.total_cycles())),
      {entry_name(Quantity::energy, Operation::register_bit)});
}

void add_memories(Breakdown& out, const Activity& a, const config::Accelerator& acc, const Technology& technology) {
  const Sram& sram = technology.get_sram();
  const std::array<std::pair<std::int64_t, std::int64_t>, 3> traffic{
      {{a.activation_reads, 0}, {a.weight_reads, 0}, {a.accumulator_reads, a.accumulator_writes}}};
  const auto all = memories(acc, technology);
  double leakage_mw = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const MemoryCost& m = all[i];
    const double reads = accesses(traffic[i].first, m.word_bits, acc.memory.word_bits);
    const double writes = accesses(traffic[i].second, m.word_bits, acc.memory.word_bits);
    add(out, m.part, with_band(reads * m.point.read_pj + writes * m.point.write_pj, sram), {sram.file});
    leakage_mw += m.point.leakage_mw;
    if (m.point.cycle_ns * acc.clock_hz > kNsPerS) {
      note(out,
           {fmt::format("{}: an access of the table's memory takes {:.3g} ns, a clock cycle {:.3g} ns: it would need "
                        "banks or pipelining",
                        cost::name(m.part), m.point.cycle_ns, kNsPerS / acc.clock_hz)});
    }
  }
  const double leakage_pj = leakage_mw * kWattPerMw * time_s(a, acc) * kPjPerJoule;
  add(out, Part::sram_leakage, with_band(leakage_pj, sram), {sram.file});
  note(out, {"not covered: writes that fill the activation and weight memories, logic leakage, control, wires"});
}

}  // namespace

double time_s(const Activity& activity, const config::Accelerator& acc) {
  return static_cast<double>(activity.total_cycles()) / acc.clock_hz;
}

Breakdown energy_pj(const Activity& activity, const config::Accelerator& acc, const Technology& technology) {
  check_counts(activity);
  Breakdown out;
  const auto macs = static_cast<double>(activity.macs_issued);
  add_units(out, Part::multipliers, multiplier(acc.pe, technology, Quantity::energy), macs);
  add_units(out, Part::accumulators, accumulator(acc.pe, technology, Quantity::energy), macs);
  add_registers(out, activity, acc, technology);
  add_memories(out, activity, acc, technology);
  const Entry& dram = technology.get(Quantity::energy, Operation::dram_bit);
  const auto dram_bits = 8.0 * static_cast<double>(activity.dram_read_bytes + activity.dram_write_bytes);
  add(out, Part::dram, dram.band * dram_bits, {entry_name(Quantity::energy, Operation::dram_bit)});
  return out;
}

}  // namespace lmulsim::cost
