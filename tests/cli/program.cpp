// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "program.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "util/file.hpp"

namespace lmulsim::cli_test {

namespace fs = std::filesystem;

namespace {

/// Beside the workspace, so that the streams are not files of the run.
fs::path stream(const fs::path& folder, const char* name) {
  return folder.string() + name;
}

/// The built program, or another version of it that the environment names.
std::string program() {
  const char* other = std::getenv("LMULSIM_PROGRAM");
  return other == nullptr ? LMULSIM_PROGRAM : other;
}

}  // namespace

Workspace::Workspace() {
  std::string name = (fs::temp_directory_path() / "lmulsim_cli_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("cannot make a folder in " + fs::temp_directory_path().string());
  }
  folder_ = fs::path(name) / "run";
  fs::create_directory(folder_);
}

Workspace::~Workspace() {
  std::error_code ignored;
  fs::remove_all(folder_.parent_path(), ignored);
}

Outcome Workspace::run(const std::string& arguments, const std::string& before) const {
  const fs::path out = stream(folder_, ".out");
  const fs::path err = stream(folder_, ".err");
  // No lines of progress, however busy the machine is. In braces, so that redirections among the arguments come last
  // and win.
  const std::string line = fmt::format(
      "cd '{}' && export LMULSIM_PROGRESS_SECONDS=3600 LMULSIM_CACHE='{}/test_models' && {{ {} '{}' {}; }} >'{}' "
      "2>'{}'",
      folder_.string(), LMULSIM_BINARY_DIR, before, program(), arguments, out.string(), err.string());
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, util::read_file(out), util::read_file(err)};
}

void Workspace::write(const std::string& name, std::string_view bytes) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream file(folder_ / name, std::ios::binary);
  file << bytes;
  if (!file.flush()) {
    throw std::runtime_error("cannot write " + (folder_ / name).string());
  }
}

std::string Workspace::read(const std::string& name) const {
  return util::read_file(folder_ / name);
}

std::vector<std::string> Workspace::files() const {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
    names.push_back(fs::relative(entry.path(), folder_).string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace lmulsim::cli_test
