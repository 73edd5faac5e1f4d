// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Whether a run is bound by its memory: bandwidth needed, bandwidth there is, and which of the two binds.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr const char* kGemm = "gemm --accelerator lmul-e4m3-os-32x32 --m 100 --n 70 --k 50 ";
/// Of that product at 500 MHz: six tiles of 64 x 32 results, each 50 x 2 beats; from the last beat S + L + R + C cycles
/// to the first of 64 rows of results.
constexpr double kArraySeconds = (6 * (50 * 2) + (1 + 2 + 32 + 32) + (64 - 1)) / 500e6;

json::value run_json(const Workspace& work, const std::string& arguments) {
  const Outcome o = work.run(arguments + " --json");
  EXPECT_EQ(o.code, 0) << arguments << "\n" << o.err;
  return json::parse(o.out);
}

std::string first_lines(const std::string& text, int count) {
  std::size_t end = 0;
  for (int i = 0; i < count && end != std::string::npos; ++i) {
    end = text.find('\n', end + 1);
  }
  return text.substr(0, end);
}

double number(const json::value& value) {
  return value.to_number<double>();
}

TEST(MemoryBound, IsAnsweredInTheFirstTenLines) {
  const Workspace work;
  const Outcome o = work.run(kGemm + std::string("--dram hbm3"));
  ASSERT_EQ(o.code, 0) << o.err;
  const std::string head = first_lines(o.out, 10);
  EXPECT_THAT(head, ContainsRegex("compute bound +needs [0-9.]+ GB/s of DRAM, hbm3 gives at most 819.2 GB/s"));
  EXPECT_THAT(head, ContainsRegex("roofline +1.46 us: the larger of array 1.46 us \\(ideal memory, as all cycles"));
  EXPECT_THAT(head,
              ContainsRegex("intensity .* MACs a byte; array and DRAM balance at 0.625"));  // 1024 * 0.5e9 / 819.2e9
}

/// What each DRAM of the tables gives at most: transfers a second times bits, in GB/s.
TEST(MemoryBound, EveryDramHasAPeakWithItsSource) {
  const Workspace work;
  const std::pair<const char*, double> peaks[] = {{"ddr4-3200", 3200e6 * 64 / 8},  {"hbm2", 2000e6 * 1024 / 8},
                                                  {"hbm3", 6400e6 * 1024 / 8},     {"lpddr4", 4266e6 * 16 * 4 / 8},
                                                  {"lpddr5", 6400e6 * 16 * 4 / 8}, {"gddr5", 8000e6 * 32 / 8},
                                                  {"ddr3", 1600e6 * 64 / 8}};
  for (const auto& [dram, peak] : peaks) {
    const json::value report = run_json(work, kGemm + std::string("--dram ") + dram);
    const json::value& roofline = report.at("roofline");
    const auto bytes = static_cast<double>(report.at("totals").at("dram_bytes").as_int64());
    EXPECT_EQ(roofline.at("dram"), dram);
    EXPECT_EQ(roofline.at("dram_assumed"), false);
    EXPECT_DOUBLE_EQ(number(roofline.at("peak_gb_per_s")) * 1e9, peak) << dram;
    EXPECT_THAT(std::string(roofline.at("peak_source").as_string()), HasSubstr("JESD")) << dram;
    EXPECT_DOUBLE_EQ(number(roofline.at("needed_gb_per_s")) * 1e9, bytes / kArraySeconds) << dram;
    EXPECT_DOUBLE_EQ(number(roofline.at("memory_time_s")), bytes / peak) << dram;
    EXPECT_DOUBLE_EQ(number(roofline.at("time_s")), std::max(kArraySeconds, bytes / peak)) << dram;
    EXPECT_DOUBLE_EQ(number(roofline.at("macs_per_byte")), 350000 / bytes) << dram;
    EXPECT_EQ(roofline.at("memory_bound"), bytes / peak > kArraySeconds) << dram;
    EXPECT_EQ(roofline.at("bound"), bytes / peak > kArraySeconds ? "memory" : "compute") << dram;
  }
}

