// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace lmulsim::util {

struct CommandResult {
  int status = 0;  ///< exit code; 127 when the shell found no such program
  std::string output;
};

/// Runs a shell command and collects what it prints, standard error included. Throws InputError when no shell starts.
[[nodiscard]] CommandResult run_command(const std::string& command);

/// A path as one word of a shell command.
[[nodiscard]] std::string quoted(const std::filesystem::path& path);

/// At most `count` lines of a tool's output, each on an indented line of its own.
[[nodiscard]] std::string first_lines(const std::string& text, int count);

/// Runs a command that must succeed. Throws InputError "WHAT failed (status N)" with the first lines of its output.
void run_step(const std::string& what, const std::string& command);

/// A folder of its own below `parent`, removed with everything in it when the object dies.
class TemporaryFolder {
 public:
  /// Throws InputError when it cannot be made.
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace lmulsim::util
