// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "result/paired_parts.hpp"

namespace lmulsim::result {
namespace {

TEST(PairedRatio, IndependentPartsSpanTheWholeRange) {
  const std::array<PairedPart, 1> parts{{{{8, 10, 12}, {4, 5, 6}, false}}};
  const auto ratio = paired_ratio(parts);
  ASSERT_TRUE(ratio);
  EXPECT_DOUBLE_EQ(ratio->low, 4.0 / 12);
  EXPECT_DOUBLE_EQ(ratio->value, 0.5);
  EXPECT_DOUBLE_EQ(ratio->high, 6.0 / 8);
}

TEST(PairedRatio, OfACommonPartIsKnownExactly) {
  const std::array<PairedPart, 1> parts{{{{8, 10, 12}, {4, 5, 6}, true}}};
  const auto ratio = paired_ratio(parts);
  ASSERT_TRUE(ratio);
  EXPECT_EQ(*ratio, (cost::Band{0.5, 0.5, 0.5}));
}

TEST(PairedRatio, ACommonPartOnlyDilutesWhatIsKnownOfTheOther) {
  // 2 to 3 of a common 10 to 20 less: the ratio stays below 1, however large the common part's error is.
  const std::array<PairedPart, 2> parts{{{{3, 3, 3}, {0, 0, 1}, false}, {{10, 15, 20}, {10, 15, 20}, true}}};
  const auto ratio = paired_ratio(parts);
  ASSERT_TRUE(ratio);
  EXPECT_DOUBLE_EQ(ratio->low, 10.0 / 13);
  EXPECT_DOUBLE_EQ(ratio->value, 15.0 / 18);
  EXPECT_DOUBLE_EQ(ratio->high, 21.0 / 23);
}

TEST(PairedRatio, HasNoValueOverZero) {
  const std::array<PairedPart, 1> parts{{{{0, 1, 2}, {1, 1, 1}, false}}};
  EXPECT_FALSE(paired_ratio(parts));
  EXPECT_FALSE(paired_ratio({}));
}

/// Every combination of ends, one after the other.
cost::Band by_enumeration(const std::vector<PairedPart>& parts) {
  cost::Band out{1e300, 0, 0};
  for (unsigned choice = 0; choice < (1U << (2 * parts.size())); ++choice) {
    double a = 0;
    double b = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool high_a = ((choice >> (2 * i)) & 1U) != 0;
      const bool high_b = parts[i].common ? high_a : ((choice >> (2 * i + 1)) & 1U) != 0;
      a += high_a ? parts[i].a.high : parts[i].a.low;
      b += high_b ? parts[i].b.high : parts[i].b.low;
    }
    out.low = std::min(out.low, b / a);
    out.high = std::max(out.high, b / a);
  }
  return out;
}

TEST(PairedRatio, EqualsTheExtremesOfAllCombinations) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> number(0.1, 10);
  for (int run = 0; run < 200; ++run) {
    std::vector<PairedPart> parts;
    for (int i = 0; i < 5; ++i) {
      const double a = number(random);
      const double b = number(random);
      const double factor = 1 + number(random);
      parts.push_back({{a / factor, a, a * factor}, {b / factor, b, b * factor}, i % 2 == 0});
    }
    const auto ratio = paired_ratio(parts);
    const cost::Band expected = by_enumeration(parts);
    ASSERT_TRUE(ratio);
    EXPECT_NEAR(ratio->low, expected.low, 1e-12 * expected.low);
    EXPECT_NEAR(ratio->high, expected.high, 1e-12 * expected.high);
  }
}

}  // namespace
}  // namespace lmulsim::result
