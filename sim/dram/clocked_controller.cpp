// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/clocked_controller.hpp"

#include <algorithm>

#include "util/error.hpp"

namespace lmulsim::dram {

ClockedChannel::ClockedChannel(int number, const DramMemory& memory, CommandObserver* observer)
    : number_(number),
      timing_(memory.timing),
      observer_(observer),
      banks_(static_cast<std::size_t>(memory.organization.banks_of_channel())),
      banks_of_group_(static_cast<std::size_t>(memory.organization.banks)),
      groups_(static_cast<std::size_t>(memory.organization.groups)) {}

void ClockedChannel::tick() {
  for (Bank& bank : banks_) {
    bank.activate.tick();
    bank.precharge.tick();
    bank.column[0].tick();
    bank.column[1].tick();
  }
  const auto tick_bus = [](Bus& bus) {
    bus.activate.tick();
    for (int write = 0; write < 2; ++write) {
      bus.same[static_cast<std::size_t>(write)].tick();
      bus.turn[static_cast<std::size_t>(write)].tick();
    }
  };
  std::ranges::for_each(groups_, tick_bus);
  tick_bus(channel_);
  for (Countdown& activate : window_) {
    activate.tick();
  }
  bus_.tick();
  refreshing_.tick();
}

void ClockedChannel::push(const Column& column) {
  fifo_.push_back({false, column});
  bank_of(column).waiting.push_back({false, column});
}

void ClockedChannel::push_refresh() {
  fifo_.push_back({true, {}});
  for (Bank& bank : banks_) {
    bank.waiting.push_back({true, {}});
  }
}

void ClockedChannel::issue(Clock now, std::vector<Done>& done) {
  const std::int64_t columns = counts_.columns();
  refresh(now);
  close_rows(now);
  open_row(now);
  issue_column(now, done);
  count_clock(counts_.columns() != columns);
}

/// Refreshes when that is the oldest thing to do, all banks are closed, and none has to wait for an activate.
void ClockedChannel::refresh(Clock now) {
  const auto is_ready = [](const Bank& bank) { return !bank.open && bank.activate.over(); };
  if (fifo_.empty() || !fifo_.front().refresh || !std::ranges::all_of(banks_, is_ready)) {
    return;
  }
  fifo_.pop_front();
  for (Bank& bank : banks_) {
    bank.waiting.pop_front();
    bank.activate.at_least(timing_.rfc);
  }
  refreshing_.at_least(timing_.rfc);
  ++counts_.refreshes;
  tell(now, CommandKind::refresh, {});
}

/// Each bank by itself closes its row when the next thing that it has to do is a column of another row, or a refresh.
void ClockedChannel::close_rows(Clock now) {
  for (std::size_t i = 0; i < banks_.size(); ++i) {
    Bank& bank = banks_[i];
    if (!bank.open || bank.waiting.empty() || !bank.precharge.over()) {
      continue;
    }
    const Entry& next = bank.waiting.front();
    if (!next.refresh && next.column.row == bank.row) {
      continue;
    }
    bank.open = false;
    bank.activate.at_least(timing_.rp);
    ++counts_.precharges;
    counts_.conflicts += next.refresh ? 0 : 1;
    Column place;
    place.group = static_cast<int>(i / banks_of_group_);
    place.bank = static_cast<int>(i % banks_of_group_);
    place.row = bank.row;
    tell(now, CommandKind::precharge, place);
  }
}

/// Opens the row of the oldest column that has none yet, if it may now. No younger one overtakes it.
void ClockedChannel::open_row(Clock now) {
  while (with_row_ < fifo_.size() && !fifo_[with_row_].refresh && has_row(fifo_[with_row_].column)) {
    ++with_row_;
  }
  if (with_row_ == fifo_.size() || fifo_[with_row_].refresh) {
    return;
  }
  const Column& column = fifo_[with_row_].column;
  Bank& bank = bank_of(column);
  Bus& group = groups_[static_cast<std::size_t>(column.group)];
  const auto slot = std::ranges::find_if(window_, &Countdown::over);
  if (bank.open || !bank.activate.over() || !group.activate.over() || !channel_.activate.over() ||
      slot == window_.end()) {
    return;
  }
  bank.open = true;
  bank.row = column.row;
  bank.activate.at_least(timing_.rc);
  bank.precharge.at_least(timing_.ras);
  bank.column[0].at_least(timing_.rcd_rd);
  bank.column[1].at_least(timing_.rcd_wr);
  group.activate.at_least(timing_.rrd_l);
  channel_.activate.at_least(timing_.rrd_s);
  slot->at_least(timing_.faw);
  ++with_row_;
  ++counts_.activates;
  tell(now, CommandKind::activate, column);
}

bool ClockedChannel::has_row(const Column& column) const {
  const Bank& bank = bank_of(column);
  return bank.open && bank.row == column.row;
}

bool ClockedChannel::may_issue(const Column& column) const {
  const auto direction = static_cast<std::size_t>(column.write);
  const Bus& group = groups_[static_cast<std::size_t>(column.group)];
  return bank_of(column).column[direction].over() && channel_.same[direction].over() &&
         channel_.turn[direction].over() && group.same[direction].over() && group.turn[direction].over();
}

void ClockedChannel::issue_column(Clock now, std::vector<Done>& done) {
  if (with_row_ == 0 || !may_issue(fifo_.front().column)) {
    return;
  }
  const Column column = fifo_.front().column;
  const bool write = column.write;
  const auto same = static_cast<std::size_t>(write);
  const std::size_t other = 1 - same;
  fifo_.pop_front();
  --with_row_;
  Bank& bank = bank_of(column);
  bank.waiting.pop_front();
  bank.precharge.at_least(write ? timing_.cwl + timing_.bl + timing_.wr : timing_.rtp);
  Bus& group = groups_[static_cast<std::size_t>(column.group)];
  group.same[same].at_least(timing_.ccd_l);
  group.turn[other].at_least(write ? timing_.cwl + timing_.blx + timing_.wtr_l : timing_.rtw);
  channel_.same[same].at_least(timing_.ccd_s);
  channel_.turn[other].at_least(write ? timing_.cwl + timing_.bl + timing_.wtr_s : timing_.rtw);
  bus_.at_least(timing_.ccd_s);
  counts_.turns += last_direction_ == static_cast<int>(other) ? 1 : 0;
  last_direction_ = static_cast<int>(same);
  ++(write ? counts_.writes : counts_.reads);
  tell(now, write ? CommandKind::write : CommandKind::read, column);
  if (column.last) {
    done.push_back({column.burst, (write ? timing_.cwl : timing_.cl) + timing_.bl});
  }
}

/// What this clock was: busy, lost to the first cause that holds, or idle.
void ClockedChannel::count_clock(bool issued) {
  if (issued || !bus_.over()) {
    return;
  }
  const auto oldest = std::ranges::find(fifo_, false, &Entry::refresh);
  if (oldest == fifo_.end()) {
    ++counts_.idle;
    return;
  }
  const Column& column = oldest->column;
  const auto direction = static_cast<std::size_t>(column.write);
  const Bus& group = groups_[static_cast<std::size_t>(column.group)];
  if (fifo_.front().refresh || !refreshing_.over()) {
    ++counts_.lost_to_refresh;
  } else if (!has_row(column) || !bank_of(column).column[direction].over()) {
    ++counts_.lost_to_row;
  } else if (!channel_.turn[direction].over() || !group.turn[direction].over()) {
    ++counts_.lost_to_turn;
  } else {
    ++counts_.lost_to_group;
  }
}

ClockedChannel::Bank& ClockedChannel::bank_of(const Column& column) {
  return banks_[static_cast<std::size_t>(column.group) * banks_of_group_ + static_cast<std::size_t>(column.bank)];
}

const ClockedChannel::Bank& ClockedChannel::bank_of(const Column& column) const {
  return banks_[static_cast<std::size_t>(column.group) * banks_of_group_ + static_cast<std::size_t>(column.bank)];
}

void ClockedChannel::tell(Clock now, CommandKind kind, const Column& place) const {
  if (observer_ != nullptr) {
    const bool is_column = kind == CommandKind::read || kind == CommandKind::write;
    observer_->on_command({now, kind, number_, place.group, place.bank, place.row, is_column ? place.column : 0});
  }
}

ClockedController::ClockedController(const DramMemory& memory, int burst_bytes, CommandObserver* observer)
    : map_((check(memory), memory.organization), burst_bytes),
      native_bytes_(memory.organization.native_bytes),
      refi_(memory.timing.refi),
      begun_(true) {
  for (int i = 0; i < memory.organization.channels; ++i) {
    channels_.emplace_back(i, memory, observer);
  }
  restart();
}

void ClockedController::begin_clock() {
  if (begun_) {
    return;
  }
  begun_ = true;
  for (ClockedChannel& channel : channels_) {
    channel.tick();
  }
  for (Transfer& transfer : transfers_) {
    transfer.left.tick();
    if (transfer.left.over()) {
      done_[static_cast<std::size_t>(transfer.burst)] = now_;
      --pending_;
    }
  }
  std::erase_if(transfers_, [](const Transfer& transfer) { return transfer.left.over(); });
  if (timer_runs_ && --until_refresh_ == 0) {
    until_refresh_ = refi_;
    std::ranges::for_each(channels_, &ClockedChannel::push_refresh);
  }
}

void ClockedController::arrive(Address address, int bytes, bool write) {
  begin_clock();
  const Block block = map_.block(address);
  const int first = map_.index(address);
  const int last = map_.index(address + bytes - 1);
  for (int i = first; i <= last; ++i) {
    channels_[static_cast<std::size_t>(block.channel)].push({static_cast<int>(done_.size()), map_.group(block, i),
                                                             block.bank, block.row, map_.column(block, i), write,
                                                             i == last});
  }
  done_.push_back(-1);
  ++pending_;
  ++(write ? bursts_.write_bursts : bursts_.read_bursts);
  bursts_.useful_bytes += bytes;
}

void ClockedController::sync() {
  begin_clock();
  timer_runs_ = false;
  std::ranges::for_each(channels_, &ClockedChannel::push_refresh);
}

void ClockedController::restart() {
  begin_clock();
  timer_runs_ = refi_ != 0;
  until_refresh_ = refi_;
}

void ClockedController::step() {
  begin_clock();
  std::vector<ClockedChannel::Done> done;
  for (ClockedChannel& channel : channels_) {
    channel.issue(now_, done);
  }
  for (const ClockedChannel::Done& burst : done) {
    transfers_.push_back({burst.burst, {}});
    transfers_.back().left.at_least(burst.clocks);
  }
  ++now_;
  begun_ = false;
}

bool ClockedController::has_synced() const {
  return std::ranges::all_of(channels_, &ClockedChannel::has_refreshed);
}

DramCounts ClockedController::counts() const {
  DramCounts counts = bursts_;
  for (const ClockedChannel& channel : channels_) {
    counts += channel.counts();
  }
  counts.moved_bytes = counts.columns() * native_bytes_;
  return counts;
}

}  // namespace lmulsim::dram
