// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/rtl_sources.hpp"

#include <cstdlib>
#include <sstream>

#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::sim {

namespace fs = std::filesystem;

fs::path rtl_source_dir() {
  const char* dir = std::getenv("LMULSIM_RTL");
  return dir != nullptr ? fs::path(dir) : fs::path(LMULSIM_SOURCE_DIR) / "rtl";
}

std::vector<std::string> rtl_files(const fs::path& rtl_dir) {
  std::istringstream list(util::read_file(rtl_dir / "files.txt"));
  std::vector<std::string> files;
  for (std::string line; std::getline(list, line);) {
    if (!line.empty()) {
      files.push_back(line);
    }
  }
  return files;
}

std::string rtl_sha256(const fs::path& rtl_dir) {
  std::string text;
  for (const std::string& file : rtl_files(rtl_dir)) {
    text += file + "\n" + util::read_file(rtl_dir / file);
  }
  return util::sha256(text);
}

}  // namespace lmulsim::sim
