// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "util/command.hpp"

namespace lmulsim::python_test {

/// Debian's Python on one thread, as the scripts run it.
inline constexpr const char* kPython = "OMP_NUM_THREADS=1 /usr/bin/python3 -B";

[[nodiscard]] inline bool have_torch() {
  const std::string look = "import importlib.util, sys; sys.exit(importlib.util.find_spec(\"torch\") is None)";
  return util::run_command(fmt::format("{} -c '{}'", kPython, look)).status == 0;
}

/// Runs a script of the folder scripts/.
[[nodiscard]] inline util::CommandResult run_script(const std::string& name, const std::string& arguments) {
  return util::run_command(fmt::format(
      "{} {} {}", kPython, util::quoted(std::filesystem::path(LMULSIM_SOURCE_DIR) / "scripts" / name), arguments));
}

[[nodiscard]] inline std::filesystem::path data_file(const std::string& name) {
  return std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "data" / name;
}

}  // namespace lmulsim::python_test

/// Skips loudly without Debian's PyTorch, which scripts/setup installs only when asked to.
#define LMULSIM_NEED_TORCH()                                                                               \
  if (!lmulsim::python_test::have_torch()) {                                                               \
    GTEST_SKIP() << "SKIPPED: no PyTorch (Debian package python3-torch; scripts/setup train installs it)"; \
  }
