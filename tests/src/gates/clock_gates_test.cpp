// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Clock gates: found in a library or made of its cells, shared, sized, and what their clocks cost.
#include "gates/clock_gates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "circuit.hpp"
#include "clock_gate_library.hpp"
#include "gates/blif.hpp"
#include "gates/conditions.hpp"
#include "gates/generic_library.hpp"
#include "gates/logic_blif.hpp"
#include "gates/power.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

using testing::and_cell;
using testing::Circuit;
using ::testing::HasSubstr;
using testing::integrated_cell;
using testing::latch_cell;
using testing::library_of;
using ::testing::ThrowsMessage;
using testing::tiny_plus;

constexpr double kFj = 1e-3;
constexpr double kHalfV2 = 0.605;  ///< tiny.lib at 1.1 V, fJ/fF
constexpr TimingConditions kConditions{.input_slew_ns = 0.1, .output_load_pf = 0.05};

Library with_integrated() {
  return library_of({tiny_plus(integrated_cell("ICG2", "30", "40") + integrated_cell("ICG1", "20", "12") +
                               integrated_cell("NEG", "5", "99", "latch_negedge"))});
}

TEST(ClockGateCells, AreThoseOfTheLibraryForRisingEdgesSmallestFirst) {
  const Library library = with_integrated();
  const std::vector<const Cell*> cells = clock_gate_cells(library);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0]->name, "ICG1");
  EXPECT_EQ(cells[1]->name, "ICG2");
  EXPECT_EQ(cells[0]->inputs[static_cast<std::size_t>(cells[0]->clock_gate->clock)].name, "CK");
  EXPECT_EQ(cells[0]->inputs[static_cast<std::size_t>(cells[0]->clock_gate->enable)].name, "E");
  EXPECT_EQ(cells[0]->unusable, "clock gate") << "synthesis does not use it by itself";
}

TEST(ClockGateCells, OfALibraryAreNotJoinedByMadeOnes) {
  Library library = with_integrated();
  add_clock_gates(library, nullptr);
  EXPECT_EQ(clock_gate_cells(library).size(), 2U);
}

TEST(ClockGateCells, AreMadeOfALatchAnInverterAndEachAnd) {
  Library library =
      library_of({tiny_plus(latch_cell("20") + and_cell("AND2X2", "16", "200") + and_cell("AND2X1", "12", "100"))});
  add_clock_gates(library, nullptr);
  const std::vector<const Cell*> cells = clock_gate_cells(library);
  ASSERT_EQ(cells.size(), 2U);
  const Cell& cell = *cells[0];
  EXPECT_EQ(cell.name, "LATCH+INV+AND2X1");
  EXPECT_EQ(cell.area_um2, 20 + 10 + 12);
  EXPECT_NEAR(cell.inputs[0].capacitance_pf, (10 + 4) * kFj, 1e-12);
  EXPECT_NEAR(cell.inputs[1].capacitance_pf, 7 * kFj, 1e-12);
  const double s = typical_conditions(library).input_slew_ns / kFj;  // ps
  const PowerArc& clock = cell.inputs[0].powers.at(0);
  EXPECT_NEAR(clock.rise.at(0, 0) / kFj, (2 + 0.01 * s + 0.03 * 6) + kHalfV2 * 6 + 0.7, 1e-9) << "the inverter falls";
  EXPECT_NEAR(clock.fall.at(0, 0) / kFj, (1 + 0.01 * s + 0.02 * 6) + kHalfV2 * 6 + 0.5, 1e-9);
  EXPECT_NEAR(cell.inputs[1].powers.at(0).rise.at(0, 0) / kFj, 3 + kHalfV2 * 9, 1e-9);
  EXPECT_NEAR(cell.inputs[1].powers.at(0).fall.at(0, 0) / kFj, 5 + kHalfV2 * 9, 1e-9);
  ASSERT_EQ(cell.outputs[0].powers.size(), 1U) << "of the AND's B nothing is left";
  EXPECT_NEAR(cell.outputs[0].powers[0].rise.at(0, 0) / kFj, 2, 1e-9);
}

