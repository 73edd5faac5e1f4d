// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dram/dram_timing.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::dram {

/// What a controller says to a DRAM.
enum class CommandKind : std::uint8_t { activate, precharge, read, write, refresh };
inline constexpr auto kCommandNames = util::enum_names<CommandKind>("ACT", "PRE", "RD", "WR", "REF");

/// One command of a channel. A refresh is for all banks: it has no group, bank, row and column, they are 0. A
/// precharge has the row that it closes.
struct DramCommand {
  Clock clock = 0;
  CommandKind kind = CommandKind::activate;
  int channel = 0;
  int group = 0;
  int bank = 0;  ///< in its group
  std::int64_t row = 0;
  int column = 0;  ///< of reads and writes: in its row

  friend auto operator<=>(const DramCommand&, const DramCommand&) = default;
};

/// Is told every command, of each channel in the order in which it is decided, which is not that of the clocks.
class CommandObserver {
 public:
  CommandObserver() = default;
  virtual ~CommandObserver() = default;
  CommandObserver(const CommandObserver&) = delete;
  CommandObserver& operator=(const CommandObserver&) = delete;
  virtual void on_command(const DramCommand& command) = 0;
};

/// Keeps every command.
class CommandList : public CommandObserver {
 public:
  void on_command(const DramCommand& command) override { commands.push_back(command); }

  std::vector<DramCommand> commands;
};

}  // namespace lmulsim::dram
