// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bugs planted in the C++, one at a time: a test of the suite has to fail on each, and to pass on the right source
// built in the same way.
#include "cpp_bugs.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::planted {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CppBugs : public testing::TestWithParam<CppBug> {};

TEST_P(CppBugs, FailTheirTest) {
  const CppBug& bug = GetParam();
  const std::string right = util::read_file(fs::path(LMULSIM_SOURCE_DIR) / bug.file);
  const std::string wrong = replaced_once(right, bug.text, bug.file, bug.name);
  fs::create_directories(fs::path(LMULSIM_BINARY_DIR) / "planted");
  const util::TemporaryFolder scratch(fs::path(LMULSIM_BINARY_DIR) / "planted");

  const util::CommandResult unharmed = run_test_with(right, bug, scratch.path() / "right");
  EXPECT_EQ(unharmed.status, 0) << unharmed.output;
  EXPECT_THAT(unharmed.output, HasSubstr(fmt::format("[       OK ] {}", bug.test)));

  const util::CommandResult caught = run_test_with(wrong, bug, scratch.path() / "wrong");
  EXPECT_EQ(caught.status, 1) << caught.output;
  EXPECT_THAT(caught.output, HasSubstr(fmt::format("[  FAILED  ] {}", bug.test)));
}

INSTANTIATE_TEST_SUITE_P(Planted, CppBugs, testing::ValuesIn(cpp_bugs()),
                         [](const auto& test) { return test.param.name; });

TEST(ReplacedOnce, RefusesTextThatDoesNotOccurOnce) {
  EXPECT_EQ(replaced_once("a b c", {"b", "x"}, "file", "bug"), "a x c");
  EXPECT_THROW((void)replaced_once("a b c", {"d", "x"}, "file", "bug"), InputError);
  EXPECT_THROW((void)replaced_once("a b b", {"b", "x"}, "file", "bug"), InputError);
}

}  // namespace
}  // namespace lmulsim::planted
