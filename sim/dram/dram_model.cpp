// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/dram_model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"

namespace lmulsim::dram {
namespace {

[[noreturn]] void refuse(const AddressMap& map, Address capacity, Address address, int bytes) {
  if (address < 0 || bytes < 1 || address + bytes > capacity) {
    throw InputError(
        fmt::format("a DRAM request: expected at least one byte within the {} bytes of the memory, found "
                    "{} from {:#x} on",
                    capacity, bytes, address));
  }
  throw InputError(fmt::format("a DRAM request: expected bytes of one block of {}, found {} from {:#x} on",
                               map.burst_bytes(), bytes, address));
}

[[noreturn]] void refuse_arrival(Clock arrival, Clock last) {
  throw InputError(
      fmt::format("a DRAM request: expected an arrival at clock {} or later, found clock {}", last, arrival));
}

}  // namespace

DramModel::DramModel(const DramMemory& memory, int burst_bytes, CommandObserver* observer)
    : map_((check(memory), memory.organization), burst_bytes),
      capacity_(memory.organization.capacity_bytes()),
      native_bytes_(memory.organization.native_bytes) {
  for (int i = 0; i < memory.organization.channels; ++i) {
    channels_.emplace_back(i, memory, map_, observer);
  }
}

Clock DramModel::access(Clock arrival, Address address, int bytes, bool write) {
  if (arrival < last_arrival_) [[unlikely]] {
    refuse_arrival(arrival, last_arrival_);
  }
  const int first = map_.index(address);
  const int last = map_.index(address + bytes - 1);
  const Address block = map_.burst_bytes();
  if (address < 0 || bytes < 1 || address + bytes > capacity_ || (address & (block - 1)) + bytes > block) [[unlikely]] {
    refuse(map_, capacity_, address, bytes);
  }
  last_arrival_ = arrival;
  ++bursts_[static_cast<std::size_t>(write)];
  useful_bytes_ += bytes;
  const ColumnRun run{map_.block(address), first, last - first + 1, write};
  return channels_[static_cast<std::size_t>(run.block.channel)].serve(arrival, run);
}

Clock DramModel::sync(Clock arrival) {
  if (arrival < last_arrival_) {
    refuse_arrival(arrival, last_arrival_);
  }
  last_arrival_ = arrival;
  Clock over = arrival;
  for (DramChannel& channel : channels_) {
    over = std::max(over, channel.refresh_now(arrival));
  }
  return over;
}

void DramModel::restart(Clock origin) {
  for (DramChannel& channel : channels_) {
    if (origin < channel.quiet_from()) {
      throw InputError(fmt::format("the DRAM's refresh timer: expected to start at clock {} or later, found {}",
                                   channel.quiet_from(), origin));
    }
    channel.restart(origin);
  }
  last_arrival_ = std::max(last_arrival_, origin);
}

DramCounts DramModel::finish(Clock end) const {
  DramCounts counts;
  for (const DramChannel& channel : channels_) {
    if (end < channel.quiet_from()) {
      throw InputError(
          fmt::format("the DRAM's counts: expected a clock from {} on, at which everything is done, found "
                      "{}",
                      channel.quiet_from(), end));
    }
    counts += channel.counts(end);
  }
  counts.read_bursts = bursts_[0];
  counts.write_bursts = bursts_[1];
  counts.useful_bytes = useful_bytes_;
  counts.moved_bytes = counts.columns() * native_bytes_;
  return counts;
}

}  // namespace lmulsim::dram
