// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every shipped accelerator on several workloads: the checks hold, and the roofline is that of the report's own counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;

std::vector<std::string> accelerators() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(LMULSIM_SOURCE_DIR "/configs/accelerators")) {
    if (entry.path().extension() == ".yaml") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

/// The bound of counted bytes and cycles, by arithmetic of its own.
void check_bound(const json::value& found, std::int64_t bytes, double array_s, double peak, const std::string& where) {
  const double memory_s = static_cast<double>(bytes) / peak;
  EXPECT_DOUBLE_EQ(found.at("memory_time_s").to_number<double>(), memory_s) << where;
  EXPECT_DOUBLE_EQ(found.at("compute_time_s").to_number<double>(), array_s) << where;
  EXPECT_DOUBLE_EQ(found.at("time_s").to_number<double>(), std::max(memory_s, array_s)) << where;
  EXPECT_EQ(found.at("bound"), memory_s > array_s ? "memory" : "compute") << where;
}

void check(const json::value& report, double peak, const std::string& where) {
  std::int64_t all = 0;
  const double clock = report.at("accelerator").at("clock_mhz").to_number<double>() * 1e6;
  for (const json::value& op : report.at("operators").as_array()) {
    if (!op.at("timed").as_bool()) {
      continue;
    }
    const json::value& a = op.at("activity");
    const std::int64_t bytes = a.at("dram_read_bytes").as_int64() + a.at("dram_write_bytes").as_int64();
    check_bound(op.at("roofline"), bytes, static_cast<double>(op.at("cycles").as_int64()) / clock, peak, where);
    all += bytes;
  }
  EXPECT_EQ(report.at("totals").at("dram_bytes").as_int64(), all) << where;
  check_bound(report.at("roofline"), all, static_cast<double>(report.at("cycles").at("total").as_int64()) / clock, peak,
              where);
  for (const json::value& c : report.at("checks").as_array()) {
    EXPECT_TRUE(c.at("passed").as_bool()) << where;
  }
}

TEST(Roofline, OfEveryShippedAcceleratorFollowsFromItsCounts) {
  const Workspace work;
  int compared = 0;
  for (const std::string& accelerator : accelerators()) {
    for (const char* workload : {"gemm --m 33 --n 65 --k 129 --dram hbm2 --json",
                                 "run --workload gpt2 --layers 1 --phase decode --context 40 --dram hbm2 --json",
                                 "run --workload vit-ti-16 --layers 1 --batch 2 --dram hbm2 --json"}) {
      const Outcome o = work.run(std::string(workload) + " --accelerator " + accelerator);
      ASSERT_EQ(o.code, 0) << accelerator << ": " << o.err;
      check(json::parse(o.out), 256e9, accelerator + ": " + workload);
      ++compared;
    }
  }
  EXPECT_GE(compared, 60);
}

}  // namespace
}  // namespace lmulsim::cli_test
