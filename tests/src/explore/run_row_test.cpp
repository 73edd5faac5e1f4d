// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/run_row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "explore/metrics.hpp"
#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

using ::testing::HasSubstr;

RunRow sample() {
  RunRow row;
  row.id = "0123";
  row.outcome = "ok";
  row.message = "tabs\tand\nlines, \"quotes\" and 5:colons";
  row.cycles = 10'939'457;
  row.macs = 11'174'215'680;
  row.tokens = 128;
  row.time_s = 0.1 + 0.2;
  row.energy_pj_low = 1;
  row.energy_pj = 92.24e9;
  row.energy_pj_high = 1e11;
  row.power_w_low = 3;
  row.power_w = 4.5;
  row.power_w_high = 5;
  row.area_um2_low = 1e6;
  row.area_um2 = 2e6;
  row.area_um2_high = 3e6;
  row.parts = R"({"energy_pj":{"multipliers":[1,2,3,[0]]},"area_um2":{}})";
  return row;
}

TEST(RunRow, ComesBackFromBytesToTheLastBit) {
  util::SplitMix64 random(3);
  RunRow row = sample();
  EXPECT_EQ(decode(encode(row)), row);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) {
      row.time_s = value;
      row.cycles = static_cast<std::int64_t>(bits);
      ASSERT_EQ(decode(encode(row)), row) << value;
    }
  }
}

TEST(RunRow, RefusesTornBytes) {
  const std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW((void)decode(std::string_view(bytes).substr(0, size)), InputError) << size;
  }
  EXPECT_THROW((void)decode(bytes + "0:"), InputError);
}

TEST(RunRow, ItsJsonHasEveryColumnAndEveryDigit) {
  const std::string json = canonical_json(sample());
  for (const RunColumn& column : kRunColumns) {
    EXPECT_THAT(json, HasSubstr("\"" + std::string(column.name) + "\":"));
  }
  EXPECT_THAT(json, HasSubstr("\"time_s\":0.30000000000000004"));
  EXPECT_THAT(json, HasSubstr("\"perplexity\":null"));
}

TEST(Metrics, EndsAndPartsAreMetricsToo) {
  const RunRow row = sample();
  EXPECT_EQ(metric("power_w.high", "x").of(row)->value, 5);
  EXPECT_EQ(metric("energy_pj.multipliers", "x").of(row)->value, 2);
  EXPECT_EQ(metric("energy_pj.multipliers.low", "x").of(row)->value, 1);
  EXPECT_FALSE(metric("energy_pj.nothing", "x").of(row).has_value());
  EXPECT_FALSE(metric("perplexity", "x").of(row).has_value());
  EXPECT_THROW((void)metric("energi_pj", "x"), InputError);
  EXPECT_THROW((void)metric("cycles.parts", "x"), InputError);
}

TEST(Metrics, LimitsThatAskForWhatIsMissingDoNotHold) {
  EXPECT_TRUE(metric_expression("power_w <= 5 and area_um2.high <= 3e6", "x").holds(sample()));
  EXPECT_FALSE(metric_expression("perplexity_ratio <= 1.02", "x").holds(sample()));
}

}  // namespace
}  // namespace lmulsim::explore
