// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace lmulsim::rtl_test {

/// How a command ended, and what it printed on either stream.
struct Outcome {
  int status;
  std::string output;
};

/// Runs a command of the shell.
inline Outcome run_command(const std::string& command) {
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 512> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), n);
  }
  return {WEXITSTATUS(pclose(pipe)), output};
}

}  // namespace lmulsim::rtl_test
