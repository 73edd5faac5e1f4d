// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Random netlists with random delays: every transition of every net as the plain simulator has it.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "../../../src/gates/circuit.hpp"
#include "flow/gatesim/event_queue.hpp"
#include "flow/gatesim/gate_simulator.hpp"
#include "gates/generic_library.hpp"
#include "plain_simulator.hpp"
#include "util/random.hpp"

namespace lmulsim::flow::gatesim {
namespace {

using Delays = std::vector<std::vector<GateSimulator::Delay>>;

class Random {
 public:
  explicit Random(std::uint64_t seed) : random_(seed) {}
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  std::uint64_t word() { return random_(); }

 private:
  util::SplitMix64 random_;
};

/// Gates of a random kind on random earlier nets, with flip-flops among them whose data, and clock gates whose enables,
/// come from anywhere.
class RandomNetlist {
 public:
  RandomNetlist(std::uint64_t seed, int longest_fs) : random_(seed), longest_fs_(longest_fs) {
    int next = 2;
    std::vector<int> inputs;
    for (int i = 0; i < kInputs; ++i) {
      inputs.push_back(next++);
    }
    const int clock = next++;
    circuit_.input("in", inputs).input("clk", clock);
    const int first_state = next;
    next += kStates;
    const int end = next + kGates;
    for (; next < end; ++next) {
      add_gate(next);
    }
    for (int i = 0; i < kClockGates; ++i) {
      circuit_.gate(gates::kGenericClockGate, "gate", {clock, random_.below(end)}, {end + i});
      delays_.push_back({{}});
    }
    for (int i = 0; i < kStates; ++i) {
      const int gated = end + i % kClockGates;
      circuit_.gate("$_DFF_P_", "state", pins(i < kUngated ? clock : gated, 2 + random_.below(end - 2)),
                    {first_state + i});
      delays_.push_back({delay()});
    }
    circuit_.output("out", end - 1);
  }

  [[nodiscard]] const gates::Netlist& netlist() const { return circuit_.netlist(); }
  [[nodiscard]] const Delays& delays() const { return delays_; }

 private:
  static constexpr int kInputs = 9;
  static constexpr int kStates = 12;
  static constexpr int kUngated = 4;  ///< of the states; the others are behind clock gates
  static constexpr int kClockGates = 3;
  static constexpr int kGates = 150;

  /// Of a flip-flop, in its cell's order.
  std::vector<int> pins(int clock, int data) {
    const gates::Cell& cell = *circuit_.netlist().library->find("$_DFF_P_");
    std::vector<int> nets;
    for (const auto& pin : cell.inputs) {
      nets.push_back(pin.name == "D" ? data : clock);
    }
    return nets;
  }

  GateSimulator::Delay delay() {
    return {1e-6 * (1 + random_.below(longest_fs_)), 1e-6 * (1 + random_.below(longest_fs_))};
  }

  void add_gate(int output) {
    const std::vector<const char*> kinds{"$_NOT_", "$_AND_", "$_OR_", "$_XOR_", "$_XNOR_", "$_MUX_"};
    const char* kind = kinds[static_cast<std::size_t>(random_.below(static_cast<int>(kinds.size())))];
    const std::size_t count = circuit_.netlist().library->find(kind)->inputs.size();
    std::vector<int> inputs;
    for (std::size_t i = 0; i < count; ++i) {
      inputs.push_back(random_.below(output));  // constants and the same net twice among them
    }
    circuit_.gate(kind, "gate", inputs, {output});
    delays_.push_back({delay()});
  }

  Random random_;
  int longest_fs_;
  gates::testing::Circuit circuit_{gates::generic_library()};
  Delays delays_;
};

void expect_same(std::uint64_t seed, int longest_fs) {
  constexpr int kCycles = 200;
  const RandomNetlist random(seed, longest_fs);
  GateSimulator fast(random.netlist(), random.delays(), 5e-6);
  testing::PlainSimulator plain(random.netlist(), random.delays(), 5e-6);
  Random words(seed + 1);
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    const PortValue value{words.word(), 0};
    fast.set(0, value);
    plain.set(0, value);
    fast.cycle();
    plain.cycle();
  }
  ASSERT_EQ(fast.activity(), plain.activity()) << "seed " << seed << ", delays to " << longest_fs << " fs";
  EXPECT_EQ(fast.latest_event_ns(), plain.latest_event_ns());
  std::int64_t glitches = 0;
  for (const NetActivity& net : fast.activity()) {
    glitches += net.transitions() - net.settled;
  }
  EXPECT_GT(glitches, 1000) << "nothing to see";
}

TEST(RandomNetlists, MoveAsThePlainSimulatorSays) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    for (const int longest_fs : {2, 10, 1000, 500'000}) {  // short ones meet in one instant
      expect_same(seed, longest_fs);
    }
  }
}

TEST(EventQueue, GivesEventsOfOneTimeTogetherAndInTheOrderOfTime) {
  EventQueue queue;
  for (const std::uint64_t time : {7U, 3U, 900U, 3U, 64U}) {
    queue.push({time, static_cast<std::uint32_t>(time), 0});
  }
  std::vector<Event> events;
  EXPECT_EQ(queue.take(events), 3U);
  EXPECT_EQ(events.size(), 2U);
  queue.push({5, 5, 0});
  for (const std::uint64_t time : {5U, 7U, 64U, 900U}) {
    ASSERT_FALSE(queue.empty());
    EXPECT_EQ(queue.take(events), time);
    EXPECT_EQ(events.size(), 1U);
  }
  EXPECT_TRUE(queue.empty());
  queue.restart();
  queue.push({1, 1, 0});
  EXPECT_EQ(queue.take(events), 1U) << "earlier than what was taken before";
}

}  // namespace
}  // namespace lmulsim::flow::gatesim
