// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a library says, in the model's units.
#include "gates/liberty.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tiny.hpp"
#include "util/sha256.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kRounding = 1e-12;

TEST(Liberty, AppliesTheDefaultOperatingConditions) {
  const Library library = testing::tiny_library();
  EXPECT_EQ(library.name, "tiny");
  EXPECT_EQ(library.corner, "warm");
  EXPECT_EQ(library.voltage_v, 1.1);
  EXPECT_EQ(library.temperature_c, 30);
  EXPECT_EQ(library.slew_low_pct, 10);
  EXPECT_EQ(library.slew_high_pct, 90);
}

TEST(Liberty, CarriesTheFilesDigest) {
  const Library library = testing::tiny_library();
  EXPECT_EQ(library.sha256, util::sha256_file(testing::tiny_file()));
  EXPECT_THAT(library.files, ElementsAre(testing::tiny_file().string()));
}

TEST(Liberty, AppliesUnitsOfTimeLoadEnergyAndLeakage) {
  const Library library = testing::tiny_library();
  const Cell& inv = *library.find("INV");
  EXPECT_EQ(inv.area_um2, 10);
  EXPECT_NEAR(inv.leakage_nw, 1.5, kRounding);                  // 1500 pW
  EXPECT_NEAR(inv.inputs[0].capacitance_pf, 0.010, kRounding);  // 10 fF
  EXPECT_NEAR(inv.outputs[0].max_capacitance_pf, 0.200, kRounding);
  const DelayArc& arc = inv.outputs[0].arcs[0];
  EXPECT_THAT(arc.cell_rise.slew_ns, ElementsAre(DoubleNear(0.1, kRounding), DoubleNear(0.5, kRounding)));
  EXPECT_THAT(arc.cell_rise.load_pf, ElementsAre(DoubleNear(0.01, kRounding), DoubleNear(0.11, kRounding)));
  EXPECT_NEAR(arc.cell_rise.values[0], 0.060, kRounding);                   // 20 + 0.2 * 100 + 2 * 10 ps
  EXPECT_NEAR(inv.outputs[0].powers[0].fall.values[0], 0.0033, kRounding);  // 2 + 0.01 * 100 + 0.03 * 10 fJ
}

TEST(Liberty, TakesInternalEnergyInVoltageSquaredTimesLoad) {
  const std::string text = testing::tiny_with("voltage_unit : \"1V\"", "voltage_unit : \"100mV\"");
  const Library library = testing::library_of({text});
  EXPECT_NEAR(library.find("INV")->outputs[0].powers[0].fall.values[0], 0.000033, kRounding);
  EXPECT_NEAR(library.voltage_v, 0.11, kRounding);
}

TEST(Liberty, BringsTablesWithTheLoadSlowestIntoOneOrder) {
  const Library library = testing::tiny_library();
  const DelayArc& arc = library.find("NAND2")->outputs[0].arcs[0];
  EXPECT_NEAR(arc.cell_rise.at(0.1, 0.11), 0.040 + 0.020 + 0.440, kRounding);
  EXPECT_NEAR(arc.cell_rise.at(0.5, 0.01), 0.040 + 0.100 + 0.040, kRounding);
}

TEST(Liberty, GivesEveryPinOfAListItsArc) {
  const Library library = testing::tiny_library();
  const OutputPin& nand = library.find("NAND2")->outputs[0];
  ASSERT_EQ(nand.arcs.size(), 2U);
  EXPECT_EQ(nand.arcs[0].related, 0);
  EXPECT_EQ(nand.arcs[1].related, 1);
  ASSERT_EQ(library.find("AO21")->outputs[0].powers.size(), 3U);
  EXPECT_EQ(library.find("AO21")->outputs[0].powers[2].related, 2);
}

TEST(Liberty, DerivesTheSenseFromTheFunctionWhenItIsNotGiven) {
  const Library library = testing::tiny_library();
  EXPECT_EQ(library.find("NAND2")->outputs[0].arcs[0].sense, Sense::negative);
  EXPECT_EQ(library.find("AO21")->outputs[0].arcs[0].sense, Sense::positive);
  EXPECT_EQ(library.find("XOR2")->outputs[0].arcs[2].sense, Sense::non_unate);
}

TEST(Liberty, KeepsConditionalArcsApart) {
  const Library library = testing::tiny_library();
  const OutputPin& output = library.find("XOR2")->outputs[0];
  ASSERT_EQ(output.arcs.size(), 3U);
  EXPECT_EQ(output.arcs[0].when, "B");
  EXPECT_EQ(output.arcs[0].sense, Sense::negative);
  EXPECT_EQ(output.arcs[1].when, "!B");
  EXPECT_EQ(output.arcs[1].sense, Sense::positive);
}

TEST(Liberty, TellsEdgesOfAPinsCapacitanceApart) {
  const Library library = testing::tiny_library();
  const Cell& nand = *library.find("NAND2");
  EXPECT_NEAR(nand.inputs[0].rise_capacitance_pf.value(), 0.012, kRounding);
  EXPECT_NEAR(nand.inputs[0].fall_capacitance_pf.value(), 0.008, kRounding);
  EXPECT_NEAR(nand.inputs[0].capacitance_pf, 0.011, kRounding);
  EXPECT_FALSE(nand.inputs[1].rise_capacitance_pf.has_value());
}

