// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Energies added up by hand, in fJ. tiny.lib at 1.1 V: half V^2 is 0.605 fJ/fF. A transition of an output costs
// 1 + 0.01 slew + 0.02 load when it rises and 2 + 0.01 slew + 0.03 load when it falls (ps, fF); caused by XOR2's B,
// 3 + 0.01 slew + 0.02 load and 6 + 0.01 slew + 0.03 load.
#include "gates/power.hpp"

#include <gtest/gtest.h>

#include "circuit.hpp"
#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

constexpr double kFj = 1e-3;
constexpr double kRounding = 1e-12;
constexpr double kHalfV2 = 0.605;
constexpr TimingConditions kConditions{.input_slew_ns = 0.1, .output_load_pf = 0.05};  // 100 ps, 50 fF

CycleEnergy energy(const testing::Circuit& circuit, const std::vector<NetRate>& rates, double clock_slew_ns = 0.1) {
  return cycle_energy(circuit.netlist(), analyze_timing(circuit.netlist(), kConditions), rates, clock_slew_ns);
}

TEST(CycleEnergy, SwitchesHalfCVSquaredPerTransitionOfEachNet) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", 2).gate("INV", "g", {2}, {3}).output("y", 3);
  const CycleEnergy e = energy(circuit, {{}, {}, {0.5, 0.4}, {0.1, 0.2}});
  EXPECT_NEAR(e.switching_pj, kHalfV2 * (0.9 * 10 + 0.3 * 50) * kFj, kRounding);
  EXPECT_EQ(e.clock_pj, 0);
}

TEST(CycleEnergy, WeighsRisesAndFallsOfAnOutputApart) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", 2).gate("INV", "g", {2}, {3}).output("y", 3);
  const double rise = 1 + 1 + 1;
  const double fall = 2 + 1 + 1.5;
  EXPECT_NEAR(energy(circuit, {{}, {}, {1, 1}, {0.25, 0.75}}).internal_pj, (0.25 * rise + 0.75 * fall) * kFj,
              kRounding);
}

TEST(CycleEnergy, TakesTheSlewAndLoadOfTheGatesOwnPlace) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", 2).gate("INV", "first", {2}, {3}).gate("INV", "second", {3}, {4}).output("y", 4);
  // first's output has slews of 40 + 10 + 40 and 30 + 10 + 20: 75 in the mean
  const double first = 1 + 1 + 0.2;
  const double second = 2 + 0.75 + 1.5;
  EXPECT_NEAR(energy(circuit, {{}, {}, {}, {1, 0}, {0, 1}}).internal_pj, (first + second) * kFj, kRounding);
}

class XorEnergy : public ::testing::Test {
 protected:
  XorEnergy() { circuit_.input("a", 2).input("b", 3).gate("XOR2", "g", {2, 3}, {4}).output("y", 4); }
  [[nodiscard]] double internal_fj(double a, double b) const {
    return energy(circuit_, {{}, {}, {a, a}, {b, b}, {0.2, 0.1}}).internal_pj / kFj;
  }
  static constexpr double kByA = 0.2 * (1 + 1 + 1) + 0.1 * (2 + 1 + 1.5);
  static constexpr double kByB = 0.2 * (3 + 1 + 1) + 0.1 * (6 + 1 + 1.5);

 private:
  testing::Circuit circuit_{testing::tiny_library()};
};

TEST_F(XorEnergy, IsThatOfTheOnlyActiveInput) {
  EXPECT_NEAR(internal_fj(0.3, 0), kByA, 1e-9);
  EXPECT_NEAR(internal_fj(0, 0.01), kByB, 1e-9);
}

TEST_F(XorEnergy, IsAveragedByTheInputsActivity) {
  EXPECT_NEAR(internal_fj(0.3, 0.1), 0.75 * kByA + 0.25 * kByB, 1e-9);
}

TEST_F(XorEnergy, IsTheMeanWhenNoInputMoves) {
  EXPECT_NEAR(internal_fj(0, 0), 0.5 * (kByA + kByB), 1e-9);
}

/// tiny.lib and a gate X of scalar energies: of Y for A under two conditions and for B, of Y on its own, of pin A.
Library with_scalar_energies() {
  const auto power = [](const char* more, double rise, double fall) {
    return std::string("internal_power () { ") + more + " rise_power (scalar) { values (" + std::to_string(rise) +
           "); } fall_power (scalar) { values (" + std::to_string(fall) + "); } } ";
  };
  return testing::library_of({testing::tiny_plus(
      "cell (X) { pin (A) { direction : input; capacitance : 4; " + power("", 7, 5) +
      "} pin (B) { direction : input; capacitance : 4; } pin (Y) { direction : output; function : \"A^B\"; " +
      power("related_pin : A; when : B;", 10, 20) + power("related_pin : A; when : \"!B\";", 30, 60) +
      power("related_pin : B;", 100, 200) + power("", 1, 2) + "} }")});
}

