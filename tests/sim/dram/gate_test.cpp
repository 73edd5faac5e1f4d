// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a single access, a stream, and the worst orders of requests take: exact clocks of the four presets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "dram/dram_model.hpp"
#include "streams.hpp"

namespace lmulsim::dram {
namespace {

/// The figures of one preset.
struct Gate {
  const char* preset;
  Clock closed;
  Clock hit;
  Clock conflict;
  Clock write_hit;
  Clock stream;
  Clock stream_with_refresh;
  double share;  ///< of the peak, with refresh, in percent
  Clock one_group;
  Clock ping_pong;
  std::array<Clock, 5> activates;  ///< number 0, 4, 8, 12, 15
};

constexpr std::array kGates{
    Gate{"ddr4-3200", 48, 26, 70, 20, 640'044, 673'330, 95.050, 1064, 7374, {0, 34, 68, 102, 114}},
    Gate{"lpddr5-6400", 34, 19, 49, 11, 640'038, 699'356, 91.513, 286, 4885, {0, 16, 32, 48, 60}},
    Gate{"hbm2-2000", 30, 16, 44, 7, 640'034, 692'603, 92.405, 154, 4782, {0, 16, 32, 48, 60}},
    Gate{"hbm3-6400", 53, 22, 79, 12, 640'057, 711'295, 89.977, 177, 7181, {0, 24, 48, 72, 84}},
};

void PrintTo(const Gate& gate, std::ostream* out) {
  *out << gate.preset;
}

constexpr Clock kIdle = 1000;  ///< every distance is in the past

class Gates : public testing::TestWithParam<Gate> {
 protected:
  [[nodiscard]] DramMemory memory(bool refresh = false) const { return preset(GetParam().preset, refresh); }
  [[nodiscard]] DramTiming timing() const { return memory().timing; }
  [[nodiscard]] int column() const { return static_cast<int>(memory().organization.native_bytes); }
};

TEST_P(Gates, ReadOfAClosedBank) {
  const DramTiming t = timing();
  EXPECT_EQ(DramModel(memory(), column()).access(0, 0, column(), false), GetParam().closed);
  EXPECT_EQ(GetParam().closed, t.rcd_rd + t.cl + t.bl);
}

TEST_P(Gates, ReadOfAnOpenRow) {
  const DramTiming t = timing();
  DramModel model(memory(), column());
  (void)model.access(0, 0, column(), false);
  EXPECT_EQ(model.access(kIdle, 0, column(), false) - kIdle, GetParam().hit);
  EXPECT_EQ(GetParam().hit, t.cl + t.bl);
}

TEST_P(Gates, ReadWhenAnotherRowIsOpen) {
  const DramTiming t = timing();
  DramModel model(memory(), column());
  (void)model.access(0, 0, column(), false);
  EXPECT_EQ(model.access(kIdle, memory().organization.stripe_bytes(), column(), false) - kIdle, GetParam().conflict);
  EXPECT_EQ(GetParam().conflict, t.rp + t.rcd_rd + t.cl + t.bl);
}

TEST_P(Gates, WriteOfAnOpenRow) {
  const DramTiming t = timing();
  DramModel model(memory(), column());
  (void)model.access(0, 0, column(), false);
  EXPECT_EQ(model.access(kIdle, 0, column(), true) - kIdle, GetParam().write_hit);
  EXPECT_EQ(GetParam().write_hit, t.cwl + t.bl);
}

constexpr int kStreamBursts = 40'000;
constexpr int kStreamBurst = 256;

/// The clock at which the last of a stream's bursts is done. A burst arrives when the one 64 before is done, not before
/// the one before.
Clock stream(const DramMemory& memory) {
  constexpr std::size_t kWindow = 64;
  DramModel model(memory, kStreamBurst);
  std::vector<Clock> done;
  Clock arrival = 0;
  for (int i = 0; i < kStreamBursts; ++i) {
    if (done.size() >= kWindow) {
      arrival = std::max(arrival, done[done.size() - kWindow]);
    }
    done.push_back(model.access(arrival, Address{i} * kStreamBurst, kStreamBurst, false));
  }
  return done.back();
}

TEST_P(Gates, StreamWithoutRefresh) {
  const DramTiming t = timing();
  const Clock columns = Clock{kStreamBursts} * kStreamBurst / column();
  EXPECT_EQ(stream(memory()), GetParam().stream);
  EXPECT_EQ(GetParam().stream, t.rcd_rd + 3 * (t.rrd_s - t.ccd_s) + (columns - 1) * t.ccd_s + t.cl + t.bl);
}

TEST_P(Gates, StreamWithRefreshTakesItsShareOfThePeak) {
  const DramTiming t = memory(true).timing;
  const Clock last = stream(memory(true));
  const Clock columns = Clock{kStreamBursts} * kStreamBurst / column();
  const double share = 100.0 * static_cast<double>(columns * t.ccd_s) / static_cast<double>(last);
  const double lost = 100.0 * (t.rtp + t.rp + t.rfc + t.rcd_rd) / t.refi;
  EXPECT_EQ(last, GetParam().stream_with_refresh);
  EXPECT_NEAR(share, GetParam().share, 0.0005);
  EXPECT_NEAR(share, 100 - lost, 0.2);
}

TEST_P(Gates, AllColumnsOfOneRowGoAtTheGroupsRate) {
  const DramTiming t = timing();
  const Organization o = memory().organization;
  DramModel model(memory(), column());
  const auto columns = o.row_bytes / o.native_bytes;
  Clock done = 0;
  for (std::int64_t i = 0; i < columns; ++i) {
    done = model.access(0, i * o.groups * o.native_bytes, column(), false);
  }
  EXPECT_EQ(done, GetParam().one_group);
  EXPECT_EQ(done, t.rcd_rd + (columns - 1) * t.ccd_l + t.cl + t.bl);
}

TEST_P(Gates, TwoRowsOfOneBankInTurnGoAtItsCycle) {
  const DramTiming t = timing();
  DramModel model(memory(), column());
  Clock done = 0;
  for (int i = 0; i < 100; ++i) {
    done = model.access(0, i % 2 * memory().organization.stripe_bytes(), column(), false);
  }
  EXPECT_EQ(done, GetParam().ping_pong);
  EXPECT_EQ(done, 99 * std::max(t.rc, std::max(t.ras, t.rcd_rd + t.rtp) + t.rp) + t.rcd_rd + t.cl + t.bl);
}

TEST_P(Gates, SixteenBanksAtOnceAreActivatedFourInAWindow) {
  const Organization o = memory().organization;
  CommandList list;
  DramModel model(memory(), column(), &list);
  for (std::int64_t bank = 0; bank < o.banks; ++bank) {
    for (std::int64_t group = 0; group < o.groups; ++group) {
      (void)model.access(0, bank * o.groups * o.row_bytes + group * o.native_bytes, column(), false);
    }
  }
  std::vector<Clock> activates;
  for (const DramCommand& command : list.commands) {
    if (command.kind == CommandKind::activate) {
      activates.push_back(command.clock);
    }
  }
  ASSERT_EQ(activates.size(), 16U);
  EXPECT_THAT((std::array{activates[0], activates[4], activates[8], activates[12], activates[15]}),
              testing::ElementsAreArray(GetParam().activates));
}

INSTANTIATE_TEST_SUITE_P(Dram, Gates, testing::ValuesIn(kGates), [](const auto& test) {
  std::string name = test.param.preset;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace lmulsim::dram
