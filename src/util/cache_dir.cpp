// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/cache_dir.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <system_error>

#include "util/error.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;

namespace {

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

void make_private(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder.parent_path(), ignored);
  mkdir(folder.c_str(), 0700);
}

fs::path cache_dir() {
  fs::path folder;
  if (const char* dir = variable("LMULSIM_CACHE")) {
    folder = dir;
  } else if (const char* xdg = variable("XDG_CACHE_HOME"); xdg != nullptr && fs::path(xdg).is_absolute()) {
    folder = fs::path(xdg) / "lmulsim";
  } else if (const char* home = variable("HOME")) {
    folder = fs::path(home) / ".cache" / "lmulsim";
  } else {
    throw InputError("no place for built models: expected LMULSIM_CACHE, XDG_CACHE_HOME or HOME to name one");
  }
  make_private(fs::absolute(folder).lexically_normal());
  return folder;
}

}  // namespace lmulsim::util
