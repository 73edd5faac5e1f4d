// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/address_map.hpp"

#include <algorithm>
#include <bit>

namespace lmulsim::dram {
namespace {

int bits_of(std::int64_t power_of_two) {
  return std::countr_zero(static_cast<std::uint64_t>(power_of_two));
}

}  // namespace

AddressMap::AddressMap(const Organization& organization, int burst_bytes)
    : byte_bits_(bits_of(organization.native_bytes)), burst_bits_(bits_of(burst_bytes)) {
  check_burst(organization, burst_bytes, "a burst");
  const int column_bits = bits_of(organization.row_bytes / organization.native_bytes);
  const int group_bits = bits_of(organization.groups);
  low_group_bits_ = std::min(group_bits, burst_bits_ - byte_bits_);
  low_column_bits_ = burst_bits_ - byte_bits_ - low_group_bits_;
  channel_bits_ = bits_of(organization.channels);
  high_group_bits_ = group_bits - low_group_bits_;
  high_column_bits_ = column_bits - low_column_bits_;
  bank_bits_ = bits_of(organization.banks);
}

}  // namespace lmulsim::dram
