// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/repetition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drawn_units.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using ::testing::HasSubstr;
using testing::some_activity;
using ::testing::ThrowsMessage;

LadderEntry entry(Rung rung, const std::string& against, std::optional<cost::Interval> saved) {
  LadderEntry e;
  e.question.rung = rung;
  e.question.against = against;
  e.saving.saved = saved;
  return e;
}

TEST(Agree, WithinTheRootOfBothHalfWidthsSquares) {
  EXPECT_TRUE(agree({0.07, 0.1, 0.13}, {0.11, 0.15, 0.19})) << "0.05 apart, of half-widths 0.03 and 0.04";
  EXPECT_FALSE(agree({0.07, 0.1, 0.13}, {0.111, 0.151, 0.191}));
  EXPECT_FALSE(agree({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2})) << "savings without error";
}

TEST(Repetition, CountsByRung) {
  const cost::Interval low{0, 0.1, 0.2};
  const cost::Interval high{0.4, 0.5, 0.6};
  const Ladder first{{entry(Rung::pe, "exact", low), entry(Rung::pe, "int8", low), entry(Rung::pe, "exact-cut", {}),
                      entry(Rung::array, "exact", {}), entry(Rung::array, "int8", low)},
                     {},
                     {}};
  const Ladder second{{entry(Rung::pe, "exact", low), entry(Rung::pe, "int8", high), entry(Rung::pe, "exact-cut", {}),
                       entry(Rung::array, "exact", low), entry(Rung::array, "exact-cut", low)},
                      {},
                      {}};
  Repetition r;
  count_agreement(r, first, second);
  const Agreement& pe = r.by_rung[static_cast<std::size_t>(Rung::pe)];
  EXPECT_EQ(pe.compared, 2);
  EXPECT_EQ(pe.agree, 1);
  EXPECT_EQ(pe.missed_by_both, 1) << "agrees, and is no part of the share";
  const Agreement& array = r.by_rung[static_cast<std::size_t>(Rung::array)];
  EXPECT_EQ(array.compared, 1) << "missed by one of them";
  EXPECT_EQ(array.agree, 0);
  EXPECT_EQ(r.all().compared, 3);
  EXPECT_EQ(r.only_in_one, 2);
}

class Repeat : public ::testing::Test {
 protected:
  Repeat() {
    second_.gates->seed = 2;
    second_.gates->drawn_recipes = {"32: dc2"};
  }

  [[nodiscard]] Repetition repeated() const { return repeat({first_}, second_, "second.json", some_activity); }

  cost::Technology first_ = testing::drawn_technology();
  cost::Technology second_ = testing::drawn_technology();
};

TEST_F(Repeat, AsksTheSecondCampaignAtTheClocksOfTheFirst) {
  second_.name = "another name";
  for (auto& [name, unit] : second_.gates->units) {
    unit.targets = unit.targets ? std::optional(cost::ClockTargets{1, 0.5}) : std::nullopt;
  }
  const Repetition r = repeated();
  EXPECT_EQ(r.technology, "invented");
  EXPECT_EQ(r.file, "second.json");
  EXPECT_GT(r.all().compared, 100);
  EXPECT_EQ(r.all().agree, r.all().compared);
  EXPECT_EQ(r.all().missed_by_both, 0);
  EXPECT_EQ(r.only_in_one, 0);
}

TEST_F(Repeat, FindsACampaignThatDisagrees) {
  second_.gates->units["pe-stationary/lmul/e4m3/daz/fp32/s1/l2"] = testing::drawn(0.7, {9, 6});
  const Repetition r = repeated();
  EXPECT_EQ(r.by_rung[static_cast<std::size_t>(Rung::pe)].agree, 0);
  EXPECT_EQ(r.by_rung[static_cast<std::size_t>(Rung::multiplier)].agree, 9);
}

TEST_F(Repeat, RefusesWhatIsNoOtherCampaign) {
  const auto refused = [&](const char* why) {
    EXPECT_THAT([&] { (void)repeated(); }, ThrowsMessage<InputError>(HasSubstr(why)));
  };
  second_.gates->seed = 1;
  refused("second.json: gates.seed: expected operands of another seed than the first campaign's 1");
  second_.gates->seed = 2;
  second_.gates->drawn_recipes = {"32: dc2", "33: strash"};
  refused("gates.drawn_recipes: expected recipes that the first campaign has not, found '33: strash'");
  second_.gates->library_sha256 = std::string(64, 'b');
  refused("gates.library_sha256: expected the library of one of the technologies, found bbbbbbbbbbbb");
  second_.gates->drawn_recipes.clear();
  refused("second.json: gates.drawn_recipes: expected a technology with drawn netlists");
  second_.gates.reset();
  refused("second.json: gates.drawn_recipes: expected a technology with drawn netlists");
}

}  // namespace
}  // namespace lmulsim::study::paper
