// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "drawn_units.hpp"
#include "study/paper/ladder.hpp"

namespace lmulsim::study::paper {
namespace {

using testing::drawn;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::some_activity;

TEST(Answer, HasAColumnForEachTechnologyAndARowForEachQuestion) {
  const report::Grid grid = answer_grid(ladder(testing::drawn_technology(), some_activity));
  EXPECT_THAT(grid.head, ElementsAre("saved", "invented"));
  EXPECT_THAT(grid.rows.front(), ElementsAre("energy of exact, multiplier alone", "50.0 % (50.0 to 50.0)"));
  const auto row = std::ranges::find(grid.rows, "energy of int8, PE, sums in fp32", [](const auto& r) { return r[0]; });
  ASSERT_NE(row, grid.rows.end());
  EXPECT_THAT((*row)[1], HasSubstr("-100.0 %"));
  const auto none =
      std::ranges::find(grid.rows, "energy of exact, PE, sums in bf16", [](const auto& r) { return r[0]; });
  ASSERT_NE(none, grid.rows.end());
  EXPECT_EQ((*none)[1], "-") << "not measured";
  EXPECT_THAT(grid.rows.back(), ElementsAre("recipes drawn for each design, at least", "12"));
}

TEST(Answer, IsASentenceForEachKindOfSums) {
  EXPECT_THAT(
      answer_sentences(ladder(testing::drawn_technology(), some_activity)),
      ElementsAre("Alone, L-Mul saves 50 % of the energy of the exact multiplier, saves 50 % of the area of it.",
                  "In a PE with sums in fp32, L-Mul saves 10 % of the energy of the exact multiplier's PE, saves "
                  "10 % of the area of it, costs 100 % more energy than int8 with int32 sums."));
}

TEST(Answer, SaysWhatCannotBeToldFromNothing) {
  cost::Technology technology = testing::drawn_technology();
  cost::GateUnit same = drawn(1, {9, 6});
  for (std::size_t i = 0; i < same.netlists.size(); ++i) {  // now better, now worse
    same.netlists[i].area_um2 *= i % 2 == 0 ? 1.05 : 0.95;
  }
  technology.gates->units["pe-stationary/lmul/e4m3/daz/fp32/s1/l2"] = same;
  const std::vector<std::string> sentences = answer_sentences(ladder(technology, some_activity));
  EXPECT_THAT(sentences.back(), HasSubstr("area than it (nothing that can be told from zero on invented)"));
}

TEST(Answer, IsEmptyWithoutNetlists) {
  EXPECT_TRUE(answer_sentences({}).empty());
}

}  // namespace
}  // namespace lmulsim::study::paper
