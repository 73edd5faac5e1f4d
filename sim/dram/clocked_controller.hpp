// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A DRAM controller as hardware: every clock is a step, and what must wait counts down. It is the clocked twin of
// DramModel and shares none of its code: a fifo per channel, a machine per bank that closes rows, one arbiter that
// opens rows and one that issues columns, both in the order of arrival.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "dram/address_map.hpp"
#include "dram/dram_command.hpp"
#include "dram/dram_counts.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// A count of clocks to wait, as a register that goes down to zero.
class Countdown {
 public:
  void at_least(int clocks) { left_ = left_ < clocks ? clocks : left_; }
  void tick() { left_ -= left_ > 0 ? 1 : 0; }
  [[nodiscard]] bool over() const { return left_ == 0; }

 private:
  int left_ = 0;
};

/// One channel of the controller.
class ClockedChannel {
 public:
  ClockedChannel(int number, const DramMemory& memory, CommandObserver* observer);

  struct Column {
    int burst = 0;
    int group = 0;
    int bank = 0;
    std::int64_t row = 0;
    int column = 0;
    bool write = false;
    bool last = false;  ///< of its burst
  };

  /// A clock begins: what counts down is one less.
  void tick();
  void push(const Column& column);
  void push_refresh();
  /// The commands of this clock. A burst that is done with one of them is `done` clocks later.
  struct Done {
    int burst;
    int clocks;
  };
  void issue(Clock now, std::vector<Done>& done);

  /// Nothing is waiting, and the last refresh is over.
  [[nodiscard]] bool has_refreshed() const { return fifo_.empty() && refreshing_.over(); }
  [[nodiscard]] const DramCounts& counts() const { return counts_; }

 private:
  /// A refresh in a fifo stands between what arrived before it was due and what arrived after.
  struct Entry {
    bool refresh = false;
    Column column;
  };
  struct Bank {
    bool open = false;
    std::int64_t row = 0;
    std::deque<Entry> waiting;  ///< its columns without a command, and the refreshes between them
    Countdown activate;
    Countdown precharge;
    std::array<Countdown, 2> column;  ///< by direction
  };
  struct Bus {
    Countdown activate;
    std::array<Countdown, 2> same;  ///< after a column of the same direction
    std::array<Countdown, 2> turn;  ///< after one of the other
  };

  void refresh(Clock now);
  void close_rows(Clock now);
  void open_row(Clock now);
  void issue_column(Clock now, std::vector<Done>& done);
  void count_clock(bool issued);
  [[nodiscard]] bool may_issue(const Column& column) const;
  [[nodiscard]] bool has_row(const Column& column) const;
  [[nodiscard]] Bank& bank_of(const Column& column);
  [[nodiscard]] const Bank& bank_of(const Column& column) const;
  void tell(Clock now, CommandKind kind, const Column& place) const;

  int number_;
  DramTiming timing_;
  CommandObserver* observer_;
  std::vector<Bank> banks_;  ///< bank after bank, group after group
  std::size_t banks_of_group_;
  std::vector<Bus> groups_;
  Bus channel_;
  std::array<Countdown, 4> window_;  ///< of the last four activates, until tFAW is over
  Countdown bus_;                    ///< tCCD_S after any column
  Countdown refreshing_;
  std::deque<Entry> fifo_;
  std::size_t with_row_ = 0;  ///< so many entries of the fifo, from the oldest on, have their rows
  int last_direction_ = -1;
  DramCounts counts_;
};

/// All channels, the address map, and the refresh timer.
class ClockedController {
 public:
  /// Throws InputError as DramModel does.
  ClockedController(const DramMemory& memory, int burst_bytes, CommandObserver* observer = nullptr);

  /// The clock that the next step is.
  [[nodiscard]] Clock now() const { return now_; }

  /// A request arrives in this clock; requests have numbers from 0 on.
  void arrive(Address address, int bytes, bool write);
  /// Refreshes of all channels are asked for in this clock, after what has arrived; the refresh timer stands.
  void sync();
  /// The refresh timer starts in this clock.
  void restart();
  void step();

  /// Requests of which not all data have been moved.
  [[nodiscard]] int pending() const { return pending_; }
  /// By number: the clock in whose beginning a request is done, -1 before it is known.
  [[nodiscard]] const std::vector<Clock>& done() const { return done_; }
  /// After sync(): every channel has refreshed.
  [[nodiscard]] bool has_synced() const;
  /// Of the clocks until now.
  [[nodiscard]] DramCounts counts() const;

 private:
  struct Transfer {
    int burst;
    Countdown left;
  };

  void begin_clock();

  AddressMap map_;
  std::int64_t native_bytes_;
  int refi_;
  std::vector<ClockedChannel> channels_;
  Clock now_ = 0;
  bool begun_ = false;     ///< what this clock begins with has happened
  int until_refresh_ = 0;  ///< clocks, while the timer runs
  bool timer_runs_ = false;
  std::vector<Transfer> transfers_;
  std::vector<Clock> done_;
  int pending_ = 0;
  DramCounts bursts_;
};

}  // namespace lmulsim::dram