TEST(CycleEnergy, AveragesConditionsOfOneInputEvenly) {
  testing::Circuit circuit(with_scalar_energies());
  circuit.input("a", 2).input("b", 3).gate("X", "g", {3, 2}, {4});
  // A on net 3 stands still, B on net 2 does not; a pin's own energy comes on top
  EXPECT_NEAR(energy(circuit, {{}, {}, {1, 1}, {}, {1, 1}}).internal_pj, (100 + 200 + 1 + 2) * kFj, kRounding);
  // A moves three times as often as B
  EXPECT_NEAR(energy(circuit, {{}, {}, {0.1, 0.1}, {0.3, 0.3}, {1, 0}}).internal_pj,
              (0.75 * 20 + 0.25 * 100 + 1 + 0.3 * 7 + 0.3 * 5) * kFj, kRounding);
}

TEST(CycleEnergy, CountsTheEnergyOfAnInputPinThatMovesNoOutput) {
  testing::Circuit circuit(with_scalar_energies());
  circuit.input("a", 2).input("b", 3).gate("X", "g", {2, 3}, {4});
  EXPECT_NEAR(energy(circuit, {{}, {}, {0.5, 0.25}, {}, {}}).internal_pj, (0.5 * 7 + 0.25 * 5) * kFj, kRounding);
}

class ClockEnergy : public ::testing::Test {
 protected:
  ClockEnergy() {
    circuit_.input("ck", 2).input("d", 3).gate("DFF", "r", {2, 3}, {4}).gate("DFF", "s", {2, 4}, {5}).output("q", 5);
  }
  const testing::Circuit& circuit() const { return circuit_; }

 private:
  testing::Circuit circuit_{testing::tiny_library()};
};

TEST_F(ClockEnergy, IsTwoTransitionsOfEveryClockPin) {
  // CK: 5 fF; 3 + 0.01 slew when it rises, 3 when it falls
  EXPECT_NEAR(energy(circuit(), std::vector<NetRate>(6)).clock_pj, 2 * (4 + 3 + 2 * kHalfV2 * 5) * kFj, kRounding);
  EXPECT_NEAR(energy(circuit(), std::vector<NetRate>(6), 0.3).clock_pj, 2 * (6 + 3 + 2 * kHalfV2 * 5) * kFj, kRounding);
}

TEST_F(ClockEnergy, DoesNotDependOnTheRateOfTheClocksNet) {
  const CycleEnergy still = energy(circuit(), {{}, {}, {}, {1, 1}, {0.5, 0.5}, {0.5, 0.5}});
  const CycleEnergy moving = energy(circuit(), {{}, {}, {1, 1}, {1, 1}, {0.5, 0.5}, {0.5, 0.5}});
  EXPECT_EQ(moving.clock_pj, still.clock_pj);
  EXPECT_EQ(moving.data_pj(), still.data_pj());
}

TEST_F(ClockEnergy, LeavesTheOutputsTransitionsToTheData) {
  const CycleEnergy e = energy(circuit(), {{}, {}, {}, {}, {0.5, 0.25}, {}});
  // r drives 8 fF, related to the clock with its slew of 100; a supply's groups beside VDD's are not counted
  EXPECT_NEAR(e.internal_pj, (0.5 * (1 + 1 + 0.16) + 0.25 * (2 + 1 + 0.24)) * kFj, kRounding);
  EXPECT_NEAR(e.switching_pj, 0.75 * kHalfV2 * 8 * kFj, kRounding);
  EXPECT_NEAR(e.data_pj(), e.internal_pj + e.switching_pj, kRounding);
}

TEST_F(ClockEnergy, IsAllThatIsLeftWithoutActivity) {
  const CycleEnergy e = energy(circuit(), std::vector<NetRate>(6));
  EXPECT_EQ(e.data_pj(), 0);
  EXPECT_GT(e.clock_pj, 0);
}

TEST(Leakage, IsThatOfAllCells) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", {2, 3}).gate("INV", "g", {2}, {4}).gate("NAND2", "h", {2, 3}, {5}).gate("DFF", "r", {2, 3}, {6});
  EXPECT_NEAR(leakage_nw(circuit.netlist()), 1.5 + 2 + 4, kRounding);  // DFF: the mean of VDD's 3 and 5
}

}  // namespace
}  // namespace lmulsim::gates
