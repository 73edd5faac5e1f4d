// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "arith/spec.hpp"
#include "cost/surroundings.hpp"
#include "drawn_units.hpp"
#include "study/paper/ladder_machine.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Saved;
using ::testing::Contains;
using testing::drawn;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::some_activity;

constexpr double kRounding = 1e-9;

class DrawnLadder : public ::testing::Test {
 protected:
  void put(const std::string& name, const cost::GateUnit& unit) { technology_.gates->units[name] = unit; }

  [[nodiscard]] Ladder climb() const { return ladder(technology_, some_activity); }

  [[nodiscard]] static LadderEntry find(const Ladder& l, Rung rung, const std::string& against, Saved saved,
                                        ClockTarget target, std::optional<Scenario> scenario = std::nullopt) {
    const Question q{"invented", "e4m3",  rung == Rung::multiplier ? "" : "fp32", rung, against, target,
                     saved,      scenario};
    const auto it = std::ranges::find(l.entries, q, &LadderEntry::question);
    if (it == l.entries.end()) {
      throw std::logic_error("no such entry");
    }
    return *it;
  }

  [[nodiscard]] static double saved(const LadderEntry& e) { return e.saving.saved.value().value; }

  cost::Technology technology_ = testing::drawn_technology();
};

TEST_F(DrawnLadder, ComparesMultipliersAndPes) {
  const Ladder l = climb();
  const LadderEntry pe = find(l, Rung::pe, "exact", Saved::energy, ClockTarget::hard);
  EXPECT_NEAR(saved(pe), 0.1, kRounding);
  EXPECT_EQ(pe.clock_ns, 6);
  EXPECT_EQ(saving_text(pe.saving), "10.0 % (10.0 to 10.0)");
  EXPECT_NEAR(saved(find(l, Rung::pe, "exact", Saved::area, ClockTarget::none)), 0.1, kRounding);
  EXPECT_NEAR(saved(find(l, Rung::multiplier, "exact", Saved::edp, ClockTarget::relaxed)), 0.5, kRounding);
}

TEST_F(DrawnLadder, AsksAtTheClockThatTheSlowerDesignWasMadeFor) {
  const Ladder l = climb();
  const LadderEntry e = find(l, Rung::pe, "int8", Saved::energy, ClockTarget::relaxed);
  EXPECT_EQ(e.clock_ns, 9);
  EXPECT_NEAR(saved(e), -1, kRounding);
  ASSERT_THAT(l.fastest, SizeIs(3)) << "the multiplier against one other, the PE against two";
  EXPECT_NEAR(saved(l.fastest.at(2)), -1, kRounding);
}

TEST_F(DrawnLadder, HasEveryRungClockAndQuantity) {
  // A PE's two comparisons at three clocks: three quantities alone and in the array, with SRAM in three scenarios, and
  // energy and EDP with DRAM in three; and the multiplier's one.
  EXPECT_THAT(climb().entries, SizeIs(2 * 3 * (3 + 3 + 3 * 3 + 2 * 3) + 3 * 3));
}

TEST_F(DrawnLadder, AnArrayAddsItsSurroundingsToBoth) {
  const Ladder l = climb();
  machine::Accelerator design = lmul_design(arith::Format::e4m3);
  design.clock_hz = 1e9 / 9;
  const machine::Activity a = some_activity(design);
  double edges = 0;
  double all = 0;
  for (const cost::Component& c : surroundings_pj(a, design, technology_, cost::Stimulus::gaussian).components) {
    const std::string part(name(c.part));
    all += c.band.value / 1000;
    edges += part.find("sram") == std::string::npos && part.find("dram") == std::string::npos ? c.band.value / 1000 : 0;
  }
  // The best of 8 of the exact design, data and clock pins and leakage: 1024 PEs in 10 cycles for 1000 operations.
  const LadderEntry array = find(l, Rung::array, "exact", Saved::energy, ClockTarget::relaxed);
  const double other = array.saving.other.value() - edges;
  const double clocks = 1024 * 10 / 1000.0 * (0.5 + 100e-6 * 9);
  const LadderEntry pe = find(l, Rung::pe, "exact", Saved::energy, ClockTarget::relaxed);
  EXPECT_NEAR(other, pe.saving.other.value() - 0.5 + clocks, kRounding);
  EXPECT_NEAR(saved(array), 0.1 * other / (other + edges), kRounding);
  const LadderEntry dram = find(l, Rung::array_dram, "exact", Saved::energy, ClockTarget::relaxed, Scenario::value);
  EXPECT_NEAR(saved(dram), 0.1 * other / (other + all), kRounding);
}

TEST_F(DrawnLadder, MemoriesAreScenarios) {
  const Ladder l = climb();
  for (const Rung rung : {Rung::array_sram, Rung::array_dram}) {
    const auto at = [&](Scenario s) { return saved(find(l, rung, "exact", Saved::energy, ClockTarget::hard, s)); };
    EXPECT_GT(at(Scenario::low), at(Scenario::value)) << name(rung);
    EXPECT_GT(at(Scenario::value), at(Scenario::high)) << name(rung);
  }
  EXPECT_LT(saved(find(l, Rung::array_dram, "exact", Saved::energy, ClockTarget::hard, Scenario::low)),
            saved(find(l, Rung::array_sram, "exact", Saved::energy, ClockTarget::hard, Scenario::low)));
}

