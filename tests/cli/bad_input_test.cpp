// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every kind of bad input ends the program with exit code 2 and one line that says what is wrong, and leaves no file.
#include "bad_input.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<BadInput> all() {
  BadInputs table;
  bad_arguments(table);
  bad_accelerators(table);
  bad_characterizations(table);
  bad_evaluations(table);
  bad_workloads(table);
  bad_models(table);
  bad_technologies(table);
  bad_reports(table);
  return table.cases();
}

}  // namespace

void expect_refused(const BadInput& c, const std::string& before) {
  const Workspace work;
  for (const auto& [name, bytes] : c.files) {
    work.write(name, bytes);
  }
  const std::vector<std::string> files = work.files();
  const Outcome o = work.run(c.arguments, before);
  EXPECT_EQ(o.code, 2);
  EXPECT_EQ(o.out, "");
  EXPECT_THAT(o.err, StartsWith("lmulsim: error: "));
  EXPECT_EQ(std::ranges::count(o.err, '\n'), 1) << o.err;
  EXPECT_FALSE(c.fragments.empty());
  for (const std::string& fragment : c.fragments) {
    EXPECT_THAT(o.err, HasSubstr(fragment));
  }
  EXPECT_EQ(work.files(), files);
}

namespace {

class BadInputTest : public ::testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsRefusedInOneLine) {
  expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(CommandLine, BadInputTest, ::testing::ValuesIn(all()), CaseName());

TEST(BadInputTable, HasUniqueNames) {
  const std::vector<BadInput> cases = all();
  std::set<std::string> names;
  for (const BadInput& c : cases) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
  }
  EXPECT_GE(names.size(), 50U);
}

// The files that the table breaks are valid before.
TEST(BadInputTable, StartsFromValidFiles) {
  const Workspace work;
  for (const auto& [name, bytes] : valid_files()) {
    work.write(name, bytes);
  }
  const std::string run = "run --accelerator a.yaml --technology t.json --workload ";
  for (const char* workload : {"w.json", "config.json", "m.bin"}) {
    const Outcome o = work.run(run + workload);
    EXPECT_EQ(o.code, 0) << workload << ": " << o.err;
    EXPECT_EQ(o.err, "") << workload;
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
