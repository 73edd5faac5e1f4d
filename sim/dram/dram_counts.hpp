// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lmulsim::dram {

/// What a memory did, all channels together. kDramCounts says what each count means.
///
/// Every clock of a channel is one of: busy, in the tCCD_S clocks from a column's command on; lost, when the oldest
/// column without its command has arrived, to the first cause that holds (refresh, row, turn, group); idle. So
///   columns * tCCD_S + lost + idle = clocks * channels
/// once the last column's clocks are over.
struct DramCounts {
  std::int64_t activates = 0;
  std::int64_t precharges = 0;
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::int64_t refreshes = 0;

  std::int64_t conflicts = 0;
  std::int64_t turns = 0;

  std::int64_t read_bursts = 0;
  std::int64_t write_bursts = 0;
  std::int64_t useful_bytes = 0;
  std::int64_t moved_bytes = 0;

  std::int64_t lost_to_refresh = 0;
  std::int64_t lost_to_row = 0;
  std::int64_t lost_to_turn = 0;
  std::int64_t lost_to_group = 0;
  std::int64_t idle = 0;

  [[nodiscard]] std::int64_t columns() const { return reads + writes; }
  /// Columns whose row was open, or being opened for another column.
  [[nodiscard]] std::int64_t row_hits() const { return columns() - activates; }
  [[nodiscard]] std::int64_t lost() const { return lost_to_refresh + lost_to_row + lost_to_turn + lost_to_group; }

  DramCounts& operator+=(const DramCounts& other);
  friend bool operator==(const DramCounts&, const DramCounts&) = default;
};

struct DramCount {
  std::string_view name;
  std::int64_t DramCounts::*member;
  std::string_view meaning;
};

/// Every count, in the order of reports.
inline constexpr std::array kDramCounts{
    DramCount{"activates", &DramCounts::activates, "rows opened: columns that missed"},
    DramCount{"precharges", &DramCounts::precharges, "rows closed, for another row or for a refresh"},
    DramCount{"reads", &DramCounts::reads, "columns read"},
    DramCount{"writes", &DramCounts::writes, "columns written"},
    DramCount{"refreshes", &DramCounts::refreshes, "refresh commands, one a channel"},
    DramCount{"conflicts", &DramCounts::conflicts, "rows opened in a bank that had another one open"},
    DramCount{"turns", &DramCounts::turns, "columns of another direction than the column before"},
    DramCount{"read_bursts", &DramCounts::read_bursts, "requests to read"},
    DramCount{"write_bursts", &DramCounts::write_bursts, "requests to write"},
    DramCount{"useful_bytes", &DramCounts::useful_bytes, "bytes asked for"},
    DramCount{"moved_bytes", &DramCounts::moved_bytes, "bytes of the columns that hold them"},
    DramCount{"lost_to_refresh", &DramCounts::lost_to_refresh, "clocks a column waited for a refresh before it"},
    DramCount{"lost_to_row", &DramCounts::lost_to_row, "clocks a column waited for its row"},
    DramCount{"lost_to_turn", &DramCounts::lost_to_turn, "clocks a column waited for the other direction"},
    DramCount{"lost_to_group", &DramCounts::lost_to_group, "clocks a column waited for its bank group"},
    DramCount{"idle", &DramCounts::idle, "clocks without a column"},
};
static_assert(sizeof(DramCounts) == kDramCounts.size() * sizeof(std::int64_t), "a count without a name");

inline DramCounts& DramCounts::operator+=(const DramCounts& other) {
  for (const DramCount& count : kDramCounts) {
    this->*count.member += other.*count.member;
  }
  return *this;
}

}  // namespace lmulsim::dram
