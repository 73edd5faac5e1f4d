// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "gates/liberty.hpp"

namespace lmulsim::gates {
namespace {

/// Not a plane: each cell of the grid has its own slopes.
const Table kTable{.slew_ns = {1, 2, 4}, .load_pf = {10, 20, 50}, .values = {1, 2, 8, 3, 5, 9, 4, 10, 40}};

TEST(Table, HasItsOwnPoints) {
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t l = 0; l < 3; ++l) {
      EXPECT_EQ(kTable.at(kTable.slew_ns[s], kTable.load_pf[l]), kTable.values[s * 3 + l]);
    }
  }
}

TEST(Table, IsBilinearBetweenThem) {
  EXPECT_DOUBLE_EQ(kTable.at(1.5, 15), (1 + 2 + 3 + 5) / 4.0);
  EXPECT_DOUBLE_EQ(kTable.at(3, 35), (5 + 9 + 10 + 40) / 4.0);
  EXPECT_DOUBLE_EQ(kTable.at(1, 29), 2 + 0.3 * 6);
}

TEST(Table, ContinuesTheOuterSegmentsBeyondThem) {
  EXPECT_DOUBLE_EQ(kTable.at(1, 0), 0);
  EXPECT_DOUBLE_EQ(kTable.at(0, 10), -1);
  EXPECT_DOUBLE_EQ(kTable.at(4, 80), 70);
  EXPECT_DOUBLE_EQ(kTable.at(6, 10), 5);
  EXPECT_DOUBLE_EQ(kTable.at(6, 80), 13 + 2 * (70 - 13));  // 13 and 70 at load 80 and slews 2 and 4
}

TEST(Table, IsConstantAlongAnAxisOfOnePoint) {
  const Table row{.slew_ns = {1, 2}, .load_pf = {0}, .values = {5, 7}};
  EXPECT_DOUBLE_EQ(row.at(1.5, 123), 6);
  const Table column{.slew_ns = {0}, .load_pf = {1, 2}, .values = {5, 7}};
  EXPECT_DOUBLE_EQ(column.at(123, 3), 9);
}

TEST(Table, IsZeroWhenEmpty) {
  EXPECT_EQ(Table{}.at(1, 1), 0);
}

}  // namespace
}  // namespace lmulsim::gates
