// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::cli_test {

/// What one run of the program left: its exit code (-1: killed by a signal), and its streams.
struct Outcome {
  int code;
  std::string out, err;
};

/// An empty folder that lives as long as the object; the program runs in it, so that files are named without a path.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Runs `lmulsim ARGUMENTS` through the shell, after `before`, words of the shell that change how the program runs.
  /// Models of the RTL are kept in the build tree. The program is the built one, or LMULSIM_PROGRAM of the environment.
  [[nodiscard]] Outcome run(const std::string& arguments, const std::string& before = "") const;

  void write(const std::string& name, std::string_view bytes) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  /// Paths of all that is below the folder, relative to it, sorted.
  [[nodiscard]] std::vector<std::string> files() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace lmulsim::cli_test
