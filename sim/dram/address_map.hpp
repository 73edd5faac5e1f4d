// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which column of which bank an address is. From the low bits on: byte of a column | columns of a burst, of which the
// lowest bits are the group's | channel | the rest of the group | the rest of the column | bank | row.
#pragma once

#include <cstdint>

#include "dram/dram_memory.hpp"
#include "dram/dram_timing.hpp"

namespace lmulsim::dram {

/// The place of a burst's block: its columns are in one row index of one bank index, in several groups.
struct Block {
  int channel;
  int bank;    ///< in its group
  int group;   ///< of the block's first column
  int column;  ///< of the block's first column, in its row
  std::int64_t row;
};

class AddressMap {
 public:
  /// Throws InputError for bursts that are not possible (check_burst).
  AddressMap(const Organization& organization, int burst_bytes);

  [[nodiscard]] int burst_bytes() const { return 1 << burst_bits_; }
  /// Columns of a whole burst.
  [[nodiscard]] int burst_columns() const { return 1 << (burst_bits_ - byte_bits_); }
  /// Groups that a whole burst touches.
  [[nodiscard]] int burst_groups() const { return 1 << low_group_bits_; }

  /// The block that an address lies in.
  [[nodiscard]] Block block(Address address) const;

  /// Which of its block's columns an address lies in.
  [[nodiscard]] int index(Address address) const {
    return static_cast<int>(address >> byte_bits_) & (burst_columns() - 1);
  }

  /// Group and column of a block's column `index`.
  [[nodiscard]] int group(const Block& block, int index) const { return block.group + (index & (burst_groups() - 1)); }
  [[nodiscard]] int column(const Block& block, int index) const { return block.column + (index >> low_group_bits_); }

 private:
  int byte_bits_;
  int burst_bits_;
  int low_group_bits_;
  int low_column_bits_;
  int channel_bits_;
  int high_group_bits_;
  int high_column_bits_;
  int bank_bits_;
};

/// Takes the low `bits` bits off `value`.
inline int take_bits(std::int64_t& value, int bits) {
  const auto taken = static_cast<int>(value & ((std::int64_t{1} << bits) - 1));
  value >>= bits;
  return taken;
}

inline Block AddressMap::block(Address address) const {
  std::int64_t rest = address >> burst_bits_;
  Block block{};
  block.channel = take_bits(rest, channel_bits_);
  block.group = take_bits(rest, high_group_bits_) << low_group_bits_;
  block.column = take_bits(rest, high_column_bits_) << low_column_bits_;
  block.bank = take_bits(rest, bank_bits_);
  block.row = rest;
  return block;
}

}  // namespace lmulsim::dram
