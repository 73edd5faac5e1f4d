// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The parts of the bench, each by itself, and the loop that runs an array on it.
#include "bench/bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/activity_counter.hpp"
#include "bench/command_times.hpp"
#include "bench/drive.hpp"
#include "bench/traffic_counter.hpp"
#include "fast/control_model.hpp"
#include "util/error.hpp"

namespace lmulsim::bench {
namespace {

using machine::Dataflow;
using mapping::Program;
using ::testing::HasSubstr;

engine::ArrayParams array_2x3(Dataflow dataflow) {
  return {.shape = {2, 3, dataflow, 0, 1},
          .multiplier = {},
          .moving = arith::Format::int8,
          .top = arith::Format::int8,
          .accumulator = {.kind = arith::AccumulatorKind::int32}};
}

// 4 x 5 x 5 on 2 x 3: three tiles along K, the last one half full, times two along N.
Program program_of(Dataflow dataflow) {
  return {array_2x3(dataflow).shape, {4, 5, 5}, 1, {.stream_block = 4, .col_group = 2}};
}

TEST(Sequencer, PassesEveryBeatOfEveryCommandInOrder) {
  for (const Dataflow dataflow : {Dataflow::weight_stationary, Dataflow::output_stationary}) {
    const Program program = program_of(dataflow);
    std::int64_t command = 0;
    std::int64_t index = 0;
    std::int64_t beats = 0;
    Sequencer a(Channel::moving, program);
    for (; !a.done(); a.advance(), ++beats) {
      ASSERT_EQ(a.beat().command, command);
      ASSERT_EQ(a.beat().index, index);
      ASSERT_EQ(a.beat().first(), index == 0);
      const bool last = index + 1 == program.tile(command).beats;
      ASSERT_EQ(a.beat().last(), last);
      ASSERT_EQ(a.passed(), beats);
      command += last ? 1 : 0;
      index = last ? 0 : index + 1;
    }
    EXPECT_EQ(command, program.size());
  }
}

TEST(Sequencer, SkipsCommandsWithoutABeatOnTheChannel) {
  const Program program = program_of(Dataflow::weight_stationary);
  for (Sequencer c(Channel::psum, program); !c.done(); c.advance()) {
    EXPECT_TRUE(c.beat().tile.accumulate);
  }
  EXPECT_TRUE(Sequencer(Channel::psum, program_of(Dataflow::output_stationary)).done());
}

TEST(AccumulatorStore, HasAPartialSumAsSoonAsItWasWritten) {
  const Program program = program_of(Dataflow::weight_stationary);
  const engine::Operands operands{.a = std::vector<std::uint16_t>(20), .b = std::vector<std::uint16_t>(25)};
  const OperandView view(array_2x3(Dataflow::weight_stationary), program, &operands);
  AccumulatorStore store(program, view);
  const Beat beat = Sequencer(Channel::psum, program).beat();
  std::vector<arith::AccWord> read(3);
  std::uint64_t word = 0;
  for (; !store.has(beat); ++word) {
    ASSERT_FALSE(store.complete());
    const std::vector<arith::AccWord> words{{.lo = word, .hi = 7}, {.lo = word, .hi = 8}, {.lo = word, .hi = 9}};
    const Beat written = store.next();
    store.write(words);
    const bool awaited = written.command == beat.tile.depends_on && written.index == beat.index;
    ASSERT_EQ(store.has(beat), awaited);
  }
  store.read(beat, read);
  EXPECT_THAT(read, ::testing::ElementsAre(arith::AccWord{word - 1, 7}, arith::AccWord{word - 1, 8},
                                           arith::AccWord{word - 1, 9}));
}

/// Gives an observer one cycle in which the beats that are not null were accepted.
class Script {
 public:
  explicit Script(Observer& observer) : observer_(observer) {}

  void cycle(const Beat* moving, const Beat* stationary = nullptr, const Beat* psum = nullptr,
             const Beat* result = nullptr) {
    observer_.on_cycle({.number = now_++,
                        .in = in,
                        .out = out_,
                        .moving = moving,
                        .stationary = stationary,
                        .psum = psum,
                        .result = result});
  }

  engine::ArrayIn in{array_2x3(Dataflow::weight_stationary).shape};

