// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "waves.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "program.hpp"
#include "vcd.hpp"

namespace lmulsim::cli_test {

namespace {

namespace json = boost::json;

constexpr std::int64_t kResetCycles = 2;

/// Cycles of all products of a run's JSON, each with its reset; and how many products there are.
std::pair<std::int64_t, std::int64_t> cycles_and_products(const std::string& out) {
  const json::value report = json::parse(out);
  std::int64_t products = 0;
  for (const json::value& op : report.at("operators").as_array()) {
    products += op.as_object().contains("cycles") ? 1 : 0;
  }
  return {report.at("cycles").at("total").as_int64() + kResetCycles * products, products};
}

void expect_waves(const std::string& command, const std::string& engine, const std::string& dataflow,
                  std::int64_t products, const Workspace& work) {
  const Outcome o = work.run(fmt::format(
      "{} --accelerator lmul-e4m3-ws-4x4 --dataflow {} --engine {} --waves waves --json", command, dataflow, engine));
  ASSERT_EQ(o.code, 0) << o.err;
  const std::string file = engine == "systemc-pe" ? "waves/systemc_pe.vcd" : fmt::format("waves/{}.vcd", engine);
  EXPECT_EQ(work.files(), (std::vector<std::string>{"w.json", "waves", file}));
  const auto [cycles, found] = cycles_and_products(o.out);
  EXPECT_EQ(found, products);
  expect_whole_waves(work.read(file), cycles, engine == "rtl" ? 1 : 500);
}

}  // namespace

void expect_whole_waves(const std::string& text, std::int64_t cycles, std::int64_t half_cycle) {
  const Vcd vcd(text);
  EXPECT_FALSE(vcd.timescale().empty());
  EXPECT_GT(vcd.signals(), 12U);
  EXPECT_GT(vcd.changes(), 4 * cycles);
  EXPECT_EQ(std::max(vcd.rises(".clk_i"), vcd.rises(".clk")), cycles);
  EXPECT_GE(vcd.last_time(), (2 * cycles - 1) * half_cycle);
}

void expect_waves_up_to_a_failure(const std::string& text, std::int64_t time) {
  const Vcd vcd(text);
  EXPECT_GT(vcd.signals(), 12U);
  EXPECT_GE(2 * vcd.rises(".clk_i") + 1, time);
  EXPECT_GE(vcd.last_time() + 1, 2 * vcd.rises(".clk_i"));
}

void expect_waves_of_a_product(const std::string& engine, const std::string& dataflow) {
  const Workspace work;
  work.write("w.json", "");
  expect_waves("gemm --m 5 --n 6 --k 9", engine, dataflow, 1, work);
}

void expect_waves_of_operators(const std::string& engine, const std::string& dataflow) {
  const Workspace work;
  work.write("w.json", R"({"schema": "lmulsim-trace/1", "operators": [
    {"name": "up", "kind": "gemm", "m": 2, "n": 9, "k": 5},
    {"name": "act", "kind": "gelu", "elements": 18, "depends_on": ["up"]},
    {"name": "down", "kind": "gemm", "m": 2, "n": 5, "k": 9, "count": 2},
    {"name": "head", "kind": "gemm", "m": 1, "n": 4, "k": 5}]})");
  expect_waves("run --workload w.json --stall-percent 20", engine, dataflow, 3, work);
}

}  // namespace lmulsim::cli_test
