// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/legality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace lmulsim::dram {
namespace {

using enum CommandKind;

enum class Scope : std::uint8_t { bank, group, channel };

/// At least so many clocks lie between a command and the last one of another kind in the same bank, group or channel.
struct Distance {
  std::string_view rule;
  CommandKind before;
  CommandKind after;
  Scope scope;
  int (*clocks)(const DramTiming&);
};

constexpr std::string_view kRow = "row";
constexpr std::string_view kBus = "bus";
constexpr std::string_view kPlace = "place";
constexpr std::string_view kFourActivates = "tFAW";
constexpr std::string_view kRefreshInterval = "tREFI";

constexpr std::array kDistances{
    Distance{"tRCD_RD", activate, read, Scope::bank, [](const DramTiming& t) { return t.rcd_rd; }},
    Distance{"tRCD_WR", activate, write, Scope::bank, [](const DramTiming& t) { return t.rcd_wr; }},
    Distance{"tRAS", activate, precharge, Scope::bank, [](const DramTiming& t) { return t.ras; }},
    Distance{"tRC", activate, activate, Scope::bank, [](const DramTiming& t) { return t.rc; }},
    Distance{"tRC", activate, refresh, Scope::channel, [](const DramTiming& t) { return t.rc; }},
    Distance{"tRP", precharge, activate, Scope::bank, [](const DramTiming& t) { return t.rp; }},
    Distance{"tRP", precharge, refresh, Scope::channel, [](const DramTiming& t) { return t.rp; }},
    Distance{"tRTP", read, precharge, Scope::bank, [](const DramTiming& t) { return t.rtp; }},
    Distance{"tWR", write, precharge, Scope::bank, [](const DramTiming& t) { return t.cwl + t.bl + t.wr; }},
    Distance{"tCCD_S", read, read, Scope::channel, [](const DramTiming& t) { return t.ccd_s; }},
    Distance{"tCCD_S", write, write, Scope::channel, [](const DramTiming& t) { return t.ccd_s; }},
    Distance{"tCCD_L", read, read, Scope::group, [](const DramTiming& t) { return t.ccd_l; }},
    Distance{"tCCD_L", write, write, Scope::group, [](const DramTiming& t) { return t.ccd_l; }},
    Distance{"tRRD_S", activate, activate, Scope::channel, [](const DramTiming& t) { return t.rrd_s; }},
    Distance{"tRRD_L", activate, activate, Scope::group, [](const DramTiming& t) { return t.rrd_l; }},
    Distance{"tWTR_S", write, read, Scope::channel, [](const DramTiming& t) { return t.cwl + t.bl + t.wtr_s; }},
    Distance{"tWTR_L", write, read, Scope::group, [](const DramTiming& t) { return t.cwl + t.blx + t.wtr_l; }},
    Distance{"tRTW", read, write, Scope::channel, [](const DramTiming& t) { return t.rtw; }},
    Distance{"tRFC", refresh, activate, Scope::channel, [](const DramTiming& t) { return t.rfc; }},
    Distance{"tRFC", refresh, refresh, Scope::channel, [](const DramTiming& t) { return t.rfc; }},
};

constexpr std::size_t index(CommandKind kind) {
  return static_cast<std::size_t>(kind);
}

/// When each kind of command was last given.
using LastCommands = std::array<std::optional<Clock>, kCommandNames.size()>;

/// One channel, command by command in the order of clocks.
class Judge {
 public:
  Judge(const DramMemory& memory, int channel, std::vector<Violation>& faults)
      : memory_(memory),
        timing_(memory.timing),
        channel_(channel),
        faults_(faults),
        banks_(static_cast<std::size_t>(memory.organization.banks_of_channel())),
        groups_(static_cast<std::size_t>(memory.organization.groups)) {}

  void judge(const DramCommand& command) {
    if (!has_place(command)) {
      fault(kPlace, command);
      return;
    }
    check_distances(command);
    switch (command.kind) {
      case activate:
        check_window(command);
        check_that(command, !bank_of(command).row.has_value());
        bank_of(command).row = command.row;
        break;
      case precharge:
        check_that(command, bank_of(command).row.has_value());
        bank_of(command).row.reset();
        break;
      case read:
      case write:
        check_that(command, bank_of(command).row == command.row);
        check_bus(command);
        break;
      case refresh:
        check_that(command, std::ranges::none_of(banks_, [](const Bank& bank) { return bank.row.has_value(); }));
        check_refresh_count(command);
        break;
    }
    note(command);
  }

  /// The refresh timer starts again; none may be owed from before.
  void restart(Clock origin) {
    check_owed(origin);
    origin_ = origin;
    refreshes_ = 0;
  }

  void check_owed(Clock now) {
    if (timing_.refi != 0 && due(now) - refreshes_ > kPostponedRefreshes) {
      faults_.push_back({kRefreshInterval,
                         {.clock = now, .kind = refresh, .channel = channel_},
                         now - origin_,
                         Clock{timing_.refi} * (refreshes_ + kPostponedRefreshes + 1)});
    }
  }

 private:
  struct Bank {
    std::optional<std::int64_t> row;
    LastCommands last;
  };

  [[nodiscard]] bool has_place(const DramCommand& c) const {
    const Organization& o = memory_.organization;
    return c.group >= 0 && c.group < o.groups && c.bank >= 0 && c.bank < o.banks && c.row >= 0 && c.row < o.rows &&
           c.column >= 0 && c.column < o.row_bytes / o.native_bytes;
  }

