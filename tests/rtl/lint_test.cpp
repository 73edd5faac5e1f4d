// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// scripts/lint-rtl in one parameter set: silent about the RTL, and not about a copy of it with a driver taken out.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "util/file.hpp"

namespace lmulsim::rtl_test {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  int status;
  std::string output;
};

Outcome lint(const fs::path& rtl, const std::string& pattern) {
  const std::string command = "'" LMULSIM_SOURCE_DIR "/scripts/lint-rtl' '" + rtl.string() + "' '" + pattern + "' 2>&1";
  FILE* const pipe = popen(command.c_str(), "r");
  std::string output;
  std::array<char, 512> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), n);
  }
  return {WEXITSTATUS(pclose(pipe)), output};
}

const fs::path kRtl = fs::path(LMULSIM_SOURCE_DIR) / "rtl";
const std::string kSet = "^stationary 1 1 ";

TEST(LintRtl, IsSilentAboutTheRtl) {
  const Outcome out = lint(kRtl, kSet);
  EXPECT_EQ(out.status, 0);
  EXPECT_EQ(out.output, "");
}

TEST(LintRtl, NamesTheSetAndTheSignalThatLostItsDriver) {
  const fs::path copy = fs::path(LMULSIM_BINARY_DIR) / ("lint-" + std::to_string(getpid()));
  fs::copy(kRtl, copy);
  std::string text = util::read_file(copy / "ctrl_stationary.sv");
  const std::string driver = "assign swap_o    = valid_o && a_first_i;";
  const std::size_t place = text.find(driver);
  ASSERT_NE(place, std::string::npos);
  text.erase(place, driver.size());
  std::ofstream(copy / "ctrl_stationary.sv") << text;
  const Outcome out = lint(copy, kSet);
  fs::remove_all(copy);
  EXPECT_EQ(out.status, 1);
  EXPECT_NE(out.output.find("verilator: stationary 1 1"), std::string::npos) << out.output;
  EXPECT_NE(out.output.find("yosys: stationary 1 1"), std::string::npos) << out.output;
  EXPECT_NE(out.output.find("swap"), std::string::npos) << out.output;
}

TEST(LintRtl, RefusesAPatternWithoutSets) {
  const Outcome out = lint(kRtl, "no such set");
  EXPECT_EQ(out.status, 2);
  EXPECT_NE(out.output.find("no such set"), std::string::npos) << out.output;
}

}  // namespace
}  // namespace lmulsim::rtl_test
