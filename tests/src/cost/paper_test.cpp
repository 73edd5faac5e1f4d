// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The paper's arithmetic on the published table (arXiv:2410.00907v2, sections 1 and 2.1), and the same table read for
// pairs of datapaths that do the same work.
#include <gtest/gtest.h>

#include <initializer_list>

#include "config/load.hpp"
#include "cost/technology.hpp"
#include "cost/unit_cost.hpp"

namespace lmulsim::cost {
namespace {

class Paper : public ::testing::Test {
 protected:
  [[nodiscard]] double pj(Operation op) const { return technology_.get(Quantity::energy, op).band.value; }
  [[nodiscard]] double adder_pj(int bits) const {
    return integer_adder(technology_, Quantity::energy, bits).band.value;
  }
  /// Multiplier and accumulator of one PE, in pJ per multiply-accumulate.
  [[nodiscard]] Band mac_pj(const machine::Pe& pe) const {
    return multiplier(pe, technology_, Quantity::energy).band + accumulator(pe, technology_, Quantity::energy).band;
  }
  [[nodiscard]] Band mac_pj(const char* name) const { return mac_pj(config::load_accelerator(name).pe); }

  Technology technology_ = load_technology("horowitz-45nm");
};

TEST_F(Paper, AnIntegerAdditionCosts2_7PercentOfAFloatingPointMultiplication) {
  EXPECT_NEAR(100 * adder_pj(32) / pj(Operation::fp32_mul), 2.7, 0.05);
  EXPECT_NEAR(100 * adder_pj(16) / pj(Operation::fp16_mul), 4.5, 0.05);
}

TEST_F(Paper, WithTheAccumulation21_7PercentAreLeft) {
  const double accumulate = pj(Operation::fp32_add);
  EXPECT_NEAR(100 * (adder_pj(32) + accumulate) / (pj(Operation::fp32_mul) + accumulate), 21.7, 0.05);
}

TEST_F(Paper, Fp16WithAnFp32AccumulatorSaves52_5Percent) {
  machine::Pe pe = config::load_accelerator("lmul-bf16-ws-32x32").pe;
  pe.activation_format = pe.weight_format = arith::Format::fp16;
  const double lmul = mac_pj(pe).value;
  pe.multiplier = {};
  EXPECT_NEAR(100 * (1 - lmul / mac_pj(pe).value), 52.5, 0.05);
}

TEST_F(Paper, EightBitLmulCostsThreeTimesInt8) {
  EXPECT_NEAR(mac_pj("lmul-e4m3-ws-32x32").value, 0.93, 1e-12);
  EXPECT_NEAR(mac_pj("int8-ws-32x32").value, 0.30, 1e-12);
}

TEST_F(Paper, AgainstFp8TheSavingIs15To34Percent) {
  const double lmul = mac_pj("lmul-e4m3-ws-32x32").value;
  const Band multiply = technology_.get(Quantity::energy, Operation::e4m3_mul).band;
  const double accumulate = pj(Operation::fp32_add);
  EXPECT_NEAR(100 * (1 - lmul / (multiply.low + accumulate)), 15.5, 0.05);
  EXPECT_NEAR(100 * (1 - lmul / (multiply.high + accumulate)), 33.6, 0.05);
}

TEST_F(Paper, TheOffsetOfTheAdderCostsNothing) {
  EXPECT_EQ(mac_pj("mitchell-e4m3-ws-32x32"), mac_pj("lmul-e4m3-ws-32x32"));
}

TEST_F(Paper, ACheaperAccumulatorSavesMoreThanTheMultiplierDid) {
  const double fp32 = mac_pj("lmul-e4m3-ws-32x32").value;
  const double exact = mac_pj("exact-e4m3-ws-32x32").value;
  EXPECT_GT(fp32 - mac_pj("lmul-e4m3-bf16acc-ws-32x32").value, exact - fp32);
}

}  // namespace
}  // namespace lmulsim::cost
