// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/gate_array.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

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
  EXPECT_NE(it, breakdown.components.end()) << name(part);
  return it == breakdown.components.end() ? 0 : it->band.value;
}

/// 1000 cycles of a 4 x 4 array: 16 multiply-accumulates in each of 600 busy ones.
Activity sample_activity() {
  return {.busy_cycles = 600,
          .stall_cycles = 100,
          .idle_cycles = 300,
          .moving_beats = 600,
          .stationary_beats = 40,
          .psum_beats = 50,
          .result_beats = 600,
          .macs_issued = 9600,
          .macs_useful = 9000,
          .macs_zero_operand = 600,
          .activation_reads = 2400,
          .weight_reads = 160,
          .accumulator_reads = 200,
          .accumulator_writes = 2400,
          .dram_read_bytes = 16385,
          .dram_write_bytes = 4096};
}

class Gates : public ::testing::Test {
 protected:
  GateUnit& unit(const std::string& name) { return technology_.gates->units.at(name); }

  Technology technology_ = load_technology(gates_file());
  machine::Accelerator acc_ = config::load_accelerator("lmul-e4m3-ws-4x4");
};

// Of tests/data/gates.json: PE 1 pJ, multiplier 0.1, accumulator 0.5; registers 0.01 pJ a bit; clock 0.002 pJ a
// flip-flop and cycle; leakage a hundredth of the area in nW.

TEST_F(Gates, EveryMultiplyAccumulateCostsThePeAndIsSplitIntoItsParts) {
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_NEAR(value(e, Part::multipliers), 9600 * 0.1, 1e-6);
  EXPECT_NEAR(value(e, Part::accumulators), 9600 * 0.5, 1e-6);
  EXPECT_NEAR(value(e, Part::pe_registers_and_rest), 9600 * 0.4, 1e-6);
}

TEST_F(Gates, SkewRegistersCostTheBeatsThatPassThem) {
  // 4 lanes: 0+1+2+3 registers for weights and results, twice as many for the moving operand, which goes as slowly as
  // the sums of two cycles, 2+3+4+5 for partial sums, which wait for the product register too.
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  const double bits = 600.0 * 12 * 8 + 40.0 * 6 * 8 + 50.0 * 14 * 32 + 600.0 * 6 * 32;
  EXPECT_NEAR(value(e, Part::skew_registers), bits * 0.01, 1e-6);
}

TEST_F(Gates, EveryFlipFlopIsClockedInEveryCycle) {
  // PE: 8 moving, 8 active, 8 shadow, 8 of the load wave, 11 product, 2 x 32 sum. Control: see below; 384 of a
  // sequencer.
  const double flip_flops =
      16 * 107 + (12 * 8 + 6 * 8 + 14 * 32 + 6 * 32) + static_cast<double>(control_bits(acc_)) + 384;
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_NEAR(value(e, Part::clock), 1000 * flip_flops * 0.002, 1e-6);
}

TEST_F(Gates, EveryGateLeaksAsLongAsTheCyclesLast) {
  const double pe_area = 100 + 1000 + 5 * 107;
  const double skew_area = 5.0 * (12 * 8 + 6 * 8 + 14 * 32 + 6 * 32);
  const double control_area = 5.0 * (static_cast<double>(control_bits(acc_)) + 384) * 1.5;
  const double nanowatts = (16 * pe_area + skew_area + control_area) / 100;
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_NEAR(value(e, Part::logic_leakage), nanowatts * 1e-9 * 1000 / 500e6 * 1e12, 1e-9);
  const Breakdown a = area_um2(acc_, technology_);
  EXPECT_NEAR(value(a, Part::skew_registers), skew_area, 1e-9);
  EXPECT_NEAR(value(a, Part::control), control_area, 1e-9);
  EXPECT_NEAR(value(a, Part::multipliers) + value(a, Part::accumulators) + value(a, Part::pe_registers_and_rest),
              16 * pe_area, 1e-9);
}

