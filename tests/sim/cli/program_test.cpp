// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The program as people call it: exit codes, streams and files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "util/file.hpp"

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int code;
  std::string out, err;
};

class Program : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] Outcome run(const std::string& arguments) const {
    const std::string out = path("stdout");
    const std::string err = path("stderr");
    const int status = std::system((std::string(LMULSIM_PROGRAM) + " " + arguments + " >" + out + " 2>" + err).c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, lmulsim::util::read_file(out), lmulsim::util::read_file(err)};
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("lmulsim_program_" + std::to_string(::getpid()));
};

TEST_F(Program, HelpAndVersionSucceed) {
  EXPECT_THAT(run("--version").out, StartsWith("lmulsim 0."));
  for (const char* command : {"", "run", "gemm", "trace", "arith", "arith table", "arith convert", "arith dot"}) {
    const Outcome o = run(std::string(command) + " --help");
    EXPECT_EQ(o.code, 0) << command;
    EXPECT_THAT(o.out, HasSubstr("Usage")) << command;
    EXPECT_EQ(o.err, "") << command;
  }
}

TEST_F(Program, WrongUseAndWrongInputEndWithCode2AndOneLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "A subcommand is required"},
      {"rum", "found 'rum'; the nearest is 'run'"},
      {"gemm --m 1 --n 1 --k 1", "--accelerator is required"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --m 1 --n 1 --k 1 --bogus", "--bogus"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --m x --n 1 --k 1", "--m"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --m 0 --n 1 --k 1",
       "--m: expected an integer from 1 to 1000000000000000, found '0'"},
      {"gemm --accelerator lmul-e4m3-ws-4x5 --m 1 --n 1 --k 1", "the nearest is 'lmul-e4m3-ws-4x4'"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --rows 0 --m 1 --n 1 --k 1",
       "--rows: expected an integer from 1 to 1024, found '0'"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --dataflow xs --m 1 --n 1 --k 1", "--dataflow: expected a dataflow"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --engine fst --m 1 --n 1 --k 1", "--engine: expected one of fast, systemc"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --memory dram --m 1 --n 1 --k 1", "--memory: expected 'ideal'"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --technology horowitz --m 1 --n 1 --k 1", "the nearest is 'horowitz-45nm'"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --m 1 --n 1 --k 1 >/dev/full",
       "standard output: cannot write: No space left"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --m 1 --n 1 --k 1 --out /dev/null/x", "/dev/null/x"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --against int8-ws-4x4 --engine systemc --m 1 --n 1 --k 1",
       "SystemC simulates one design per process"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --waves x --m 1 --n 1 --k 1", "the fast engine has no pins"},
      {"gemm --accelerator lmul-e4m3-ws-4x4 --engine rtl --operands none --m 1 --n 1 --k 1",
       "only the fast engine runs without operands"},
      {"run --accelerator lmul-e4m3-ws-4x4 --workload gpt3", "the nearest is 'gpt2'"},
      {"run --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --phase decod", "--phase: expected prefill or decode"},
      {"trace --workload gpt2 --layers 1 --out /dev/full/t.json", "/dev/full/t.json"},
      {"arith table --multiplier lmull --out x", "--multiplier: expected one of exact, lmul"},
      {"arith table --format bf16 --out x", "bf16"},
      {"arith table --product thin --out x", "--product: expected wide or narrow, found 'thin'"},
      {"arith convert --to e4m3 --in /nonexistent --out x", "/nonexistent"},
      {"arith convert --to e4m3 --operand b --in x --out x", "expected with --rounding adder"},
      {"arith convert --to e4m3 --rounding adder --in x --out x", "lmul, mitchell, adder:D or cmean:T"},
      {"arith convert --to e4m3 --rounding adder --multiplier lmul --operand c --in x --out x", "one of a, b"},
  };
  for (const auto& [arguments, message] : cases) {
    // A redirection in the arguments wins over the test's own only when it comes last.
    const std::string text = arguments;
    const std::size_t redirect = text.find('>');
    const Outcome o = redirect == std::string::npos
                          ? run(text)
                          : run(text.substr(0, redirect) + " 2>" + path("err2") + " " + text.substr(redirect) + " #");
    const std::string err = redirect == std::string::npos ? o.err : lmulsim::util::read_file(path("err2"));
    EXPECT_EQ(o.code, 2) << arguments;
    EXPECT_THAT(err, StartsWith("lmulsim: error: ")) << arguments;
    EXPECT_THAT(err, HasSubstr(message)) << arguments;
    EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << arguments;
    EXPECT_EQ(o.out, "") << arguments;
  }
}

