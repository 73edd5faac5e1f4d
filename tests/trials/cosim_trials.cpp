// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Co-simulation with a bug planted in the RTL: the report says who is wrong and where, and the case runs again.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "planted_rtl.hpp"
#include "program.hpp"
#include "waves.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kInt8 = "cosim --accelerator int8-ws-4x4 ";

void plant_unsigned_operand(const Workspace& work) {
  plant_rtl(work, "pe/mul_booth.sv", "ProdBits'(signed'(a_i))", "ProdBits'(a_i)");
}

void plant_assertion(const Workspace& work) {
  plant_rtl(work, "array/ctrl_stationary.sv", "(moving_first_i == !in_tile_q)", "(moving_first_i == in_tile_q)");
}

/// The name of the only file that ends so.
std::string only_file(const Workspace& work, const std::string& ending) {
  std::string name;
  for (const std::string& file : work.files()) {
    if (!file.starts_with("rtl/") && file.ends_with(ending)) {
      EXPECT_EQ(name, "") << file;
      name = file;
    }
  }
  EXPECT_NE(name, "") << "no file that ends in " << ending;
  return name;
}

/// Half cycles: more than the reset takes.
constexpr std::int64_t kSomeCycles = 10;

class CosimWaves : public testing::TestWithParam<const char*> {
 protected:
  [[nodiscard]] std::string command() const { return fmt::format("{} --dataflow {} ", kInt8, GetParam()); }
};

TEST_P(CosimWaves, AMismatchIsToldAndItsWavesAreWritten) {
  const Workspace work;
  plant_unsigned_operand(work);
  const Outcome o = work.run(command() + "--random 3 --seed 3 --waves waves", kPlanted);
  EXPECT_EQ(o.code, 1) << o.err;
  EXPECT_THAT(o.err, HasSubstr("the engines disagree"));
  EXPECT_THAT(o.err, HasSubstr("waves of the RTL: waves/"));
  expect_waves_up_to_a_failure(work.read(only_file(work, ".vcd")), kSomeCycles);
}

TEST_P(CosimWaves, AMismatchInAWorkloadHasWavesToo) {
  const Workspace work;
  plant_unsigned_operand(work);
  work.write("w.json", R"({"schema": "lmulsim-trace/1", "operators": [
    {"name": "fc/one two", "kind": "gemm", "m": 3, "n": 5, "k": 6}]})");
  const Outcome o = work.run(command() + "--workload w.json --waves waves", kPlanted);
  EXPECT_EQ(o.code, 1) << o.err;
  EXPECT_THAT(o.err, HasSubstr("fc/one two: "));
  expect_waves_up_to_a_failure(work.read(only_file(work, ".vcd")), kSomeCycles);
}

INSTANTIATE_TEST_SUITE_P(Trials, CosimWaves, testing::Values("ws", "os", "is"),
                         [](const auto& p) { return std::string(p.param); });

TEST(MismatchReport, NamesTheOneThatIsWrongAndShowsWhy) {
  const Workspace work;
  plant_unsigned_operand(work);
  const Outcome o = work.run(kInt8 + "--random 20 --seed 3", kPlanted);
  ASSERT_EQ(o.code, 1) << o.err;
  EXPECT_THAT(o.err,
              HasSubstr("rtl disagrees with systemc, systemc-pe, cycle-pe and fast, which agree, first in cycle "));
  EXPECT_THAT(o.err, Not(HasSubstr("systemc diverges")));
  // The operand is negative: as an unsigned number it is 256 more.
  EXPECT_THAT(o.err, ContainsRegex("the failing multiply-accumulate is k = [0-9]+: 0x[0-9a-f][0-9a-f] "));
  EXPECT_THAT(o.err, ContainsRegex("result_data_o.0.( +0x[0-9a-f]+)( +0x[0-9a-f]+)( +0x[0-9a-f]+)( +0x[0-9a-f]+)"));
  EXPECT_THAT(o.err, HasSubstr("cycles from its first input on"));
  EXPECT_THAT(o.err, HasSubstr("run it again: LMULSIM_RTL="));
}

TEST(MismatchReport, ShowsEveryLaneThatDiffers) {
  const Workspace work;
  plant_unsigned_operand(work);
  // All lanes of B are alike: what is wrong in one is wrong in all four.
  const Outcome o = work.run(kInt8 + "--random 20 --seed 3", kPlanted);
  ASSERT_EQ(o.code, 1) << o.err;
  const std::size_t line = o.err.find("\ncycle ");
  ASSERT_NE(line, std::string::npos);
  const std::string first = o.err.substr(line, o.err.find('\n', line + 1) - line);
  for (const char* lane :
       {"result_data_o[0] rtl=", "result_data_o[1] rtl=", "result_data_o[2] rtl=", "result_data_o[3] rtl="}) {
    EXPECT_THAT(first, HasSubstr(lane));
  }
}

TEST(MismatchReport, SaysWhichAssertionFailed) {
  const Workspace work;
  plant_assertion(work);
  const Outcome o = work.run(kInt8 + "--random 20 --seed 3 --waves waves", kPlanted);
  ASSERT_EQ(o.code, 1) << o.err;
  EXPECT_THAT(o.err,
              ContainsRegex("rtl fails: rtl in cycle [0-9]+: RTL: assertion failed in .*ctrl_stationary.sv:[0-9]+"));
  EXPECT_THAT(o.err, HasSubstr("without it, systemc, systemc-pe, cycle-pe and fast run to the end and agree"));
  expect_waves_up_to_a_failure(work.read(only_file(work, ".vcd")), kSomeCycles);
}

TEST(CaseFile, RunsAgainWithAndWithoutTheBug) {
  const Workspace work;
  plant_unsigned_operand(work);
  ASSERT_EQ(work.run(kInt8 + "--random 20 --seed 3", kPlanted).code, 1);
  const std::string again = "cosim --case " + only_file(work, ".json");
  const Outcome wrong = work.run(again, kPlanted);
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("rtl disagrees with systemc, systemc-pe, cycle-pe and fast"));
  const Outcome right = work.run(again);
  EXPECT_EQ(right.code, 0) << right.err;
  EXPECT_THAT(right.out, HasSubstr("not one mismatch"));
  work.write("broken.json", "{\"schema\": \"lmulsim-cosim-case/2\", \"surplus\": 1}");
  EXPECT_EQ(work.run("cosim --case broken.json").code, 2);
}

TEST(RtlThatDoesNotBuild, IsAnInputErrorAndNoMismatch) {
  const Workspace work;
  plant_rtl(work, "pe/mul_int8.sv", "module mul_int8", "modul mul_int8");
  for (const char* command : {"--random 4", "--random 60 --jobs 3"}) {
    const Outcome o = work.run(kInt8 + command, kPlanted);
    EXPECT_EQ(o.code, 2) << o.err;
    EXPECT_THAT(o.err, HasSubstr("does not build"));
    EXPECT_THAT(o.err, HasSubstr("pe/mul_int8.sv"));
    EXPECT_THAT(o.err, Not(HasSubstr("disagree")));
  }
}

TEST(RandomCosim, ComparesTheSameForAnyNumberOfJobs) {
  const Workspace work;
  const std::string command = kInt8 + "--random 23 --seed 11 --json --jobs ";
  const Outcome one = work.run(command + "1");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(boost::json::parse(one.out).at("programs").as_int64(), 23);
  for (const char* jobs : {"2", "5"}) {
    EXPECT_EQ(work.run(command + jobs).out, one.out) << jobs;
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
