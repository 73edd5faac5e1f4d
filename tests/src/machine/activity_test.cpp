// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "machine/activity.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lmulsim::machine {
namespace {

/// Every count another number: its row in the table times `factor`.
Activity numbered(std::int64_t factor) {
  Activity a;
  std::int64_t row = 0;
  for (const Count& count : kCounts) {
    a.*count.member = factor * ++row;
  }
  return a;
}

TEST(Activity, ASumIsTheSumOfEveryCount) {
  Activity sum = numbered(1);
  sum += numbered(100);
  EXPECT_EQ(sum, numbered(101));
}

TEST(Activity, ACountThatOneTermDoesNotKnowIsUnknownInTheSum) {
  const Activity known = numbered(1);
  Activity unknown = known;
  unknown.macs_zero_operand = -1;
  for (const auto& [a, b] : {std::pair{known, unknown}, std::pair{unknown, known}, std::pair{unknown, unknown}}) {
    Activity sum = a;
    sum += b;
    EXPECT_EQ(sum.macs_zero_operand, -1);
    EXPECT_EQ(sum.busy_cycles, 2 * known.busy_cycles);
  }
}

TEST(Activity, EveryCountHasANameOfItsOwnAndAMeaning) {
  std::set<std::string_view> names;
  for (const Count& count : kCounts) {
    EXPECT_TRUE(names.insert(count.name).second) << count.name;
    EXPECT_FALSE(count.meaning.empty()) << count.name;
    EXPECT_EQ(&count_of(count.member), &count);
  }
}

}  // namespace
}  // namespace lmulsim::machine
