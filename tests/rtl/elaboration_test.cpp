// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a module's parameters must be is asserted where it is elaborated: each sentence, broken once, is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "command.hpp"

namespace lmulsim::rtl_test {
namespace {

struct WrongParameters {
  const char* name;
  const char* top;
  const char* parameters;
  const char* message;
};

void PrintTo(const WrongParameters& wrong, std::ostream* out) {
  *out << wrong.name;
}

class Elaboration : public testing::TestWithParam<WrongParameters> {};

/// What Verilator says of the RTL with this module on top.
std::string elaborate(const std::string& top, const std::string& parameters) {
  const std::string rtl = LMULSIM_SOURCE_DIR "/rtl/";
  std::string command = "verilator --lint-only -Wno-fatal -Wno-lint " + parameters + " --top-module " + top;
  std::ifstream files(rtl + "files.txt");
  for (std::string file; std::getline(files, file);) {
    command += " '" + rtl + file + "'";
  }
  return run_command(command).output;
}

TEST_P(Elaboration, EndsWithTheReason) {
  EXPECT_THAT(elaborate(GetParam().top, GetParam().parameters),
              testing::HasSubstr(GetParam().message + std::string("\n")));
}

// Packed parameters, the highest words first that are not zero: int8 into int32 with a latency of 1 and what is wrong.
#define LMULSIM_PE(words) "\"-GPe=512'h" words "\""
#define LMULSIM_INT8                 \
  "00000003000000000000000000000000" \
  "0000000400000004"

INSTANTIATE_TEST_SUITE_P(
    Cells, Elaboration,
    testing::Values(
        WrongParameters{"delay_bit", "delay_bit", "-GDepth=-1", "delay_bit: Depth is negative"},
        WrongParameters{"delay_line", "delay_line", "-GDepth=-1", "delay_line: Depth is negative"},
        WrongParameters{"delay_valid", "delay_valid", "-GDepth=-1", "delay_valid: Depth is negative"},
        WrongParameters{"control_wave", "control_wave", "-GCols=0", "control_wave: a column at least"},
        WrongParameters{"accumulator_latency", "accumulator", "-GLatency=-1", "accumulator: Latency is negative"},
        WrongParameters{"accumulator_fixed", "accumulator", "-GAcc=2 -GFixedWidth=1",
                        "accumulator: a fixed-point sum has a sign and a bit"},
        WrongParameters{"accumulator_narrow", "accumulator", "-GAcc=4 -GFixedWidth=1",
                        "accumulator: a fixed-point sum has a sign and a bit"},
        WrongParameters{"accumulator_none", "accumulator", "-GAcc=9", "accumulator: no cell for this Acc"},
        WrongParameters{"multiplier_none", "multiplier", "-GMul=99",
                        "multiplier: no cell for this Mul with these operand formats"},
        WrongParameters{"mac_latency", "mac", LMULSIM_PE("1"), "mac: an accumulation takes a cycle or more"},
        WrongParameters{"mac_stages", "mac",
                        LMULSIM_PE("00000001"
                                   "ffffffff"
                                   "0000000000000000" LMULSIM_INT8),
                        "mac: no negative number of product registers"},
        WrongParameters{"mac_group", "mac",
                        LMULSIM_PE("00000008"
                                   "00000001"
                                   "000000000000000000000000" LMULSIM_INT8),
                        "mac: a group has two products or more, and an accumulator that takes it"},
        WrongParameters{"group_align", "group_align", "-GProducts=1", "group_align: a group has two products or more"},
        WrongParameters{"mac_lookup", "mac",
                        LMULSIM_PE("00000001"
                                   "0000000000000000"
                                   "00000001"
                                   "000000000000000000000000" LMULSIM_INT8),
                        "mac: a table for a multiplier that has none, or none for one that has"},
        WrongParameters{"mul_lookup", "mul_lookup", "-GOffset=9",
                        "mul_lookup: the table has more bits than LOOKUP_BITS"},
        WrongParameters{"log_decode", "log_decode", "-GFmt=0", "log_decode: no such Fmt"},
        WrongParameters{"multiplier_whole_logs", "multiplier", "-GFmtA=4675 -GFmtB=4675",
                        "multiplier: no cell for this Mul with these operand formats"},
        WrongParameters{"multiplier_log_and_float", "multiplier", "-GMul=3 -GFmtA=4675",
                        "multiplier: no cell for this Mul with these operand formats"},
        WrongParameters{"mac_integers", "mac",
                        LMULSIM_PE("00000001"
                                   "000000000000000000000000"
                                   "00000003"
                                   "0000000000000000000000000000000000000000"),
                        "mac: integer sums of integer products only, and no others of them"},
        WrongParameters{"ctrl_stationary", "ctrl_stationary", "-GRows=0 -GOutLatency=1",
                        "ctrl_stationary: a row and a cycle to the result at least"},
        WrongParameters{"ctrl_output", "ctrl_output", "-GRows=1 -GCols=0 -GMulStages=0 -GAccLatency=1",
                        "ctrl_output: a row, a column and a cycle of accumulation at least"},
        WrongParameters{"array_rows", "systolic_array",
                        "-GDataflow=0 -GRows=0 -GCols=1 " LMULSIM_PE("00000001"
                                                                     "000000000000000000000000" LMULSIM_INT8),
                        "systolic_array: a row and a column at least"},
        WrongParameters{"array_latency", "systolic_array", "-GDataflow=0 -GRows=1 -GCols=1 " LMULSIM_PE("0"),
                        "systolic_array: an accumulation takes a cycle or more"},
        WrongParameters{"array_dataflow", "systolic_array",
                        "-GDataflow=7 -GRows=1 -GCols=1 " LMULSIM_PE("00000001"
                                                                     "000000000000000000000000" LMULSIM_INT8),
                        "systolic_array: no such Dataflow"}),
    [](const auto& p) { return std::string(p.param.name); });

#undef LMULSIM_INT8
#undef LMULSIM_PE

}  // namespace
}  // namespace lmulsim::rtl_test
