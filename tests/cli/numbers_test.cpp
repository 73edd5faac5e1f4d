// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every number of the command line, written in every way that people and programs write numbers: it is taken in
// decimal, or refused in one short line that begins with the option's name and says the range.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kSize = 1e15;
constexpr double kTokens = 0x1p40;

/// One option: the command and the words beside the option that it needs. They end in an error of their own, about a
/// file that is not there, when the number is taken.
struct NumericOption {
  std::string command;
  std::string beside;
  std::string name;
  double low;
  double high;
  bool is_real = false;
};

std::vector<NumericOption> options() {
  std::vector<NumericOption> all;
  const auto add = [&all](const std::string& command, const std::string& beside,
                          std::initializer_list<std::tuple<const char*, double, double>> names) {
    for (const auto& [name, low, high] : names) {
      all.push_back({command, beside, name, low, high});
    }
  };
  const double seed = 0x1p64;
  const std::string run = "--accelerator none.yaml --workload none.json";
  const std::string gemm = "--accelerator none.yaml";
  const std::string eval = "--model none.bin --text none.txt";
  const std::string generate = "--model none.bin --prompt a";
  all.push_back({"gemm", gemm + " --n 4 --k 4", "--m", 1, kSize});
  all.push_back({"gemm", gemm + " --m 4 --k 4", "--n", 1, kSize});
  all.push_back({"gemm", gemm + " --m 4 --n 4", "--k", 1, kSize});
  add("gemm", gemm + " --m 4 --n 4 --k 4",
      {{"--count", 1, kSize},
       {"--rows", 1, 1024},
       {"--cols", 1, 1024},
       {"--seed", 0, seed},
       {"--stall-percent", 0, 90}});
  add("run", run,
      {{"--rows", 1, 1024},
       {"--cols", 1, 1024},
       {"--seed", 0, seed},
       {"--stall-percent", 0, 90},
       {"--batch", 1, 1 << 20},
       {"--seq", 1, kTokens},
       {"--context", 1, kTokens},
       {"--layers", 1, 1 << 20}});
  add("trace", "--workload none.json --out t.json",
      {{"--batch", 1, 1 << 20}, {"--seq", 1, kTokens}, {"--context", 1, kTokens}, {"--layers", 1, 1 << 20}});
  add("cosim", gemm, {{"--random", 1, 1e9}});
  add("cosim", run,
      {{"--rows", 1, 1024},
       {"--cols", 1, 1024},
       {"--seed", 0, seed},
       {"--stall-percent", 0, 90},
       {"--jobs", 1, 256},
       {"--largest-side", 1, 64},
       {"--batch", 1, 1 << 20},
       {"--seq", 1, kTokens},
       {"--context", 1, kTokens},
       {"--layers", 1, 1 << 20}});
  add("explore", "none.yaml --store s", {{"--jobs", 1, 1024}});
  add("results report", "--store none --out p.html", {{"--points", 100, 1'000'000}});
  add("eval", eval, {{"--tokens", 2, kTokens}, {"--context", 2, kTokens}, {"--threads", 1, 1024}});
  add("eval", eval + " --calibrate lmul:e4m3", {{"--calibrate-tokens", 2, kTokens}});
  add("generate", generate, {{"--tokens", 1, kTokens}, {"--seed", 0, seed}});
  all.push_back({"generate", generate, "--temperature", 0, 100, true});
  all.push_back({"generate", generate, "--top-p", 0, 1, true});
  all.push_back({"characterize", "--liberty none.lib --name x", "--node-nm", 1, 1000, true});
  add("characterize", "--library none",
      {{"--seed", 0, seed},
       {"--vectors", 512, 1 << 20},
       {"--families", 1, 1 << 12},
       {"--first-recipe", 0, 1 << 20},
       {"--jobs", 1, 1024}});
  return all;
}

const std::vector<std::string> kTexts{
    "", "nan", "inf", "-1", "1e9", "010", "0x10", "9223372036854775808", "18446744073709551616", "1.5", " 1", "1 "};

/// The number a text is for this option; nothing when it must be refused.
std::optional<double> meaning(const NumericOption& option, const std::string& text) {
  static const std::regex kInteger("-?[0-9]+");
  static const std::regex kReal("-?[0-9]+([.][0-9]+)?(e[0-9]+)?");
  if (!std::regex_match(text, option.is_real ? kReal : kInteger)) {
    return std::nullopt;
  }
  const double value = std::strtod(text.c_str(), nullptr);
  const bool too_large = option.high == 0x1p64 && value >= option.high;
  return value < option.low || value > option.high || too_large ? std::nullopt : std::optional(value);
}

/// All texts for one option in one call of the shell: "exit code, a space, standard error" by line.
std::vector<std::string> answers(const NumericOption& option) {
  const Workspace work;
  std::string script;
  for (const std::string& text : kTexts) {
    script += fmt::format(" E=$(\"$1\" {} {} {} '{}' 2>&1 >/dev/null); echo \"$? $E\";", option.command, option.beside,
                          option.name, text);
  }
  const Outcome o =
      work.run("; " + script + " true", "set --");  // the program's path becomes the shell's first argument
  std::vector<std::string> lines;
  std::istringstream in(o.out);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

TEST(Numbers, AreDecimalOrRefusedByName) {
  int checked = 0;
  for (const NumericOption& option : options()) {
    const std::vector<std::string> lines = answers(option);
    ASSERT_EQ(lines.size(), kTexts.size()) << option.command << " " << option.name;
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      const std::string& line = lines[i];
      const std::string what = fmt::format("{} {} '{}': {}", option.command, option.name, kTexts[i], line);
      const std::string refusal = fmt::format("2 lmulsim: error: {}: expected ", option.name);
      EXPECT_LE(line.size(), 300U) << what;
      EXPECT_TRUE(line.starts_with("2 lmulsim: error: ")) << what;
      EXPECT_EQ(line.starts_with(refusal), !meaning(option, kTexts[i]).has_value()) << what;
      ++checked;
    }
  }
  EXPECT_GE(checked, 400);
}

// The table above misses none: in the help numbers stand as N (...) or X (...).
TEST(Numbers, AreAllInTheTable) {
  const std::regex number("^ +(--[a-z-]+) [NX] \\(", std::regex::multiline);
  std::map<std::string, std::set<std::string>> of_help;
  std::map<std::string, std::set<std::string>> of_table;
  const Workspace work;
  for (const char* command :
       {"run", "gemm", "compare", "cosim", "eval", "explain", "explore", "generate", "reproduce", "list",
        "characterize", "trace", "arith table", "arith convert", "arith dot", "results report"}) {
    const std::string help = work.run(fmt::format("{} --help", command)).out;
    for (std::sregex_iterator it(help.begin(), help.end(), number), end; it != end; ++it) {
      of_help[command].insert((*it)[1]);
    }
    EXPECT_THAT(help, Not(HasSubstr(" INT"))) << command;  // how other numbers would be called
    EXPECT_THAT(help, Not(HasSubstr(" FLOAT"))) << command;
  }
  for (const NumericOption& option : options()) {
    of_table[option.command].insert(option.name);
  }
  EXPECT_EQ(of_help, of_table);
}

}  // namespace
}  // namespace lmulsim::cli_test
