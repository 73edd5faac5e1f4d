// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One channel of the event-driven model: each column gets its commands' clocks when it arrives.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "dram/address_map.hpp"
#include "dram/dram_command.hpp"
#include "dram/dram_counts.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// Later than everything.
inline constexpr Clock kNever = std::numeric_limits<Clock>::max() / 4;
/// Earlier than everything by more than any distance: constraints that are in the past.
inline constexpr Clock kLongAgo = -(Clock{1} << 32U);

/// Columns `first` to `first + count - 1` of a block, all of one direction.
struct ColumnRun {
  Block block;
  int first;
  int count;
  bool write;
};

class DramChannel {
 public:
  DramChannel(int number, const DramMemory& memory, const AddressMap& map, CommandObserver* observer);

  /// A burst arrives: the clock at which its last column is done. Arrivals do not decrease.
  Clock serve(Clock arrival, const ColumnRun& run);

  /// Refreshes due by `arrival` and one more, after which the timer stands: the clock at which it is over.
  Clock refresh_now(Clock arrival);

  /// The timer starts: the next refresh is due tREFI after `origin`.
  void restart(Clock origin) { due_ = refi_ == 0 ? kNever : origin + refi_; }

  /// From this clock on nothing is busy any more.
  [[nodiscard]] Clock quiet_from() const { return std::max({free_at_, done_, refreshed_}); }

  /// What was counted before clock `end`, refreshes that are due until then among it. `end` is at least quiet_from().
  [[nodiscard]] DramCounts counts(Clock end) const;

 private:
  /// What one direction asks for: index 0 reads, 1 writes.
  struct Direction {
    Clock row;         ///< activate to a column of this direction
    Clock turn;        ///< from the last column of the other direction
    Clock turn_group;  ///< the same, in the group
    Clock recover;     ///< a column to precharge
    Clock data;        ///< a column to the end of its data
  };
  struct Bank {
    std::int64_t row = -1;  ///< that is open; -1: none
    Clock activate = kLongAgo;
    Clock next_activate = kLongAgo;
    Clock next_precharge = kLongAgo;
  };
  struct Group {
    std::array<Clock, 2> last{kLongAgo, kLongAgo};  ///< column, by direction
    Clock activate = kLongAgo;
  };
  /// One bank index in all groups: the row that is open in each of them, and from when on columns may use it.
  struct Gang {
    std::int64_t row = -1;  ///< -1: not known to be the same
    std::array<Clock, 2> ready{};
  };
  /// Whole bursts that went in closed form, and are not yet written to groups and banks.
  struct Stream {
    int bank = -1;  ///< -1: there are none
    int write = 0;
    Clock last = 0;  ///< the last column
  };

  [[nodiscard]] bool continues(const ColumnRun& run, Clock first) const;
  Clock stream(const ColumnRun& run, Clock first);
  void settle();
  Clock one_by_one(Clock arrival, const ColumnRun& run);
  Clock first_in_group(Clock arrival, const ColumnRun& run, int group);
  Clock next_in_group(int group, int write);
  void note_gang(const ColumnRun& run, bool opened);
  void open(Clock arrival, int group, int bank_index, std::int64_t row);
  void refresh(Clock due, Clock end);
  void refresh_until(Clock arrival, Clock end);
  void tell(Clock clock, CommandKind kind, int group, int bank, std::int64_t row, int column = 0) const {
    if (observer_ != nullptr) {
      observer_->on_command({clock, kind, number_, group, bank, row, column});
    }
  }
  [[nodiscard]] Bank& bank(int group, int bank_index) {
    return banks_[static_cast<std::size_t>(bank_index) * groups_.size() + static_cast<std::size_t>(group)];
  }
  [[nodiscard]] Group& group(int index) { return groups_[static_cast<std::size_t>(index)]; }

  std::array<Direction, 2> directions_;
  Clock ccd_s_;
  Clock ccd_l_;
  int gang_columns_;  ///< of a burst that may go in closed form; 0: none may
  int map_groups_;    ///< groups that a burst touches: a power of two

  Clock due_;
  Clock free_at_ = 0;  ///< tCCD_S after the last column
  std::array<Clock, 2> last_{kLongAgo, kLongAgo};
  Stream stream_;
  int streaming_ = -1;  ///< direction of the last burst, if it was a whole one
  std::vector<Gang> gangs_;
  std::vector<Bank> banks_;  ///< a bank index's groups side by side
  std::vector<Group> groups_;
  DramCounts counts_;

  Clock last_activate_ = kLongAgo;
  std::vector<Clock> activates_;  ///< the last ones, a ring
  std::size_t oldest_activate_ = 0;
  Clock refreshed_ = kLongAgo;  ///< the last refresh is over
  Clock done_ = 0;
  bool any_column_ = false;
  int direction_ = 0;  ///< of the last column

  Clock rp_;
  Clock ras_;
  Clock rc_;
  Clock rrd_s_;
  Clock rrd_l_;
  Clock faw_;
  Clock rfc_;
  Clock refi_;
  int number_;
  AddressMap map_;
  CommandObserver* observer_;
};

}  // namespace lmulsim::dram
