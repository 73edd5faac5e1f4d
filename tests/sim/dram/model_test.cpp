// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The model by itself: where addresses lie, an example worked out by hand, what it counts, what it refuses.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "dram/clock_ratio.hpp"
#include "dram/dram_model.hpp"
#include "plain_rules.hpp"
#include "streams.hpp"
#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::dram {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(AddressMap, IsThatOfThePlainRules) {
  util::SplitMix64 bits(1);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Stream stream = random_stream(seed);
    const Organization& o = stream.memory.organization;
    const AddressMap map(o, stream.burst_bytes);
    for (int i = 0; i < 50; ++i) {
      const auto address = static_cast<Address>(bits() % static_cast<std::uint64_t>(o.capacity_bytes()));
      const Block block = map.block(address);
      const int index = map.index(address);
      const PlainPlace place = plain_place(o, stream.burst_bytes, address);
      ASSERT_EQ(block.channel, place.channel);
      ASSERT_EQ(map.group(block, index), place.group);
      ASSERT_EQ(block.bank, place.bank);
      ASSERT_EQ(block.row, place.row);
      ASSERT_EQ(map.column(block, index), place.column);
    }
  }
}

TEST(AddressMap, TouchesAllGroupsWithABurstThatHasSoManyColumns) {
  const AddressMap map(preset("hbm2-2000").organization, 256);
  EXPECT_EQ(map.burst_columns(), 8);
  EXPECT_EQ(map.burst_groups(), 4);
  EXPECT_EQ(AddressMap(preset("hbm2-2000").organization, 64).burst_groups(), 2);
}

TEST(AddressMap, KeepsAllButTheRowAcrossAStripe) {
  const Organization o = preset("lpddr5-6400").organization;
  const AddressMap map(o, 256);
  for (const Address address : {Address{0}, Address{0x1234}, Address{0x7ff0}}) {
    const Block here = map.block(address);
    const Block there = map.block(address + 3 * o.stripe_bytes());
    EXPECT_EQ(std::tuple(here.channel, here.bank, here.group, here.column, here.row + 3),
              std::tuple(there.channel, there.bank, there.group, there.column, there.row));
  }
}

/// Requests, with the cycles in which they leave the core, of two loads, a store and a fence on one channel of HBM2 at
/// twice the core's clock: every command and every completion was worked out by hand.
TEST(DramModel, DoesAnExampleWorkedOutByHand) {
  const ClockRatio ratio(2, 1);
  CommandList list;
  DramModel model(preset("hbm2-2000"), 64, &list);
  const auto leave = [&](Cycle cycle, Address address, int bytes, bool write = false) {
    return model.access(ratio.clocks_before(cycle + 1), address, bytes, write);
  };
  std::vector<Clock> done{leave(2, 0x000, 16), leave(4, 0x0F8, 8),   leave(5, 0x100, 4),
                          leave(6, 0x10F8, 8), leave(22, 0x1100, 4), leave(92, 0x200, 24, true)};
  EXPECT_THAT(done, ElementsAre(36, 40, 42, 44, 76, 193));
  const Clock over = model.sync(ratio.clocks_before(99));
  EXPECT_EQ(over, 483);
  EXPECT_EQ(ratio.aligned(ratio.visible(over)), 242);

  std::vector<std::string> texts;
  std::ranges::stable_sort(list.commands);
  for (const DramCommand& c : list.commands) {
    texts.push_back(fmt::format("{}@{} g{} b{}", kCommandNames[c.kind], c.clock, c.group, c.bank));
  }
  EXPECT_THAT(texts, ElementsAre("ACT@6 g0 b0", "ACT@10 g3 b0", "ACT@14 g3 b1", "RD@20 g0 b0", "RD@24 g3 b0",
                                 "RD@26 g0 b0", "RD@28 g3 b1", "ACT@46 g0 b1", "RD@60 g0 b1", "WR@186 g0 b0",
                                 "PRE@198 g0 b1", "PRE@198 g3 b0", "PRE@198 g3 b1", "PRE@209 g0 b0", "REF@223 g0 b0"));
}

