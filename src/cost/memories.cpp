// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/memories.hpp"

#include <fmt/format.h>

#include <utility>

#include "arith/accumulate.hpp"
#include "config/portable_path.hpp"
#include "cost/breakdown_builder.hpp"
#include "cost/units.hpp"

namespace lmulsim::cost {
namespace {

/// Whole accesses for `words` words, packed.
double accesses(std::int64_t words, int word_bits, int access_bits) {
  const std::int64_t whole = (words * word_bits + access_bits - 1) / access_bits;
  return static_cast<double>(whole);
}

Band scaled(const Band& band, const Sram& sram, Band SramScale::*factor) {
  return sram.scale ? band * ((*sram.scale).*factor) : band;
}

double cycle_ns(const SramPoint& point, const Sram& sram) {
  return point.cycle_ns * (sram.scale ? sram.scale->time.value : 1);
}

bool meets(const SramPoint& point, const Sram& sram, double clock_hz) {
  return cycle_ns(point, sram) * clock_hz <= kNsPerS;
}

/// As few banks as meet the clock.
MemoryCost banked(MemoryCost memory, const machine::Accelerator& acc, const Sram& sram) {
  if (meets(memory.whole, sram, acc.clock_hz)) {
    return memory;
  }
  constexpr int kMostBanks = 1 << 20;
  for (int banks = 2; banks <= kMostBanks; banks *= 2) {
    const auto bank = sram.table.find_at(memory.whole.capacity_kib / banks, acc.memory.word_bits);
    if (!bank) {
      break;
    }
    if (meets(*bank, sram, acc.clock_hz)) {
      memory.banks = banks;
      memory.bank = *bank;
      break;
    }
  }
  return memory;
}

void note_speed(Breakdown& out, const MemoryCost& m, const Sram& sram, double clock_hz) {
  if (meets(m.whole, sram, clock_hz)) {
    return;
  }
  const std::string slow = fmt::format("{}: an access of the table's memory takes {:.3g} ns, a clock cycle {:.3g} ns",
                                       cost::name(m.part), cycle_ns(m.whole, sram), kNsPerS / clock_hz);
  if (m.banks > 1) {
    note(out, fmt::format("{}; taken as {} banks of {:g} KiB ({:.3g} ns), without the wires between them", slow,
                          m.banks, m.bank.capacity_kib, cycle_ns(m.bank, sram)));
  } else {
    warn(out, slow + ", and no number of banks meets it: costed as one");
  }
}

void note_node(Breakdown& out, const Sram& sram, const Technology& technology) {
  if (sram.scale) {
    note(out, fmt::format("estimate: SRAM figures of {:g} nm carried to {:g} nm, {:g} V", sram.origin.node_nm,
                          sram.scale->node_nm, sram.scale->voltage_v));
  }
  const double node_nm = sram.scale ? sram.scale->node_nm : sram.origin.node_nm;
  if (technology.gates && technology.gates->node_nm != node_nm) {
    warn(out, fmt::format("gates of {:g} nm beside SRAM of {:g} nm", technology.gates->node_nm, node_nm));
  }
}

}  // namespace

std::array<MemoryCost, 3> memories(const machine::Accelerator& acc, const Technology& technology) {
  const Sram& sram = technology.get_sram();
  const auto memory = [&](Part part, int word_bits, std::int64_t bytes, std::string_view what) {
    const SramPoint whole = sram.table.at(static_cast<double>(bytes) / 1024, acc.memory.word_bits, what);
    return banked({.part = part, .word_bits = word_bits, .bank = whole, .whole = whole}, acc, sram);
  };
  return {
      {memory(Part::activation_sram, arith::info(acc.pe.activation_format).width(), acc.memory.activation_bytes,
              "activation memory"),
       memory(Part::weight_sram, arith::info(acc.pe.weight_format).width(), acc.memory.weight_bytes, "weight memory"),
       memory(Part::accumulator_sram, arith::acc_word_bits(acc.pe.accumulator), acc.memory.accumulator_bytes,
              "accumulator memory")}};
}

std::string sram_entry_name(const Sram& sram) {
  return config::portable_path(sram.file);
}

Band with_band(double value, const Sram& sram) {
  return {value * sram.low_factor, value, value * sram.high_factor};
}

void add_sram_energy(Breakdown& out, const machine::Activity& a, const machine::Accelerator& acc,
                     const Technology& technology) {
  const Sram& sram = technology.get_sram();
  const std::array<std::pair<std::int64_t, std::int64_t>, 3> traffic{
      {{a.activation_reads, 0}, {a.weight_reads, 0}, {a.accumulator_reads, a.accumulator_writes}}};
  const auto all = memories(acc, technology);
  double leakage_mw = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const MemoryCost& m = all[i];
    const double reads = accesses(traffic[i].first, m.word_bits, acc.memory.word_bits);
    const double writes = accesses(traffic[i].second, m.word_bits, acc.memory.word_bits);
    const Band band = with_band(reads * m.bank.read_pj + writes * m.bank.write_pj, sram);
    add(out, m.part, scaled(band, sram, &SramScale::energy), {sram_entry_name(sram)});
    leakage_mw += m.leakage_mw();
    note_speed(out, m, sram, acc.clock_hz);
  }
  const double leakage_pj = leakage_mw * kWattPerMw * time_s(a, acc) * kPjPerJoule;
  add(out, Part::sram_leakage, scaled(with_band(leakage_pj, sram), sram, &SramScale::leakage), {sram_entry_name(sram)});
  note_node(out, sram, technology);
}

void add_sram_area(Breakdown& out, const machine::Accelerator& acc, const Technology& technology) {
  const Sram& sram = technology.get_sram();
  for (const MemoryCost& m : memories(acc, technology)) {
    add(out, m.part, scaled(with_band(m.area_um2(), sram), sram, &SramScale::area), {sram_entry_name(sram)});
    note_speed(out, m, sram, acc.clock_hz);
  }
  note_node(out, sram, technology);
}

}  // namespace lmulsim::cost
