// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The engines through the command line: the same cycles, counts and bits; lockstep says what it compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(Engines, AgreeInCyclesActivityAndOutputs) {
  const Workspace work;
  const auto report = [&](const std::string& engine) {
    const Outcome o = work.run(
        "gemm --accelerator lmul-e4m3-ws-4x4 --m 9 --n 6 --k 10 --operands random --seed 7 --json --engine " + engine);
    EXPECT_EQ(o.code, 0) << engine << ": " << o.err;
    return json::parse(o.out);
  };
  const json::value fast = report("fast");
  EXPECT_EQ(fast.at("operators").at(0).at("output_sha256").as_string().size(), 64U);
  for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
    const json::value other = report(engine);
    EXPECT_EQ(other.at("engine").as_string(), engine);
    for (const char* key : {"cycles", "macs", "utilization", "energy_pj", "operators"}) {
      EXPECT_EQ(other.at(key), fast.at(key)) << engine << ": " << key;
    }
  }
}

TEST(Engines, AnotherSeedGivesOtherOutputs) {
  const Workspace work;
  const auto digest = [&](const std::string& seed) {
    const Outcome o =
        work.run("gemm --accelerator lmul-e4m3-ws-4x4 --m 9 --n 6 --k 10 --operands random --json --seed " + seed);
    EXPECT_EQ(o.code, 0) << o.err;
    return json::parse(o.out).at("operators").at(0).at("output_sha256");
  };
  EXPECT_EQ(digest("7"), digest("7"));
  EXPECT_NE(digest("7"), digest("8"));
}

TEST(Engines, CosimSaysWhatItCompared) {
  const Workspace work;
  const Outcome o = work.run("cosim --random 5 --accelerator lmul-e4m3-ws-4x4 --seed 3");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("not one mismatch"));
  EXPECT_THAT(o.out, HasSubstr("5 programs"));
  EXPECT_THAT(o.out, ContainsRegex("compared [1-9][0-9]* pin values in [1-9][0-9]* cycles"));
  EXPECT_EQ(o.err, "");
}

}  // namespace
}  // namespace lmulsim::cli_test
