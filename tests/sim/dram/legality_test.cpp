// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The checker is checked: for each rule commands that keep it to the clock, and the same with one of them a clock too
// early; and models that take one distance for shorter than it is.
#include "dram/legality.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "dram/dram_model.hpp"
#include "streams.hpp"
#include "util/random.hpp"

namespace lmulsim::dram {
namespace {

using enum CommandKind;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using Commands = std::vector<DramCommand>;

const DramTiming t = small_memory().timing;

DramCommand act(Clock clock, int group = 0, int bank = 0, std::int64_t row = 0) {
  return {clock, activate, 0, group, bank, row, 0};
}
DramCommand pre(Clock clock, int group = 0, int bank = 0) {
  return {clock, precharge, 0, group, bank, 0, 0};
}
DramCommand rd(Clock clock, int group = 0, int bank = 0) {
  return {clock, read, 0, group, bank, 0, 0};
}
DramCommand wr(Clock clock, int group = 0, int bank = 0) {
  return {clock, write, 0, group, bank, 0, 0};
}
DramCommand ref(Clock clock) {
  return {clock, refresh, 0, 0, 0, 0, 0};
}

std::vector<std::string_view> rules_broken(const Commands& commands, Clock until = 600,
                                           const DramMemory& memory = small_memory()) {
  std::vector<std::string_view> rules;
  for (const Violation& violation : violations(memory, commands, until)) {
    rules.push_back(violation.rule);
  }
  return rules;
}

/// Commands that are legal, the last one at the first clock at which it is.
struct Edge {
  std::string_view rule;
  Commands commands;
};

const std::vector<Edge>& edges() {
  static const std::vector<Edge> table{
      {"tRCD_RD", {act(0), rd(t.rcd_rd)}},
      {"tRCD_WR", {act(0), wr(t.rcd_wr)}},
      {"tRAS", {act(0), pre(t.ras)}},
      {"tRC", {act(0), pre(t.ras), act(t.rc)}},
      {"tRC", {act(0), pre(t.ras), ref(t.rc)}},
      {"tRP", {act(0), pre(200), act(200 + t.rp)}},
      {"tRP", {act(0), pre(200), ref(200 + t.rp)}},
      {"tRTP", {act(0), rd(100), pre(100 + t.rtp)}},
      {"tWR", {act(0), wr(100), pre(100 + t.cwl + t.bl + t.wr)}},
      {"tCCD_S", {act(0), act(50, 1), rd(100), rd(100 + t.ccd_s, 1)}},
      {"tCCD_S", {act(0), act(50, 1), wr(100), wr(100 + t.ccd_s, 1)}},
      {"tCCD_L", {act(0), act(50, 0, 1), rd(100), rd(100 + t.ccd_l, 0, 1)}},
      {"tCCD_L", {act(0), act(50, 0, 1), wr(100), wr(100 + t.ccd_l, 0, 1)}},
      {"tRRD_S", {act(0), act(t.rrd_s, 1)}},
      {"tRRD_L", {act(0), act(t.rrd_l, 0, 1)}},
      {"tFAW", {act(0), act(4, 1), act(8, 2), act(12, 3), act(t.faw, 0, 1)}},
      {"tWTR_S", {act(0), act(50, 1), wr(100), rd(100 + t.cwl + t.bl + t.wtr_s, 1)}},
      {"tWTR_L", {act(0), act(50, 0, 1), wr(100), rd(100 + t.cwl + t.blx + t.wtr_l, 0, 1)}},
      {"tRTW", {act(0), act(50, 1), rd(100), wr(100 + t.rtw, 1)}},
      {"tRFC", {ref(0), act(t.rfc)}},
      {"tRFC", {ref(0), ref(t.rfc)}},
  };
  return table;
}

void PrintTo(const Edge& edge, std::ostream* out) {
  *out << edge.rule;
}

class Edges : public testing::TestWithParam<Edge> {};

TEST_P(Edges, AreLegalAndOneClockBeforeThemIsNot) {
  Commands commands = GetParam().commands;
  EXPECT_THAT(rules_broken(commands), IsEmpty());
  --commands.back().clock;
  EXPECT_THAT(rules_broken(commands), ElementsAre(GetParam().rule));
}

INSTANTIATE_TEST_SUITE_P(Legality, Edges, testing::ValuesIn(edges()), [](const auto& test) {
  return std::string(test.param.rule) + "_" + std::to_string(test.index);
});

TEST(Legality, HasATestForEveryRule) {
  std::set<std::string_view> tested{"row", "bus", "place", "tREFI"};
  for (const Edge& edge : edges()) {
    tested.insert(edge.rule);
  }
  const auto rules = legality_rules();
  EXPECT_EQ(tested, std::set<std::string_view>(rules.begin(), rules.end()));
}

TEST(Legality, RowsAreOpenedUsedAndClosedInTurn) {
  EXPECT_THAT(rules_broken({rd(0)}), ElementsAre("row"));
  EXPECT_THAT(rules_broken({wr(0)}), ElementsAre("row"));
  EXPECT_THAT(rules_broken({pre(0)}), ElementsAre("row"));
  EXPECT_THAT(rules_broken({act(0), act(100)}), ElementsAre("row"));
  EXPECT_THAT(rules_broken({act(0, 0, 0, 1), rd(100)}), ElementsAre("row"));
  EXPECT_THAT(rules_broken({act(0), ref(100)}), ElementsAre("row"));
}

TEST(Legality, DataDoNotMeetOnTheBus) {
  DramMemory memory = small_memory();
  memory.timing.rtw = 1;  // a table that is itself wrong
  const Clock edge = 100 + t.cl + t.bl - t.cwl;
  EXPECT_THAT(rules_broken({act(0), act(50, 1), rd(100), wr(edge, 1)}, 600, memory), IsEmpty());
  EXPECT_THAT(rules_broken({act(0), act(50, 1), rd(100), wr(edge - 1, 1)}, 600, memory), ElementsAre("bus"));
}

TEST(Legality, PlacesAreThoseOfTheMemory) {
  EXPECT_THAT(rules_broken({act(0, 4)}), ElementsAre("place"));
  EXPECT_THAT(rules_broken({act(0, 0, 4)}), ElementsAre("place"));
  EXPECT_THAT(rules_broken({act(0, 0, 0, 256)}), ElementsAre("place"));
  EXPECT_THAT(rules_broken({act(0), {100, read, 0, 0, 0, 0, 16}}), ElementsAre("place"));
  EXPECT_THAT(rules_broken({{0, activate, 1, 0, 0, 0, 0}}), ElementsAre("place"));
}

TEST(Legality, AtMostEightRefreshesAreOwed) {
  EXPECT_THAT(rules_broken({}, 9 * t.refi - 1), IsEmpty());
  EXPECT_THAT(rules_broken({}, 9 * t.refi), ElementsAre("tREFI"));
  EXPECT_THAT(rules_broken({ref(9 * t.refi - 1)}, 10 * t.refi - 1), IsEmpty());
  EXPECT_THAT(rules_broken({ref(9 * t.refi)}, 10 * t.refi - 1), ElementsAre("tREFI"));
}

TEST(Legality, AtMostEightRefreshesArePulledIn) {
  Commands commands;
  for (int i = 0; i < 8; ++i) {
    commands.push_back(ref(i * t.rfc));
  }
  EXPECT_THAT(rules_broken(commands), IsEmpty());
  commands.push_back(ref(8 * t.rfc));
  EXPECT_THAT(rules_broken(commands), ElementsAre("tREFI"));
}

TEST(Legality, ARestartOfTheTimerOwesNothing) {
  const std::vector<Clock> origins{Clock{8} * t.refi};
  EXPECT_THAT(violations(small_memory(), {}, 16 * t.refi, origins), IsEmpty());
  EXPECT_EQ(violations(small_memory(), {}, 17 * t.refi, origins).size(), 1U);
}

TEST(Legality, AViolationSaysWhatIsWrongAndWhere) {
  const auto found = violations(small_memory(), Commands{act(0), rd(12)}, 600);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text(),
            "RD at clock 12 of channel 0, group 0, bank 0, row 0, column 0: tRCD_RD: expected at least 13 clocks, "
            "found 12");
}

/// A model that takes one distance for another than it is, and the rule by which its commands are found out.
struct WrongDistance {
  std::string_view key;
  int change;
  std::string_view rule;
};

constexpr std::array kWrongDistances{
    WrongDistance{"tBL", -1, "tWR"},         WrongDistance{"tBLx", -1, "tWTR_L"},
    WrongDistance{"tCWL", -1, "tWR"},        WrongDistance{"tRCD_RD", -1, "tRCD_RD"},
    WrongDistance{"tRCD_WR", -1, "tRCD_WR"}, WrongDistance{"tRP", -1, "tRP"},
    WrongDistance{"tRAS", -1, "tRAS"},       WrongDistance{"tRC", -1, "tRC"},
    WrongDistance{"tWR", -1, "tWR"},         WrongDistance{"tRTP", -1, "tRTP"},
    WrongDistance{"tCCD_S", -1, "tCCD_S"},   WrongDistance{"tCCD_L", -1, "tCCD_L"},
    WrongDistance{"tRRD_S", -1, "tRRD_S"},   WrongDistance{"tRRD_L", -1, "tRRD_L"},
    WrongDistance{"tFAW", -1, "tFAW"},       WrongDistance{"tWTR_S", -1, "tWTR_S"},
    WrongDistance{"tWTR_L", -1, "tWTR_L"},   WrongDistance{"tRTW", -1, "tRTW"},
    WrongDistance{"tRFC", -1, "tRFC"},       WrongDistance{"tREFI", 8400, "tREFI"},
};

void PrintTo(const WrongDistance& wrong, std::ostream* out) {
  *out << wrong.key;
}

class WrongDistances : public testing::TestWithParam<WrongDistance> {};

/// Random requests to a few rows of every bank, so often that each distance is felt.
Commands commands_of(const DramMemory& memory) {
  CommandList list;
  DramModel model(memory, 32, &list);
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Clock now = 1000 * static_cast<Clock>(seed);
    for (std::uint64_t i = 0; i < 20; ++i) {
      const std::uint64_t random = util::split_mix(seed * 20 + i);
      const auto block = static_cast<Address>(random % 1024);
      (void)model.access(now, block * 32, 32, (random >> 12U) % 3 == 0);
      now += static_cast<Clock>((random >> 16U) % 14);
    }
  }
  return list.commands;
}

TEST_P(WrongDistances, AreFoundOutByTheirRule) {
  const DramMemory right = small_memory();
  DramMemory wrong = right;
  const auto* const key = std::ranges::find(kTimingKeys, GetParam().key, &TimingKey::name);
  wrong.timing.*key->member += GetParam().change;
  EXPECT_THAT(rules_broken(commands_of(right), 40'000), IsEmpty());
  const auto found = violations(right, commands_of(wrong), 40'000, {}, 100'000);
  EXPECT_TRUE(std::ranges::any_of(found, [](const Violation& v) { return v.rule == GetParam().rule; }))
      << found.size() << " violations of other rules";
}

INSTANTIATE_TEST_SUITE_P(Legality, WrongDistances, testing::ValuesIn(kWrongDistances),
                         [](const auto& test) { return std::string(test.param.key); });

}  // namespace
}  // namespace lmulsim::dram
