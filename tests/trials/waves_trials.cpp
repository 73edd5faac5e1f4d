// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Waves of the RTL: the program ends as it should, and the files can be read to the last cycle.
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

#include "program.hpp"
#include "waves.hpp"

namespace lmulsim::cli_test {
namespace {

class RtlWaves : public testing::TestWithParam<const char*> {};

TEST_P(RtlWaves, OfOneProductEndWithItsLastCycle) {
  expect_waves_of_a_product("rtl", GetParam());
}

TEST_P(RtlWaves, OfSeveralOperatorsFollowOneAnother) {
  expect_waves_of_operators("rtl", GetParam());
}

TEST(RtlWavesOfTwo, DoNotOverwriteOneAnother) {
  const Workspace work;
  const Outcome o = work.run(
      "gemm --accelerator lmul-e4m3-ws-4x4 --against int8-ws-4x4 --engine rtl --m 3 --n 4 --k 5 --waves waves --json");
  ASSERT_EQ(o.code, 0) << o.err;
  const boost::json::value reports = boost::json::parse(o.out);
  const std::array files{"waves/rtl.vcd", "waves/against/rtl.vcd"};
  for (std::size_t i = 0; i < files.size(); ++i) {
    expect_whole_waves(work.read(files[i]), reports.at(i).at("cycles").at("total").as_int64() + 2, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Trials, RtlWaves, testing::Values("ws", "os", "is"),
                         [](const auto& p) { return std::string(p.param); });

}  // namespace
}  // namespace lmulsim::cli_test
