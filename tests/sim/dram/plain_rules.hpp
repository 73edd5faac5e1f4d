// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The rules of the DRAM, clock by clock, for people to read: a column takes the first clock at which it may have its
// command. Slow, and without a line of the models.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dram/dram_command.hpp"
#include "dram/dram_counts.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// Where a column lies: the address map by division.
struct PlainPlace {
  std::int64_t channel;
  std::int64_t group;
  std::int64_t bank;
  std::int64_t row;
  std::int64_t column;
};
[[nodiscard]] PlainPlace plain_place(const Organization& organization, std::int64_t burst_bytes, Address address);

/// The interface of DramModel.
class PlainRules {
 public:
  PlainRules(const DramMemory& memory, int burst_bytes, CommandObserver* observer);

  Clock access(Clock arrival, Address address, int bytes, bool write);
  Clock sync(Clock arrival);
  void restart(Clock origin);
  [[nodiscard]] DramCounts finish(Clock end);

 private:
  static constexpr Clock kLongAgo = -1'000'000'000;
  /// Clocks of the last commands of each kind.
  struct Last {
    Clock activate = kLongAgo;
    Clock precharge = kLongAgo;
    Clock read = kLongAgo;
    Clock write = kLongAgo;
    Clock refresh = kLongAgo;
  };
  struct Bank {
    std::optional<std::int64_t> row;
    Last last;
  };
  struct Channel {
    std::vector<std::vector<Bank>> banks;  ///< by group
    std::vector<Last> groups;
    Last last;
    std::vector<Clock> activates;
    Clock due = 0;
    Clock column_end = 0;  ///< tCCD_S after the last column
    std::optional<bool> direction;
  };

  Clock serve(Clock arrival, const PlainPlace& place, bool write);
  void open(Clock arrival, const PlainPlace& place);
  void refresh(std::int64_t number, Clock due);
  void count_lost(Clock clock, const PlainPlace& place, bool write);
  void issue(CommandKind kind, Clock clock, const PlainPlace& place);

  [[nodiscard]] bool may_precharge(const Bank& bank, Clock clock) const;
  [[nodiscard]] bool may_activate(const Channel& channel, const PlainPlace& place, Clock clock) const;
  [[nodiscard]] bool may_refresh(const Channel& channel, Clock clock) const;
  [[nodiscard]] bool row_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const;
  [[nodiscard]] bool direction_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const;
  [[nodiscard]] bool bus_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const;
  [[nodiscard]] Bank& bank(const PlainPlace& place);

  DramMemory memory_;
  DramTiming t_;
  std::int64_t burst_bytes_;
  CommandObserver* observer_;
  std::vector<Channel> channels_;
  std::vector<DramCommand> commands_;
  DramCounts counts_;
};

}  // namespace lmulsim::dram
