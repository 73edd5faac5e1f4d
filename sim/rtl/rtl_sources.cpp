// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/rtl_sources.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/home.hpp"
#include "util/sha256.hpp"

namespace lmulsim::rtl {

namespace fs = std::filesystem;

fs::path shipped_rtl_dir() {
  return util::home() / "rtl";
}

fs::path rtl_source_dir() {
  const char* dir = std::getenv("LMULSIM_RTL");
  if (dir == nullptr || *dir == '\0') {
    return shipped_rtl_dir();
  }
  fs::path folder = fs::absolute(dir);
  if (!fs::is_regular_file(folder / "files.txt")) {
    throw InputError(fmt::format("LMULSIM_RTL: expected a folder of RTL with its list files.txt, found '{}'", dir));
  }
  return folder;
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

}  // namespace lmulsim::rtl