TEST_F(Gates, ControlBitsOfSmallArraysAreCountedByHand) {
  // 4 x 4: three bits to each PE; for each row below the first valid and swap of two cycles, and take of one a row;
  // shadow_full, two of load_row, thirteen (4 rows of two cycles + 4 columns + 1) of result_valid and result_last each.
  EXPECT_EQ(control_bits(acc_), 48 + (2 * 3 * 2 + (1 + 2 + 3)) + 1 + 2 + 2 * 13);
  // Output stationary: five bits to each PE (two slots), three for each row below the first, mid_tile, two counters of
  // 24, four of since (0 to 8), 1 + 2 + 4 of drain, eight of shift, three of result_valid and result_last each.
  EXPECT_EQ(control_bits(config::load_accelerator("lmul-e4m3-os-4x4")), 80 + 9 + 1 + 48 + 4 + 7 + 8 + 2 * 3);
}

TEST_F(Gates, ControlBitsOfSmallArraysInOneCycleAreCountedByHand) {
  // The same with one slot, a result after 4 rows + 4 columns, and take beside the row.
  const auto in_one_cycle = [](machine::Accelerator acc) {
    acc.pe.mul_stages = 0;
    acc.pe.acc_latency = 1;
    return control_bits(acc);
  };
  EXPECT_EQ(in_one_cycle(acc_), 48 + 6 + 1 + 2 + 2 * 8);
  EXPECT_EQ(in_one_cycle(config::load_accelerator("lmul-e4m3-os-4x4")), 64 + 9 + 1 + 48 + 3 + 5 + 4 + 2 * 3);
}

TEST_F(Gates, ComponentsAddUpToTheTotalForEveryDataflow) {
  for (const char* name :
       {"lmul-e4m3-ws-4x4", "lmul-e4m3-os-4x4", "exact-e4m3-is-4x4", "exact-bf16-os-4x4", "int8-ws-4x4"}) {
    const machine::Accelerator acc = config::load_accelerator(name);
    for (const Breakdown& b : {energy_pj(sample_activity(), acc, technology_), area_um2(acc, technology_)}) {
      Band sum;
      for (const Component& c : b.components) {
        EXPECT_GE(c.band.low, 0) << name << " " << cost::name(c.part);
        EXPECT_LE(c.band.low, c.band.value) << name << " " << cost::name(c.part);
        EXPECT_LE(c.band.value, c.band.high) << name << " " << cost::name(c.part);
        EXPECT_FALSE(c.entries.empty()) << name << " " << cost::name(c.part);
        sum += c.band;
      }
      EXPECT_EQ(sum, b.total) << name;
    }
  }
}

TEST_F(Gates, PartsLargerThanThePeAreDividedInProportionAndSaid) {
  unit("multiplier/lmul/e4m3/daz").energy.at(Stimulus::gaussian).pj = {1, 1.5, 2};
  const Breakdown e = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_NEAR(value(e, Part::multipliers), 9600 * 1.5 / 2, 1e-6);
  EXPECT_NEAR(value(e, Part::accumulators), 9600 * 0.5 / 2, 1e-6);
  EXPECT_EQ(value(e, Part::pe_registers_and_rest), 0);
  EXPECT_THAT(e.notes, Contains(HasSubstr("sharing: multiplier and accumulator alone take 2 pJ, the PE with both 1")));
}

TEST_F(Gates, TheStreamThatRanChoosesTheMeasuredOne) {
  const Breakdown none = energy_pj(sample_activity(), acc_, technology_);
  EXPECT_THAT(none.notes, Contains(HasSubstr("no operand values: switching of the measured stream 'gaussian'")));
  const Breakdown zeros = energy_pj(sample_activity(), acc_, technology_, StreamStatistics{0.12, 0.5});
  EXPECT_THAT(zeros.notes, Contains(HasSubstr("measured stream 'zero-heavy' (0.100 toggles per bit, 60.0 % zeros)")));
  EXPECT_NEAR(value(zeros, Part::multipliers), 9600 * 0.04, 1e-6);
  EXPECT_LT(zeros.total.value, none.total.value);
}

