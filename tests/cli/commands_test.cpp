// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The commands as they are meant to be used.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <boost/json.hpp>
#include <cstring>
#include <filesystem>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

TEST(Commands, EachHasHelp) {
  const Workspace work;
  for (const char* command :
       {"", "run", "gemm", "compare", "cosim", "eval", "explain", "generate", "reproduce", "characterize", "trace",
        "help", "list", "arith", "arith table", "arith convert", "arith dot"}) {
    for (const char* flag : {" --help", " -h"}) {
      const Outcome o = work.run(command + std::string(flag));
      EXPECT_EQ(o.code, 0) << command;
      EXPECT_THAT(o.out, HasSubstr("Usage")) << command;
      EXPECT_EQ(o.err, "") << command;
    }
  }
}

TEST(Commands, HelpOfACommandIsWhatItsOptionPrints) {
  const Workspace work;
  for (const char* command : {"", "run", "gemm", "arith convert"}) {
    EXPECT_EQ(work.run(fmt::format("help {}", command)).out, work.run(fmt::format("{} --help", command)).out)
        << command;
  }
  EXPECT_THAT(work.run("help accelerator").out, HasSubstr("pe.acc_latency"));
  const Outcome unknown = work.run("help gem");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("the nearest is 'gemm'"));
}

TEST(Commands, SetReplacesAnyKeyOfTheAccelerator) {
  const Workspace work;
  const std::string gemm = "gemm --accelerator lmul-e4m3-ws-4x4 --m 5 --n 6 --k 7 --json ";
  const Outcome o = work.run(gemm + "--set array.rows=8 --set pe.mul_stages=1 --set array.rows=2");
  ASSERT_EQ(o.code, 0) << o.err;
  const json::value report = json::parse(o.out);
  EXPECT_EQ(report.at("accelerator").at("array").at("rows"), 2);
  EXPECT_EQ(report.at("accelerator").at("pe").at("mul_stages"), 1);
  const auto refused = [&](const std::string& options, const std::string& said) {
    const Outcome bad = work.run(gemm + options);
    EXPECT_EQ(bad.code, 2) << options;
    EXPECT_THAT(bad.err, HasSubstr(said));
  };
  refused("--set array.rowz=8", "--set array.rowz: unknown key 'array.rowz'; the nearest known key is 'array.rows'");
  refused("--set array.rows=abc", "--set array.rows: expected an integer, found 'abc'");
  refused("--rows 8 --set array.rows=2", "--set array.rows: expected the key set once, found also --rows");
}

TEST(Commands, GemmAsJsonHasTheKeysOfTheReport) {
  const Workspace work;
  const Outcome o = work.run("gemm --accelerator lmul-e4m3-ws-4x4 --m 5 --n 6 --k 7 --json");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.err, "");
  std::vector<std::string> keys;
  const json::value report = json::parse(o.out);
  for (const auto& member : report.as_object()) {
    keys.emplace_back(member.key());
  }
  EXPECT_THAT(keys, UnorderedElementsAre("schema", "warnings", "totals", "roofline", "engine", "accelerator",
                                         "workload", "cycles", "macs", "utilization", "time_s", "power_w", "energy_pj",
                                         "area_um2", "operators", "checks", "provenance"));
}

TEST(Commands, RunWritesFiveFilesTwiceTheSame) {
  const Workspace work;
  const std::string run = "run --accelerator exact-bf16-ws-32x32 --workload vit-ti-16 --layers 1 --out ";
  const Outcome first = work.run(run + "one");
  const Outcome second = work.run(run + "two");
  ASSERT_EQ(first.code, 0) << first.err;
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(first.out, second.out);
  EXPECT_EQ(first.out, work.read("one/report.txt"));
  EXPECT_EQ(work.files(),
            (std::vector<std::string>{"one", "one/operators.csv", "one/report.html", "one/report.json",
                                      "one/report.txt", "one/timeline.json", "two", "two/operators.csv",
                                      "two/report.html", "two/report.json", "two/report.txt", "two/timeline.json"}));
  for (const char* file : {"operators.csv", "report.html", "report.json", "report.txt", "timeline.json"}) {
    EXPECT_EQ(work.read(std::string("one/") + file), work.read(std::string("two/") + file)) << file;
  }
}

TEST(Commands, ATraceRunsLikeItsSource) {
  const Workspace work;
  work.write("m.bin", checkpoint(kHeader, weights_of(kHeader)));
  const std::string run = "run --accelerator lmul-e4m3-ws-4x4 --json --workload ";
  ASSERT_EQ(work.run("trace --workload m.bin --seq 4 --out t.json").code, 0);
  EXPECT_EQ(work.files(), (std::vector<std::string>{"m.bin", "t.json", "t.safetensors"}));
  const Outcome source = work.run(run + "m.bin --seq 4");
  const Outcome traced = work.run(run + "t.json");
  ASSERT_EQ(source.code, 0) << source.err;
  ASSERT_EQ(traced.code, 0) << traced.err;
  for (const char* key : {"cycles", "macs", "utilization", "time_s", "energy_pj", "area_um2", "operators", "checks"}) {
    EXPECT_EQ(json::parse(source.out).at(key), json::parse(traced.out).at(key)) << key;
  }
  // With real operands there are digests of real results.
  EXPECT_THAT(traced.out, HasSubstr("output_sha256"));
}

