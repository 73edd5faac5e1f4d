// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "../../real_data.hpp"

namespace lmulsim::formats {

/// A file of tests/data.
inline std::filesystem::path data_file(const std::string& name) {
  return std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "data" / name;
}

/// A folder that lives as long as the object.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("lmulsim_" + name + "_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace lmulsim::formats

/// Skips the test, loudly, unless the real data has this file.
#define LMULSIM_REQUIRE_DATA(path)    \
  if (!std::filesystem::exists(path)) \
  GTEST_SKIP() << (path) << " is not there; set LMULSIM_DATA to the folder of real data to run this test"
