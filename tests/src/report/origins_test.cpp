// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/origins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "report/origins_writer.hpp"
#include "report/scaled_logic.hpp"
#include "report/writers.hpp"
#include "sample.hpp"
#include "util/error.hpp"

namespace lmulsim::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_report;
using ::testing::ThrowsMessage;

class OriginsOf : public ::testing::Test {
 protected:
  result::RunReport report_ = sample_report();
  cost::Technology technology_ = cost::load_technology("horowitz-45nm");
};

TEST_F(OriginsOf, EveryPartOfEnergyAndAreaIsANumberWithAMethod) {
  const Origins origins = origins_of(report_, technology_, "");
  for (const cost::Component& c : report_.energy_pj->components) {
    const auto it =
        std::ranges::find(origins.numbers, "energy." + std::string(cost::name(c.part)), &NumberOrigin::name);
    ASSERT_NE(it, origins.numbers.end());
    EXPECT_FALSE(it->method.empty());
    EXPECT_EQ(it->entries, c.entries);
    for (const std::string& entry : c.entries) {
      EXPECT_NE(std::ranges::find(origins.entries, entry, &cost::Explanation::entry), origins.entries.end());
    }
  }
}

TEST_F(OriginsOf, ATextChoosesNumbersAndTheirEntries) {
  const Origins origins = origins_of(report_, technology_, "energy.acc");
  ASSERT_EQ(origins.numbers.size(), 2U);  // accumulators, accumulator_sram
  EXPECT_EQ(origins.numbers[0].name, "energy.accumulators");
  EXPECT_EQ(origins.entries.size(), 2U);
}

TEST_F(OriginsOf, AnEntryThatNoNumberRestsOnIsFoundInTheTechnology) {
  const Origins origins = origins_of(report_, technology_, "fp32_mul");
  EXPECT_TRUE(origins.numbers.empty());
  ASSERT_EQ(origins.entries.size(), 2U);
  EXPECT_EQ(origins.entries[0].entry, "energy.fp32_mul");
  EXPECT_THAT(origins_text(origins), AllOf(HasSubstr("M. Horowitz"), HasSubstr("published"), HasSubstr("2014-02"),
                                           Not(HasSubstr("Origin of the numbers"))));
}

TEST_F(OriginsOf, AnUnknownTextIsAnsweredWithTheNearest) {
  EXPECT_THAT([&] { (void)origins_of(report_, technology_, "utilisation"); },
              ThrowsMessage<InputError>(HasSubstr("the nearest is 'utilization'")));
}

TEST_F(OriginsOf, PowerIsEnergyOverTime) {
  report_.time_s = 2e-6;
  report_.energy_pj->total = {1e6, 2e6, 4e6};
  EXPECT_DOUBLE_EQ(result::power_w(report_).value, 1);
  EXPECT_DOUBLE_EQ(result::power_w(report_).high, 2);
  report_.time_s = 0;
  EXPECT_EQ(result::power_w(report_), cost::Band{});
}

TEST(ScaledLogic, IsPrintedAsABandWithItsWarnings) {
  cost::ScaledLogic scaled;
  scaled.energy_pj = {1, 2, 30};
  scaled.factors.warnings = {"a trap"};
  const std::string text = scaled_logic_text(scaled);
  EXPECT_THAT(text, AllOf(HasSubstr("1 pJ to 30 pJ"), HasSubstr("warning: a trap")));
  result::RunReport report = sample_report();
  EXPECT_FALSE(to_json(report).contains("scaled"));
  report.scaled = scaled;
  EXPECT_TRUE(to_json(report).contains("scaled"));
  EXPECT_THAT(to_text(report), HasSubstr("a trap"));
}

}  // namespace
}  // namespace lmulsim::report
