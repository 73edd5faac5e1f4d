// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A run that is killed leaves no part of a report: all five files are there, or report.json is not.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace fs = std::filesystem;

const std::string kRun = "run --accelerator lmul-e4m3-ws-32x32 --workload gpt2 --seq 16 --out out";
const std::vector<std::string> kFiles{"operators.csv", "report.html", "report.json", "report.txt", "timeline.json"};

/// Names in the report's folder but the hidden one in which files are prepared.
std::vector<std::string> reports(const Workspace& work) {
  std::vector<std::string> names;
  for (const std::string& file : work.files()) {
    if (file.starts_with("out/") && !file.starts_with("out/.")) {
      names.push_back(file.substr(4));
    }
  }
  return names;
}

std::string all_reports(const Workspace& work) {
  std::string text;
  for (const std::string& file : kFiles) {
    text += work.read("out/" + file);
  }
  return text;
}

// The kernel kills the program when a file grows above the limit: in the middle of each of the five files in turn.
TEST(Interrupted, WhileAFileIsWritten) {
  const Workspace whole;
  ASSERT_EQ(whole.run(kRun).code, 0);
  std::uintmax_t smallest = UINTMAX_MAX;
  for (const std::string& file : kFiles) {
    smallest = std::min(smallest, fs::file_size(whole.path() / "out" / file));
  }
  int killed = 0;
  for (const std::string& file : kFiles) {
    const Workspace work;
    const auto blocks = (fs::file_size(whole.path() / "out" / file) - 1) / 512;  // less than the file needs
    const Outcome o = work.run(kRun, fmt::format("ulimit -c 0; ulimit -f {}; exec", blocks));
    killed += o.code == 128 + SIGXFSZ || o.code == -1 ? 1 : 0;
    EXPECT_NE(o.code, 0) << file;
    EXPECT_EQ(reports(work), std::vector<std::string>{}) << file;
    ASSERT_EQ(work.run(kRun).code, 0) << file;  // the remains do not disturb the next run
    EXPECT_EQ(all_reports(work), all_reports(whole)) << file;
  }
  EXPECT_EQ(killed, static_cast<int>(kFiles.size()));
}

TEST(Interrupted, AtAnyTime) {
  const Workspace whole;
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(whole.run(kRun).code, 0);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  int without = 0;
  for (int i = 0; i < 12; ++i) {
    const Workspace work;
    const Outcome o = work.run(kRun, fmt::format("exec timeout -s KILL {:.4f}", seconds * i / 10 + 0.001));
    const std::vector<std::string> files = reports(work);
    if (std::ranges::find(files, "report.json") != files.end()) {
      EXPECT_EQ(files, kFiles);
      EXPECT_EQ(all_reports(work), all_reports(whole));
    } else {
      EXPECT_NE(o.code, 0);
      ++without;
    }
  }
  EXPECT_GT(without, 0) << "no run was killed in time";
}

}  // namespace
}  // namespace lmulsim::cli_test
