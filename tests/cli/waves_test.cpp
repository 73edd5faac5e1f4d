// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Waves of the SystemC engines in every dataflow, and folders and engines that cannot have any.
#include "waves.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <tuple>

#include "planted_rtl.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::HasSubstr;

class SystemcWaves : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(SystemcWaves, OfOneProductEndWithItsLastCycle) {
  expect_waves_of_a_product(std::get<0>(GetParam()), std::get<1>(GetParam()));
}

TEST_P(SystemcWaves, OfSeveralOperatorsFollowOneAnother) {
  expect_waves_of_operators(std::get<0>(GetParam()), std::get<1>(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Waves, SystemcWaves,
                         testing::Combine(testing::Values("systemc", "systemc-pe"), testing::Values("ws", "os", "is")),
                         [](const auto& p) {
                           return std::string(std::get<0>(p.param)) == "systemc"
                                      ? std::string(std::get<1>(p.param))
                                      : std::string("pe_") + std::get<1>(p.param);
                         });

struct FailingRtl {
  const char* dataflow;
  const char* file;
  const char* right;
  const char* wrong;
};

std::ostream& operator<<(std::ostream& out, const FailingRtl& rtl) {
  return out << rtl.dataflow;
}

class RtlWavesOfAFailure : public testing::TestWithParam<FailingRtl> {};

TEST_P(RtlWavesOfAFailure, EndWithTheCycleThatFails) {
  const Workspace work;
  const FailingRtl& rtl = GetParam();
  plant_rtl(work, rtl.file, rtl.right, rtl.wrong);
  const std::string command =
      std::string("--accelerator int8-ws-4x4 --engine rtl --waves waves --dataflow ") + rtl.dataflow;
  work.write("w.json", R"({"schema": "lmulsim-trace/1", "operators": [
    {"name": "up", "kind": "gemm", "m": 3, "n": 5, "k": 6}, {"name": "down", "kind": "gemm", "m": 3, "n": 6, "k": 5}]})");
  for (const std::string run : {"gemm --m 5 --n 6 --k 9 ", "run --workload w.json "}) {
    const Outcome o = work.run(run + command, kPlanted);
    EXPECT_EQ(o.code, 1) << o.err;
    EXPECT_THAT(o.err, HasSubstr("assertion failed in"));
    EXPECT_THAT(o.err, HasSubstr(rtl.file));
    // Verilator prints "[13] %Error: ..." with the half cycle in which it saw it.
    const std::size_t at = o.out.rfind('[', o.out.find("%Error"));
    ASSERT_NE(at, std::string::npos) << o.out;
    expect_waves_up_to_a_failure(work.read("waves/rtl.vcd"), std::stoll(o.out.substr(at + 1)));
  }
}

INSTANTIATE_TEST_SUITE_P(Waves, RtlWavesOfAFailure,
                         testing::Values(FailingRtl{"ws", "array/ctrl_stationary.sv", "(moving_first_i == !in_tile_q)",
                                                    "(moving_first_i == in_tile_q)"},
                                         FailingRtl{"is", "array/ctrl_stationary.sv", "(moving_first_i == !in_tile_q)",
                                                    "(moving_first_i == in_tile_q)"},
                                         FailingRtl{"os", "array/ctrl_output.sv", "(moving_first_i == !mid_tile_q)",
                                                    "(moving_first_i == mid_tile_q)"}),
                         [](const auto& p) { return std::string(p.param.dataflow); });

TEST(Waves, AFolderThatCannotBeMadeIsAnInputError) {
  const Workspace work;
  work.write("file", "");
  for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
    const Outcome o =
        work.run(std::string("gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 --waves file --engine ") + engine);
    EXPECT_EQ(o.code, 2) << engine;
    EXPECT_THAT(o.err, HasSubstr("file")) << engine;
  }
}

TEST(Waves, AFileThatCannotBeWrittenIsAnInputError) {
  const Workspace work;
  work.write("waves/rtl.vcd/x", "");
  work.write("waves/systemc.part.vcd/x", "");
  for (const char* engine : {"systemc", "rtl"}) {
    const Outcome o =
        work.run(std::string("gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 --waves waves --engine ") + engine);
    EXPECT_EQ(o.code, 2) << engine << o.err;
    EXPECT_THAT(o.err, HasSubstr("cannot write waves here")) << engine;
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
