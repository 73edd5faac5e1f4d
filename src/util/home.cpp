// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/home.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "util/error.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;

namespace {

/// Of the running program, one above `bin`; empty where the system does not tell.
fs::path prefix() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path().parent_path();
}

bool is_home(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "configs", error) && fs::is_regular_file(folder / "rtl" / "files.txt", error);
}

}  // namespace

fs::path home() {
  if (const char* given = std::getenv("LMULSIM_HOME"); given != nullptr && *given != '\0') {
    if (!is_home(given)) {
      throw InputError(
          fmt::format("LMULSIM_HOME: expected a folder with configs and rtl/files.txt, found '{}'", given));
    }
    return fs::absolute(given);
  }
  const fs::path installed = prefix() / "share" / "lmulsim";
  return is_home(installed) ? installed : fs::path(LMULSIM_SOURCE_DIR);
}

fs::path shared_object(const fs::path& built) {
  const fs::path installed = prefix() / "lib" / "lmulsim" / built.filename();
  std::error_code error;
  return fs::exists(installed, error) ? installed : built;
}

}  // namespace lmulsim::util