TEST(ClockGateCells, TakeNoInverterForALatchThatIsOpenWhileTheClockIsLow) {
  Library library = library_of({tiny_plus(latch_cell("20", "G'") + and_cell("AND2", "12", "100"))});
  add_clock_gates(library, nullptr);
  const Cell& cell = *clock_gate_cells(library).at(0);
  EXPECT_EQ(cell.name, "LATCH+AND2");
  EXPECT_EQ(cell.area_um2, 20 + 12);
  EXPECT_NEAR(cell.inputs[0].capacitance_pf, (6 + 4) * kFj, 1e-12);
  EXPECT_NEAR(cell.inputs[0].powers.at(0).rise.at(0, 0) / kFj, 0.5, 1e-9);
}

TEST(ClockGateCells, TakeTheAreaThatLibertyDoesNotGiveFromLef) {
  Library library = library_of({tiny_plus(latch_cell("0") + and_cell("AND2", "12", "100"))});
  const Lef lef{.file = "cells.lef", .routing = {}, .macros = {{"LATCH", {.width_um = 5, .height_um = 4}}}};
  add_clock_gates(library, &lef);
  EXPECT_EQ(clock_gate_cells(library).at(0)->area_um2, 20 + 10 + 12);
}

TEST(ClockGateCells, ThatCannotBeMadeAreRefusedWithWhatIsMissing) {
  const auto refused = [](const std::string& cells, const char* message) {
    Library library = library_of({tiny_plus(cells)});
    EXPECT_THAT([&] { add_clock_gates(library, nullptr); }, ThrowsMessage<InputError>(HasSubstr(message)));
  };
  refused("", "library tiny: clock gates: expected an integrated clock gate, or a latch of known area, found neither");
  refused(latch_cell("0") + and_cell("AND2", "12", "100"), "found LATCH without an area (a LEF file has it)");
  refused(latch_cell("20"), "expected a two-input AND, found none");
}

/// Two registers of one enable and one of another, each with a generic gate of its own.
class Gated : public ::testing::Test {
 protected:
  static Library library() {
    Library all = with_integrated();
    for (const Cell& cell : generic_library().cells) {
      all.cells.push_back(cell);
    }
    return all;
  }
  Gated() {
    circuit_.input("ck", 2)
        .input("en", {3, 4})
        .input("d", {5, 6, 7})
        .gate(kGenericClockGate, "c", {2, 3}, {8})
        .gate(kGenericClockGate, "a", {2, 3}, {9})
        .gate(kGenericClockGate, "b", {2, 4}, {10})
        .gate("DFF", "r0", {8, 5}, {11})
        .gate("DFF", "r1", {9, 6}, {12})
        .gate("DFF", "r2", {10, 7}, {13})
        .output("q", {11, 12, 13});
  }
  [[nodiscard]] const Netlist& apart() const { return circuit_.netlist(); }
  [[nodiscard]] Netlist shared() const { return with_library_clock_gates(with_shared_clock_gates(apart())); }

 private:
  Circuit circuit_{library()};
};

TEST_F(Gated, ClocksOfOneEnableShareTheGateWhoseNameComesFirst) {
  const Netlist n = with_shared_clock_gates(apart());
  ASSERT_EQ(n.gates.size(), 5U);
  EXPECT_EQ(n.gates[0].name, "a");
  EXPECT_EQ(n.gates[1].name, "b");
  EXPECT_EQ(n.gates[2].inputs[0], 9) << "r0 goes to a";
  EXPECT_EQ(n.gates[3].inputs[0], 9);
  EXPECT_EQ(n.gates[4].inputs[0], 10);
  EXPECT_EQ(clock_enables(n)[9], 3);
  EXPECT_EQ(clock_enables(n)[10], 4);
  EXPECT_EQ(clock_enables(n)[2], kNoNet);
}

TEST_F(Gated, TheSmallestGateThatDrivesTheClockPinsIsTaken) {
  const Netlist n = shared();  // 12 fF is enough for two pins of 5 fF
  EXPECT_EQ(n.cell(n.gates[0]).name, "ICG1");
  Circuit many(library());
  many.input("ck", 2).input("en", 3).input("d", 4).gate(kGenericClockGate, "g", {2, 3}, {5});
  for (int i = 0; i < 3; ++i) {
    many.gate("DFF", "r", {5, 4}, {6 + i});
  }
  const Netlist of_three = with_library_clock_gates(many.netlist());
  EXPECT_EQ(of_three.cell(of_three.gates[0]).name, "ICG2");
  EXPECT_EQ(of_three.gates[0].inputs, (std::vector{kNetZero, 2, 3})) << "the test pin is low";
}