TEST(MemoryBound, ATechnologyThatKnowsDramPerBitOnlyAssumesOneAndSaysSo) {
  const Workspace work;
  const json::value roofline = run_json(work, kGemm).at("roofline");
  EXPECT_EQ(roofline.at("dram"), "ddr4-3200");
  EXPECT_EQ(roofline.at("dram_assumed"), true);
  EXPECT_THAT(first_lines(work.run(kGemm).out, 4), HasSubstr("ddr4-3200 (assumed: "));
}

TEST(MemoryBound, OperatorsAreJudgedOneByOneInJsonAndCsv) {
  const Workspace work;
  const json::value report = run_json(
      work,
      "run --accelerator int8-ws-32x32 --workload gpt2 --layers 1 --phase decode --context 64 --out d --dram lpddr5");
  double sum = 0;
  for (const json::value& op : report.at("operators").as_array()) {
    if (!op.at("timed").as_bool()) {
      continue;
    }
    const json::value& a = op.at("activity");
    const auto bytes = static_cast<double>(a.at("dram_read_bytes").as_int64() + a.at("dram_write_bytes").as_int64());
    const double array = static_cast<double>(op.at("cycles").as_int64()) / 500e6;
    EXPECT_DOUBLE_EQ(number(op.at("roofline").at("time_s")), std::max(array, bytes / 51.2e9));
    EXPECT_EQ(op.at("roofline").at("bound"), bytes / 51.2e9 > array ? "memory" : "compute");
    sum += std::max(array, bytes / 51.2e9);
  }
  EXPECT_DOUBLE_EQ(number(report.at("roofline").at("time_by_operator_s")), sum);
  std::istringstream csv(work.read("d/operators.csv"));
  std::string head;
  std::getline(csv, head);
  EXPECT_THAT(head, HasSubstr(",needed_gb_per_s,macs_per_byte,memory_time_s,roofline_time_s,bound,"));
  EXPECT_THAT(work.read("d/operators.csv"), ContainsRegex(",(memory|compute),\n"));
  EXPECT_THAT(work.read("d/report.html"), ContainsRegex("(memory|compute) bound"));
}

TEST(MemoryBound, IsComparedToo) {
  const Workspace work;
  const Outcome o = work.run(kGemm + std::string("--against exact-e4m3-ws-32x32 --dram ddr3 --out d"));
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, ContainsRegex("\n  bound by +memory \\(ddr3\\) +(memory|compute) \\(ddr3\\)"));
  for (const char* line : {"roofline time", "DRAM bytes", "needs of DRAM"}) {
    EXPECT_THAT(o.out, HasSubstr(std::string("\n  ") + line)) << line;
  }
  EXPECT_EQ(json::parse(work.read("d/comparison.json")).at("designs").at(0).at("bound"), "memory");
}

TEST(Totals, HoldTrafficRatesAndEnergyPerToken) {
  const Workspace work;
  const json::value report =
      run_json(work, "run --accelerator int8-ws-32x32 --workload gpt2 --layers 1 --seq 16 --batch 3");
  const json::value& totals = report.at("totals");
  std::int64_t read = 0;
  std::int64_t written = 0;
  for (const json::value& op : report.at("operators").as_array()) {
    read += op.at("timed").as_bool() ? op.at("activity").at("dram_read_bytes").as_int64() : 0;
    written += op.at("timed").as_bool() ? op.at("activity").at("dram_write_bytes").as_int64() : 0;
  }
  const double time = number(report.at("time_s"));
  EXPECT_EQ(totals.at("dram_read_bytes").as_int64(), read);
  EXPECT_EQ(totals.at("dram_write_bytes").as_int64(), written);
  EXPECT_EQ(totals.at("dram_bytes").as_int64(), read + written);
  EXPECT_DOUBLE_EQ(number(totals.at("dram_bytes_per_s")), static_cast<double>(read + written) / time);
  EXPECT_EQ(totals.at("tokens").as_int64(), 48);
  EXPECT_DOUBLE_EQ(number(totals.at("tokens_per_s")), 48 / time);
  EXPECT_DOUBLE_EQ(number(totals.at("energy_per_token_pj").at(1)), number(report.at("energy_pj").at("total")) / 48);
  EXPECT_DOUBLE_EQ(number(totals.at("tokens_per_s_roofline")), 48 / number(report.at("roofline").at("time_s")));
}

}  // namespace
}  // namespace lmulsim::cli_test