  [[nodiscard]] Bank& bank_of(const DramCommand& c) {
    return banks_[static_cast<std::size_t>(c.group * memory_.organization.banks + c.bank)];
  }

  [[nodiscard]] const LastCommands& last_in(Scope scope, const DramCommand& c) {
    switch (scope) {
      case Scope::bank:
        return bank_of(c).last;
      case Scope::group:
        return groups_[static_cast<std::size_t>(c.group)];
      case Scope::channel:
        break;
    }
    return all_;
  }

  void check_distances(const DramCommand& command) {
    for (const Distance& distance : kDistances) {
      if (distance.after != command.kind) {
        continue;
      }
      if (const auto before = last_in(distance.scope, command)[index(distance.before)]) {
        check_distance(distance.rule, command, *before, distance.clocks(timing_));
      }
    }
  }

  void check_distance(std::string_view rule, const DramCommand& command, Clock before, Clock least) {
    if (command.clock - before < least) {
      fault(rule, command, command.clock - before, least);
    }
  }

  /// The fourth last activate and this one: five of them in tFAW are one too many.
  void check_window(const DramCommand& command) {
    if (activates_.size() >= 4) {
      check_distance(kFourActivates, command, activates_[activates_.size() - 4], timing_.faw);
    }
    activates_.push_back(command.clock);
  }

  void check_bus(const DramCommand& command) {
    const Clock data = command.clock + (command.kind == read ? timing_.cl : timing_.cwl);
    if (bus_free_ && data < *bus_free_) {
      fault(kBus, command, data - *bus_free_, 0);
    }
    bus_free_ = data + timing_.bl;
  }

  void check_refresh_count(const DramCommand& command) {
    check_owed(command.clock);
    ++refreshes_;
    if (timing_.refi != 0 && refreshes_ - due(command.clock) > kPostponedRefreshes) {
      fault(kRefreshInterval, command, command.clock - origin_,
            Clock{timing_.refi} * (refreshes_ - kPostponedRefreshes));
    }
  }

  [[nodiscard]] Clock due(Clock now) const { return (now - origin_) / timing_.refi; }

  void check_that(const DramCommand& command, bool holds) {
    if (!holds) {
      fault(kRow, command);
    }
  }

  void note(const DramCommand& command) {
    all_[index(command.kind)] = command.clock;
    if (command.kind != refresh) {
      bank_of(command).last[index(command.kind)] = command.clock;
      groups_[static_cast<std::size_t>(command.group)][index(command.kind)] = command.clock;
    }
  }

  void fault(std::string_view rule, const DramCommand& command, Clock found = 0, Clock least = 0) {
    faults_.push_back({rule, command, found, least});
  }

  const DramMemory& memory_;
  const DramTiming& timing_;
  int channel_;
  std::vector<Violation>& faults_;
  std::vector<Bank> banks_;
  std::vector<LastCommands> groups_;
  LastCommands all_;
  std::vector<Clock> activates_;
  std::optional<Clock> bus_free_;
  Clock origin_ = 0;
  Clock refreshes_ = 0;
};

void judge_channel(const DramMemory& memory, int channel, std::vector<DramCommand> commands, Clock until,
                   std::span<const Clock> restarts, std::vector<Violation>& faults) {
  std::ranges::stable_sort(commands, {}, &DramCommand::clock);
  Judge judge(memory, channel, faults);
  std::size_t next_restart = 0;
  const auto restart_until = [&](Clock clock) {
    for (; next_restart < restarts.size() && restarts[next_restart] <= clock; ++next_restart) {
      judge.restart(restarts[next_restart]);
    }
  };
  for (const DramCommand& command : commands) {
    restart_until(command.clock);
    judge.judge(command);
  }
  restart_until(until);
  judge.check_owed(until);
}

}  // namespace

std::string Violation::text() const {
  return fmt::format(
      "{} at clock {} of channel {}, group {}, bank {}, row {}, column {}: {}: expected at least {} "
      "clocks, found {}",
      kCommandNames[command.kind], command.clock, command.channel, command.group, command.bank, command.row,
      command.column, rule, least, found);
}

std::vector<std::string_view> legality_rules() {
  std::vector<std::string_view> rules{kFourActivates, kRefreshInterval, kRow, kBus, kPlace};
  for (const Distance& distance : kDistances) {
    if (std::ranges::find(rules, distance.rule) == rules.end()) {
      rules.push_back(distance.rule);
    }
  }
  return rules;
}

std::vector<Violation> violations(const DramMemory& memory, std::span<const DramCommand> commands, Clock until,
                                  std::span<const Clock> restarts, std::size_t most) {
  std::vector<Violation> faults;
  std::vector<std::vector<DramCommand>> by_channel(static_cast<std::size_t>(memory.organization.channels));
  for (const DramCommand& command : commands) {
    if (command.channel < 0 || command.channel >= memory.organization.channels) {
      faults.push_back({kPlace, command});
    } else {
      by_channel[static_cast<std::size_t>(command.channel)].push_back(command);
    }
  }
  for (std::size_t channel = 0; channel < by_channel.size(); ++channel) {
    judge_channel(memory, static_cast<int>(channel), std::move(by_channel[channel]), until, restarts, faults);
  }
  std::ranges::stable_sort(faults, {}, [](const Violation& fault) { return fault.command.clock; });
  faults.resize(std::min(faults.size(), most));
  return faults;
}

}  // namespace lmulsim::dram
