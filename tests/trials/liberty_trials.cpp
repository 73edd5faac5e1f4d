// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kTable = R"(("0.02, 0.04, 0.08", "0.03, 0.06, 0.12", "0.06, 0.12, 0.24"))";

std::string four_tables(const std::string& shape, const std::string& values) {
  std::string text;
  for (const char* kind : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
    text += fmt::format(" {} ({}) {{ values {}; }}", kind, shape, values);
  }
  return text;
}

/// A gate of this function with an arc and a power table of every input.
std::string gate(const std::string& name, double area, const std::vector<std::string>& inputs,
                 const std::string& function) {
  std::string text = fmt::format("cell ({}) {{ area : {}; cell_leakage_power : 2;\n", name, area);
  std::string arcs;
  for (const std::string& input : inputs) {
    text += fmt::format("pin ({}) {{ direction : input; capacitance : 0.001; }}\n", input);
    arcs += fmt::format("timing () {{ related_pin : \"{}\";{} }}\n", input, four_tables("d", kTable));
    arcs += fmt::format(
        "internal_power () {{ related_pin : \"{0}\"; rise_power (p) {{ values {1}; }} fall_power (p) {{ values {1}; }} "
        "}}\n",
        input, kTable);
  }
  return text + fmt::format("pin (Y) {{ direction : output; max_capacitance : 0.05; function : {};\n{}}} }}\n",
                            function, arcs);
}

/// A small library; `clock` is what the flip-flop says of its clock, `more` are cells besides.
std::string library(const std::string& more, const std::string& clock = "\"CK\"") {
  const std::string axes = "index_1 (\"0.01, 0.1, 0.5\"); index_2 (\"0.001, 0.01, 0.1\");";
  std::string text =
      "library (tiny) { delay_model : table_lookup; time_unit : \"1ns\"; voltage_unit : \"1V\"; leakage_power_unit : "
      "\"1nW\"; capacitive_load_unit (1, pf); nom_voltage : 1.1;\n";
  text += "lu_table_template (d) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance; " +
          axes +
          " }\npower_lut_template (p) { variable_1 : input_transition_time; variable_2 : "
          "total_output_net_capacitance; " +
          axes + " }\n";
  text += gate("INV", 1, {"A"}, "\"!A\"") + gate("BUF", 1.5, {"A"}, "\"A\"");
  text += gate("NAND2", 1.5, {"A", "B"}, "\"!(A&B)\"") + gate("NOR2", 1.5, {"A", "B"}, "\"!(A|B)\"");
  text += gate("XOR2", 3, {"A", "B"}, "\"A^B\"");
  text += fmt::format(
      "cell (DFF) {{ area : 5; ff (IQ,IQN) {{ next_state : \"D\"; clocked_on : {}; }} pin (D) {{ direction : input; "
      "capacitance : 0.001; }} pin (CK) {{ direction : input; capacitance : 0.001; clock : true; }} pin (Q) {{ "
      "direction : output; function : \"IQ\"; timing () {{ related_pin : \"CK\"; timing_type : rising_edge;{} }} "
      "internal_power () {{ related_pin : \"CK\"; rise_power (p) {{ values {}; }} fall_power (p) {{ values {}; }} }} "
      "}} "
      "}}\n",
      clock, four_tables("d", kTable), kTable, kTable);
  return text + more + "}\n";
}

/// A cell that computes A + B with arcs of these tables.
std::string sum_with(const std::string& tables) {
  return "cell (ODD) { area : 1; pin (A,B) { direction : input; capacitance : 0.001; } pin (Y) { direction : output; "
         "function : \"A+B\"; timing () { related_pin : \"A B\";" +
         tables + " } } }\n";
}

