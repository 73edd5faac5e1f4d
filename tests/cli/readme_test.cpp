// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The commands that README.md and the help offer can be typed in a fresh clone as they stand there.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "program.hpp"
#include "util/file.hpp"

namespace lmulsim::cli_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

/// Arguments of the lines "    lmulsim ..." between two places of a text, without their comments.
std::vector<std::string> commands(const std::string& text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find(from);
  const std::size_t end = text.find(to, begin);
  EXPECT_NE(begin, std::string::npos) << from;
  EXPECT_NE(end, std::string::npos) << to;
  constexpr std::string_view kProgram = "lmulsim ";
  std::vector<std::string> out;
  std::istringstream in(text.substr(begin, end - begin));
  for (std::string line; std::getline(in, line);) {
    const std::size_t word = line.find_first_not_of(' ');
    if (word != 0 && word != std::string::npos && line.compare(word, kProgram.size(), kProgram) == 0) {
      out.push_back(line.substr(word + kProgram.size(), line.find("  #") - word - kProgram.size()));
    }
  }
  return out;
}

/// A folder in which what a clone holds is where it is in a clone.
void like_a_clone(const Workspace& work) {
  for (const char* folder : {"configs", "models", "tests"}) {
    fs::create_symlink(fs::path(LMULSIM_SOURCE_DIR) / folder, work.path() / folder);
  }
}

/// Work of more than a few seconds: only its beginning is run. It is wrong use that ends at once.
bool is_long(std::string_view command) {
  constexpr std::array<std::string_view, 6> kLong{"cosim",     "--engine rtl", "--sweep",
                                                  "reproduce", "--calibrate",  "--histograms"};
  return std::ranges::any_of(kLong, [&](std::string_view part) { return command.find(part) != command.npos; });
}

TEST(Readme, OtherThingsToTryRunInAClone) {
  const std::string readme = util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "README.md");
  const std::vector<std::string> all = commands(readme, "\nOther things to try.", "\nThis one needs a file of yours");
  EXPECT_GE(all.size(), 18U);
  const Workspace work;
  like_a_clone(work);
  for (const std::string& command : all) {
    const Outcome o = work.run(command, is_long(command) ? "timeout 0.5" : "");
    EXPECT_TRUE(o.code == 0 || (is_long(command) && o.code == 124))
        << command << ": exit code " << o.code << ": " << o.err;
  }
}

TEST(Readme, ACommandThatNeedsAFileSaysWhichOne) {
  const std::string readme = util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "README.md");
  for (const std::string& command : commands(readme, "\nThis one needs a file of yours", "\nExit codes:")) {
    const Workspace work;
    const Outcome o = work.run(command);
    EXPECT_EQ(o.code, 2) << command;
    EXPECT_THAT(o.err, HasSubstr("my.lib: cannot read: No such file")) << command;
  }
}

TEST(Help, ItsExamplesAreRightUse) {
  const Workspace work;
  like_a_clone(work);
  int checked = 0;
  for (const char* command :
       {"run", "gemm", "compare", "cosim", "eval", "explain", "explore", "pareto", "results", "generate", "reproduce",
        "list", "characterize", "trace", "arith table", "arith convert", "arith dot"}) {
    const std::string help = work.run(fmt::format("{} --help", command)).out + "\n\n";
    for (const std::string& example : commands(help, "Examples:", "\n\n")) {
      const Outcome o = work.run(example, "timeout 0.2");
      // A report or a library that the reader has and a clone has not; a run that is cut short leaves an empty folder.
      const bool missing =
          o.err.find("No such file") != std::string::npos || o.err.find("no report.json") != std::string::npos;
      const bool needs_file = o.code == 2 && missing;
      EXPECT_TRUE(o.code == 0 || o.code == 124 || needs_file) << example << ": " << o.code << ": " << o.err;
      ++checked;
    }
  }
  EXPECT_GE(checked, 30);
}

}  // namespace
}  // namespace lmulsim::cli_test
