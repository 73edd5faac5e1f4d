// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The DRAM of an accelerator as one object without a clock of its own: whoever makes a request calls it when the
// request arrives, and is told at once when it is done. What a request takes depends on older ones alone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dram/address_map.hpp"
#include "dram/dram_channel.hpp"
#include "dram/dram_command.hpp"
#include "dram/dram_counts.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

class DramModel {
 public:
  /// Throws InputError for a memory or a burst that is not possible (check, check_burst). `observer`, if any, is told
  /// every command and outlives the model.
  DramModel(const DramMemory& memory, int burst_bytes, CommandObserver* observer = nullptr);

  /// A request of `bytes` bytes from `address` on, all in one block of burst_bytes, arrives: the clock at which its
  /// last column is done. Arrivals do not decrease; equal ones are served in the order of the calls. Throws InputError
  /// for an arrival before the last one, bytes outside of one block, and an address beyond the memory.
  Clock access(Clock arrival, Address address, int bytes, bool write);

  /// Everything that has arrived is served, then every channel refreshes, and the refresh timer stands: the clock at
  /// which all channels have refreshed. All banks are closed then, and every distance lies in the past.
  Clock sync(Clock arrival);

  /// The refresh timer of every channel starts at `origin`, which is not before the clock sync() answered.
  void restart(Clock origin);

  /// What happened before clock `end`, which is not before the last request is done: commands issued until then,
  /// refreshes that come due until then among them. Throws InputError for an earlier clock.
  [[nodiscard]] DramCounts finish(Clock end) const;

  [[nodiscard]] const AddressMap& map() const { return map_; }

 private:
  AddressMap map_;
  Address capacity_;
  Clock last_arrival_ = 0;
  std::vector<DramChannel> channels_;
  std::array<std::int64_t, 2> bursts_{};
  std::int64_t useful_bytes_ = 0;
  std::int64_t native_bytes_;
};

}  // namespace lmulsim::dram
