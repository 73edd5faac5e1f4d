// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/csv.hpp"

#include <gmock/gmock.h>

namespace lmulsim::util {
namespace {

using testing::ElementsAre;

TEST(Csv, TrimsCellsAndDropsTrailingCommas) {
  const auto rows = read_csv("Layer name, M, N,\n conv 1 ,\t2 ,3,,\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("Layer name", "M", "N"));
  EXPECT_THAT(rows[1].cells, ElementsAre("conv 1", "2", "3"));
}

TEST(Csv, KeepsLineNumbersAcrossBlankLinesAndCrLf) {
  const auto rows = read_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n\r\n ,,\r\n1,,2");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b"));
  EXPECT_EQ(rows[1].line, 4);
  EXPECT_THAT(rows[1].cells, ElementsAre("1", "", "2"));
}

TEST(Csv, OfNothingIsNothing) {
  EXPECT_TRUE(read_csv("").empty());
}

}  // namespace
}  // namespace lmulsim::util