 private:
  Observer& observer_;
  engine::ArrayOut out_{array_2x3(Dataflow::weight_stationary).shape};
  std::int64_t now_ = 0;
};

TEST(ActivityCounter, ACycleWithoutABeatIsAStallOnlyWhenAnotherBeatFollows) {
  const Program program = program_of(Dataflow::weight_stationary);
  const OperandView view(array_2x3(Dataflow::weight_stationary), program, nullptr);
  machine::Activity activity;
  ActivityCounter counter(view, activity);
  Script script(counter);
  const Beat beat = Sequencer(Channel::moving, program).beat();
  script.cycle(nullptr, &beat);
  script.cycle(&beat);
  script.cycle(nullptr);
  script.cycle(nullptr);
  EXPECT_EQ(activity.idle_cycles, 2);
  script.cycle(&beat);
  script.cycle(nullptr, nullptr, nullptr, &beat);
  EXPECT_EQ(activity.busy_cycles, 2);
  EXPECT_EQ(activity.stall_cycles, 3);
  EXPECT_EQ(activity.idle_cycles, 1);
  EXPECT_EQ(activity.total_cycles(), 6);
  EXPECT_EQ(activity.moving_beats, 2);
  EXPECT_EQ(activity.stationary_beats, 1);
  EXPECT_EQ(activity.psum_beats, 0);
  EXPECT_EQ(activity.result_beats, 1);
  EXPECT_EQ(activity.macs_issued, 12);
  EXPECT_EQ(activity.macs_zero_operand, -1);
}

TEST(ZeroOperandCounter, CountsPairsInWhichEitherIsZero) {
  const Program program = program_of(Dataflow::weight_stationary);
  const OperandView view(array_2x3(Dataflow::weight_stationary), program, nullptr);
  machine::Activity activity;
  ZeroOperandCounter counter(view, activity);
  Script script(counter);
  Beat beat = Sequencer(Channel::stationary, program).beat();
  script.in.stationary_data = {1, 0, 2};  // row 0: two words that are not zero
  script.cycle(nullptr, &beat);
  beat.index = 1;
  script.in.stationary_data = {0, 0, 3};  // row 1: one
  script.cycle(nullptr, &beat);
  script.in.moving_data = {5, 6};
  script.cycle(&beat);
  EXPECT_EQ(activity.macs_zero_operand, 3);
  script.in.moving_data = {0, 6};
  script.cycle(&beat);
  EXPECT_EQ(activity.macs_zero_operand, 3 + 5);
}

TEST(CommandTimes, NotesTheFirstBeatInAndTheCycleAfterTheLastResult) {
  const Program program = program_of(Dataflow::weight_stationary);
  std::vector<timing::CommandTime> times;
  CommandTimes observer(program, times);
  Script script(observer);
  Beat first = Sequencer(Channel::moving, program).beat();
  Beat last = first;
  last.index = last.count - 1;
  script.cycle(nullptr);
  script.cycle(&first);
  script.cycle(&last, nullptr, nullptr, &first);
  script.cycle(nullptr, nullptr, nullptr, &last);
  EXPECT_EQ(times.front(), (timing::CommandTime{.start = 1, .end = 4}));
  EXPECT_EQ(times.size(), static_cast<std::size_t>(program.size()));
}

/// Counts what it is shown.
class Watcher final : public Observer {
 public:
  void on_cycle(const Cycle& cycle) override {
    EXPECT_EQ(cycle.number, cycles++);
    results += cycle.result != nullptr ? 1 : 0;
  }
  std::int64_t cycles = 0;
  std::int64_t results = 0;
};

TEST(Drive, ShowsAWatcherEveryCycleOfTheRun) {
  for (const Dataflow dataflow : {Dataflow::weight_stationary, Dataflow::output_stationary}) {
    const Program program = program_of(dataflow);
    const auto array = fast::make_control_model(program.shape());
    Watcher watcher;
    const engine::RunOptions options{
        .stalls = {.seed = 3, .moving_percent = 30, .stationary_percent = 30, .psum_percent = 30, .result_percent = 30},
        .keep_command_times = false,
        .waves = {}};
    const engine::RunResult result = drive(*array, array_2x3(dataflow), program, nullptr, options, {&watcher});
    EXPECT_EQ(watcher.cycles, result.cycles);
    EXPECT_EQ(watcher.results, result.activity.result_beats);
    EXPECT_EQ(result.activity.total_cycles(), result.cycles);
    EXPECT_EQ(result.activity.macs_useful, 4 * 5 * 5);
  }
}

TEST(TrafficCounter, CountsAProductOnceWhenItsLastResultLeaves) {
  for (const Dataflow dataflow : {Dataflow::weight_stationary, Dataflow::output_stationary}) {
    const Program program(array_2x3(dataflow).shape, {4, 5, 5}, 3, {.stream_block = 4, .col_group = 2});
    const auto array = fast::make_control_model(program.shape());
    machine::Activity port;
    TrafficCounter traffic(program, {.read_bytes = 1000, .write_bytes = 10}, port);
    static_cast<void>(drive(*array, array_2x3(dataflow), program, nullptr, {}, {&traffic}));
    EXPECT_EQ(port.dram_read_bytes, 3000);
    EXPECT_EQ(port.dram_write_bytes, 30);
  }
}

/// An array whose moving channel stops for good.
class Stuck final : public engine::ArrayDut {
 public:
  explicit Stuck(const machine::ArrayShape& shape) : array_(fast::make_control_model(shape)), out_(shape) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    engine::ArrayIn seen = in;
    seen.moving_valid = in.moving_valid && accepted_ < 3;
    out_ = array_->settle(seen);
    out_.moving_ready = out_.moving_ready && seen.moving_valid;
    accepted_ += out_.moving_ready ? 1 : 0;
    return out_;
  }
  void clock() override { array_->clock(); }
  [[nodiscard]] std::string_view name() const override { return "stuck"; }

 private:
  std::unique_ptr<engine::ArrayDut> array_;
  engine::ArrayOut out_;
  int accepted_ = 0;
};

TEST(Drive, NamesAnArrayThatHangs) {
  const Program program = program_of(Dataflow::weight_stationary);
  Stuck stuck(program.shape());
  const auto hang = [&] { (void)drive(stuck, array_2x3(Dataflow::weight_stationary), program, nullptr, {}); };
  EXPECT_THAT(hang, ::testing::ThrowsMessage<CheckError>(HasSubstr("stuck: no beat was accepted for")));
}

}  // namespace
}  // namespace lmulsim::bench
