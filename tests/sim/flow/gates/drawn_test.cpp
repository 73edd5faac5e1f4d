// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Units drawn by recipes on the packaged library: the netlists are right, kept one recipe at a time, and paired.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arith/spec.hpp"
#include "cost/paired_saving.hpp"
#include "flow.hpp"
#include "flow/characterize/abc_session.hpp"
#include "flow/characterize/drawn_mapper.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "flow/characterize/measure.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

namespace fs = std::filesystem;
using cost::GateUnit;
using cost::SizedFor;
using cost::UnitKind;

cost::Unit multiplier(const std::string& name) {
  cost::Unit unit = make_unit(UnitKind::multiplier, name, "e4m3", "fp32");
  unit.multiplier.subnormals = arith::Subnormals::daz;
  return unit;
}

/// Campaigns with one cache.
class Drawn : public ::testing::Test {
 protected:
  Drawn() : folder_(fs::temp_directory_path() / "lmulsim-gates") {}

  [[nodiscard]] const fs::path& cache() const { return folder_.path(); }

  [[nodiscard]] GateUnit draw(const cost::Unit& unit, int families, int first = 0) const {
    return OsuCampaign({.first_recipe = first, .families = families, .tiles = 16, .beats = 8}, cache()).measure(unit);
  }

  /// The kept files of a kind, with the time each was written.
  [[nodiscard]] std::map<fs::path, fs::file_time_type> kept(const std::string& kind) const {
    std::map<fs::path, fs::file_time_type> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(cache())) {
      if (entry.path().filename().string().starts_with(kind)) {
        files.emplace(entry.path(), entry.last_write_time());
      }
    }
    return files;
  }

 private:
  util::TemporaryFolder folder_;
};

