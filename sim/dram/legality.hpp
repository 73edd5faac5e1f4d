// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Judges commands by what a DRAM asks for, and by nothing that the models know: no arrivals, no order of requests.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dram/dram_command.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// A command that may not be where it is.
struct Violation {
  std::string_view rule;  ///< "tRCD_RD", "row", ...: legality_rules() has all
  DramCommand command;
  Clock found = 0;  ///< clocks since what it has to keep away from; of rules without a distance 0
  Clock least = 0;

  [[nodiscard]] std::string text() const;
};

/// Every name that a violation may have, of distances as in kTimingKeys; further
///   row      a command to a bank that is open, closed, or open at another row than it needs
///   bus      data of two columns at once, or in another order than their commands
///   place    a channel, group, bank, row or column that the memory does not have
[[nodiscard]] std::vector<std::string_view> legality_rules();

/// JEDEC lets a controller owe at most so many refreshes.
inline constexpr int kPostponedRefreshes = 8;

/// The violations among commands that are given in any order, a command's first; at most `most` of them. The refresh
/// timer starts at clock 0 and at each of `restarts`; no channel is watched for missing refreshes after `until`.
[[nodiscard]] std::vector<Violation> violations(const DramMemory& memory, std::span<const DramCommand> commands,
                                                Clock until, std::span<const Clock> restarts = {},
                                                std::size_t most = 16);

}  // namespace lmulsim::dram
