// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "config/load.hpp"
#include "cost/breakdown.hpp"
#include "gates_file.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(Explain, EveryEntryOfEveryTechnologyHasUnitSourceMethodDateAndSpread) {
  std::vector<std::string> technologies = config::shipped_names("technologies", ".json");
  technologies.push_back(gates_file());
  for (const std::string& name : technologies) {
    const Technology technology = load_technology(name);
    for (const Explanation& e : explain_matching(technology, "")) {
      const std::string& entry = e.entry;
      EXPECT_FALSE(entry.empty());
      EXPECT_LE(e.band.low, e.band.value) << entry;
      EXPECT_LE(e.band.value, e.band.high) << entry;
      for (const std::string& text : {e.unit, e.source, e.method, e.date, e.conditions, e.spread}) {
        EXPECT_FALSE(text.empty()) << entry;
      }
    }
  }
}

TEST(Explain, EveryEntryAComponentNamesIsExplained) {
  const machine::Activity activity{.busy_cycles = 10, .moving_beats = 10, .macs_issued = 10, .dram_read_bytes = 64};
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  for (const std::string& name : {gates_file(), std::string("horowitz-45nm"), std::string("horowitz-45nm-hp")}) {
    const Technology technology = load_technology(name);
    for (const Breakdown& b : {energy_pj(activity, acc, technology), area_um2(acc, technology)}) {
      for (const Component& c : b.components) {
        for (const std::string& entry : c.entries) {
          EXPECT_EQ(explain(technology, entry).entry, entry);
        }
      }
    }
  }
}

TEST(Explain, AMeasuredEnergyNamesLibraryStreamVectorsAndSettledEnergy) {
  const Explanation e = explain(load_technology(gates_file()), "gates.register/8.energy.zero-heavy");
  EXPECT_EQ(e.band.value, 0.032);
  EXPECT_EQ(e.unit, "pJ");
  EXPECT_THAT(e.source, HasSubstr("library invented (invented.lib, sha256 000000000000)"));
  EXPECT_THAT(e.method, HasSubstr("2000 vectors of the stream 'zero-heavy' (0.100 toggles per bit, 60.0 % zeros)"));
  EXPECT_THAT(e.method, HasSubstr("0.024 pJ if no net moved more than once"));
  EXPECT_THAT(e.spread, HasSubstr("left out: wires, clock tree"));
}

TEST(Explain, AUnitWithNetlistsSaysOfHowManyRecipesItsFiguresAre) {
  const Technology technology = load_technology("osu018");
  const GateUnit& unit = technology.gates->units.at("multiplier/lmul/e4m3/daz");
  EXPECT_THAT(explain(technology, "gates.multiplier/lmul/e4m3/daz.area").spread,
              HasSubstr("of the netlist that is kept of 8 of " + std::to_string(unit.netlists.size() / 3) +
                        " drawn recipes: mean, and quantiles"));
  const Technology listed = load_technology(gates_file());
  EXPECT_THAT(explain(listed, "gates.register/8.area").spread, HasSubstr("median and extremes over the recipes"));
}

TEST(Explain, AScaledSramNamesItsFactorsAndReasoning) {
  const Technology t = load_technology(config::configs_dir() + "/technologies/memory/180nm-1v8.json");
  const Explanation e = explain(t, "sram.lstp");
  EXPECT_THAT(e.method, HasSubstr("scaled by an estimate"));
  EXPECT_THAT(e.conditions, HasSubstr("carried to 180 nm, 1.8 V"));
  EXPECT_THAT(e.spread, HasSubstr("energy 27 (10.7 to 67.9)"));
}

TEST(Explain, ATextMatchesAllEntriesThatContainIt) {
  const Technology technology = load_technology(gates_file());
  EXPECT_EQ(explain_matching(technology, "register/8.").size(), 10U);  // six numbers and four streams
  EXPECT_EQ(explain_matching(technology, "").size(), entry_names(technology).size());
}

TEST(Explain, AnUnknownEntryIsAnsweredWithTheNearest) {
  EXPECT_THAT([] { (void)explain(load_technology("horowitz-45nm"), "energy.fp32_ad"); },
              ThrowsMessage<InputError>(HasSubstr("the nearest is 'energy.fp32_add'")));
}

}  // namespace
}  // namespace lmulsim::cost
