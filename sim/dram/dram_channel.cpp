// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/dram_channel.hpp"

#include <algorithm>
#include <utility>

namespace lmulsim::dram {
namespace {

constexpr std::size_t kActivatesInWindow = 4;  ///< that tFAW allows

/// The clocks from `reached` until `until` are lost to a cause.
void lose(Clock& reached, Clock until, std::int64_t& cause) {
  if (until > reached) {
    cause += until - reached;
    reached = until;
  }
}

}  // namespace

DramChannel::DramChannel(int number, const DramMemory& memory, const AddressMap& map, CommandObserver* observer)
    : directions_{}, activates_(kActivatesInWindow, kLongAgo), number_(number), map_(map), observer_(observer) {
  const DramTiming& t = memory.timing;
  directions_[0] = {t.rcd_rd, t.cwl + t.bl + t.wtr_s, t.cwl + t.blx + t.wtr_l, t.rtp, t.cl + t.bl};
  directions_[1] = {t.rcd_wr, t.rtw, t.rtw, t.cwl + t.bl + t.wr, t.cwl + t.bl};
  ccd_s_ = t.ccd_s;
  ccd_l_ = t.ccd_l;
  rp_ = t.rp;
  ras_ = t.ras;
  rc_ = t.rc;
  rrd_s_ = t.rrd_s;
  rrd_l_ = t.rrd_l;
  faw_ = t.faw;
  rfc_ = t.rfc;
  refi_ = t.refi;
  const auto groups = static_cast<std::size_t>(memory.organization.groups);
  const auto banks = static_cast<std::size_t>(memory.organization.banks);
  groups_.resize(groups);
  banks_.resize(groups * banks);
  gangs_.resize(banks);
  map_groups_ = map.burst_groups();
  // A group's turn comes round every `groups` columns: when that is slower than tCCD_L, nothing but tCCD_S is felt.
  const bool even = map.burst_groups() == memory.organization.groups && memory.organization.groups * t.ccd_s >= t.ccd_l;
  gang_columns_ = even ? map.burst_columns() : 0;
  restart(0);
}

Clock DramChannel::serve(Clock arrival, const ColumnRun& run) {
  if (arrival >= due_) [[unlikely]] {
    refresh_until(arrival, kNever);
  }
  const Clock first = std::max(arrival, free_at_);
  if (continues(run, first)) {
    return stream(run, first);
  }
  settle();
  return one_by_one(arrival, run);
}

/// A whole burst that hits the open row of every group and follows another whole burst of its direction: each group's
/// last column was `groups` columns ago, so that the bus alone decides.
bool DramChannel::continues(const ColumnRun& run, Clock first) const {
  const auto write = static_cast<std::size_t>(run.write);
  const Gang& gang = gangs_[static_cast<std::size_t>(run.block.bank)];
  return run.count == gang_columns_ && streaming_ == static_cast<int>(write) && gang.row == run.block.row &&
         gang.ready[write] <= first;
}

Clock DramChannel::stream(const ColumnRun& run, Clock first) {
  const auto write = static_cast<std::size_t>(run.write);
  if (stream_.bank != run.block.bank) {
    settle();
  }
  const Clock last = first + (run.count - 1) * ccd_s_;
  if (observer_ != nullptr) {
    for (int i = 0; i < run.count; ++i) {
      tell(first + i * ccd_s_, run.write ? CommandKind::write : CommandKind::read, map_.group(run.block, i),
           run.block.bank, run.block.row, map_.column(run.block, i));
    }
  }
  stream_ = {run.block.bank, static_cast<int>(write), last};
  (run.write ? counts_.writes : counts_.reads) += run.count;
  counts_.idle += first - free_at_;
  free_at_ = last + ccd_s_;
  done_ = std::max(done_, last + directions_[write].data);
  return last + directions_[write].data;
}

/// Writes what streamed to the groups and banks it went through.
void DramChannel::settle() {
  if (stream_.bank < 0) {
    return;
  }
  const auto write = static_cast<std::size_t>(stream_.write);
  const int groups = static_cast<int>(groups_.size());
  for (int g = 0; g < groups; ++g) {
    const Clock last = stream_.last - (groups - 1 - g) * ccd_s_;
    group(g).last[write] = last;
    Bank& b = bank(g, stream_.bank);
    b.next_precharge = std::max(b.next_precharge, last + directions_[write].recover);
  }
  last_[write] = stream_.last;
  stream_.bank = -1;
}

Clock DramChannel::one_by_one(Clock arrival, const ColumnRun& run) {
  const auto write = static_cast<std::size_t>(run.write);
  const Direction& direction = directions_[write];
  if (any_column_ && direction_ != static_cast<int>(write)) {
    ++counts_.turns;
  }
  any_column_ = true;
  direction_ = static_cast<int>(write);
  const std::int64_t activates = counts_.activates;
  Clock at = 0;
  for (int i = 0; i < run.count; ++i) {
    const int g = map_.group(run.block, run.first + i);
    at = i < map_groups_ ? first_in_group(arrival, run, g) : next_in_group(g, static_cast<int>(write));
    group(g).last[write] = at;
    free_at_ = at + ccd_s_;
    Bank& b = bank(g, run.block.bank);
    b.next_precharge = std::max(b.next_precharge, at + direction.recover);
    tell(at, run.write ? CommandKind::write : CommandKind::read, g, run.block.bank, run.block.row,
         map_.column(run.block, run.first + i));
  }
  last_[write] = at;
  (run.write ? counts_.writes : counts_.reads) += run.count;
  note_gang(run, counts_.activates != activates);
  done_ = std::max(done_, at + direction.data);
  return at + direction.data;
}

/// A burst's first column in a group: all rules hold, and its row may have to be opened.
Clock DramChannel::first_in_group(Clock arrival, const ColumnRun& run, int g) {
  const auto write = static_cast<std::size_t>(run.write);
  const Direction& direction = directions_[write];
  const Bank& b = bank(g, run.block.bank);
  if (b.row != run.block.row) {
    open(arrival, g, run.block.bank, run.block.row);
  }
  const Clock turn_at = std::max(arrival, free_at_);
  const Clock row = b.activate + direction.row;
  const Clock turn = std::max(last_[1 - write] + direction.turn, group(g).last[1 - write] + direction.turn_group);
  const Clock in_group = group(g).last[write] + ccd_l_;
  counts_.idle += turn_at - free_at_;
  const Clock at = std::max({turn_at, row, turn, in_group});
  if (at != turn_at) {
    Clock reached = turn_at;
    lose(reached, refreshed_, counts_.lost_to_refresh);
    lose(reached, row, counts_.lost_to_row);
    lose(reached, turn, counts_.lost_to_turn);
    lose(reached, in_group, counts_.lost_to_group);
  }
  return at;
}

/// A later column of a burst in a group: its row is open, its direction is that of the column before.
Clock DramChannel::next_in_group(int g, int write) {
  const Clock in_group = group(g).last[static_cast<std::size_t>(write)] + ccd_l_;
  counts_.lost_to_group += std::max<Clock>(0, in_group - free_at_);
  return std::max(free_at_, in_group);
}

/// Keeps what whole bursts may rely on: after one of them its row is open in every group.
void DramChannel::note_gang(const ColumnRun& run, bool opened) {
  Gang& gang = gangs_[static_cast<std::size_t>(run.block.bank)];
  const bool whole = run.count == gang_columns_;
  streaming_ = whole ? direction_ : -1;
  if (whole && (opened || gang.row != run.block.row)) {
    Clock activate = kLongAgo;
    for (int g = 0; std::cmp_less(g, groups_.size()); ++g) {
      activate = std::max(activate, bank(g, run.block.bank).activate);
    }
    gang = {run.block.row, {activate + directions_[0].row, activate + directions_[1].row}};
  } else if (opened) {
    gang.row = -1;
  }
}

void DramChannel::open(Clock arrival, int g, int bank_index, std::int64_t row) {
  Bank& b = bank(g, bank_index);
  if (b.row >= 0) {
    const Clock precharge = std::max(arrival, b.next_precharge);
    b.next_activate = std::max(b.next_activate, precharge + rp_);
    ++counts_.precharges;
    ++counts_.conflicts;
    tell(precharge, CommandKind::precharge, g, bank_index, b.row);
  }
  const Clock activate = std::max({arrival, b.next_activate, last_activate_ + rrd_s_, group(g).activate + rrd_l_,
                                   activates_[oldest_activate_] + faw_});
  activates_[oldest_activate_] = activate;
  oldest_activate_ = oldest_activate_ + 1 == activates_.size() ? 0 : oldest_activate_ + 1;
  last_activate_ = activate;
  group(g).activate = activate;
  b = {row, activate, activate + rc_, activate + ras_};
  ++counts_.activates;
  tell(activate, CommandKind::activate, g, bank_index, row);
}

/// Refreshes due by `arrival`. Of those in which nothing else happens all but the last are counted alone. Commands from
/// clock `end` on, which is later than `arrival`, are not counted.
void DramChannel::refresh_until(Clock arrival, Clock end) {
  settle();
  while (due_ <= arrival) {
    refresh(due_, end);
    due_ += refi_;
    if (observer_ == nullptr && refreshed_ <= due_ && due_ + refi_ <= arrival) {
      const Clock skipped = (arrival - due_) / refi_;
      counts_.refreshes += skipped;
      due_ += skipped * refi_;
    }
  }
}

/// Closes every bank and refreshes. Commands from clock `end` on are not counted.
void DramChannel::refresh(Clock due, Clock end) {
  Clock at = due;
  for (std::size_t i = 0; i < banks_.size(); ++i) {
    Bank& b = banks_[i];
    if (b.row >= 0) {
      const Clock precharge = std::max(due, b.next_precharge);
      b.next_activate = std::max(b.next_activate, precharge + rp_);
      counts_.precharges += precharge < end ? 1 : 0;
      tell(precharge, CommandKind::precharge, static_cast<int>(i % groups_.size()),
           static_cast<int>(i / groups_.size()), b.row);
      b.row = -1;
    }
    at = std::max(at, b.next_activate);
  }
  counts_.refreshes += at < end ? 1 : 0;
  tell(at, CommandKind::refresh, 0, 0, 0);
  refreshed_ = at + rfc_;
  for (Bank& b : banks_) {
    b.next_activate = refreshed_;
  }
  for (Gang& gang : gangs_) {
    gang.row = -1;
  }
}

Clock DramChannel::refresh_now(Clock arrival) {
  settle();
  if (arrival >= due_) {
    refresh_until(arrival, kNever);
  }
  refresh(arrival, kNever);
  due_ = kNever;
  return refreshed_;
}

DramCounts DramChannel::counts(Clock end) const {
  DramChannel after = *this;
  after.observer_ = nullptr;
  after.settle();
  if (after.due_ < end) {
    after.refresh_until(end - 1, end);
  }
  after.counts_.idle += end - free_at_;
  return after.counts_;
}

}  // namespace lmulsim::dram