TEST_F(Drawn, AUnitHasThreeNetlistsOfEachRecipe) {
  LMULSIM_NEED_OSU018();
  const GateUnit drawn = draw(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32", 1), 2);
  ASSERT_EQ(drawn.netlists.size(), 6U);
  EXPECT_NEAR(drawn.targets->relaxed_ns / drawn.targets->hard_ns, 1.5 / 1.1, 1e-9);
  for (std::size_t i = 0; i < drawn.netlists.size(); ++i) {
    const cost::DrawnNetlist& n = drawn.netlists[i];
    EXPECT_EQ(n.recipe, static_cast<int>(i / 3));
    EXPECT_EQ(n.point, static_cast<SizedFor>(i % 3));
    EXPECT_EQ(n.batch_pj.size(), 3U) << "an int8 PE shows streams; none was captured";
    EXPECT_EQ(n.batch_pj.at(cost::Stimulus::gaussian).size(), 16U);
    EXPECT_EQ(n.clock_pj, drawn.netlists[0].clock_pj) << "the same flip-flops";
  }
}

TEST_F(Drawn, WhatIsKeptIsNotDoneAgain) {
  LMULSIM_NEED_OSU018();
  const cost::Unit unit = multiplier("lmul");
  const GateUnit first = draw(unit, 2);
  const auto before = kept("drawn-");
  ASSERT_EQ(before.size(), 2U);
  fs::remove(before.begin()->first);  // as if the work had ended in that recipe
  const auto proofs = kept("shown-");
  const GateUnit more = draw(unit, 3);
  const auto after = kept("drawn-");
  EXPECT_EQ(after.size(), 3U);
  EXPECT_EQ(after.at(before.rbegin()->first), before.rbegin()->second);
  EXPECT_EQ(std::vector(more.netlists.begin(), more.netlists.begin() + 6), first.netlists) << "and comes out the same";
  for (const auto& [file, time] : proofs) {
    EXPECT_EQ(kept("shown-").at(file), time);
  }
}

TEST_F(Drawn, AnotherCampaignTakesOtherRecipes) {
  LMULSIM_NEED_OSU018();
  const GateUnit other = draw(multiplier("lmul"), 2, 32);
  EXPECT_EQ(other.netlists.front().recipe, 32);
  EXPECT_EQ(other.netlists.back().recipe, 33);
  EXPECT_EQ(other.targets, draw(multiplier("exact"), 1).targets) << "clocks depend on designs, not on recipes";
}

TEST_F(Drawn, ANetlistThatIsNotTheOneMeasuredIsRefused) {
  LMULSIM_NEED_OSU018();
  const cost::Unit unit = multiplier("lmul");
  (void)draw(unit, 1);
  for (const auto& [file, time] : kept("shown-")) {
    fs::remove(file);
  }
  const fs::path file = kept("drawn-").begin()->first;
  std::string text = util::read_file(file);
  const std::string area = "\"area\": ";
  text.insert(text.find(area) + area.size(), "1");  // planted: another area
  util::write_file_atomic(file, text);
  EXPECT_THAT([&] { (void)draw(unit, 1); },
              ::testing::ThrowsMessage<CheckError>(::testing::HasSubstr("the netlist of")));
}

TEST_F(Drawn, DesignsArePairedByRecipesAndOperands) {
  LMULSIM_NEED_OSU018();
  const GateUnit lmul = draw(multiplier("lmul"), 4);
  const GateUnit exact = draw(multiplier("exact"), 4);
  EXPECT_EQ(lmul.targets, exact.targets);
  const cost::PairedSaving saving = cost::paired_saving({lmul.netlists}, {exact.netlists}, {cost::Saved::area}, 2);
  EXPECT_EQ(saving.recipes, 4);
  ASSERT_TRUE(saving.saved);
  EXPECT_GT(saving.saved->low, 0) << "an adder is smaller than a multiplier";
}

TEST_F(Drawn, MappedNetlistsAreProvedEqualAndAWrongGateIsFound) {
  LMULSIM_NEED_OSU018();
  const util::TemporaryFolder folder(cache());
  const OsuCampaign campaign({}, cache());
  const flow::characterize::Synthesis& synthesis = campaign.synthesis();
  const auto generic = synthesis.elaborate(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32"), folder.path());
  flow::characterize::DrawnMapper mapper(synthesis, generic, folder.path());
  std::array<gates::Netlist, 3> mapped = mapper.map(flow::characterize::drawn_recipe(3), {20, 15}, 0);
  for (const gates::Netlist& netlist : mapped) {
    EXPECT_EQ(netlist.flip_flops(), generic.netlist.flip_flops());
    EXPECT_NO_THROW(flow::characterize::prove_equivalent(generic.netlist, netlist, folder.path()));
  }
  gates::Netlist& wrong = mapped[0];
  const auto cell = [&](const std::string& name) {
    return static_cast<int>(wrong.library->find(name) - wrong.library->cells.data());
  };
  const auto gate = std::ranges::find(wrong.gates, cell("NAND2X1"), &gates::Gate::cell);
  ASSERT_NE(gate, wrong.gates.end());
  gate->cell = cell("NOR2X1");
  EXPECT_THROW(flow::characterize::prove_equivalent(generic.netlist, wrong, folder.path()), CheckError);
}

/// Netlists of an exact int8 PE by drawn recipes.
class Mapped : public Drawn {
 protected:
  struct Made {
    double area_um2 = 0;
    double critical_ns = 0;

    friend bool operator==(const Made&, const Made&) = default;
  };
  using Three = std::array<Made, 3>;

  /// What the last of these recipes makes.
  Three last(const std::vector<int>& recipes, const cost::ClockTargets& targets) {
    const util::TemporaryFolder folder(cache());
    const OsuCampaign campaign({}, cache());
    const auto generic =
        campaign.synthesis().elaborate(make_unit(UnitKind::pe_stationary, "exact", "int8", "int32"), folder.path());
    flow::characterize::DrawnMapper mapper(campaign.synthesis(), generic, folder.path());
    Three made;
    for (const int recipe : recipes) {
      std::ranges::transform(mapper.map(flow::characterize::drawn_recipe(recipe), targets, 0), made.begin(),
                             [](const gates::Netlist& n) {
                               return Made{n.area_um2(), flow::characterize::timed(n).timing.critical_ns};
                             });
    }
    return made;
  }
};

TEST_F(Mapped, ARecipeGivesTheSameNetlistsWhicheverCameBeforeIt) {
  LMULSIM_NEED_OSU018();
  // Of these clocks the first lets a mapper go on as it is, the second has one mapped for speed.
  for (const cost::ClockTargets& targets : {cost::ClockTargets{20, 15}, cost::ClockTargets{7.5, 5.5}}) {
    const Three alone = last({1}, targets);
    EXPECT_EQ(last({7, 1}, targets), alone) << "a mapper for area has its own tables";
    EXPECT_EQ(last({3, 1}, targets), alone);
  }
}

TEST_F(Mapped, ARelaxedClockCostsNothing) {
  LMULSIM_NEED_OSU018();
  const Three made = last({7}, {100, 100});
  EXPECT_LE(made[1].area_um2, made[0].area_um2) << "neither buffers nor larger gates";
  EXPECT_EQ(made[1], made[2]);
}

TEST_F(Mapped, AHardClockIsMetByWhatItTakes) {
  LMULSIM_NEED_OSU018();
  constexpr int kForArea = 7;  // a mapper that sees area alone
  const double hard_ns = 0.8 * last({kForArea}, {100, 100})[0].critical_ns;
  const Three made = last({kForArea}, {hard_ns, hard_ns});
  EXPECT_GT(made[1].critical_ns, hard_ns) << "sizes and buffers alone bring it there";
  EXPECT_LE(made[2].critical_ns, hard_ns) << "mapped for speed it is not faster";
}

TEST_F(Drawn, WhatNothingElseBringsToAHardClockTakesTheStepsOfTheFastestNetlist) {
  LMULSIM_NEED_OSU018();
  constexpr int kSlow = 2;
  constexpr int kFastest = 6;  // of the first eight recipes for this multiplier
  const util::TemporaryFolder folder(cache());
  const OsuCampaign campaign({}, cache());
  const auto generic = campaign.synthesis().elaborate(multiplier("exact"), folder.path());
  flow::characterize::DrawnMapper mapper(campaign.synthesis(), generic, folder.path());
  const auto critical_ns = [](const gates::Netlist& n) { return flow::characterize::timed(n).timing.critical_ns; };
  const double fastest_ns = critical_ns(mapper.fastest(flow::characterize::drawn_recipe(kFastest)));
  const cost::ClockTargets targets{1.5 * fastest_ns, 1.1 * fastest_ns};
  const auto hard = [&](int last_resort) {
    return mapper.map(flow::characterize::drawn_recipe(kSlow), targets, last_resort)[2];
  };
  EXPECT_GT(critical_ns(hard(kSlow)), targets.hard_ns) << "its own steps bring it there: this shows nothing";
  const gates::Netlist made = hard(kFastest);
  EXPECT_LE(critical_ns(made), targets.hard_ns);
  EXPECT_NO_THROW(flow::characterize::prove_equivalent(generic.netlist, made, folder.path()));
}

TEST_F(Drawn, AToolThatDiesIsNamedWithItsWords) {
  LMULSIM_NEED_OSU018();
  const OsuCampaign campaign({}, cache());
  flow::characterize::AbcSession abc(campaign.synthesis().liberty(), cache());
  EXPECT_THAT(abc.run("print_genlib"), ::testing::HasSubstr("NAND2X1"));
  EXPECT_THAT([&] { (void)abc.run("quit"); },
              ::testing::ThrowsMessage<InputError>(::testing::HasSubstr("yosys-abc (Debian package yosys) ended")));
  EXPECT_THROW((void)abc.run("print_stats"), InputError);
}

}  // namespace
}  // namespace lmulsim::gates_test
