// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "scripts.hpp"

namespace lmulsim::python_test {
namespace {

TEST(PythonModules, PassTheirOwnTests) {
  LMULSIM_NEED_TORCH();
  const auto folder = std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "python";
  const auto ran =
      util::run_command(fmt::format("{} -m unittest discover -s {} -p '*_test.py'", kPython, util::quoted(folder)));
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_NE(ran.output.find("\nOK\n"), std::string::npos) << ran.output;
}

}  // namespace
}  // namespace lmulsim::python_test
