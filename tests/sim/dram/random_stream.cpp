// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>

#include "dram/dram_model.hpp"
#include "streams.hpp"
#include "util/random.hpp"

namespace lmulsim::dram {
namespace {

/// Random choices that are easy to read.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(seed) {}

  /// From low to high, both among them.
  int between(int low, int high) {
    return low + static_cast<int>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(int count) { return between(1, count) == 1; }
  std::int64_t power_of_two(int low_bits, int high_bits) { return std::int64_t{1} << between(low_bits, high_bits); }
  std::int64_t below(std::int64_t count) {
    return static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(count));
  }

 private:
  util::SplitMix64 bits_;
};

/// Distances of a few clocks, some of them now and then out of all proportion, raised to what the rules ask for.
DramTiming small_timing(Dice& dice) {
  DramTiming t;
  for (const TimingKey& key : kTimingKeys) {
    t.*key.member = dice.one_in(8) ? dice.between(1, 60) : dice.between(1, 12);
  }
  t.bl = dice.between(1, 4);
  t.ccd_s = t.bl + (dice.one_in(3) ? dice.between(0, 3) : 0);
  t.cwl = std::max(t.cwl, t.ccd_s - t.bl);
  t.blx = std::max(t.blx, t.bl);
  t.ccd_l = std::max(t.ccd_l, t.ccd_s);
  t.rrd_l = std::max(t.rrd_l, t.rrd_s);
  t.wtr_l = std::max(t.wtr_l, t.wtr_s);
  t.rtw = std::max({t.rtw, t.cl + t.bl - t.cwl, t.ccd_s});
  t.rfc = std::max({t.rfc, t.faw, t.rrd_l, t.rtw, t.ccd_l, t.cwl + t.blx + t.wtr_l});
  return t;
}

DramMemory random_memory(Dice& dice) {
  DramMemory memory = small_memory();
  if (dice.one_in(3)) {
    memory = preset(kPresets[static_cast<std::size_t>(dice.between(0, 3))]);
  } else {
    memory.organization.groups = dice.power_of_two(0, 3);
    memory.organization.banks = dice.power_of_two(0, 2);
    memory.organization.row_bytes = dice.power_of_two(7, 10);
    memory.timing = small_timing(dice);
  }
  memory.organization.channels = dice.one_in(2) ? 1 : dice.power_of_two(0, 2);
  memory.timing.rfc = dice.one_in(2) ? std::min(memory.timing.rfc, 224) : memory.timing.rfc;
  return memory;
}

/// Often, but so that what is outstanding is over long before eight refreshes are owed.
int random_refresh(Dice& dice, const DramTiming& t, int columns) {
  const int burst = columns * t.ccd_l + t.rp + t.rc + t.faw + t.rtw + t.wtr_l + t.blx + t.cwl + t.wr;
  return dice.one_in(4) ? 0 : std::max({400, 2 * t.rfc, 2 * burst}) + dice.between(0, 900);
}

int random_burst(Dice& dice, const Organization& organization) {
  const auto high = static_cast<int>(std::min<std::int64_t>(1024, organization.groups * organization.row_bytes));
  int burst = static_cast<int>(organization.native_bytes);
  while (burst * 2 <= high && !dice.one_in(4)) {
    burst *= 2;
  }
  return burst;
}

/// Where the next request goes.
class Addresses {
 public:
  Addresses(Dice& dice, const Organization& organization, int burst_bytes)
      : dice_(dice), burst_(burst_bytes), blocks_(organization.capacity_bytes() / burst_bytes) {
    const std::int64_t stripe_blocks = std::max<std::int64_t>(1, organization.stripe_bytes() / burst_bytes);
    for (Address& head : heads_) {
      head = dice.below(blocks_);
    }
    for (std::size_t i = 0; i < hot_.size(); ++i) {
      hot_[i] = (hot_[0] + static_cast<std::int64_t>(i % 4) * stripe_blocks + dice.below(4)) % blocks_;
    }
    kind_ = dice.between(0, 3);
  }

  Address block() {
    const int kind = dice_.one_in(10) ? dice_.between(0, 3) : kind_;
    std::int64_t block = 0;
    switch (kind) {
      case 0:  // a stream
        block = heads_[0]++;
        break;
      case 1:  // two or three streams in turn
        block = heads_[static_cast<std::size_t>(dice_.between(0, 2))]++;
        break;
      case 2:  // the same few rows
        block = hot_[static_cast<std::size_t>(dice_.below(static_cast<std::int64_t>(hot_.size())))];
        break;
      default:
        block = dice_.below(blocks_);
        break;
    }
    return block % blocks_ * burst_;
  }

 private:
  Dice& dice_;
  int burst_;
  std::int64_t blocks_;
  std::array<std::int64_t, 3> heads_{};
  std::array<std::int64_t, 8> hot_{};
  int kind_;
};

int random_gap(Dice& dice) {
  if (dice.one_in(40)) {
    return dice.between(500, 3000);
  }
  return dice.one_in(4) ? dice.between(1, 40) : dice.between(0, 2);
}

}  // namespace

Stream random_stream(std::uint64_t seed) {
  Dice dice(seed);
  Stream stream;
  stream.memory = random_memory(dice);
  stream.burst_bytes = random_burst(dice, stream.memory.organization);
  stream.memory.timing.refi = random_refresh(
      dice, stream.memory.timing, stream.burst_bytes / static_cast<int>(stream.memory.organization.native_bytes));
  Addresses addresses(dice, stream.memory.organization, stream.burst_bytes);
  DramModel model(stream.memory, stream.burst_bytes);
  const int outstanding = dice.between(1, 8);
  const int writes = dice.between(0, 2) * 3;  // of ten; now and then a run of them
  std::deque<Clock> open;
  Clock now = dice.one_in(3) ? 0 : dice.between(0, 2000);
  Clock quiet = 0;
  bool write = false;
  const auto sync = [&] {
    Event event{.clock = now, .sync = true};
    const Clock over = model.sync(now);
    event.origin = over + (dice.one_in(2) ? 0 : dice.between(1, 9));
    model.restart(event.origin);
    stream.events.push_back(event);
    now = quiet = event.origin;
    open.clear();
  };
  for (int count = dice.between(4, 40); count > 0; --count) {
    if (dice.one_in(60)) {
      now = std::max(now, quiet) + dice.between(0, 30);
      sync();
    }
    if (dice.one_in(3)) {
      write = dice.between(1, 10) <= writes;
    }
    Event event{.clock = now, .address = addresses.block(), .bytes = stream.burst_bytes, .write = write};
    if (dice.one_in(6)) {
      const int skipped = static_cast<int>(dice.below(stream.burst_bytes));
      event.address += skipped;
      event.bytes = dice.between(1, stream.burst_bytes - skipped);
    }
    open.push_back(model.access(now, event.address, event.bytes, event.write));
    quiet = std::max(quiet, open.back());
    stream.events.push_back(event);
    now += random_gap(dice);
    if (open.size() >= static_cast<std::size_t>(outstanding)) {
      now = std::max(now, open.front());
      open.pop_front();
    }
  }
  now = std::max(now, quiet) + dice.between(0, 600);
  if (!dice.one_in(4)) {
    sync();
  }
  stream.end = now + stream.memory.timing.ccd_s + dice.between(0, 2000);
  return stream;
}

}  // namespace lmulsim::dram
