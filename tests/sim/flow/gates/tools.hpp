// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "util/command.hpp"

namespace lmulsim::gates_test {

/// Debian's qflow-tech-osu018.
inline constexpr const char* kOsu018 = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";
inline constexpr const char* kOsu018Lef = "/usr/share/qflow/tech/osu018/osu018_stdcells.lef";

[[nodiscard]] inline bool have_program(const std::string& name) {
  return util::run_command("command -v " + name).status == 0;
}

}  // namespace lmulsim::gates_test

/// Skips loudly when a program or the library is not there.
#define LMULSIM_NEED(program)                                                  \
  if (!lmulsim::gates_test::have_program(program)) {                           \
    GTEST_SKIP() << "SKIPPED: no program " << (program) << " on this machine"; \
  }
#define LMULSIM_NEED_OSU018()                                                                        \
  LMULSIM_NEED("yosys")                                                                              \
  if (!std::filesystem::exists(lmulsim::gates_test::kOsu018)) {                                      \
    GTEST_SKIP() << "SKIPPED: no library osu018 (Debian package qflow-tech-osu018) on this machine"; \
  }