TEST_F(Gated, AGateBehindAGateIsRefused) {
  Circuit chained(library());
  chained.input("ck", 2)
      .input("en", 3)
      .gate(kGenericClockGate, "g", {2, 3}, {4})
      .gate(kGenericClockGate, "h", {4, 3}, {5});
  EXPECT_THAT([&] { (void)clock_enables(chained.netlist()); },
              ThrowsMessage<InputError>(HasSubstr("clock gate h: expected the clock itself, found another gate")));
}

TEST_F(Gated, ARegisterOfTheFallingEdgeBehindAGateIsRefused) {
  Circuit falling(library());
  const auto pins = [&] {
    std::vector<int> nets;
    for (const InputPin& pin : falling.netlist().library->find("DFFNR")->inputs) {
      nets.push_back(pin.clock ? 4 : 3);
    }
    return nets;
  };
  falling.input("ck", 2).input("en", 3).gate(kGenericClockGate, "g", {2, 3}, {4}).gate("DFFNR", "r", pins(), {5});
  EXPECT_THAT([&] { (void)clock_enables(falling.netlist()); },
              ThrowsMessage<InputError>(HasSubstr("flip-flop r: expected one of the rising edge")));
}

/// Per cycle, with the two gates open in these shares of the cycles.
double clock_fj(const Netlist& n, double first, double second) {
  std::vector<NetRate> rates(static_cast<std::size_t>(n.nets));
  rates[9] = {first, first};
  rates[10] = {second, second};
  return cycle_energy(n, analyze_timing(n, kConditions), rates, 0.1).clock_pj / kFj;
}

TEST_F(Gated, AGroupThatIsNeverOpenCostsItsGateAlone) {
  constexpr double kGate = 1.5 + 2.5 + 2 * kHalfV2 * 3;  ///< both edges at CK, 3 fF
  EXPECT_NEAR(clock_fj(shared(), 0, 0), 2 * kGate, 1e-9);
}

TEST_F(Gated, AnOpenGroupCostsItsPinsAndTheGatesOutputAsOftenAsItIsOpen) {
  constexpr double kPin = (3 + 0.01 * 100) + 3 + 2 * kHalfV2 * 5;  ///< tiny.lib's DFF at a slew of 100 ps
  constexpr double kOutput = 6 + 7;
  const double closed = clock_fj(shared(), 0, 0);
  EXPECT_NEAR(clock_fj(shared(), 1, 0) - closed, 2 * kPin + kOutput, 1e-9);
  EXPECT_NEAR(clock_fj(shared(), 0.25, 0.5) - closed, 0.25 * (2 * kPin + kOutput) + 0.5 * (kPin + kOutput), 1e-9);
}

TEST_F(Gated, TheEnableMustBeThereBeforeTheClockRises) {
  Circuit one(library());
  one.input("ck", 2).input("en", 3).gate("ICG1", "g", {kNetZero, 2, 3}, {4}).gate("DFF", "r", {4, kNetOne}, {5});
  const Timing timing =
      analyze_timing(one.netlist(), {.input_slew_ns = 0.1, .output_load_pf = 0, .input_arrival_ns = 5});
  EXPECT_NEAR(timing.critical_ns, 5.04, 1e-9) << "the gate's setup before the clock rises, falling: 40 ps";
}

TEST_F(Gated, LogicGoesThroughTheEnableAndNotThroughTheClock) {
  const Netlist n = shared();
  const std::string logic = write_logic(n);
  EXPECT_THAT(logic, HasSubstr(".inputs n2 n3 n4 n5 n6 n7 n11 n12 n13\n"));
  EXPECT_THAT(logic, HasSubstr(".outputs o0_0 o0_1 o0_2 d0_2 d1_2 d2_1 d3_1 d4_1\n"));
  const Netlist back = with_logic(n, logic, "same.blif", *n.library);
  EXPECT_EQ(clock_enables(back)[static_cast<std::size_t>(back.gates[2].inputs[0])], back.input("en").nets[0]);
  EXPECT_EQ(clock_enables(back)[static_cast<std::size_t>(back.gates[4].inputs[0])], back.input("en").nets[1]);
  EXPECT_EQ(back.gates[0].inputs[0], kNetZero);
}

TEST_F(Gated, IsTheLogicOfAMultiplexerThatHolds) {
  EXPECT_THAT(write_blif(shared()), HasSubstr(".names r0.q n5 n3 r0.d\n"));
  EXPECT_THAT(write_blif(shared()), HasSubstr(".names r2.q n7 n4 r2.d\n"));
}

}  // namespace
}  // namespace lmulsim::gates
