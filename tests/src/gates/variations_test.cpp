// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Ways to write the same library: each gives the same cells, or is refused by line.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::library_of;
using testing::tiny_plus;
using testing::tiny_with;

struct Case {
  const char* from;
  const char* to;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << '\'' << c.from << "' -> '" << c.to << '\'';
}

class SameLibrary : public ::testing::TestWithParam<Case> {};

/// The text for synthesis names every function, area, capacitance and table of the usable cells.
TEST_P(SameLibrary, IsReadWhole) {
  EXPECT_EQ(write_liberty(library_of({tiny_with(GetParam().from, GetParam().to)})),
            write_liberty(testing::tiny_library()));
}

INSTANTIATE_TEST_SUITE_P(
    Expressions, SameLibrary,
    ::testing::Values(Case{"\"A1 A2 + B\"", "A1 A2 + B"}, Case{"\"A1 A2 + B\"", "(A1 & A2) | B"},
                      Case{"\"A1 A2 + B\"", "B | (A1 * A2)"}, Case{"\"A1 A2 + B\";", "A1 A2 + B"},
                      Case{"\"A1 A2 + B\"", "A1 A2 \\\n + B"}, Case{"\"A1 A2 + B\"", "(A1 A2\n + B)"},
                      Case{"\"A1 A2 + B\"", "\"A1 A2\n + B\""}, Case{"\"A1 A2 + B\"", "\"A1 A2 \\\n + B\""},
                      Case{"\"!(A B)\"", "!(A B)"}, Case{"\"!(A B)\"", "!( A & B )"}, Case{"\"A^B\"", "A ^ B"},
                      Case{"\"A'\"", "A'"}, Case{"\"A'\"", "! A"}, Case{"clocked_on : \"CK\"", "clocked_on : (CK)"},
                      Case{"next_state : \"D\"", "next_state : ( D )"}));

INSTANTIATE_TEST_SUITE_P(
    Values, SameLibrary,
    ::testing::Values(
        Case{"area : 10;", "area : (10);"}, Case{"area : 10;", "area : \"10\";"}, Case{"area : 10;", "area : 10"},
        Case{"area : 10;", "area :\n 10;"}, Case{"area : 10;", "area : 1.0e+1 ;"},
        Case{"area : 10;", "area : 10; vil : 0.3 * VDD ;"}, Case{"area : 10;", "area : 10; note : \"several\nlines\";"},
        Case{"capacitance : 10;", "capacitance : ( 10 );"}, Case{"related_pin : \"A\"", "related_pin : A"},
        Case{"related_pin : \"A B\"", "related_pin : A B"}, Case{"direction : input", "direction : (input)"},
        Case{"time_unit : \"1ps\"", "time_unit : 1ps"}, Case{"time_unit : \"1ps\"", "time_unit : (1ps)"},
        Case{"\"60, 260\", \\\n", "\"60, 260\",\n"}, Case{"\"60, 260\"", "\"60,\n 260\""}));

class RefusedValue : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedValue, NamesItsLine) {
  EXPECT_THAT(error_of({tiny_with(GetParam().from, GetParam().to)}), HasSubstr("/a.lib:"));
}

INSTANTIATE_TEST_SUITE_P(Cases, RefusedValue,
                         ::testing::Values(Case{"\"A1 A2 + B\"", "A1 A2 + "}, Case{"\"A1 A2 + B\"", "(A1 A2 + B"},
                                           Case{"\"A1 A2 + B\"", "A1 A2 + B)"}, Case{"\"A1 A2 + B\"", "\"A1\" | B"},
                                           Case{"\"A1 A2 + B\"", "A1 | \"B\""},
                                           Case{"\"A1 A2 + B\"", "A1 A2 + B max_capacitance : 3"},
                                           Case{"\"A1 A2 + B\"", "A1, B"}, Case{"area : 10;", "area : 10 20;"},
                                           Case{"area : 10;", "area : 10 um;"},
                                           Case{"area : 10;", "area : 10 leakage : 3;"},
                                           Case{"nom_voltage : 1.0", "nom_voltage : 1.0 V"},
                                           Case{"area : 10;", "area : 10; include_file (more.lib);"}));

constexpr const char* kArc =
    "timing () { related_pin : A; cell_rise (scalar) { values (1); } cell_fall (scalar) { values (1); } "
    "rise_transition (scalar) { values (1); } fall_transition (scalar) { values (1); } }";

/// Why the cell X with these pins, and this before the cell, is set aside; empty when it is not.
std::string reason(const std::string& body, const std::string& before = "") {
  const Library library = library_of({tiny_plus(fmt::format("{}cell (X) {{ area : 1; {} }}\n", before, body))});
  EXPECT_EQ(library.cells.size(), testing::tiny_library().cells.size() + 1);
  return library.find("X")->unusable;
}

std::string gate(const std::string& arcs) {
  return "pin (A) { direction : input; } pin (Y) { direction : output; function : \"A\"; " + arcs + " }";
}

TEST(CellsSetAside, DoNotStopALibrary) {
  EXPECT_THAT(reason(gate(kArc)), IsEmpty());
  EXPECT_EQ(reason("bus (A) { bus_type : b; pin (A[1:0]) { } } pin (Y) { direction : output; function : \"A[0]\"; }"),
            "bus pins");
  EXPECT_EQ(reason("bundle (A) { members (A0, A1); } pin (Y) { direction : output; function : \"A0 A1\"; }"),
            "bus pins");
  const std::string three =
      "power_lut_template (p3) { variable_1 : input_transition_time; variable_2 : "
      "total_output_net_capacitance; variable_3 : equal_or_opposite_output_net_capacitance; }\n";
  EXPECT_EQ(reason(gate(std::string(kArc) + " internal_power () { rise_power (p3) { values (1); } }"), three),
            "tables of three axes are not supported");
  const std::string voltage = "lu_table_template (v) { variable_1 : normalized_voltage; index_1 (\"1, 2\"); }\n";
  EXPECT_EQ(reason(gate("timing () { related_pin : A; cell_rise (v) { values (1, 2); } }"), voltage),
            "tables over 'normalized_voltage' are not supported");
}

TEST(CellsSetAside, LackATableOfAnEdge) {
  const std::string arc(kArc);
  for (const char* kind : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
    std::string without = arc;
    const std::size_t at = without.find(kind);
    without.erase(at, without.find('}', at) + 1 - at);
    EXPECT_EQ(reason(gate(without)), "delay or slew of one edge is missing") << kind;
  }
  EXPECT_THAT(reason(gate("timing () { related_pin : A; timing_type : combinational_rise; cell_rise (scalar) { values "
                          "(1); } rise_transition (scalar) { values (1); } } timing () { related_pin : A; timing_type "
                          ": combinational_fall; cell_fall (scalar) { values (1); } fall_transition (scalar) { values "
                          "(1); } }")),
              IsEmpty())
      << "two arcs together have both";
}

TEST(SmallTables, AreWidenedForTheMapperWithoutChange) {
  const std::string text = write_liberty(testing::tiny_library());
  EXPECT_THAT(text, HasSubstr("index_1 (\"0.1, 0.3, 0.5\")"));
  EXPECT_THAT(text, HasSubstr("index_2 (\"0.01, 0.06, 0.11\")"));
  // INV: 20 + 0.2 slew + 2 load ps: of 500 ps and 60 fF 240 ps.
  EXPECT_THAT(text, HasSubstr("\"0.14, 0.24, 0.34\""));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("t2x2")));
}

}  // namespace
}  // namespace lmulsim::gates
