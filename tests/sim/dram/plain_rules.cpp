// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "plain_rules.hpp"

#include <algorithm>

namespace lmulsim::dram {

PlainPlace plain_place(const Organization& o, std::int64_t burst_bytes, Address address) {
  const std::int64_t burst_columns = burst_bytes / o.native_bytes;
  const std::int64_t burst_groups = std::min(o.groups, burst_columns);
  const std::int64_t rest_groups = o.groups / burst_groups;
  const std::int64_t burst_column_count = burst_columns / burst_groups;
  const std::int64_t rest_columns = o.row_bytes / o.native_bytes / burst_column_count;
  std::int64_t rest = address / o.native_bytes;
  const auto take = [&](std::int64_t count) {
    const std::int64_t taken = rest % count;
    rest /= count;
    return taken;
  };
  PlainPlace place{};
  place.group = take(burst_groups);
  place.column = take(burst_column_count);
  place.channel = take(o.channels);
  place.group += take(rest_groups) * burst_groups;
  place.column += take(rest_columns) * burst_column_count;
  place.bank = take(o.banks);
  place.row = rest;
  return place;
}

PlainRules::PlainRules(const DramMemory& memory, int burst_bytes, CommandObserver* observer)
    : memory_(memory), t_(memory.timing), burst_bytes_(burst_bytes), observer_(observer) {
  const Organization& o = memory.organization;
  channels_.resize(static_cast<std::size_t>(o.channels));
  for (Channel& channel : channels_) {
    channel.groups.resize(static_cast<std::size_t>(o.groups));
    channel.banks.assign(static_cast<std::size_t>(o.groups), std::vector<Bank>(static_cast<std::size_t>(o.banks)));
  }
  restart(0);
}

Clock PlainRules::access(Clock arrival, Address address, int bytes, bool write) {
  const std::int64_t native = memory_.organization.native_bytes;
  Clock done = 0;
  for (Address at = address / native * native; at < address + bytes; at += native) {
    done = serve(arrival, plain_place(memory_.organization, burst_bytes_, at), write);
    counts_.moved_bytes += native;
  }
  ++(write ? counts_.write_bursts : counts_.read_bursts);
  counts_.useful_bytes += bytes;
  return done;
}

Clock PlainRules::serve(Clock arrival, const PlainPlace& place, bool write) {
  Channel& channel = channels_[static_cast<std::size_t>(place.channel)];
  while (t_.refi != 0 && channel.due <= arrival) {
    refresh(place.channel, channel.due);
    channel.due += t_.refi;
  }
  if (bank(place).row != place.row) {
    open(arrival, place);
  }
  counts_.idle += std::max<Clock>(0, arrival - channel.column_end);
  Clock clock = std::max(arrival, channel.column_end);
  while (!row_is_ready(channel, place, write, clock) || !direction_is_ready(channel, place, write, clock) ||
         !bus_is_ready(channel, place, write, clock)) {
    count_lost(clock, place, write);
    ++clock;
  }
  counts_.turns += channel.direction.has_value() && *channel.direction != write ? 1 : 0;
  channel.direction = write;
  channel.column_end = clock + t_.ccd_s;
  issue(write ? CommandKind::write : CommandKind::read, clock, place);
  return clock + (write ? t_.cwl : t_.cl) + t_.bl;
}

void PlainRules::open(Clock arrival, const PlainPlace& place) {
  const Channel& channel = channels_[static_cast<std::size_t>(place.channel)];
  if (bank(place).row) {
    Clock clock = arrival;
    while (!may_precharge(bank(place), clock)) {
      ++clock;
    }
    PlainPlace closed = place;
    closed.row = *bank(place).row;
    issue(CommandKind::precharge, clock, closed);
    ++counts_.conflicts;
  }
  Clock clock = arrival;
  while (!may_activate(channel, place, clock)) {
    ++clock;
  }
  issue(CommandKind::activate, clock, place);
}

void PlainRules::refresh(std::int64_t number, Clock due) {
  Channel& channel = channels_[static_cast<std::size_t>(number)];
  for (std::size_t g = 0; g < channel.banks.size(); ++g) {
    for (std::size_t b = 0; b < channel.banks[g].size(); ++b) {
      const Bank& open = channel.banks[g][b];
      if (!open.row) {
        continue;
      }
      Clock clock = due;
      while (!may_precharge(open, clock)) {
        ++clock;
      }
      issue(CommandKind::precharge, clock,
            {number, static_cast<std::int64_t>(g), static_cast<std::int64_t>(b), *open.row, 0});
    }
  }
  Clock clock = due;
  while (!may_refresh(channel, clock)) {
    ++clock;
  }
  issue(CommandKind::refresh, clock, {number, 0, 0, 0, 0});
}

bool PlainRules::may_precharge(const Bank& bank, Clock clock) const {
  return clock >= bank.last.activate + t_.ras && clock >= bank.last.read + t_.rtp &&
         clock >= bank.last.write + t_.cwl + t_.bl + t_.wr;
}

bool PlainRules::may_activate(const Channel& channel, const PlainPlace& place, Clock clock) const {
  const auto group = static_cast<std::size_t>(place.group);
  const Bank& bank = channel.banks[group][static_cast<std::size_t>(place.bank)];
  const std::size_t count = channel.activates.size();
  const bool in_window = count >= 4 && clock < channel.activates[count - 4] + t_.faw;
  return clock >= bank.last.activate + t_.rc && clock >= bank.last.precharge + t_.rp &&
         clock >= channel.last.refresh + t_.rfc && clock >= channel.last.activate + t_.rrd_s &&
         clock >= channel.groups[group].activate + t_.rrd_l && !in_window;
}

bool PlainRules::may_refresh(const Channel& channel, Clock clock) const {
  return clock >= channel.last.refresh + t_.rfc && clock >= channel.last.precharge + t_.rp &&
         clock >= channel.last.activate + t_.rc;
}

bool PlainRules::row_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const {
  const Bank& bank = channel.banks[static_cast<std::size_t>(place.group)][static_cast<std::size_t>(place.bank)];
  return clock >= bank.last.activate + (write ? t_.rcd_wr : t_.rcd_rd);
}

bool PlainRules::direction_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const {
  const Last& group = channel.groups[static_cast<std::size_t>(place.group)];
  if (write) {
    return clock >= channel.last.read + t_.rtw;
  }
  return clock >= channel.last.write + t_.cwl + t_.bl + t_.wtr_s && clock >= group.write + t_.cwl + t_.blx + t_.wtr_l;
}

bool PlainRules::bus_is_ready(const Channel& channel, const PlainPlace& place, bool write, Clock clock) const {
  const Last& group = channel.groups[static_cast<std::size_t>(place.group)];
  return clock >= (write ? channel.last.write : channel.last.read) + t_.ccd_s &&
         clock >= (write ? group.write : group.read) + t_.ccd_l;
}

/// A clock in which the oldest column could have had the bus, and had to wait.
void PlainRules::count_lost(Clock clock, const PlainPlace& place, bool write) {
  const Channel& channel = channels_[static_cast<std::size_t>(place.channel)];
  if (clock < channel.last.refresh + t_.rfc) {
    ++counts_.lost_to_refresh;
  } else if (!row_is_ready(channel, place, write, clock)) {
    ++counts_.lost_to_row;
  } else if (!direction_is_ready(channel, place, write, clock)) {
    ++counts_.lost_to_turn;
  } else {
    ++counts_.lost_to_group;
  }
}

void PlainRules::issue(CommandKind kind, Clock clock, const PlainPlace& place) {
  Channel& channel = channels_[static_cast<std::size_t>(place.channel)];
  const bool is_column = kind == CommandKind::read || kind == CommandKind::write;
  const DramCommand command{clock,
                            kind,
                            static_cast<int>(place.channel),
                            static_cast<int>(place.group),
                            static_cast<int>(place.bank),
                            place.row,
                            is_column ? static_cast<int>(place.column) : 0};
  commands_.push_back(command);
  if (observer_ != nullptr) {
    observer_->on_command(command);
  }
  Bank& b = bank(place);
  for (Last* last : {&b.last, &channel.groups[static_cast<std::size_t>(place.group)], &channel.last}) {
    switch (kind) {
      case CommandKind::activate:
        last->activate = std::max(last->activate, clock);
        break;
      case CommandKind::precharge:
        last->precharge = std::max(last->precharge, clock);
        break;
      case CommandKind::read:
        last->read = clock;
        break;
      case CommandKind::write:
        last->write = clock;
        break;
      case CommandKind::refresh:
        last->refresh = clock;
        break;
    }
  }
  if (kind == CommandKind::activate) {
    b.row = place.row;
    channel.activates.push_back(clock);
  } else if (kind == CommandKind::precharge) {
    b.row.reset();
  }
}

Clock PlainRules::sync(Clock arrival) {
  Clock over = arrival;
  for (std::int64_t number = 0; number < memory_.organization.channels; ++number) {
    Channel& channel = channels_[static_cast<std::size_t>(number)];
    while (t_.refi != 0 && channel.due <= arrival) {
      refresh(number, channel.due);
      channel.due += t_.refi;
    }
    refresh(number, arrival);
    over = std::max(over, channel.last.refresh + t_.rfc);
  }
  return over;
}

void PlainRules::restart(Clock origin) {
  for (Channel& channel : channels_) {
    channel.due = origin + t_.refi;
  }
}

DramCounts PlainRules::finish(Clock end) {
  CommandObserver* const observer = observer_;
  observer_ = nullptr;
  for (std::int64_t number = 0; number < memory_.organization.channels; ++number) {
    Channel& channel = channels_[static_cast<std::size_t>(number)];
    while (t_.refi != 0 && channel.due < end) {
      refresh(number, channel.due);
      channel.due += t_.refi;
    }
    counts_.idle += end - channel.column_end;
  }
  observer_ = observer;
  const auto issued = [&](CommandKind kind) {
    return std::ranges::count_if(commands_, [&](const DramCommand& c) { return c.kind == kind && c.clock < end; });
  };
  counts_.activates = issued(CommandKind::activate);
  counts_.precharges = issued(CommandKind::precharge);
  counts_.reads = issued(CommandKind::read);
  counts_.writes = issued(CommandKind::write);
  counts_.refreshes = issued(CommandKind::refresh);
  return counts_;
}

PlainRules::Bank& PlainRules::bank(const PlainPlace& place) {
  return channels_[static_cast<std::size_t>(place.channel)]
      .banks[static_cast<std::size_t>(place.group)][static_cast<std::size_t>(place.bank)];
}

}  // namespace lmulsim::dram
