// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cost/gate_array.hpp"
#include "drawn_units.hpp"
#include "invented.hpp"

namespace lmulsim::study::paper {
namespace {

using ::testing::HasSubstr;
using testing::invented;

const Claim& claim(const ClaimGroup& group, std::string_view quantity) {
  const auto it = std::ranges::find(group.claims, quantity, &Claim::quantity);
  EXPECT_NE(it, group.claims.end()) << quantity;
  return *it;
}

TEST(EnergyClaims, FollowFromThePapersTable) {
  const ClaimGroup group = energy_claims(cost::load_technology("horowitz-45nm"));
  const auto found = [&](const char* quantity) { return claim(group, quantity).recomputed->value; };
  EXPECT_NEAR(found("fp32 product: energy left by an int32 addition"), 2.7, 0.05);
  EXPECT_NEAR(found("fp16 product: energy left by an int16 addition"), 4.5, 0.05);
  EXPECT_NEAR(found("dot products, fp32: energy saved (\"80 %\")"), 100 - 21.7, 0.05);
  EXPECT_NEAR(found("dot products, fp16 with fp16 sums: energy saved"), 70, 0.05);
  EXPECT_NEAR(found("  fp16 with fp32 sums"), 52.5, 0.05);
  EXPECT_NEAR(found("fp8 L-Mul with fp32 sums, one operation"), 0.93, 1e-12);
  EXPECT_NEAR(found("int8 with int32 sums, one operation"), 0.30, 1e-12);
  const cost::Band fp8 = *claim(group, "  fp8 (e4m3) with fp32 sums").recomputed;
  EXPECT_NEAR(fp8.low, 15.5, 0.05);
  EXPECT_NEAR(fp8.high, 33.6, 0.05);
}

TEST(EnergyClaims, AreMeasuredInTheTechnologysUnits) {
  const ClaimGroup group = energy_claims(cost::load_technology("horowitz-45nm"));
  const cost::Technology technology = invented();
  const auto measured = [&](const char* quantity) { return claim(group, quantity).measure(technology); };
  EXPECT_DOUBLE_EQ(measured("fp8 L-Mul with fp32 sums, one operation").band->value, 1.7)
      << "a whole PE, with its clock pins";
  EXPECT_DOUBLE_EQ(measured("int8 with int32 sums, one operation").band->value, 1.1);
  EXPECT_DOUBLE_EQ(measured("element-wise products: energy saved (\"95 %\")").band->value, 75);
  EXPECT_NEAR(measured("  fp8 (e4m3) with fp32 sums").band->value, 100 * (1 - 1.7 / 2.0), 1e-9);
  EXPECT_FALSE(measured("dot products, fp32: energy saved (\"80 %\")").band);
  EXPECT_THAT(measured("dot products, fp32: energy saved (\"80 %\")").missing, HasSubstr("no fp32 multiplier"));
}

TEST(EnergyClaims, SavingsArePairedWhereThereAreNetlists) {
  const ClaimGroup group = energy_claims(cost::load_technology("horowitz-45nm"));
  const cost::Technology technology = testing::drawn_technology();
  const auto saved = [&](const char* quantity) { return *claim(group, quantity).measure(technology).band; };
  const cost::Band multiplier = saved("element-wise products: energy saved (\"95 %\")");
  EXPECT_NEAR(multiplier.value, 50, 1e-9);
  EXPECT_NEAR(multiplier.high - multiplier.low, 0, 1e-9) << "recipes differ by five times, the two designs never";
  EXPECT_NEAR(saved("  fp8 (e4m3) with fp32 sums").value, 10, 1e-9);
}

TEST(GateClaims, AreMeasuredInNandGates) {
  const ClaimGroup group = gate_claims();
  const cost::Technology technology = invented();
  EXPECT_EQ(claim(group, "e4m3 multiplier").measure(technology).band, (cost::Band{160, 200, 250}));
  EXPECT_EQ(claim(group, "fp8 (e4m3) L-Mul").measure(technology).band, (cost::Band{40, 50, 62.5}));
  EXPECT_DOUBLE_EQ(claim(group, "e4m3 L-Mul, of the multiplier's").measure(technology).band->value, 25);
}

TEST(GateClaims, AreRecomputedWhereThePaperHasANumber) {
  for (const Claim& c : gate_claims().claims) {
    if (c.paper && c.unit == "gates") {
      EXPECT_EQ(*c.paper, c.recomputed->value) << c.quantity;
    }
  }
}

TEST(GateClaims, AMissingUnitIsNamed) {
  cost::Technology technology = invented();
  technology.gates->units.erase(cost::unit_name(cost::multiplier_unit(exact_design(arith::Format::fp16))));
  const Measurement m = claim(gate_claims(), "fp16 multiplier").measure(technology);
  EXPECT_FALSE(m.band);
  EXPECT_THAT(m.missing, HasSubstr("multiplier/exact/fp16/daz"));
}

TEST(ErrorClaims, StateWhatThePaperShowsAndWhatIsFound) {
  const ClaimGroup figure = figure_4_claims();
  ASSERT_EQ(figure.claims.size(), 7U);
  for (const Claim& c : figure.claims) {
    EXPECT_NEAR(c.recomputed->value / *c.paper, 1, 0.15) << c.quantity;  // other operands: same picture
  }
  const ClaimGroup table = table_7_claims();
  ASSERT_EQ(table.claims.size(), 12U);
  for (const Claim& c : table.claims) {
    EXPECT_NEAR(c.recomputed->value, *c.paper, 0.0075) << c.quantity;  // the printed digits
  }
}

}  // namespace
}  // namespace lmulsim::study::paper
