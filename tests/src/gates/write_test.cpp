// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What is written for the synthesis tool and for simulators.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The written library read back. Power tables are not written, so a power group is added for the reader's sake.
Library round_trip(const Library& library) {
  std::string text = write_liberty(library);
  const std::size_t end = text.rfind("  }\n}");
  return testing::library_of({text.insert(end,
                                          "    pin (extra) { direction : input; internal_power () { rise_power "
                                          "(scalar) { values (1); } } }\n")});
}

TEST(WrittenLiberty, ReadsBackAsTheSameCells) {
  const Library before = testing::tiny_library();
  const Library after = round_trip(before);
  ASSERT_EQ(after.cells.size(), before.cells.size());
  for (std::size_t i = 0; i + 1 < before.cells.size(); ++i) {  // the last has the extra pin
    const Cell& a = before.cells[i];
    const Cell& b = after.cells[i];
    EXPECT_EQ(b.name, a.name);
    EXPECT_EQ(b.area_um2, a.area_um2);
    EXPECT_EQ(b.leakage_nw, a.leakage_nw);
    ASSERT_EQ(b.inputs.size(), a.inputs.size());
    for (std::size_t pin = 0; pin < a.inputs.size(); ++pin) {
      EXPECT_EQ(b.inputs[pin].name, a.inputs[pin].name);
      EXPECT_EQ(b.inputs[pin].capacitance_pf, a.inputs[pin].capacitance_pf);
    }
    EXPECT_EQ(b.outputs[0].truth, a.outputs[0].truth);
    EXPECT_EQ(b.outputs[0].state, a.outputs[0].state);
    EXPECT_EQ(b.outputs[0].max_capacitance_pf, a.outputs[0].max_capacitance_pf);
    EXPECT_EQ(b.flip_flop.has_value(), a.flip_flop.has_value());
  }
}

TEST(WrittenLiberty, KeepsFlipFlopsAsTheyAre) {
  const Library before = testing::tiny_library();
  const std::string text = write_liberty(before);
  EXPECT_THAT(text, HasSubstr("clocked_on : \"CK\";\n      next_state : \"(D)\";\n"));
  EXPECT_THAT(text, HasSubstr("clocked_on : \"!CKN\";\n      next_state : \"(!D)\";\n      preset : \"R'\";\n"));
  EXPECT_THAT(text, HasSubstr("timing_type : falling_edge;"));
}

TEST(WrittenLiberty, HasOneArcForAllConditionsWithTheWorstOfEach) {
  const Library after = round_trip(testing::tiny_library());
  const OutputPin& output = after.find("XOR2")->outputs[0];
  ASSERT_EQ(output.arcs.size(), 2U);
  EXPECT_EQ(output.arcs[0].sense, Sense::non_unate);  // negative under B, positive under !B
  EXPECT_NEAR(output.arcs[0].cell_rise.at(0.5, 0.11), 0.060 + 0.100 + 0.660, 1e-12);  // of k = 3, not 2
}

TEST(WrittenLiberty, LeavesOutCellsThatAreNotUsed) {
  const Library library = testing::library_of(
      {testing::tiny_plus("cell (CLKBUF) { pin (A) { direction : input; } pin (Y) { direction : output; function : A;"
                          " timing () { related_pin : A; cell_rise (scalar) { values (1); } } } }")});
  ASSERT_NE(library.find("CLKBUF"), nullptr);
  EXPECT_THAT(write_liberty(library), Not(HasSubstr("CLKBUF")));
  EXPECT_THAT(write_verilog_models(library), Not(HasSubstr("CLKBUF")));
}

TEST(VerilogModels, AreModulesOfPlainExpressions) {
  const std::string text = write_verilog_models(testing::tiny_library());
  EXPECT_THAT(text, HasSubstr("module AO21 (input A1, input A2, input B, output Y);\n"
                              "  assign Y = (B) | (A1 & A2);\nendmodule\n"));
  EXPECT_THAT(text, HasSubstr("module DFF (input CK, input D, output Q);\n  reg state;\n"
                              "  always @(posedge CK)\n    state <= (D);\n  assign Q = state;\nendmodule\n"));
}

TEST(VerilogModels, ClearAndPresetWithoutTheClock) {
  EXPECT_THAT(write_verilog_models(testing::tiny_library()),
              HasSubstr("  always @(negedge CKN or negedge R)\n    if ((~R)) state <= 1'b1;\n    else\n"
                        "    state <= (~D);\n"));
}

}  // namespace
}  // namespace lmulsim::gates
