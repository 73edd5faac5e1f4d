// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What surrounds a unit, by hand: tiny.lib's flip-flop DFF (k = 3, D 8 fF) before four inverters of 10 fF.
#include "gates/conditions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gates/generic_library.hpp"
#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::ThrowsMessage;

TEST(TypicalConditions, LoadOutputsWithTheSmallestFlipFlop) {
  EXPECT_NEAR(typical_conditions(testing::tiny_library()).output_load_pf, 0.008, 1e-12);
}

TEST(TypicalConditions, HaveTheSlewOfAFlipFlopThatIsClockedWithIt) {
  // rise 40 + 0.1 slew + 4 * 40, fall 30 + 0.1 slew + 2 * 40: the mean is 155 + 0.1 slew, which is slew at 155 / 0.9
  EXPECT_NEAR(typical_conditions(testing::tiny_library()).input_slew_ns, 0.155 / 0.9, 1e-3 * 0.155);
}

TEST(ClockToOutput, IsTheMeanDelayBeforeFourInverters) {
  // rise 60 + 0.2 slew + 6 * 40, fall 30 + 0.1 slew + 3 * 40
  const TimingConditions conditions{.input_slew_ns = 0.1, .output_load_pf = 0};
  EXPECT_NEAR(clock_to_output_ns(testing::tiny_library(), conditions), 0.5 * (320 + 160) * 1e-3, 1e-12);
}

TEST(Setup, IsTheMeanOfBothEdgesAtTheTypicalSlew) {
  const TimingConditions conditions{.input_slew_ns = 0.1, .output_load_pf = 0};
  EXPECT_NEAR(setup_ns(testing::tiny_library(), conditions), 0.5 * (50 + 60) * 1e-3, 1e-12);
}

/// A cell of tiny.lib once more, under another name.
std::string copy_of(const std::string& cell, const std::string& name, const std::string& area, const char* more = "") {
  const std::string text = util::read_file(testing::tiny_file());
  const std::size_t from = text.find("area : ", text.find("cell (" + cell + ")"));
  const std::size_t rest = text.find(';', from);
  const std::size_t end = std::min(text.find("\n  cell (", rest), text.rfind('}'));
  return "cell (" + name + ") { " + more + " area : " + area + text.substr(rest, end - rest);
}

TEST(SmallestNand2, IsTheOneOfLeastAreaThatMayBeUsed) {
  EXPECT_EQ(smallest_nand2(testing::tiny_library()).name, "NAND2");
  const Library more =
      testing::library_of({testing::tiny_plus(copy_of("NAND2", "SMALL", "11") + copy_of("NAND2", "LARGE", "13") +
                                              copy_of("NAND2", "BANNED", "9", "dont_use : true;"))});
  EXPECT_EQ(smallest_nand2(more).name, "SMALL");
}

TEST(SmallestFlipFlop, IsOnTheRisingEdge) {
  const Library more = testing::library_of({testing::tiny_plus(copy_of("DFFNR", "FALLING", "1"))});
  EXPECT_EQ(smallest_flip_flop(more).name, "DFF");
}

TEST(Conditions, NameTheCellThatALibraryLacks) {
  const Library no_inverter = testing::library_of({testing::tiny_with("function : \"A'\"", "function : \"A\"")});
  EXPECT_THAT([&] { (void)typical_conditions(no_inverter); },
              ThrowsMessage<InputError>("library tiny: expected an inverter, found none"));
  const Library no_nand = testing::library_of({testing::tiny_with("!(A B)", "!(A+B)")});
  EXPECT_THAT([&] { (void)smallest_nand2(no_nand); },
              ThrowsMessage<InputError>("library tiny: expected a two-input NAND, found none"));
  const Library no_rising = testing::library_of({testing::tiny_with("clocked_on : \"CK\"", "clocked_on : \"!CK\"")});
  EXPECT_THAT([&] { (void)typical_conditions(no_rising); },
              ThrowsMessage<InputError>("library tiny: expected a flip-flop that stores its data pin, found none"));
}

TEST(SmallestFlipFlop, MayStoreTheInverseOfItsData) {  // asap7 has no other
  const Library inverting = testing::library_of({testing::tiny_with("next_state : \"D\"", "next_state : \"!D\"")});
  EXPECT_EQ(smallest_flip_flop(inverting).name, "DFF");
  EXPECT_NEAR(typical_conditions(inverting).output_load_pf, 0.008, 1e-12);
}

/// Bit j of `row` is input j.
bool output(const char* cell, unsigned row) {
  return ((generic_library().find(cell)->outputs.at(0).truth >> row) & 1U) != 0;
}

// Yosys manual, chapter "Internal cell library", gates.
TEST(GenericLibrary, ComputesWhatTheSynthesisToolMeans) {
  for (unsigned row = 0; row < 8; ++row) {
    const bool a = (row & 1U) != 0, b = (row & 2U) != 0, s = (row & 4U) != 0;
    EXPECT_EQ(output("$_MUX_", row), s ? b : a);
    if (s) {
      continue;
    }
    EXPECT_EQ(output("$_AND_", row), a && b);
    EXPECT_EQ(output("$_NAND_", row), !(a && b));
    EXPECT_EQ(output("$_OR_", row), a || b);
    EXPECT_EQ(output("$_NOR_", row), !(a || b));
    EXPECT_EQ(output("$_XOR_", row), a != b);
    EXPECT_EQ(output("$_XNOR_", row), a == b);
    EXPECT_EQ(output("$_ANDNOT_", row), a && !b);
    EXPECT_EQ(output("$_ORNOT_", row), a || !b);
    if (!b) {
      EXPECT_EQ(output("$_BUF_", row), a);
      EXPECT_EQ(output("$_NOT_", row), !a);
    }
  }
}

}  // namespace
}  // namespace lmulsim::gates
