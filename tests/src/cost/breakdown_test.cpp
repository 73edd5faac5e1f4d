// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Energy and area from activity, checked against sums made by hand from the technology's own figures.
#include "cost/breakdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "arith/accumulate.hpp"
#include "config/load.hpp"
#include "cost/registers.hpp"
#include "cost/unit_cost.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using machine::Activity;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

Activity sample_activity() {
  return {.busy_cycles = 600,
          .stall_cycles = 300,
          .idle_cycles = 100,
          .macs_issued = 4000,
          .macs_useful = 3000,
          .activation_reads = 1001,
          .weight_reads = 2000,
          .accumulator_reads = 50,
          .accumulator_writes = 77,
          .dram_read_bytes = 4096,
          .dram_write_bytes = 1024};
}

double value(const Breakdown& breakdown, Part part) {
  const auto it = std::ranges::find(breakdown.components, part, &Component::part);
  return it == breakdown.components.end() ? std::numeric_limits<double>::quiet_NaN() : it->band.value;
}

class Cost : public ::testing::Test {
 protected:
  Technology technology_ = load_technology("horowitz-45nm");
  machine::Accelerator acc_ = config::load_accelerator("lmul-e4m3-ws-32x32");
};

TEST_F(Cost, EveryEnergyIsItsCountTimesItsEntry) {
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  const SramPoint m = technology_.get_sram().table.at(256, 64, "memory");
  EXPECT_NEAR(value(e, Part::multipliers), 4000 * 0.03, 1e-9);
  EXPECT_NEAR(value(e, Part::accumulators), 4000 * 0.9, 1e-9);
  EXPECT_NEAR(value(e, Part::activation_sram), 126 * m.read_pj, 1e-9);  // 1001 bytes in words of 8
  EXPECT_NEAR(value(e, Part::weight_sram), 250 * m.read_pj, 1e-9);
  EXPECT_NEAR(value(e, Part::accumulator_sram), 25 * m.read_pj + 39 * m.write_pj, 1e-9);  // two fp32 sums a word
  EXPECT_NEAR(value(e, Part::sram_leakage), 3 * m.leakage_mw * 1e-3 * (1000 / 5e8) * 1e12, 1e-9);
  EXPECT_NEAR(value(e, Part::dram), 5120 * 8 * 30.5, 1e-6);
  EXPECT_DOUBLE_EQ(time_s(sample_activity(), acc_), 2e-6);
}

TEST_F(Cost, EveryAreaIsItsNumberTimesItsEntry) {
  const Breakdown a = area_um2(acc_, technology_);
  const SramPoint m = technology_.get_sram().table.at(256, 64, "memory");
  EXPECT_NEAR(value(a, Part::multipliers), 1024 * 36, 1e-6);
  EXPECT_NEAR(value(a, Part::accumulators), 1024 * 4184, 1e-6);
  EXPECT_NEAR(value(a, Part::weight_sram), m.area_um2, 1e-6);
  EXPECT_TRUE(std::ranges::none_of(
      a.components, [](const Component& c) { return c.part == Part::dram || c.part == Part::sram_leakage; }));
}

TEST_F(Cost, ComponentsAddUpToTheTotalAndBandsHoldTheirValuesForEveryAccelerator) {
  for (const std::string& name : config::shipped_names("accelerators", ".yaml")) {
    const machine::Accelerator acc = config::load_accelerator(name);
    for (const Breakdown& b : {energy_pj(sample_activity(), acc, technology_), area_um2(acc, technology_)}) {
      Band sum;
      for (const Component& c : b.components) {
        EXPECT_GE(c.band.low, 0) << name;
        EXPECT_LE(c.band.low, c.band.value) << name;
        EXPECT_LE(c.band.value, c.band.high) << name;
        EXPECT_FALSE(c.entries.empty()) << name;
        sum += c.band;
      }
      EXPECT_EQ(sum, b.total) << name;
      EXPECT_GT(b.total.low, 0) << name;
    }
  }
}

TEST_F(Cost, NothingHappeningCostsNothing) {
  EXPECT_EQ(energy_pj(Activity{}, acc_, technology_).total, Band{});
}

TEST_F(Cost, EnergyIsLinearInActivityButForTheLastPartlyFilledWord) {
  Activity even = sample_activity();
  even.activation_reads = 1000;
  even.accumulator_writes = 78;
  Activity twice = even;
  twice += even;
  EXPECT_NEAR(energy_pj(twice, acc_, technology_).total.value, 2 * energy_pj(even, acc_, technology_).total.value,
              1e-6);
}

TEST_F(Cost, ANegativeCountIsAFailedCheck) {
  Activity broken = sample_activity();
  broken.weight_reads = -1;
  EXPECT_THROW((void)energy_pj(broken, acc_, technology_), CheckError);
}

TEST_F(Cost, RegistersAreReportedAsNotCoveredWithoutAnEntry) {
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_THAT(e.notes, Contains(HasSubstr("not covered: pipeline and skew registers")));
  EXPECT_THAT(area_um2(acc_, technology_).notes, Contains(HasSubstr("not covered: pipeline and skew registers")));
}

TEST_F(Cost, RegistersAreChargedWithAnEntry) {
  technology_.energy_pj[static_cast<std::size_t>(Operation::register_bit)] = Entry{{0.001, 0.002, 0.003}, {}};
  technology_.area_um2[static_cast<std::size_t>(Operation::register_bit)] = Entry{{4, 5, 6}, {}};
  const RegisterBits bits = register_bits(acc_);
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_NEAR(value(e, Part::registers), 0.002 * 1000 * static_cast<double>(bits.pe + bits.skew), 1e-6);
  EXPECT_THAT(e.notes, Not(Contains(HasSubstr("registers"))));
  EXPECT_NEAR(value(area_um2(acc_, technology_), Part::registers), 5.0 * static_cast<double>(bits.pe + bits.skew),
              1e-6);
}

