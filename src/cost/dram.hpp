// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cost/entry.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// What DRAM spends energy on. activate: opening and closing one row; io: one bit over the pins; standby: being there
/// with a row open.
enum class DramCommand : std::uint8_t { activate, read, write, io, refresh, standby };
inline constexpr auto kDramCommandNames =
    util::enum_names<DramCommand>("activate", "read", "write", "io", "refresh", "standby");
[[nodiscard]] constexpr std::string_view name(DramCommand command) {
  return kDramCommandNames[command];
}

/// The unit an entry must state: of one device, or of one bit of data.
[[nodiscard]] constexpr std::string_view unit(DramCommand command) {
  switch (command) {
    case DramCommand::activate:
    case DramCommand::refresh:
      return "pJ";
    case DramCommand::read:
    case DramCommand::write:
    case DramCommand::io:
      return "pJ/bit";
    case DramCommand::standby:
      return "mW";
  }
  return "";
}

/// Energy by command, of `devices` devices that work as one.
struct DramCommands {
  int devices = 1;
  double row_bytes = 0;            ///< of all devices together, opened by one activation of each
  double refresh_interval_ns = 0;  ///< one refresh command to each device
  std::array<Entry, kDramCommandNames.size()> entries;

  [[nodiscard]] const Entry& get(DramCommand command) const { return entries[static_cast<std::size_t>(command)]; }
};

/// The most a DRAM can deliver: every channel busy on every edge, without refresh, row misses and turn-arounds.
struct DramPeak {
  double megatransfers_per_s = 0;  ///< of one pin
  int width_bits = 0;              ///< of one channel
  int channels = 1;
  std::string source;

  [[nodiscard]] double bytes_per_s() const { return megatransfers_per_s * 1e6 * width_bits * channels / 8; }
};

/// One kind of DRAM: known by command, or only per bit of a whole access.
struct Dram {
  std::optional<Entry> bit;  ///< pJ/bit
  std::optional<DramCommands> commands;
  std::optional<DramPeak> peak{};  ///< nothing: not known
};

/// "dram.ddr4-3200.activate", "dram.lpddr5.bit".
[[nodiscard]] std::string dram_entry_name(std::string_view dram, std::string_view entry);

}  // namespace lmulsim::cost