TEST_F(DrawnLadder, AnArraysEdpIsAtTheRunsClock) {
  // The same cycles at the same clock: what is saved in energy is saved in EDP, though L-Mul's netlists are faster.
  put("pe-stationary/lmul/e4m3/daz/fp32/s1/l2", drawn(0.9, {9, 6}, 4));
  const Ladder l = climb();
  EXPECT_NEAR(saved(find(l, Rung::array, "exact", Saved::edp, ClockTarget::hard)),
              saved(find(l, Rung::array, "exact", Saved::energy, ClockTarget::hard)), kRounding);
  EXPECT_NEAR(saved(find(l, Rung::pe, "exact", Saved::edp, ClockTarget::hard)), 1 - 0.9 * 4 / 5, kRounding);
}

TEST_F(DrawnLadder, SaysWhenADesignMissesTheClock) {
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", drawn(1, {9, 6}, 7));
  const Ladder l = climb();
  const LadderEntry missed = find(l, Rung::pe, "exact", Saved::energy, ClockTarget::hard);
  EXPECT_TRUE(missed.misses());
  EXPECT_EQ(saving_text(missed.saving), "misses the clock");
  EXPECT_FALSE(find(l, Rung::pe, "exact", Saved::energy, ClockTarget::relaxed).misses());
}

TEST_F(DrawnLadder, TakesSubnormalsAlikeInBothDesigns) {
  technology_.gates->units.erase("pe-stationary/exact/e4m3/daz/fp32/s1/l2");
  put("pe-stationary/exact/e4m3/normalize/fp32/s1/l2", drawn(1, {9, 6}));
  EXPECT_THROW((void)find(climb(), Rung::pe, "exact", Saved::area, ClockTarget::none), std::logic_error);
  put("pe-stationary/lmul/e4m3/normalize/fp32/s1/l2", drawn(0.8, {9, 6}));
  EXPECT_NEAR(saved(find(climb(), Rung::pe, "exact", Saved::area, ClockTarget::none)), 0.2, kRounding);
}

TEST_F(DrawnLadder, FindsFixedSumsOfAnotherWidth) {
  const auto design = [](arith::MultiplierKind kind) {
    return cost::unit_name(
        cost::pe_unit(reference_design({.kind = kind, .offset = {}, .subnormals = arith::Subnormals::daz},
                                       arith::Format::e4m3, arith::AccumulatorKind::fixed)));
  };
  put(design(arith::MultiplierKind::adder), drawn(0.8, {9, 6}));
  put(design(arith::MultiplierKind::exact), drawn(1, {9, 6}));
  const Ladder l = climb();
  EXPECT_EQ(std::ranges::count_if(l.entries, [](const LadderEntry& e) { return e.question.sums == "fixed"; }),
            2 * 3 * (3 + 3 + 3 * 3 + 2 * 3));
}

TEST_F(DrawnLadder, NamesWhatIsLeftOut) {
  EXPECT_THAT(climb().notes, Contains(HasSubstr("pe-stationary/exact-cut/e4m3/daz/fp32/s1/l2")));
  technology_.gates->units.erase("register/8");
  technology_.gates->units.erase("register/16");
  technology_.gates->units.erase("register/32");
  const Ladder l = climb();
  EXPECT_THAT(l.notes, Contains(HasSubstr("invented: arrays are left out: technology 'invented': missing entry "
                                          "'gates.units.register/8'")));
  EXPECT_NEAR(saved(find(l, Rung::pe, "exact", Saved::area, ClockTarget::none)), 0.1, kRounding);
}

TEST_F(DrawnLadder, SaysWhenThereAreTooFewRecipes) {
  put("pe-stationary/exact/e4m3/daz/fp32/s1/l2", drawn(1, {9, 6}, 5, 4));
  EXPECT_THAT(climb().notes,
              Contains(HasSubstr("pe-stationary/lmul/e4m3/daz/fp32/s1/l2 against "
                                 "pe-stationary/exact/e4m3/daz/fp32/s1/l2 is left out: expected more than 8 recipes "
                                 "that both designs were made with, found 4")));
}

TEST_F(DrawnLadder, OfATechnologyWithoutNetlistsSaysThatItCannotBePaired) {
  const Ladder l = ladder(testing::invented(), some_activity);
  EXPECT_TRUE(l.entries.empty());
  EXPECT_THAT(l.notes, Contains(HasSubstr("invented: without drawn netlists")));
  EXPECT_THAT(ladder(cost::load_technology("horowitz-45nm"), some_activity).notes,
              Contains(HasSubstr("horowitz-45nm: not measured in gates")));
}

TEST(LadderSums, AreFixedWhereTheExponentsAllow) {
  EXPECT_THAT(ladder_sums(arith::Format::e4m3), Contains(arith::AccumulatorKind::fixed));
  EXPECT_THAT(ladder_sums(arith::Format::fp16), Contains(arith::AccumulatorKind::fixed));
  EXPECT_THAT(ladder_sums(arith::Format::bf16), ::testing::Not(Contains(arith::AccumulatorKind::fixed)));
}

}  // namespace
}  // namespace lmulsim::study::paper
