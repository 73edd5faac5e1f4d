// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the command line once took wrongly, or answered in words that help nobody.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kGemm = "gemm --accelerator lmul-e4m3-ws-4x4 ";
const std::string kData = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
const std::string kModel = "--model " + kData + "tiny.bin --tokenizer " + kData + "tok_tiny.bin ";

/// The program ends with exit code 2 and exactly this message.
void expect_error(const std::string& arguments, const std::string& message) {
  const Workspace work;
  const Outcome o = work.run(arguments);
  EXPECT_EQ(o.code, 2) << arguments;
  EXPECT_EQ(o.out, "") << arguments;
  EXPECT_EQ(o.err, "lmulsim: error: " + message + "\n") << arguments;
  EXPECT_EQ(work.files(), std::vector<std::string>{}) << arguments;
}

TEST(OptionTrials, LeadingZerosAreDecimal) {
  const Workspace work;
  const Outcome o = work.run(kGemm + "--m 010 --n 4 --k 4 --json");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(json::parse(o.out).at("macs").as_int64(), 10 * 4 * 4);
}

TEST(OptionTrials, OtherBasesAreRefused) {
  expect_error(kGemm + "--m 0x10 --n 4 --k 4",
               "--m: expected an integer from 1 to 1000000000000000, found '0x10' (numbers are decimal)");
  expect_error("cosim --random 0b1",
               "--random: expected an integer from 1 to 1000000000, found '0b1' (numbers are decimal)");
}

TEST(OptionTrials, AnEmptyNumberIsNotZero) {
  expect_error(kGemm + "--m '' --n 4 --k 4", "--m: expected a value, found ''");
  expect_error(kGemm + "--m 4 --n 4 --k 4 --seed=", "gemm: --seed: expected a value, found ''");
}

TEST(OptionTrials, AnEmptyPathIsNoPath) {
  expect_error(kGemm + "--m 4 --n 4 --k 4 --out ''", "--out: expected a value, found ''");
  expect_error("eval " + kModel + "--text ''", "--text: expected a value, found ''");
}

TEST(OptionTrials, NumbersBeyond64BitsAreNotClamped) {
  for (const char* number : {"9223372036854775808", "18446744073709551616"}) {
    expect_error(kGemm + "--n 4 --k 4 --m " + number,
                 fmt::format("--m: expected an integer from 1 to 1000000000000000, found '{}'", number));
    expect_error(kGemm + "--m 4 --n 4 --k 4 --rows " + number,
                 fmt::format("--rows: expected an integer from 1 to 1024, found '{}'", number));
  }
  expect_error(kGemm + "--m 4 --n 4 --k 4 --seed 18446744073709551616",
               "--seed: expected an integer from 0 to 18446744073709551615, found '18446744073709551616'");
}

TEST(OptionTrials, TheLargestSeedIsTakenAsItIs) {
  const Workspace work;
  const Outcome o = work.run(kGemm + "--m 4 --n 4 --k 4 --operands random --json --seed 0018446744073709551615");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(json::parse(o.out).at("provenance").at("seed").as_uint64(), 18446744073709551615U);
}

TEST(OptionTrials, RangesAreThoseOfPeople) {
  expect_error(kGemm + "--m 4 --n 4 --k 4 --seed -1",
               "--seed: expected an integer from 0 to 18446744073709551615, found '-1'");
  expect_error("cosim --random 0", "--random: expected an integer from 1 to 1000000000, found '0'");
  expect_error(kGemm + "--m 4 --n 4 --k 4 --count 0",
               "--count: expected an integer from 1 to 1000000000000000, found '0'");
  expect_error("run --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --batch 0",
               "--batch: expected an integer from 1 to 1048576, found '0'");
}

TEST(OptionTrials, NotANumberIsNoNumber) {
  for (const char* word : {"nan", "NAN", "inf", "-inf", "infinity"}) {
    expect_error(kGemm + "--m 4 --n 4 --k 4 --clock " + word,
                 fmt::format("--clock: expected 'auto' or a number of MHz, found '{}'", word));
    expect_error("generate " + kModel + "--prompt the --temperature " + word,
                 fmt::format("--temperature: expected a number from 0 to 100, found '{}'", word));
  }
}

TEST(OptionTrials, FractionsAndExponentsAreNoIntegers) {
  expect_error(kGemm + "--m 1e3 --n 4 --k 4",
               "--m: expected an integer from 1 to 1000000000000000, found '1e3' (digits only, without a point or an "
               "exponent)");
}

TEST(OptionTrials, APromptThatIsTooLongSaysHowLongItMayBe) {
  expect_error("generate " + kModel + "--prompt '" + std::string(40, 'q') + "'",
               "--prompt: expected at most 31 tokens, as the model has 32 positions and one is to be added, found 42");
}

TEST(OptionTrials, ABeginningOfANameIsNearerThanAnotherName) {
  const Workspace work;
  const Outcome o = work.run("run --accelerator lmul-e4m3-ws-4x4 --workload bert");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("the nearest is 'bert-base'"));
  EXPECT_THAT(work.run("run --accelerator lmul-e4m3-ws-4x4 --workload 0.5b").err,
              HasSubstr("the nearest is 'qwen2.5-0.5b'"));
}

