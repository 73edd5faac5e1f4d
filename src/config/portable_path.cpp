// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/portable_path.hpp"

#include <filesystem>

#include "config/load.hpp"
#include "util/printable.hpp"

namespace lmulsim::config {

namespace fs = std::filesystem;

std::string portable_path(const std::string& path) {
  const fs::path full = fs::path(path).lexically_normal();
  const fs::path shipped = fs::path(configs_dir()).lexically_normal();
  if (const fs::path within = full.lexically_relative(shipped); !within.empty() && *within.begin() != "..") {
    return util::printable((fs::path("configs") / within).generic_string());
  }
  return util::printable(full.is_absolute() ? full.filename().string() : path);
}

}  // namespace lmulsim::config
