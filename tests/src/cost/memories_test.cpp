// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/memories.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "config/load.hpp"
#include "gates_file.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

double value(const Breakdown& breakdown, Part part) {
  const auto it = std::ranges::find(breakdown.components, part, &Component::part);
  return it == breakdown.components.end() ? -1 : it->band.value;
}

class Memories : public ::testing::Test {
 protected:
  Breakdown dram(const char* name) {
    use_dram(technology_, name);
    Breakdown out;
    add_dram_energy(out, activity_, acc_, technology_);
    return out;
  }

  Technology technology_ = load_technology(gates_file());
  machine::Accelerator acc_ = config::load_accelerator("lmul-e4m3-ws-4x4");  // 500 MHz
  Activity activity_{.busy_cycles = 500'000, .dram_read_bytes = 16385, .dram_write_bytes = 4096};
};

TEST_F(Memories, Ddr4IsCostedCommandByCommand) {
  const Breakdown e = dram("ddr4-3200");
  EXPECT_NEAR(value(e, Part::dram_activate), (3 + 1) * 8 * 529.0, 1e-6);  // rows of 8 KiB over 8 devices
  EXPECT_NEAR(value(e, Part::dram_read), 16385 * 8 * 5.48, 1e-6);
  EXPECT_NEAR(value(e, Part::dram_write), 4096 * 8 * 4.63, 1e-6);
  EXPECT_NEAR(value(e, Part::dram_io), (16385 + 4096) * 8 * 3.4, 1e-6);
  EXPECT_NEAR(value(e, Part::dram_refresh), 1e6 / 7800 * 8 * 83800, 1);  // one millisecond
  EXPECT_NEAR(value(e, Part::dram_standby), 8 * 62.4e-3 * 1e-3 * 1e12, 1);
  EXPECT_EQ(value(e, Part::dram), -1);
  EXPECT_THAT(e.notes, Contains(HasSubstr("opens each row of 8192 bytes once")));
}

TEST_F(Memories, Hbm2OpensRowsOfAPseudoChannel) {
  EXPECT_NEAR(value(dram("hbm2"), Part::dram_activate), (17 + 4) * 828.0, 1e-6);
}

TEST_F(Memories, DramKnownPerBitIsOnePart) {
  const Breakdown e = dram("lpddr5");
  ASSERT_EQ(e.components.size(), 1U);
  EXPECT_NEAR(value(e, Part::dram), (16385 + 4096) * 8 * 7.0, 1e-6);
  EXPECT_THAT(e.components[0].entries, ::testing::ElementsAre("dram.lpddr5.bit"));
}

TEST_F(Memories, WhatNoFigureIsPublishedForIsAnEstimateWithABand) {
  const DramCommands& hbm2 = *technology_.drams.at("hbm2").commands;
  const DramCommands& ddr4 = *technology_.drams.at("ddr4-3200").commands;
  for (const Entry& entry : {ddr4.get(DramCommand::io), hbm2.get(DramCommand::io), hbm2.get(DramCommand::refresh),
                             hbm2.get(DramCommand::standby), *technology_.drams.at("lpddr5").bit}) {
    EXPECT_EQ(entry.origin.method, Method::estimate);
    EXPECT_LE(entry.band.low * 1.5, entry.band.high);
  }
}

TEST_F(Memories, AnUnknownDramOrSramIsAnsweredWithTheKnownOnes) {
  EXPECT_THAT([&] { use_dram(technology_, "ddr5"); },
              ThrowsMessage<InputError>(AllOf(HasSubstr("found 'ddr5'"), HasSubstr("ddr4-3200, gddr5, hbm2, hbm3"))));
  EXPECT_THAT([&] { use_sram(technology_, "lp"); }, ThrowsMessage<InputError>(HasSubstr("SRAM hp, lstp, found 'lp'")));
}

TEST_F(Memories, HighPerformanceSramLeaksAThousandTimesMore) {
  const double lstp = value(energy_pj(activity_, acc_, technology_), Part::sram_leakage);
  use_sram(technology_, "hp");
  EXPECT_GT(value(energy_pj(activity_, acc_, technology_), Part::sram_leakage), 100 * lstp);
}

// CACTI, 45 nm, 64 bits: 256 KiB take 1.65 ns, 32 KiB 1.343 ns and 17.0418 pJ, 8 KiB 0.886 ns.
TEST_F(Memories, ASlowMemoryIsCutIntoAsManyBanksAsMeetTheClock) {
  acc_.memory.activation_bytes = 256 * 1024;
  activity_.activation_reads = 8000;  // a thousand accesses of 64 bits
  acc_.clock_hz = 700e6;
  const MemoryCost m = memories(acc_, technology_)[0];
  EXPECT_EQ(m.banks, 8);
  EXPECT_NEAR(m.leakage_mw(), 8 * 0.000923907, 1e-12);
  EXPECT_NEAR(m.area_um2(), 8 * 0.0948597e6, 1e-3);
  const Breakdown energy = energy_pj(activity_, acc_, technology_);
  EXPECT_NEAR(value(energy, Part::activation_sram), 1000 * 17.0418, 1e-6);
  EXPECT_THAT(energy.notes, Contains(HasSubstr("takes 1.65 ns, a clock cycle 1.43 ns; taken as 8 banks of 32 KiB")));
  EXPECT_NEAR(value(area_um2(acc_, technology_), Part::activation_sram), 8 * 0.0948597e6, 1e-3);
  acc_.clock_hz = 1e9;
  EXPECT_EQ(memories(acc_, technology_)[0].banks, 32);
  acc_.clock_hz = 600e6;
  EXPECT_EQ(memories(acc_, technology_)[0].banks, 1);
}

TEST_F(Memories, AClockThatNoBankMeetsLeavesOneAndSaysSo) {
  acc_.memory.activation_bytes = 256 * 1024;
  activity_.activation_reads = 8000;
  acc_.clock_hz = 2e9;  // the smallest memory of the table takes 0.63 ns
  EXPECT_EQ(memories(acc_, technology_)[0].banks, 1);
  const Breakdown energy = energy_pj(activity_, acc_, technology_);
  EXPECT_NEAR(value(energy, Part::activation_sram), 1000 * 44.7157, 1e-6);
  EXPECT_THAT(energy.warnings, Contains(HasSubstr("activation_sram: an access of the table's memory takes 1.65 "
                                                  "ns, a clock cycle 0.5 ns, and no number of banks meets it")));
}

TEST_F(Memories, TheScaleOfTheNodeIsThatOfTheCycleToo) {
  acc_.memory.activation_bytes = 256 * 1024;
  acc_.clock_hz = 500e6;  // 2 ns
  EXPECT_EQ(memories(acc_, technology_)[0].banks, 1);
  technology_.sram->scale = SramScale{.node_nm = 65, .voltage_v = 1.0, .time = {1.4, 1.4, 1.4}, .reasoning = "test"};
  EXPECT_EQ(memories(acc_, technology_)[0].banks, 8);
}

TEST_F(Memories, FiguresCarriedToAnotherNodeAreWiderAndSaid) {
  const Breakdown before = area_um2(acc_, technology_);
  technology_.sram->scale = SramScale{.node_nm = 180,
                                      .voltage_v = 1.8,
                                      .energy = {2, 3, 4},
                                      .area = {10, 16, 20},
                                      .time = {1, 1, 1},
                                      .leakage = {1, 1, 1},
                                      .reasoning = "test"};
  const Breakdown after = area_um2(acc_, technology_);
  EXPECT_NEAR(value(after, Part::weight_sram), 16 * value(before, Part::weight_sram), 1e-6);
  EXPECT_THAT(after.notes, Contains(HasSubstr("estimate: SRAM figures of 45 nm carried to 180 nm, 1.8 V")));
  EXPECT_THAT(after.warnings, Contains(HasSubstr("gates of 45 nm beside SRAM of 180 nm")));
}

TEST(DramInUse, IsTheChosenOneAnAssumedOneOrNone) {
  Technology t = load_technology("horowitz-45nm");
  EXPECT_EQ(dram_in_use(t).name, "ddr4-3200");
  EXPECT_TRUE(dram_in_use(t).assumed);
  use_dram(t, "gddr5");
  EXPECT_EQ(dram_in_use(t).name, "gddr5");
  EXPECT_FALSE(dram_in_use(t).assumed);
  EXPECT_EQ(dram_in_use(t).peak->bytes_per_s(), 32e9);
  t.drams.at("gddr5").peak.reset();
  EXPECT_FALSE(dram_in_use(t).peak.has_value());
  t.dram.clear();
  t.drams.clear();
  EXPECT_EQ(dram_in_use(t).name, "");
}

TEST(ShippedMemories, EveryDramHasAPeakWithASource) {
  const Technology t = load_technology("asap7");
  EXPECT_EQ(t.drams.size(), 7U);
  for (const auto& [name, dram] : t.drams) {
    ASSERT_TRUE(dram.peak.has_value()) << name;
    EXPECT_GT(dram.peak->bytes_per_s(), 1e9) << name;
    EXPECT_THAT(dram.peak->source, HasSubstr("JESD")) << name;
  }
}

TEST(ShippedMemories, AllLoadWithBothFlavoursAndEveryDram) {
  for (const char* name : {"180nm-1v8", "130nm-1v8", "130nm-1v2", "45nm", "22nm", "7nm"}) {
    const Technology t = load_technology(config::configs_dir() + "/technologies/memory/" + name + ".json");
    EXPECT_EQ(t.srams.size(), 2U) << name;
    EXPECT_TRUE(t.sram.has_value()) << name;
    EXPECT_EQ(t.dram, "ddr4-3200") << name;
    EXPECT_TRUE(t.drams.contains("hbm3")) << name;
  }
}

}  // namespace
}  // namespace lmulsim::cost