float word_at(const std::string& table, unsigned a, unsigned b) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, table.data() + (std::size_t{a} * 256 + b) * 4, 4);
  return std::bit_cast<float>(bits);
}

TEST(Commands, ArithTableHoldsTheGoldenProducts) {
  const Workspace work;
  ASSERT_EQ(work.run("arith table --multiplier lmul --format e4m3 --product narrow --out narrow").code, 0);
  ASSERT_EQ(work.run("arith table --multiplier lmul --format e4m3 --out wide").code, 0);
  ASSERT_EQ(work.run("arith table --multiplier exact --format e4m3 --format-b e5m2 --out exact").code, 0);
  ASSERT_EQ(work.run("arith table --multiplier lmul --format e5m2 --product narrow --out e5m2").code, 0);
  const std::string narrow = work.read("narrow");
  const std::string e5m2 = work.read("e5m2");
  const std::string wide = work.read("wide");
  const std::string exact = work.read("exact");
  ASSERT_EQ(narrow.size(), 65536U);
  ASSERT_EQ(e5m2.size(), 65536U);
  ASSERT_EQ(wide.size(), 65536U * 4);
  ASSERT_EQ(exact.size(), 65536U * 4);
  struct Golden {
    unsigned a, b, product;
  };
  for (const auto [a, b, p] : {Golden{0x38, 0x38, 0x39},
                               {0x3C, 0x3C, 0x41},
                               {0x3E, 0x3E, 0x45},
                               {0x3F, 0x3F, 0x47},
                               {0x40, 0x44, 0x4D},
                               {0xB8, 0x40, 0xC1},
                               {0x7E, 0x7E, 0x7E},
                               {0x08, 0x08, 0x00},
                               {0x07, 0x38, 0x00}}) {
    EXPECT_EQ(static_cast<unsigned char>(narrow[a * 256 + b]), p) << fmt::format("e4m3 {:02x} * {:02x}", a, b);
  }
  for (const auto [a, b, p] : {Golden{0x3C, 0x3C, 0x3D}, {0x3E, 0x3E, 0x41}, {0x3F, 0x3F, 0x43}, {0x40, 0x42, 0x47}}) {
    EXPECT_EQ(static_cast<unsigned char>(e5m2[a * 256 + b]), p) << fmt::format("e5m2 {:02x} * {:02x}", a, b);
  }
  EXPECT_EQ(word_at(wide, 0x38, 0x38), 1.125F);
  EXPECT_EQ(word_at(wide, 0x7E, 0x7E), 1.625F * 0x1p17F);     // mag: 7E + 7E - 37 = C5: beyond e4m3, not beyond fp32
  EXPECT_EQ(word_at(exact, 0x3C, 0xBE), -2.25F);              // 1.5 * -1.5
  EXPECT_EQ(word_at(exact, 0x01, 0x01), 0x1p-9F * 0x1p-16F);  // subnormals count
}

TEST(Commands, ArithConvertsAndMultiplies) {
  const Workspace work;
  const float values[] = {1.0F, -1.5F, 1000.0F, 0x1p-9F, 0.3F};
  work.write("fp32", std::string(reinterpret_cast<const char*>(values), sizeof(values)));
  ASSERT_EQ(work.run("arith convert --to e4m3 --in fp32 --out nearest").code, 0);
  EXPECT_EQ(work.read("nearest"), "\x38\xBC\x7E\x01\x2A");
  ASSERT_EQ(work.run("arith convert --to e4m3 --rounding truncate --overflow ocp --in fp32 --out truncated").code, 0);
  EXPECT_EQ(work.read("truncated"), "\x38\xBC\x7F\x01\x29");
  work.write("a", "\x38\x3C\xB8");
  const Outcome exact = work.run("arith dot --json --a a --b a");
  ASSERT_EQ(exact.code, 0) << exact.err;
  EXPECT_EQ(json::parse(exact.out).at("value").to_number<double>(), 4.25);  // 1 + 2.25 + 1
  const Outcome lmul = work.run("arith dot --multiplier lmul --json --a a --b a");
  ASSERT_EQ(lmul.code, 0) << lmul.err;
  EXPECT_EQ(json::parse(lmul.out).at("value").to_number<double>(), 4.5);  // 1.125 + 2.25 + 1.125
  EXPECT_EQ(json::parse(lmul.out).at("k").as_int64(), 3);
}

TEST(Run, TakesAModelsFolderWithItsOwnTensors) {
  const Workspace work;
  const Outcome o = work.run("run --accelerator lmul-e4m3-ws-4x4 --layers 1 --seq 4 --json --workload " +
                             std::string(LMULSIM_SOURCE_DIR) + "/models/kjv-1m");
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr("The tokens are the model's own greedy text."));
}

}  // namespace
}  // namespace lmulsim::cli_test