TEST(Liberty, ReadsFunctionsAsTruthTables) {
  const Library library = testing::tiny_library();
  EXPECT_EQ(library.find("INV")->outputs[0].truth, 0b01U);
  EXPECT_EQ(library.find("NAND2")->outputs[0].truth, 0b0111U);
  EXPECT_EQ(library.find("XOR2")->outputs[0].truth, 0b0110U);
  EXPECT_EQ(library.find("AO21")->outputs[0].truth, 0b11111000U);
}

TEST(Liberty, ReadsAPlainFlipFlop) {
  const Library library = testing::tiny_library();
  const Cell& cell = *library.find("DFF");
  ASSERT_TRUE(cell.flip_flop.has_value());
  EXPECT_EQ(cell.flip_flop->clock, cell.input("CK"));
  EXPECT_FALSE(cell.flip_flop->falling);
  EXPECT_TRUE(cell.flip_flop->plain_data);
  EXPECT_EQ(cell.flip_flop->data, cell.input("D"));
  EXPECT_EQ(cell.outputs[0].state, StateOutput::normal);
  EXPECT_EQ(cell.outputs[0].arcs[0].kind, ArcKind::rising_edge);
  EXPECT_TRUE(cell.inputs[0].clock);
}

TEST(Liberty, ReadsAFlipFlopWithInvertedStateFallingClockAndPreset) {
  const Library library = testing::tiny_library();
  const Cell& cell = *library.find("DFFNR");
  ASSERT_TRUE(cell.flip_flop.has_value());
  EXPECT_TRUE(cell.flip_flop->falling);
  EXPECT_FALSE(cell.flip_flop->plain_data);
  EXPECT_EQ(cell.flip_flop->data, cell.input("D"));
  EXPECT_EQ(cell.flip_flop->next, 0b00110011U);  // inputs CKN, D, R: where D is 0
  EXPECT_EQ(cell.flip_flop->preset, "R'");
  EXPECT_EQ(cell.flip_flop->clear, "");
  EXPECT_EQ(cell.outputs[0].state, StateOutput::normal);
  EXPECT_EQ(cell.outputs[0].arcs[1].kind, ArcKind::preset);
}

TEST(Liberty, ReadsAnOutputThatShowsTheInvertedState) {
  const Library library = testing::library_of({testing::tiny_with("function : \"IQ\"", "function : \"IQ'\"")});
  EXPECT_EQ(library.find("DFF")->outputs[0].state, StateOutput::inverted);
  const Library second = testing::library_of({testing::tiny_with("function : \"IQ\"", "function : \"IQN\"")});
  EXPECT_EQ(second.find("DFF")->outputs[0].state, StateOutput::inverted);
}

TEST(Liberty, ReadsSetupByTheDataPinsSlewAndTheClocks) {
  const Library library = testing::tiny_library();
  const InputPin& data = library.find("DFF")->inputs[1];
  ASSERT_EQ(data.setups.size(), 1U);  // hold is another requirement
  EXPECT_EQ(data.setups[0].related, 0);
  EXPECT_NEAR(data.setups[0].fall.at(0.5, 0.1), 0.140, kRounding);
  EXPECT_NEAR(data.setups[0].fall.at(0.1, 0.3), 0.040, kRounding);
}

TEST(Liberty, CountsPowerOfTheSupplyOnce) {
  const Library library = testing::tiny_library();
  const Cell& cell = *library.find("DFF");
  EXPECT_NEAR(cell.leakage_nw, 4.0, kRounding);  // mean of 3 and 5 nW at VDD
  ASSERT_EQ(cell.outputs[0].powers.size(), 1U);
  EXPECT_NEAR(cell.outputs[0].powers[0].rise.values[0], 0.0022, kRounding);
  EXPECT_THAT(library.notes, Contains(HasSubstr("internal_power of ground pin VSS not counted (1 times)")));
}

TEST(Liberty, ReadsOneDimensionalAndScalarTables) {
  const Library library = testing::tiny_library();
  const PowerArc& power = library.find("DFF")->inputs[0].powers[0];
  EXPECT_EQ(power.when, "D");
  EXPECT_FALSE(power.related.has_value());
  EXPECT_NEAR(power.rise.at(0.3, 7.0), 0.006, kRounding);
  EXPECT_NEAR(power.fall.at(0.3, 7.0), 0.003, kRounding);
}

TEST(Liberty, SaysThatWiresAreNotApplied) {
  EXPECT_THAT(testing::tiny_library().notes, Contains("default wire load 'none' not applied"));
}

TEST(Liberty, AddsTheCellsOfFurtherFiles) {
  const std::string text = util::read_file(testing::tiny_file());
  const std::string header = text.substr(0, text.find("  cell (INV)"));
  const std::string extra =
      "  cell (BUF) { area : 3; pin (A) { direction : input; } pin (Y) { direction : output;"
      " function : A; timing () { related_pin : A; cell_rise (scalar) { values (1); } } } }\n}\n";
  const Library library = testing::library_of({text, header + extra});
  EXPECT_EQ(library.cells.size(), 7U);
  EXPECT_EQ(library.files.size(), 2U);
  EXPECT_EQ(library.sha256, util::sha256(text + header + extra));
  EXPECT_NEAR(library.find("BUF")->outputs[0].arcs[0].cell_rise.at(9, 9), 0.001, kRounding);
}

}  // namespace
}  // namespace lmulsim::gates
