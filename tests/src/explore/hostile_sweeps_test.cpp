// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What is not understood in a sweep is refused by name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "explore/sweep_file.hpp"
#include "util/error.hpp"

namespace lmulsim::explore {
namespace {

using ::testing::HasSubstr;

const std::string kHead = "name: s\nbase: {accelerator: a, workload: w}\n";

std::string error_of(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  std::string found = "no error";
  try {
    (void)parse_sweep(text, "s.yaml");
  } catch (const InputError& e) {
    found = e.what();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << text.substr(0, 100);
  return found;
}

struct Bad {
  std::string text;
  std::string message;
};

TEST(HostileSweeps, AreRefusedByName) {
  const std::vector<Bad> all{
      {"", "s.yaml"},
      {"[]", "expected one map of keys"},
      {kHead + "parameters: {pe.multipler: [lmul]}",
       "s.yaml:3: parameters.pe.multipler: unknown key 'pe.multipler'; the "
       "nearest known key is 'pe.multiplier'"},
      {kHead + "parameters: {name: [a, b]}", "expected a key that changes a number"},
      {kHead + "parameters: {array.rows: [8, x]}", "expected an integer, found 'x'"},
      {kHead + "parameters: {array.rows: [8.5]}", "expected an integer, found '8.5'"},
      {kHead + "parameters: {array.rows: [8, 8]}", "the value '8' is given twice"},
      {kHead + "parameters: {array.rows: [8, 8.0]}", "given twice"},
      {kHead + "parameters: {array.rows: [.nan]}", "expected an integer"},
      {kHead + "parameters: {array.rows: [99999999999999999999]}", "expected an integer"},
      {kHead + "parameters: {clock_mhz: [fast]}", "expected a number"},
      {kHead + "parameters: {array.rows: []}", "at least one value"},
      {kHead + "parameters: {array.rows: [[8]]}", "expected a value, found a list"},
      {kHead + "parameters: {array.rows: {from: 1, to: 8}}", "'step' or 'times'"},
      {kHead + "parameters: {array.rows: {from: 1, to: 8, step: 1, times: 2}}", "found both"},
      {kHead + "parameters: {array.rows: {from: 1, to: 8, step: 0}}", "values that grow"},
      {kHead + "parameters: {array.rows: {from: 1, to: 8, times: 1}}", "values that grow"},
      {kHead + "parameters: {array.rows: {from: 0, to: 8, times: 2}}", "values that grow"},
      {kHead + "parameters: {array.rows: {from: 8, to: 1, step: 1}}", "values that grow"},
      {kHead + "parameters: {clock_mhz: {from: 1, to: 1e9, step: 1e-9}}", "at most 100000 values"},
      {kHead + "parameters: {array.rows: {from: 1, to: 8, step: 1, setp: 1}}", "unknown key"},
      {kHead + "parameters: {clock_mhz: {from: 1, to: 8, real: true}}", "no continuous values"},
      {kHead + "parameters: {array.rows: {values: 8}}", "expected a list"},
      {kHead + "parameters: {array.rows: = array.cols}", "found 'array.cols'"},
      {kHead + "parameters: {array.cols: = array.rows, array.rows: [1]}", "earlier parameter"},
      {kHead + "parameters: {array.cols: = 1 +}", "column 5"},
      {kHead + "parameters: {pe.max_k: {values: [1], when: \"(\"}}", "column 2"},
      {kHead + "parameters: {array.rows: [1], pe: {a: {array.rows: 2}}}", "set by an earlier parameter too"},
      {kHead + "parameters: {pe: {a: {array.rowz: 2}}}", "nearest known key is 'array.rows'"},
      {kHead + "parameters: {pe: {a: {}}}", "expected keys and values, found none"},
      {kHead + "parameters: {array.rows: {a: {array.cols: 1}}}", "expected the name of a bundle"},
      {kHead + "parameters: {'a\"b': {a: {array.cols: 1}}}", "expected the name of a bundle"},
      {kHead + "parameters: {arithmetic: [fp32]}", "expected an arithmetic of a PE"},
      {kHead + "parameters: {arithmetic: [\"lmul:e9m9\"]}", "e9m9"},
      {kHead + "parameters: {run.seq: [0]}", "expected 1 to"},
      {kHead + "parameters: {run.seeq: [1]}", "nearest known key is 'run.seq'"},
      {kHead + "parameters: {array.rows: [1]}\npoints: [{array.rows: 1}]", "found both"},
      {kHead + "points: []", "expected a list of points"},
      {kHead + "points: [8]", "expected a map"},
      {kHead + "strategy: {kind: list}", "missing key 'points'"},
      {kHead + "strategy: {kind: annealing}", "expected one of grid, list, random, sobol, nsga2"},
      {kHead + "strategy: {kind: grid, seed: 1}", "unknown key"},
      {kHead + "strategy: {kind: random}", "expected 'samples'"},
      {kHead + "strategy: {kind: sobol, samples: 0}", "expected 1 to 1000000"},
      {kHead + "strategy: {kind: sobol, samples: 8, population: 9}", "unknown key"},
      {kHead + "strategy: {kind: nsga2}", "expected objectives"},
      {kHead + "strategy: {kind: nsga2, population: 3}\nobjectives: {minimise: [cycles]}", "expected 4 to 10000"},
      {kHead + "strategy: {kind: sobol, samples: 8}\npoints: [{array.rows: 1}]", "found a list of points"},
      {kHead + "require: [array.rows <= 1]", "found 'array.rows'"},
      {kHead + "limits: [power <= 1]", "expected a metric"},
      {kHead + "objectives: {minimise: [energy]}", "expected a metric"},
      {kHead + "objectives: {minimise: [cycles], maximise: [cycles]}", "an objective twice"},
      {kHead + "limits_of_a_point: {seconds: 0}", "expected 0.01 to"},
      {kHead + "plans: [lmul:e4m3]", "a sweep of 'lmulsim eval --sweep'"},
      {kHead + "solve: {array.rowz: area_um2 == 1 within 1 %}", "nearest known key is 'array.rows'"},
      {kHead + "solve: {pe.multiplier: area_um2 == 1 within 1 %}", "takes a range of numbers"},
      {kHead + "solve: {run.seq: area_um2 == 1 within 1 %}", "takes a range of numbers"},
      {kHead + "solve: {array.rows: area_um2 == 1}", "expected 'METRIC == NUMBER within NUMBER %'"},
      {kHead + "solve: {array.rows: area_um2 == x within 1 %}", "expected 'METRIC == NUMBER within NUMBER %'"},
      {kHead + "solve: {array.rows: area_um2 == 1 within 0 %}", "expected 'METRIC == NUMBER within NUMBER %'"},
      {kHead + "solve: {array.rows: area == 1 within 1 %}", "expected a metric"},
      {kHead + "solve: {array.rows: area_um2 == 1 within 1 %, array.cols: cycles == 1 within 1 %}", "expected one key"},
      {kHead + "solve: {array.rows: area_um2 == 1 within 1 %}\nparameters: {array.rows: [8]}", "earlier parameter too"},
      {kHead + "solve: {array.rows: area_um2 == 1 within 1 %}\npoints: [{array.cols: 8}]", "found a list of points"},
      {kHead + "unknown: 1", "unknown key 'unknown'"},
      {kHead + "name: again", "given twice"},
      {"name: s\nbase: {accelerator: a}", "expected 'workload' in 'base'"},
      {"name: s\nbase: {workload: w}", "expected 'accelerator' in 'base'"},
      {"base: {accelerator: a, workload: w}", "missing key 'name'"},
      {"name: s\nbase: {accelerator: a, workload: w, run: {speed: 1}}", "unknown key 'run.speed'"},
      {"name: s\nbase: {accelerator: a, workload: w, set: {array: {rows: 1}, array.rows: 2}}", "set twice"},
      {kHead + "parameters: &a {array.rows: [1]}", "anchor"},
      {kHead + "parameters: {array.rows: *a}", "s.yaml"},
      {kHead + "parameters: {array.rows: [!!int 1]}", "tag"},
  };
  for (const Bad& bad : all) {
    EXPECT_THAT(error_of(bad.text), HasSubstr(bad.message)) << bad.text;
  }
}

TEST(HostileSweeps, LargeOnesAreRefusedSoon) {
  std::string parameters = kHead + "parameters:\n";
  for (int i = 0; i < 1000; ++i) {
    parameters += "  b" + std::to_string(i) + ": {x: {array.rows: 1}}\n";
  }
  EXPECT_THAT(error_of(parameters), HasSubstr("expected at most 64, found 1000"));
  std::string deep = kHead + "parameters: ";
  for (int i = 0; i < 10'000; ++i) {
    deep += "{a: ";
  }
  EXPECT_THAT(error_of(deep), HasSubstr("s.yaml"));
  std::string many = kHead + "parameters: {array.rows: [";
  for (int i = 0; i < 60'000; ++i) {
    many += std::to_string(i) + ", ";
  }
  EXPECT_THAT(error_of(many + "1]}"), HasSubstr("at most 50000"));
  EXPECT_THAT(error_of(kHead + "parameters: {array.rows: = " + std::string(500'000, '1') + "}"),
              HasSubstr("at most 1000 characters"));
}

}  // namespace
}  // namespace lmulsim::explore
