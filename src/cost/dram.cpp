// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/dram.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cost/breakdown_builder.hpp"
#include "cost/memories.hpp"
#include "cost/units.hpp"

namespace lmulsim::cost {
namespace {

constexpr double kBitsPerByte = 8;

void add_commands(Breakdown& out, const machine::Activity& a, const std::string& dram, const DramCommands& commands,
                  double seconds) {
  const auto read = static_cast<double>(a.dram_read_bytes);
  const auto written = static_cast<double>(a.dram_write_bytes);
  const double rows = std::ceil(read / commands.row_bytes) + std::ceil(written / commands.row_bytes);
  const double devices = commands.devices;
  const auto part = [&](Part p, DramCommand command, double times) {
    add(out, p, commands.get(command).band * times, {dram_entry_name(dram, name(command))});
  };
  part(Part::dram_activate, DramCommand::activate, rows * devices);
  part(Part::dram_read, DramCommand::read, kBitsPerByte * read);
  part(Part::dram_write, DramCommand::write, kBitsPerByte * written);
  part(Part::dram_io, DramCommand::io, kBitsPerByte * (read + written));
  part(Part::dram_refresh, DramCommand::refresh, seconds * kNsPerS / commands.refresh_interval_ns * devices);
  part(Part::dram_standby, DramCommand::standby, kWattPerMw * seconds * kPjPerJoule * devices);
  note(out, fmt::format("estimate: one {} of {} devices, never powered down, opens each row of {:g} bytes once "
                        "(everything streams)",
                        dram, commands.devices, commands.row_bytes));
}

}  // namespace

std::string dram_entry_name(std::string_view dram, std::string_view entry) {
  return fmt::format("dram.{}.{}", dram, entry);
}

void add_dram_energy(Breakdown& out, const machine::Activity& a, const machine::Accelerator& acc,
                     const Technology& technology) {
  const auto bits = kBitsPerByte * static_cast<double>(a.dram_read_bytes + a.dram_write_bytes);
  if (technology.dram.empty()) {
    const Entry& entry = technology.get(Quantity::energy, Operation::dram_bit);
    add(out, Part::dram, entry.band * bits, {entry_name(Quantity::energy, Operation::dram_bit)});
    return;
  }
  const Dram& dram = technology.drams.at(technology.dram);
  if (dram.commands) {
    add_commands(out, a, technology.dram, *dram.commands, time_s(a, acc));
  } else {
    add(out, Part::dram, dram.bit->band * bits, {dram_entry_name(technology.dram, "bit")});
  }
}

}  // namespace lmulsim::cost