TEST_F(Gates, MoreOfAnythingNeverCostsLess) {
  const double before = energy_pj(sample_activity(), acc_, technology_).total.value;
  for (const auto count :
       {&Activity::busy_cycles, &Activity::stall_cycles, &Activity::idle_cycles, &Activity::moving_beats,
        &Activity::stationary_beats, &Activity::psum_beats, &Activity::result_beats, &Activity::macs_issued,
        &Activity::activation_reads, &Activity::weight_reads, &Activity::accumulator_reads,
        &Activity::accumulator_writes, &Activity::dram_read_bytes, &Activity::dram_write_bytes}) {
    Activity more = sample_activity();
    more.*count += 1000;
    EXPECT_GT(energy_pj(more, acc_, technology_).total.value, before);
  }
}

TEST_F(Gates, AMissingUnitIsNamed) {
  technology_.gates->units.erase("accumulator/fp32/lmul/e4m3");
  EXPECT_THAT([&] { (void)area_um2(acc_, technology_); },
              ThrowsMessage<InputError>(HasSubstr("missing entry 'gates.units.accumulator/fp32/lmul/e4m3'")));
  machine::Accelerator one_cycle = config::load_accelerator("exact-bf16-os-4x4");
  one_cycle.pe.mul_stages = 0;
  one_cycle.pe.acc_latency = 1;
  EXPECT_THAT([&] { (void)energy_pj(sample_activity(), one_cycle, technology_); },
              ThrowsMessage<InputError>(HasSubstr("gates.units.pe-output/exact/bf16/normalize/fp32/s0/l1")));
}

TEST_F(Gates, RegistersOfAnotherWidthAreCostedPerBitOfTheNearest) {
  const double before = value(area_um2(acc_, technology_), Part::skew_registers);
  technology_.gates->units.erase("register/32");
  EXPECT_NEAR(value(area_um2(acc_, technology_), Part::skew_registers), before, 1e-9);  // 5 um^2 a bit in both
  technology_.gates->units.erase("register/16");
  technology_.gates->units.erase("register/8");
  EXPECT_THAT([&] { (void)area_um2(acc_, technology_); }, ThrowsMessage<InputError>(HasSubstr("register/8")));
}

/// The shipped accelerators of whose units the technology lacks one.
std::vector<std::string> lacking(const Technology& technology) {
  std::vector<std::string> names;
  for (const std::string& name : config::shipped_names("accelerators", ".yaml")) {
    try {
      (void)area_um2(config::load_accelerator(name), technology);
    } catch (const InputError&) {
      names.push_back(name);
    }
  }
  return names;
}

TEST(ShippedTechnologies, WithNetlistsHaveTheUnitsOfEveryShippedAccelerator) {
  int with_netlists = 0;
  for (const std::string& name : config::shipped_names("technologies", ".json")) {
    const Technology technology = load_technology(name);
    if (technology.gates && technology.gates->has_netlists()) {
      EXPECT_THAT(lacking(technology), ::testing::IsEmpty()) << name;
      ++with_netlists;
    }
  }
  EXPECT_GE(with_netlists, 2);
}

TEST(ShippedTechnologies, WithoutAUnitAreNoticed) {
  Technology technology = load_technology("osu018");
  ASSERT_EQ(technology.gates->units.erase("pe-output/lmul/e4m3/daz/fp32/s1/l2"), 1U);
  EXPECT_THAT(lacking(technology), ::testing::UnorderedElementsAre("lmul-e4m3-os-32x32", "lmul-e4m3-os-4x4"));
}

}  // namespace
}  // namespace lmulsim::cost