TEST_F(Cost, RegisterBitsOfASmallArrayAreCountedByHand) {
  // 4x4, weight stationary, e4m3, fp32: a PE has a moving word, an active and a shadow word and one that keeps the load
  // wave beside the swap wave, a product (sign, 5 bits of exponent, 3 of significand, 2 of class) and two stages of a
  // sum. Edges: 0+1+2+3 moving words, twice, as many weights once, 2+3+4+5 partial sums, 3+2+1+0 results.
  const RegisterBits ws = register_bits(config::load_accelerator("lmul-e4m3-ws-4x4"));
  EXPECT_EQ(ws.pe, 16 * (8 + 24 + 11 + 64));
  EXPECT_EQ(ws.skew, 2 * 6 * 8 + 6 * 8 + 14 * 32 + 6 * 32);
  // Output stationary: a moving word each way, a product, two sums and their shadows.
  const RegisterBits os = register_bits(config::load_accelerator("lmul-e4m3-os-4x4"));
  EXPECT_EQ(os.pe, 16 * (8 + 8 + 11 + 64 + 64));
  EXPECT_EQ(os.skew, 6 * 8 + 6 * 8 + 6 * 32);
}

TEST_F(Cost, RegisterBitsOfASmallArrayInOneCycleAreCountedByHand) {
  // No product, and one stage of everything.
  const auto in_one_cycle = [](const char* name) {
    machine::Accelerator acc = config::load_accelerator(name);
    acc.pe.mul_stages = 0;
    acc.pe.acc_latency = 1;
    return register_bits(acc);
  };
  const RegisterBits ws = in_one_cycle("lmul-e4m3-ws-4x4");
  EXPECT_EQ(ws.pe, 16 * (8 + 16 + 32));
  EXPECT_EQ(ws.skew, 6 * 8 + 6 * 8 + 10 * 32 + 6 * 32);
  const RegisterBits os = in_one_cycle("lmul-e4m3-os-4x4");
  EXPECT_EQ(os.pe, 16 * (8 + 8 + 32 + 32));
  EXPECT_EQ(os.skew, 6 * 8 + 6 * 8 + 6 * 32);
}

TEST_F(Cost, AMemoryBiggerThanTheTableIsRefusedByName) {
  acc_.memory.weight_bytes = std::int64_t{8192} * 1024;
  EXPECT_THAT([&] { (void)area_um2(acc_, technology_); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("weight memory: 8192 KiB")));
}

TEST_F(Cost, AMemorySlowerThanTheClockIsSaid) {
  acc_.clock_hz = 2e9;
  EXPECT_THAT(energy_pj(sample_activity(), acc_, technology_).warnings,
              Contains(HasSubstr("and no number of banks meets it: costed as one")));
  acc_.clock_hz = 1e8;
  EXPECT_TRUE(energy_pj(sample_activity(), acc_, technology_).warnings.empty());
  EXPECT_THAT(energy_pj(sample_activity(), acc_, technology_).notes, Not(Contains(HasSubstr("banks"))));
}

TEST_F(Cost, IntegerAddersAreExactAtTheEntriesAndStraightBetween) {
  const auto pj = [&](int bits) { return integer_adder(technology_, Quantity::energy, bits).band.value; };
  EXPECT_EQ(pj(8), 0.03);
  EXPECT_EQ(pj(16), 0.05);
  EXPECT_EQ(pj(32), 0.1);
  EXPECT_NEAR(pj(4), 0.015, 1e-12);
  EXPECT_NEAR(pj(12), 0.04, 1e-12);
  EXPECT_NEAR(pj(24), 0.075, 1e-12);
  EXPECT_NEAR(pj(64), 0.2, 1e-12);
  for (int bits = 1; bits < 120; ++bits) {
    EXPECT_LT(pj(bits), pj(bits + 1));
  }
  // The area table has no 16-bit adder: the line from 8 to 32 bits bridges it.
  EXPECT_NEAR(integer_adder(technology_, Quantity::area, 16).band.value, 36 + 101.0 / 3, 1e-9);
}

TEST_F(Cost, AFixedAccumulatorIsAnAdderOfItsWidth) {
  const machine::Accelerator fixed = config::load_accelerator("exact-e4m3-fixed-ws-32x32");
  const double expected = 0.1 * fixed.pe.accumulator.width / 32;
  EXPECT_NEAR(accumulator(fixed.pe, technology_, Quantity::energy).band.value, expected, 1e-12);
}

TEST_F(Cost, MixedOperandsAreChargedAsTheCostlier) {
  const machine::Accelerator mixed = config::load_accelerator("exact-e4m3-e5m2-ws-32x32");
  const UnitCost cost = multiplier(mixed.pe, technology_, Quantity::energy);
  EXPECT_EQ(cost.band, technology_.get(Quantity::energy, Operation::e4m3_mul).band);
  EXPECT_EQ(cost.entries.size(), 2U);
}

TEST_F(Cost, TheShiftersOfNormalisationAreSaidToBeMissing) {
  const machine::Accelerator normalize = config::load_accelerator("lmul-e4m3-normalize-ws-32x32");
  EXPECT_THAT(energy_pj(sample_activity(), normalize, technology_).notes,
              Contains(HasSubstr("not covered: the shifters that normalise")));
}

}  // namespace
}  // namespace lmulsim::cost