TEST_F(Program, GemmPrintsTheReportAsJson) {
  const Outcome o = run("gemm --accelerator lmul-e4m3-ws-32x32 --m 128 --n 64 --k 96 --json");
  ASSERT_EQ(o.code, 0) << o.err;
  const boost::json::value j = boost::json::parse(o.out);
  EXPECT_EQ(j.at("schema").as_string(), "lmulsim-report/2");
  EXPECT_EQ(j.at("macs").as_int64(), 128 * 64 * 96);
  EXPECT_EQ(j.at("cycles").at("total").as_int64(), j.at("cycles").at("closed_form").as_int64());
  EXPECT_EQ(j.at("accelerator").at("name").as_string(), "lmul-e4m3-ws-32x32");
  const boost::json::value& config = j.at("provenance").at("configs").at(0);
  EXPECT_EQ(config.at("path").as_string(), "configs/accelerators/lmul-e4m3-ws-32x32.yaml");
  EXPECT_EQ(config.at("text").as_string(),
            lmulsim::util::read_file(std::string(LMULSIM_SOURCE_DIR "/") + config.at("path").as_string().c_str()));
}

TEST_F(Program, EnginesGiveTheSameBitsCyclesAndCounts) {
  const auto operators = [&](const std::string& engine) {
    const Outcome o =
        run("gemm --accelerator exact-bf16-os-4x4 --m 9 --n 7 --k 5 --count 2 --operands random --seed 3 "
            "--stall-percent 20 --json --engine " +
            engine);
    EXPECT_EQ(o.code, 0) << o.err;
    return boost::json::parse(o.out).at("operators");
  };
  const boost::json::value fast = operators("fast");
  EXPECT_EQ(fast.at(0).at("output_sha256").as_string().size(), 64U);
  EXPECT_EQ(operators("systemc"), fast);
  EXPECT_EQ(operators("systemc-pe"), fast);
}

TEST_F(Program, WavesAreWritten) {
  const Outcome o = run("gemm --accelerator int8-ws-4x4 --m 4 --n 4 --k 4 --engine systemc --waves " + path("waves"));
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_GT(fs::file_size(path("waves/systemc.vcd")), 1000U);
}

TEST_F(Program, RunWritesAFolderAndPrintsTheSameNumbers) {
  const Outcome o =
      run("run --accelerator exact-bf16-ws-32x32 --workload gpt2 --seq 16 --layers 1 --json --out " + path("out"));
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(lmulsim::util::read_file(path("out/report.json")), o.out);
  for (const char* file : {"report.txt", "report.html", "timeline.json", "operators.csv"}) {
    EXPECT_GT(fs::file_size(path("out") + "/" + file), 100U) << file;
  }
}

TEST_F(Program, ATraceRunsLikeItsWorkload) {
  const std::string shape = "--workload qwen2.5-0.5b --layers 1 --no-head --seq 8 ";
  ASSERT_EQ(run("trace " + shape + "--out " + path("t.json")).code, 0);
  const Outcome direct = run("run --accelerator int8-ws-32x32 --json " + shape);
  const Outcome traced = run("run --accelerator int8-ws-32x32 --json --workload " + path("t.json"));
  ASSERT_EQ(direct.code, 0) << direct.err;
  ASSERT_EQ(traced.code, 0) << traced.err;
  const boost::json::value a = boost::json::parse(direct.out);
  const boost::json::value b = boost::json::parse(traced.out);
  EXPECT_EQ(a.at("cycles"), b.at("cycles"));
  EXPECT_EQ(a.at("operators"), b.at("operators"));
}

TEST_F(Program, TwoAcceleratorsArePrintedSideBySide) {
  const Outcome o = run("gemm --accelerator exact-e4m3-ws-32x32 --against lmul-e4m3-ws-32x32 --m 64 --n 64 --k 64");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, ::testing::ContainsRegex("multipliers .* 0.094"));
}

TEST_F(Program, ArithWritesTablesAndDotProducts) {
  ASSERT_EQ(run("arith table --multiplier lmul --format e4m3 --product narrow --out " + path("table")).code, 0);
  const std::string table = lmulsim::util::read_file(path("table"));
  ASSERT_EQ(table.size(), 65536U);
  EXPECT_EQ(static_cast<unsigned char>(table[0x3C * 256 + 0x3C]), 0x41);  // 1.5 * 1.5
  lmulsim::util::write_file_atomic(path("a"), std::string("\x38\x40", 2));
  const Outcome dot = run("arith dot --json --a " + path("a") + " --b " + path("a"));
  ASSERT_EQ(dot.code, 0) << dot.err;
  EXPECT_DOUBLE_EQ(boost::json::parse(dot.out).at("value").as_double(), 5);
  lmulsim::util::write_file_atomic(path("fp32"), std::string("\x00\x00\x80\x3f", 4));
  ASSERT_EQ(run("arith convert --to e4m3 --in " + path("fp32") + " --out " + path("codes")).code, 0);
  EXPECT_EQ(lmulsim::util::read_file(path("codes")), "\x38");
}

}  // namespace
