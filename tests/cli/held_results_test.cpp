// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// RTL that goes on while nobody takes its results loses them: its own assertion says so, without a second engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "planted_rtl.hpp"

namespace lmulsim::cli_test {
namespace {

using testing::HasSubstr;

struct Losing {
  const char* dataflow;
  const char* file;
  const char* right;
  const char* wrong;
};

class HeldResults : public testing::TestWithParam<Losing> {};

TEST_P(HeldResults, AreAsserted) {
  const Workspace work;
  const Losing& rtl = GetParam();
  plant_rtl(work, rtl.file, rtl.right, rtl.wrong);
  const Outcome o = work.run(
      std::string("gemm --accelerator int8-ws-4x4 --m 9 --n 9 --k 9 --engine rtl --stall-percent 60 --dataflow ") +
          rtl.dataflow,
      kPlanted);
  EXPECT_EQ(o.code, 1) << o.err;
  EXPECT_THAT(o.out + o.err, HasSubstr("result_held_until_accepted")) << o.err;
}

INSTANTIATE_TEST_SUITE_P(Engines, HeldResults,
                         testing::Values(Losing{"ws", "array/ctrl_stationary.sv",
                                                "= !result_valid_o || result_ready_i;",
                                                "= !result_valid_o || result_ready_i || rst_ni;"},
                                         Losing{"os", "array/ctrl_output.sv", "= !out_valid || result_ready_i;",
                                                "= !out_valid || result_ready_i || rst_ni;"}),
                         [](const auto& p) { return std::string(p.param.dataflow); });

}  // namespace
}  // namespace lmulsim::cli_test
