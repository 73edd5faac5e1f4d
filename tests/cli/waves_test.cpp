// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Waves of the SystemC engines in every dataflow, and folders and engines that cannot have any.
#include "waves.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

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