class LibertyTrials : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome characterize(const std::string& text, const std::string& before = "") const {
    work_.write("cells.lib", text);
    work_.write("tmp/here", "");
    return work_.run(
        "characterize --liberty cells.lib --name t --node-nm 45 --only multiplier/lmul/e4m3/daz --vectors 512 "
        "--out t.json",
        before + "TMPDIR=$PWD/tmp LMULSIM_CACHE=$PWD/cache");
  }

  /// Area of the multiplier, um^2; measured once for every library of these tests.
  [[nodiscard]] double area(const std::string& text) const {
    static std::map<std::string, double> measured;
    const auto [at, is_new] = measured.emplace(text, 0);
    if (is_new) {
      const Outcome o = characterize(text);
      EXPECT_EQ(o.code, 0) << o.err;
      err_ = o.err;
      at->second = o.code == 0 ? area_in(work_.read("t.json")) : 0;
    }
    return at->second;
  }

  static double area_in(const std::string& technology) {
    const json::value units = json::parse(technology).at("gates").at("units");
    return units.at("multiplier/lmul/e4m3/daz").at("area").at(0).to_number<double>();
  }

  [[nodiscard]] std::vector<std::string> left() const {
    std::vector<std::string> files;
    for (const std::string& file : work_.files()) {
      if (file.starts_with("tmp/") && file != "tmp/here") {
        files.push_back(file);
      }
    }
    return files;
  }

  [[nodiscard]] const std::string& notes() const { return err_; }

 private:
  Workspace work_;
  mutable std::string err_;
};

TEST_F(LibertyTrials, ReadsExpressionsWithoutQuotesWhole) {
  const std::vector<std::string> inputs{"A", "B"};
  const double spaced = area(library(gate("OR2", 1.2, inputs, "A | B")));
  EXPECT_EQ(spaced, area(library(gate("OR2", 1.2, inputs, "A|B"))));
  EXPECT_LT(spaced, area(library("")));
}

TEST_F(LibertyTrials, WidensTablesThatTheMapperCannotUse) {
  const std::string shape =
      "lu_table_template (q) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance; index_1 "
      "(\"0.01, 0.1\"); index_2 (\"0.001, 0.01\"); }\n";
  const std::string two = shape + sum_with(four_tables("q", R"(("0.03, 0.031", "0.032, 0.033"))"));
  const std::string scalar = sum_with(four_tables("scalar", R"(("0.03"))"));
  const double plain = area(library(""));
  EXPECT_LT(area(library(two)), plain) << "the cheap OR is used";
  EXPECT_LT(area(library(scalar)), plain);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(LibertyTrials, SetsCellsOfOneEdgeAside) {
  const std::string rise = fmt::format(" cell_rise (d) {{ values {}; }}", kTable);
  EXPECT_EQ(area(library(sum_with(rise))), area(library("")));
}

TEST_F(LibertyTrials, SetsCellsThatItDoesNotModelAside) {
  const std::string bus =
      "type (b4) { base_type : array; data_type : bit; bit_width : 4; bit_from : 3; bit_to : 0; }\n"
      "cell (MEM) { area : 90; bus (A) { bus_type : b4; direction : input; pin (A[3:0]) { } } pin (Y) { direction : "
      "output; function : \"A[0] & A[1]\"; } }\n";
  const std::string three =
      "power_lut_template (p3) { variable_1 : input_transition_time; variable_2 : total_output_net_capacitance; "
      "variable_3 : equal_or_opposite_output_net_capacitance; index_1 (\"0.01\"); index_2 (\"0.001\"); index_3 "
      "(\"0.001\"); }\ncell (HA) { area : 6; pin (A) { direction : input; } pin (S) { direction : output; function : "
      "\"A\"; internal_power () { related_pin : \"A\"; rise_power (p3) { values (\"0.1\"); } } } }\n";
  const double with_others = area(library(bus + three));
  EXPECT_THAT(notes(), HasSubstr("2 of 8 cells are set aside: bus pins (1: MEM), tables of three axes are not "
                                 "supported (1: HA)"));
  EXPECT_EQ(with_others, area(library("")));
}

TEST_F(LibertyTrials, ReadsValuesInParenthesesAndTextsOverLines) {
  EXPECT_EQ(area(library("", "(CK)")), area(library("")));
  EXPECT_EQ(area(library(gate("OR2", 1.2, {"A", "B"}, "\"A\n | B\""))),
            area(library(gate("OR2", 1.2, {"A", "B"}, "\"A|B\""))));
}

TEST_F(LibertyTrials, LeavesNothingBehindWhenTheMapperFails) {
  const Outcome o = characterize(library(""),
                                 "mkdir bin; printf '#!/bin/sh\\nkill -ABRT $$\\n' >bin/yosys-abc; "
                                 "chmod +x bin/yosys-abc; PATH=$PWD/bin:$PATH ");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("yosys-abc (Debian package yosys) ended while mapping"));
  EXPECT_THAT(left(), IsEmpty());
}

}  // namespace
}  // namespace lmulsim::cli_test
