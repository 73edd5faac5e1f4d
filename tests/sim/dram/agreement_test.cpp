// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Three versions that share no code of time, the event-driven model, the clocked controller and the plain rules, agree
// on every request, every command and every count. What the checker finds in their commands is nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dram/legality.hpp"
#include "streams.hpp"

namespace lmulsim::dram {
namespace {

using testing::IsEmpty;

constexpr int kShards = 8;
constexpr int kStreamsOfShard = 2500;

std::string texts(const std::vector<Violation>& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    text += violation.text() + "\n";
  }
  return text;
}

void expect_legal(const Stream& stream, const Answer& answer) {
  if (!answer.commands.empty()) {
    const auto found = violations(stream.memory, answer.commands, stream.events.back().origin, restarts(stream));
    EXPECT_THAT(found, IsEmpty()) << texts(found);
  }
}

void expect_agreement(const Stream& stream) {
  const Answer model = answer_of_model(stream);
  EXPECT_EQ(difference(model, answer_of_rules(stream)), "") << "the model and the plain rules";
  EXPECT_EQ(difference(model, answer_of_controller(stream)), "") << "the model and the clocked controller";
  expect_legal(stream, model);
  const DramCounts& c = model.counts;
  EXPECT_EQ(c.columns() * stream.memory.timing.ccd_s + c.lost() + c.idle,
            stream.end * stream.memory.organization.channels);
  EXPECT_GE(c.moved_bytes, c.useful_bytes);
}

class RandomStreams : public testing::TestWithParam<int> {};

TEST_P(RandomStreams, AreTheSameInAllVersionsAndLegal) {
  for (int i = 0; i < kStreamsOfShard && !HasFailure(); ++i) {
    const auto seed = static_cast<std::uint64_t>(GetParam() * kStreamsOfShard + i);
    SCOPED_TRACE(fmt::format("seed {}", seed));
    expect_agreement(random_stream(seed));
  }
}

INSTANTIATE_TEST_SUITE_P(Dram, RandomStreams, testing::Range(0, kShards));

TEST(RandomStream, MeetsEverythingThatAMemoryDoes) {
  DramCounts sum;
  int syncs = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Stream stream = random_stream(seed);
    sum += answer_of_model(stream).counts;
    syncs += static_cast<int>(restarts(stream).size());
  }
  for (const DramCount& count : kDramCounts) {
    EXPECT_GT(sum.*count.member, 400) << count.name;
  }
  EXPECT_GT(syncs, 400);
}

/// `count` requests of whole bursts, each so many blocks after the one before, all at clock 0; refresh at their end.
Stream directed(const DramMemory& memory, int burst_bytes, int count, std::int64_t step_blocks, int write_every) {
  Stream stream{memory, burst_bytes, {}, 0};
  for (int i = 0; i < count; ++i) {
    stream.events.push_back({.clock = 0,
                             .address = i * step_blocks * burst_bytes % memory.organization.capacity_bytes(),
                             .bytes = burst_bytes,
                             .write = write_every > 0 && i % write_every == 0});
  }
  stream.end = 1;
  const Clock done = std::ranges::max(answer_of_rules(stream).done);
  stream.events.push_back({.clock = done, .sync = true, .origin = done + 2000});
  stream.end = done + 2500;
  return stream;
}

TEST(DirectedStreams, AreTheSameInAllVersions) {
  for (const char* name : kPresets) {
    const DramMemory memory = preset(name, false);
    const Organization& o = memory.organization;
    for (const int burst : {64, 256, 1024}) {
      const std::int64_t stripe = o.stripe_bytes() / burst;
      for (const std::int64_t step : {std::int64_t{1}, std::int64_t{3}, stripe / o.banks, stripe, stripe + 1}) {
        for (const int write_every : {0, 1, 2, 7}) {
          SCOPED_TRACE(fmt::format("{}, bursts of {}, step {}, a write of {}", name, burst, step, write_every));
          expect_agreement(directed(memory, burst, 60, step, write_every));
        }
      }
    }
  }
}

TEST(Refresh, ComesBeforeAnArrivalOfTheClockInWhichItIsDue) {
  for (const Clock offset : {-1, 0, 1}) {
    Stream stream{small_memory(), 128, {}, 4000};
    const Clock due = stream.memory.timing.refi;
    stream.events = {{.clock = 0, .bytes = 128},
                     {.clock = due + offset, .bytes = 128},
                     {.clock = 2000, .sync = true, .origin = 3000}};
    expect_agreement(stream);
    const Answer answer = answer_of_model(stream);
    const DramTiming& t = stream.memory.timing;
    // The row is open, and the data come at once; or it has been closed and opened again after the refresh.
    const Clock first = offset < 0 ? due + offset : due + t.rp + t.rfc + t.rcd_rd;
    EXPECT_EQ(answer.done[1], first + (offset < 0 ? 3 * t.ccd_s : 3 * t.rrd_s) + t.cl + t.bl);
  }
}

}  // namespace
}  // namespace lmulsim::dram
