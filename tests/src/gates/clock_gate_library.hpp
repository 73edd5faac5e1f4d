// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tiny.hpp"

// Cells of made-up clock gates beside tiny.lib, with numbers that add up by hand.
namespace lmulsim::gates::testing {

/// A delay of 10 ps and a slew of 20 ps from one pin.
inline std::string arc(const std::string& pin, const std::string& more = "") {
  const auto table = [](const char* name, int value) {
    return std::string(name) + " (scalar) { values (\"" + std::to_string(value) + "\"); } ";
  };
  return "timing () { related_pin : \"" + pin + "\"; timing_sense : positive_unate; " + more + table("cell_rise", 10) +
         table("cell_fall", 10) + table("rise_transition", 20) + table("fall_transition", 20) + "} ";
}

inline std::string power(const std::string& more, double rise, double fall) {
  return "internal_power () { " + more + " rise_power (scalar) { values (\"" + std::to_string(rise) +
         "\"); } fall_power (scalar) { values (\"" + std::to_string(fall) + "\"); } } ";
}

/// A latch that is open while G is high, of this area (um^2): 6 fF at G, 7 fF at D.
inline std::string latch_cell(const std::string& area, const std::string& enable = "G") {
  return "cell (LATCH) { area : " + area +
         "; cell_leakage_power : 100; latch (IQ, IQN) { data_in : \"D\"; enable : \"" + enable +
         "\"; } pin (G) { direction : input; clock : true; capacitance : 6; " + power("", 0.5, 0.7) +
         "} pin (D) { direction : input; capacitance : 7; } pin (Q) { direction : output; function : \"IQ\"; " +
         arc("D") + arc("G", "timing_type : rising_edge; ") + power("related_pin : \"D\";", 3, 5) + "} }\n";
}

/// An AND of this name and area that drives so much (fF): 4 fF at A, 9 fF at B.
inline std::string and_cell(const std::string& name, const std::string& area, const std::string& drives) {
  return "cell (" + name + ") { area : " + area +
         "; pin (A) { direction : input; capacitance : 4; } pin (B) { direction : input; capacitance : 9; } "
         "pin (Y) { direction : output; function : \"A B\"; max_capacitance : " +
         drives + "; " + arc("A") + arc("B") + power("related_pin : \"A\";", 2, 4) +
         power("related_pin : \"B\";", 100, 100) + "} }\n";
}

/// An integrated clock gate with a test pin, which drives so much (fF): 3 fF at CK, 2 fF at E.
inline std::string integrated_cell(const std::string& name, const std::string& area, const std::string& drives,
                                   const std::string& kind = "latch_posedge_precontrol") {
  return "cell (" + name + ") { area : " + area + "; clock_gating_integrated_cell : \"" + kind +
         "\"; statetable (\"CK E T\", \"IQ\") { table : \"L H L : - : H\"; } pin (IQ) { direction : internal; "
         "internal_node : \"IQ\"; } pin (T) { direction : input; capacitance : 1; clock_gate_test_pin : true; } "
         "pin (CK) { direction : input; clock : true; capacitance : 3; clock_gate_clock_pin : true; " +
         power("", 1.5, 2.5) +
         "} pin (E) { direction : input; capacitance : 2; clock_gate_enable_pin : true; timing () { related_pin : "
         "\"CK\"; timing_type : setup_rising; rise_constraint (scalar) { values (\"30\"); } fall_constraint (scalar) "
         "{ values (\"40\"); } } } pin (GCK) { direction : output; clock_gate_out_pin : true; state_function : \"CK "
         "IQ\"; max_capacitance : " +
         drives + "; " + arc("CK") + power("related_pin : \"CK\";", 6, 7) + "} }\n";
}

}  // namespace lmulsim::gates::testing