TEST(DramModel, CountsIdleRefreshesWithoutMeetingEachOfThem) {
  DramModel model(small_memory(), 128);
  const Clock refi = small_memory().timing.refi;
  (void)model.access(1'000'000'000 * refi + 1, 0, 128, false);
  EXPECT_EQ(model.finish(2'000'000'000 * refi).refreshes, 1'999'999'999);
}

/// The same requests, met by a model that meets every refresh (one with an observer) and by one that counts idle ones.
TEST(DramModel, DoesTheSameWithAndWithoutAnObserver) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Stream stream = random_stream(seed);
    DramModel silent(stream.memory, stream.burst_bytes);
    std::vector<Clock> done;
    for (const Event& event : stream.events) {
      if (event.sync) {
        done.push_back(silent.sync(event.clock));
        silent.restart(event.origin);
      } else {
        done.push_back(silent.access(event.clock, event.address, event.bytes, event.write));
      }
    }
    const Answer told = answer_of_model(stream);
    ASSERT_EQ(done, told.done);
    ASSERT_EQ(silent.finish(stream.end), told.counts);
  }
}

TEST(DramModel, ForgetsEverythingWithASync) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Stream stream = random_stream(seed);
    DramModel fresh(stream.memory, stream.burst_bytes);
    DramModel used(stream.memory, stream.burst_bytes);
    for (Clock i = 0; i < 20; ++i) {
      (void)used.access(0, i * 7 * stream.burst_bytes % stream.memory.organization.capacity_bytes(), stream.burst_bytes,
                        i % 3 == 0);
    }
    const Clock origin = used.sync(5);
    used.restart(origin);
    for (const Event& event : stream.events) {
      if (event.sync) {
        break;
      }
      ASSERT_EQ(fresh.access(event.clock, event.address, event.bytes, event.write) + origin,
                used.access(event.clock + origin, event.address, event.bytes, event.write));
    }
  }
}

TEST(DramModel, TellsWhatWasLostToWhat) {
  DramMemory memory = small_memory();
  memory.timing.refi = 0;
  const DramTiming& t = memory.timing;
  DramModel model(memory, 32);
  (void)model.access(0, 0, 32, false);         // row
  (void)model.access(100, 0, 32, false);       // nothing: hit
  (void)model.access(100, 4 * 32, 32, false);  // the same group
  (void)model.access(100, 4 * 32, 32, true);   // the other direction
  const DramCounts c = model.finish(200);
  EXPECT_EQ(c.lost_to_row, t.rcd_rd);
  EXPECT_EQ(c.lost_to_group, t.ccd_l - t.ccd_s);
  EXPECT_EQ(c.lost_to_turn, t.rtw - t.ccd_s);
  EXPECT_EQ(c.idle, 200 - c.lost() - 4 * t.ccd_s);
  EXPECT_EQ(c.row_hits(), 3);
  EXPECT_EQ(c.turns, 1);
}

TEST(DramModel, RefusesWhatIsNoRequest) {
  DramModel model(small_memory(), 128);
  const Address capacity = small_memory().organization.capacity_bytes();
  const auto access = [&](Clock arrival, Address address, int bytes) {
    return [&model, arrival, address, bytes] { (void)model.access(arrival, address, bytes, false); };
  };
  EXPECT_THAT(access(0, 0x40, 128), ThrowsMessage<InputError>(HasSubstr(
                                        "a DRAM request: expected bytes of one block of 128, found 128 from 0x40 on")));
  EXPECT_THAT(access(0, capacity, 32),
              ThrowsMessage<InputError>(HasSubstr(
                  "expected at least one byte within the 2097152 bytes of the memory, found 32 from 0x200000 on")));
  EXPECT_THROW(access(0, -32, 32)(), InputError);
  EXPECT_THROW(access(0, 0, 0)(), InputError);
  (void)model.access(10, capacity - 128, 128, false);
  EXPECT_THAT(access(9, 0, 32),
              ThrowsMessage<InputError>(HasSubstr("expected an arrival at clock 10 or later, found clock 9")));
  EXPECT_THAT([&] { (void)model.finish(12); }, ThrowsMessage<InputError>(HasSubstr("at which everything is done")));
  EXPECT_THROW((void)model.sync(9), InputError);
  const Clock over = model.sync(10);
  EXPECT_THROW(model.restart(over - 1), InputError);
}

TEST(DramModel, RefusesBurstsThatDoNotFit) {
  for (const int burst : {0, 16, 96, 2048}) {
    EXPECT_THAT([&] { DramModel(small_memory(), burst); },
                ThrowsMessage<InputError>(HasSubstr("expected a power of two from 32 (a column) to 1024 bytes")))
        << burst;
  }
}

}  // namespace
}  // namespace lmulsim::dram