TEST(OptionTrials, AMisspeltOptionIsNamedWithTheNearestOne) {
  expect_error(kGemm + "--m 4 --n 4 --kk 4", "gemm: unknown option --kk; did you mean --k?");
  expect_error(kGemm + "--m 4 --n 4 --k 4 --clok=auto", "gemm: unknown option --clok; did you mean --clock?");
  expect_error("arith table --multipler lmul", "arith table: unknown option --multipler; did you mean --multiplier?");
  expect_error("eval --modle x", "eval: unknown option --modle; did you mean --model?");
  expect_error("gemm --zzzzzzzzzz", "gemm: unknown option --zzzzzzzzzz; lmulsim gemm --help shows the options");
}

TEST(OptionTrials, AWordThatNoOptionTakesIsNamed) {
  expect_error("gemm lmul-e4m3-ws-4x4 --m 4", "gemm: expected an option, found 'lmul-e4m3-ws-4x4'");
}

TEST(OptionTrials, AnOptionIsGivenOnceAndWithItsValue) {
  expect_error(kGemm + "--m 4 --n 4 --k 4 --m 5", "gemm: --m: expected once, found twice");
  expect_error(kGemm + "--n 4 --k 4 --m", "gemm: --m: expected a value, found the end of the line");
}

TEST(OptionTrials, AnOptionIsNotTheValueOfAnother) {
  expect_error(kGemm + "--m 4 --n 4 --k 4 --out --json", "gemm: --out: expected a value, found the option --json");
}

TEST(OptionTrials, HelpHasExamplesNamesAndLimits) {
  const Workspace work;
  for (const char* command : {"run", "gemm", "compare", "cosim", "eval", "explain", "generate", "reproduce", "list",
                              "characterize", "trace", "arith table", "arith convert", "arith dot"}) {
    const Outcome o = work.run(fmt::format("{} --help", command));
    EXPECT_EQ(o.code, 0) << command;
    EXPECT_THAT(o.out, HasSubstr(fmt::format("Examples:\n  lmulsim {}", command)));
    EXPECT_THAT(o.out, Not(HasSubstr("00000000"))) << command;  // no limit of 309 digits, nor of 15
  }
  const std::string gemm = work.run("gemm --help").out;
  EXPECT_THAT(gemm, HasSubstr("--m N (1 or more) REQUIRED"));
  EXPECT_THAT(gemm, HasSubstr("--rows N (1 to 1024)"));
  EXPECT_THAT(gemm, HasSubstr("engines: fast, systemc, systemc-pe, rtl\n"));
  EXPECT_THAT(gemm, HasSubstr("lmul-e4m3-ws-4x4"));
  EXPECT_THAT(work.run("--help").out, HasSubstr("LMULSIM_CACHE "));
}

TEST(OptionTrials, ListShowsTheNamesThatOptionsKnow) {
  const Workspace work;
  const Outcome o = work.run("list workloads");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, StartsWith("bert-base\n"));
  const json::value all = json::parse(work.run("list --json").out);
  EXPECT_EQ(all.at("dataflows"), (json::array{"ws", "os", "is"}));
  EXPECT_EQ(all.at("engines"), (json::array{"fast", "systemc", "systemc-pe", "rtl"}));
  for (const char* kind : {"accelerators", "technologies", "workloads", "multipliers", "formats", "accumulators"}) {
    EXPECT_GE(all.at(kind).as_array().size(), 5U) << kind;
  }
  expect_error(
      "list workload",
      "list: expected one of accelerators, technologies, workloads, sweeps, designs, libraries, engines, dataflows, "
      "multipliers, formats, accumulators, found 'workload'; the nearest is 'workloads'");
}

TEST(OptionTrials, LongWorkWithoutATerminalSaysHowFarItIs) {
  const Workspace work;
  const std::string run = kGemm + "--m 64 --n 64 --k 64 --engine systemc";
  const Outcome o = work.run(run, "LMULSIM_PROGRESS_SECONDS=0.001");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, StartsWith("lmulsim: operators: 0 of 1 (0 %) after 0 s\n"));
  const Outcome quiet = work.run(run + " --quiet", "LMULSIM_PROGRESS_SECONDS=0.001");
  EXPECT_EQ(quiet.code, 0);
  EXPECT_EQ(quiet.err, "");
  EXPECT_EQ(quiet.out, o.out);
}

TEST(OptionTrials, AnInterruptedEvaluationKeepsItsFinishedRows) {
  const Workspace work;
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "the sand and the hand in the sand\n<|endoftext|>\n";
  }
  work.write("t.txt", text);
  // The signal comes when the table has begun: the first row is finished then, and there are many to come.
  std::string arithmetics;
  for (int i = 0; i < 200; ++i) {
    arithmetics += fmt::format(" exact:bf16,k={}", 1 + i % 7);
  }
  const Outcome o = work.run(
      "eval " + kModel + "--text t.txt --threads 1 --out e.json --arithmetic" + arithmetics +
          " > table & P=$!; for I in $(seq 250); do grep -q 'fp32 ' table && break; sleep 0.02; done; kill -TERM $P; "
          "wait $P; exit $?",
      "touch table;");
  EXPECT_EQ(o.code, 3) << o.err;
  EXPECT_THAT(o.err, HasSubstr(" of 201 rows are finished, printed and written\n"));
  EXPECT_THAT(work.read("table"), HasSubstr("\n  fp32 "));
  EXPECT_THAT(work.read("table"), HasSubstr("note: stopped before the end, without exact:bf16,k="));
  const json::value report = json::parse(work.read("e.json"));
  const std::size_t rows = report.at("rows").as_array().size();
  EXPECT_GE(rows, 1U);
  EXPECT_EQ(rows + report.at("unfinished").as_array().size(), 201U);
}

}  // namespace
}  // namespace lmulsim::cli_test
