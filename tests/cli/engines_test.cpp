// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The engines through the command line: the same cycles, counts and bits; lockstep says what it compared.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

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

TEST(Engines, WhatOnlyTheFastOneHasTheOthersRefuseByName) {
  const Workspace work;
  const auto gemm = [&](const std::string& pe, const std::string& engine) {
    return work.run("gemm --accelerator exact-e4m3-is-4x4 --m 5 --n 6 --k 7 --operands random --json --set pe." + pe +
                    " --engine " + engine);
  };
  const std::string log34 = " --set pe.activation_format=log34 --set pe.weight_format=log34";
  const std::array<std::pair<std::string, const char*>, 3> choices{
      {{"activation_format=e3m2 --set pe.weight_format=e2m1",
        "is the fast engine's only, neither SystemC nor RTL has it"},
       {"multiplier=exact" + log34,
        "multiplier exact of log34 and log34: no hardware has whole products of logarithms"},
       {"multiplier=antilog:9" + log34,
        "multiplier antilog:9 of log34 and log34: expected a table of at most 128 bits, which is what hardware is "
        "built with, found 16 entries of 9 bits; T of at most 8"}}};
  for (const auto& [pe, message] : choices) {
    const Outcome fast = gemm(pe, "fast");
    ASSERT_EQ(fast.code, 0) << pe << ": " << fast.err;
    EXPECT_EQ(json::parse(fast.out).at("operators").at(0).at("output_sha256").as_string().size(), 64U);
    for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
      const Outcome other = gemm(pe, engine);
      EXPECT_EQ(other.code, 2) << pe << " " << engine;
      EXPECT_THAT(other.err, HasSubstr(message)) << pe;
    }
  }
}

TEST(Engines, AgreeOnFormatsOfTheFamilies) {
  const Workspace work;
  for (const char* pe : {"activation_format=e5m6 --set pe.weight_format=e3m4fn",
                         "activation_format=e2m13 --set pe.weight_format=e7m8 --set pe.multiplier=lmul",
                         "activation_format=log34 --set pe.weight_format=log43 --set pe.multiplier=antilog:5 --set "
                         "pe.accumulator=fix20.-6",
                         "activation_format=log43 --set pe.weight_format=log43 --set pe.multiplier=mitchell",
                         "activation_format=log34 --set pe.weight_format=log34 --set pe.multiplier=antilog:6 --set "
                         "pe.accumulator=group8-7/fix20.-5 --set pe.mul_stages=3",
                         "multiplier=cmean:5 --set operands.rounding=adder"}) {
    const auto gemm = [&](const std::string& engine) {
      const Outcome o = work.run(
          fmt::format("gemm --accelerator exact-e4m3-is-4x4 --m 5 --n 6 --k 7 --operands random --json --set pe.{} "
                      "--engine {}",
                      pe, engine));
      EXPECT_EQ(o.code, 0) << o.err;
      return json::parse(o.out);
    };
    const json::value fast = gemm("fast");
    for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
      const json::value other = gemm(engine);
      EXPECT_EQ(other.at("cycles"), fast.at("cycles")) << pe << " " << engine;
      EXPECT_EQ(other.at("operators"), fast.at("operators")) << pe << " " << engine;
    }
  }
}

TEST(Engines, ATableFromAFileIsItsMultiplierAndInTheReport) {
  const Workspace work;
  ASSERT_EQ(work.run("arith table --multiplier lmul --format e4m3 --out lmul.bin").code, 0);
  const auto gemm = [&](const std::string& multiplier) {
    const Outcome o = work.run(
        "gemm --accelerator lmul-e4m3-ws-4x4 --m 5 --n 6 --k 7 --operands random --json --set "
        "pe.multiplier=" +
        multiplier);
    EXPECT_EQ(o.code, 0) << o.err;
    return json::parse(o.out);
  };
  const json::value lmul = gemm("lmul");
  const json::value table = gemm("table:lmul.bin");
  EXPECT_EQ(table.at("operators").at(0).at("output_sha256"), lmul.at("operators").at(0).at("output_sha256"));
  const json::array& configs = table.at("provenance").at("configs").as_array();
  EXPECT_TRUE(std::ranges::any_of(configs, [](const json::value& c) {
    return c.at("role") == "multiplier" && c.at("sha256").as_string().size() == 64;
  }));
  work.write("short.bin", "123");
  EXPECT_THAT(work.run("arith table --multiplier table:short.bin --out t").err, HasSubstr("262144 bytes, found 3"));
}

TEST(Engines, AgreeInNarrowSumsAndInHowManySaturate) {
  const Workspace work;
  const auto report = [&](const std::string& engine) {
    const Outcome o = work.run(
        "gemm --accelerator lmul-e4m3-ws-4x4 --set pe.accumulator=fix14.3 --m 9 --n 6 --k 10 --operands random "
        "--seed 7 --json --engine " +
        engine);
    EXPECT_EQ(o.code, 0) << engine << ": " << o.err;
    return json::parse(o.out);
  };
  const json::value fast = report("fast");
  const json::value sums = fast.at("operators").at(0).at("sums");
  EXPECT_EQ(sums.at("results"), 54);
  const auto left = sums.at("left_range").to_number<int>();
  EXPECT_GT(left, 0);
  EXPECT_LT(left, 54);
  EXPECT_EQ(fast.at("warnings").as_array().back().as_string(),
            std::to_string(left) + " of 54 sums left the range of the accumulator fix14.3 on their way");
  for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
    EXPECT_EQ(report(engine).at("operators"), fast.at("operators")) << engine;
  }
}

TEST(Engines, AgreeInGroupsOfProducts) {
  const Workspace work;
  const std::string groups = "--set pe.accumulator=group4-6/fix14.3 --set pe.multiplier=exact";
  const std::string integers =
      "--set pe.accumulator=group3/int32 --set pe.multiplier=exact --set pe.activation_format=int8 --set "
      "pe.weight_format=int8 --dataflow os";
  for (const std::string& pe : {groups, integers}) {
    const auto report = [&](const std::string& engine) {
      const Outcome o =
          work.run("gemm --accelerator lmul-e4m3-ws-4x4 --m 9 --n 6 --k 39 --operands random --seed 7 --json " + pe +
                   " --engine " + engine);
      EXPECT_EQ(o.code, 0) << engine << ": " << o.err;
      return json::parse(o.out);
    };
    const json::value fast = report("fast");
    // Three stationary tiles along K of 4 rows with 4 products each; 13 beats of 3 products for each of 3 * 2 tiles.
    const int issued = pe == groups ? 3 * 2 * 9 * 4 * 4 * 4 : 3 * 2 * 13 * 4 * 4 * 3;
    EXPECT_EQ(fast.at("operators").at(0).at("activity").at("macs_issued").to_number<int>(), issued) << pe;
    for (const char* engine : {"systemc", "systemc-pe", "rtl"}) {
      EXPECT_EQ(report(engine).at("operators"), fast.at("operators")) << engine << " " << pe;
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
