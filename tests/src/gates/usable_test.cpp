// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which cells synthesis may use, and why not the others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

constexpr const char* kDelay =
    "timing () { related_pin : A; cell_rise (scalar) { values (1); } cell_fall (scalar) { values (1); } "
    "rise_transition (scalar) { values (1); } fall_transition (scalar) { values (1); } }";

/// Why the cell X of this body is not used; empty when it is.
std::string reason(const std::string& body, const std::string& name = "X") {
  const Library library = testing::library_of({testing::tiny_plus(fmt::format("cell ({}) {{ {} }}\n", name, body))});
  return library.find(name)->unusable;
}

std::string inputs(const std::string& names) {
  std::string text;
  for (const char name : names) {
    text += fmt::format("pin ({}) {{ direction : input; }} ", name);
  }
  return text;
}

/// A pin Y with this function and a delay from A.
std::string output(const std::string& function, const char* name = "Y") {
  return fmt::format("pin ({}) {{ direction : output; function : \"{}\"; {} }} ", name, function, kDelay);
}

std::string flip_flop(const std::string& next, const std::string& clock = "C", const std::string& more = "") {
  return fmt::format("ff (IQ, IQN) {{ next_state : \"{}\"; clocked_on : \"{}\"; {} }} ", next, clock, more);
}

TEST(UsableCells, AreThoseOfOneFunctionOfFewInputs) {
  EXPECT_EQ(reason("area : 1; " + inputs("ABCDEF") + output("A B C D E F")), "");
  EXPECT_EQ(reason("area : 1; " + inputs("ABCDEFG") + output("A B C D E F G")), "7 inputs, more than 6");
}

TEST(UsableCells, ExcludeThoseWithoutAFunction) {
  EXPECT_EQ(reason("area : 1;"), "no output");
  EXPECT_EQ(reason("pin (Y) { direction : output; }" + inputs("A")), "output without function");
  EXPECT_EQ(reason("pin (Y) { direction : output; function : \"1\"; }"), "constant");
  EXPECT_EQ(reason("pin (Y) { direction : output; function : \"A\"; }" + inputs("A")), "output without delay tables");
}

TEST(UsableCells, ExcludeSeveralOutputsOfGatesButNotOfFlipFlops) {
  EXPECT_EQ(reason(inputs("AB") + output("A B") + output("A^B", "Z")), "several outputs");
  EXPECT_EQ(reason(inputs("AC") + flip_flop("A") + output("IQ") + output("IQN", "Z")), "");
}

TEST(UsableCells, ExcludeLatchesClockGatesTriStatesAndBuses) {
  EXPECT_EQ(reason("latch (IQ, IQN) { enable : \"G\"; data_in : \"A\"; } " + inputs("AG") + output("IQ")), "latch");
  EXPECT_EQ(reason("clock_gating_integrated_cell : latch_posedge; " + inputs("A") + output("A")), "clock gate");
  EXPECT_EQ(reason("statetable (\"A\", \"IQ\") { table : \"L : - : L\"; } " + inputs("A") + output("A")),
            "state table");
  EXPECT_EQ(reason(inputs("AE") + "pin (Y) { direction : output; function : \"A\"; three_state : \"E\"; }"),
            "tri-state");
  EXPECT_EQ(reason("bus (D) { } " + inputs("A") + output("A")), "bus pins");
  EXPECT_EQ(reason("pin (P) { direction : inout; } " + inputs("A") + output("A")), "bidirectional pin");
}

TEST(UsableCells, ExcludeWhatTheLibrarySaysNotToUse) {
  EXPECT_EQ(reason("dont_use : true; " + inputs("A") + output("A")), "marked dont_use");
  EXPECT_EQ(reason("dont_use : false; " + inputs("A") + output("A")), "");
}

TEST(UsableCells, ExcludeFlipFlopsThatAreMoreThanOne) {
  EXPECT_EQ(reason("test_cell () { } " + inputs("AC") + flip_flop("A") + output("IQ")), "scan");
  EXPECT_EQ(reason(inputs("ABC") + flip_flop("A B") + output("IQ")), "next state of more than one pin (scan)");
  EXPECT_EQ(reason(inputs("ABC") + flip_flop("A B + IQ B'") + output("IQ")),
            "next state depends on the state (enable)");
  EXPECT_EQ(reason(inputs("ABC") + flip_flop("A", "B C") + output("IQ")), "clock of more than one pin");
  EXPECT_EQ(reason(inputs("ABCD") + flip_flop("A", "C", "clear : \"B D\";") + output("IQ")),
            "clear of more than one pin");
  EXPECT_EQ(reason(inputs("ABC") + flip_flop("A") + output("IQ B")), "output is a function of the state");
}

TEST(UsableCells, KeepFlipFlopsWithClearAndPreset) {
  EXPECT_EQ(reason(inputs("ACRS") + flip_flop("A", "C", "clear : \"R'\"; preset : \"S\";") + output("IQ")), "");
}

TEST(UsableCells, ExcludeCellsForClocksDelaysPowerDomainsAndProbesByTheirNames) {
  const std::string body = inputs("A") + output("A");
  EXPECT_EQ(reason(body, "CLKBUF1"), "clock buffer");
  EXPECT_EQ(reason(body, "sky130_fd_sc_hd__clkinv_2"), "clock buffer");
  EXPECT_EQ(reason(body, "CKINVDCx10_ASAP7_75t_R"), "clock buffer");
  EXPECT_EQ(reason(body, "sky130_fd_sc_hd__clkdlybuf4s15_1"), "delay cell");
  EXPECT_EQ(reason(body, "sg13g2_dlygate4sd1_1"), "delay cell");
  EXPECT_EQ(reason(body, "HB2xp67_ASAP7_75t_R"), "delay cell");
  EXPECT_EQ(reason(body, "sky130_fd_sc_hd__lpflow_isobufsrc_1"), "power domain cell");
  EXPECT_EQ(reason(body, "sky130_fd_sc_hd__probe_p_8"), "probe cell");
  EXPECT_EQ(reason(body, "BUFx2_ASAP7_75t_R"), "");
  EXPECT_EQ(reason(body, "HBUF"), "");
}

TEST(UsableCells, ExcludeThoseOfMoreThanFourTimesTheSmallestAreaOfTheirFunction) {
  const std::string inverter = inputs("A") + output("!A");  // INV has an area of 10
  EXPECT_EQ(reason("area : 40; " + inverter), "");
  EXPECT_EQ(reason("area : 40.1; " + inverter), "oversized");
  EXPECT_EQ(reason("area : 40.1; " + inputs("A") + output("A")), "");
}

TEST(UsableCells, AreNotMeasuredAgainstCellsThatAreNotUsed) {
  EXPECT_EQ(testing::library_of({testing::tiny_plus("cell (CLKINV) { area : 1; " + inputs("A") + output("!A") + "}")})
                .find("INV")
                ->unusable,
            "");
}

TEST(UsableCells, AreListedInTheNotesWhenLeftOut) {
  const Library library = testing::library_of({testing::tiny_plus("cell (CLKX) { } cell (CLKBUFX) { }")});
  EXPECT_THAT(library.notes, ::testing::Contains("not for synthesis, no output: CLKX CLKBUFX"));
}

}  // namespace
}  // namespace lmulsim::gates
