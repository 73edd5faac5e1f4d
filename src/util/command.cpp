// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "util/child_process.hpp"
#include "util/error.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;

CommandResult run_command(const std::string& command) {
  std::FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    throw InputError(fmt::format("cannot start a shell for: {}", command));
  }
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), n);
  }
  const int status = pclose(pipe);
  return {exit_status(status), output};
}

std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) {
    if (c == '\'') {
      text.append("'\\''");
    } else {
      text.push_back(c);
    }
  }
  text.push_back('\'');
  return text;
}

std::string first_lines(const std::string& text, int count) {
  std::istringstream in(text);
  std::string line;
  std::string result;
  while (count-- > 0 && std::getline(in, line)) {
    result.append("\n  ").append(line);
  }
  return result;
}

void run_step(const std::string& what, const std::string& command) {
  const CommandResult r = run_command(command);
  if (r.status != 0) {
    throw InputError(fmt::format("{} failed (status {}):{}", what, r.status, first_lines(r.output, 8)));
  }
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  std::error_code error;
  fs::create_directories(parent, error);
  std::string name = (parent / "work.XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    throw InputError(fmt::format("{}: cannot create a folder here", parent.string()));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace lmulsim::util
