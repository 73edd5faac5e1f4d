// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/folder.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;

/// Removes what it was given when it dies.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

 private:
  fs::path path_;
};

/// Removes the folders on the way to `folder` that were missing when it was made, if they are empty when it dies: a
/// report that could not be written leaves nothing.
class MissingFolders {
 public:
  explicit MissingFolders(fs::path folder) {
    std::error_code error;
    for (; !folder.empty() && !fs::exists(folder, error); folder = folder.parent_path()) {
      paths_.push_back(folder);
    }
  }
  ~MissingFolders() {
    for (const fs::path& path : paths_) {
      std::error_code ignored;
      fs::remove(path, ignored);  // not when something is in it
    }
  }
  MissingFolders(const MissingFolders&) = delete;
  MissingFolders& operator=(const MissingFolders&) = delete;

 private:
  std::vector<fs::path> paths_;  ///< deepest first
};

void must(const std::error_code& error, const fs::path& path, std::string_view what) {
  if (error) {
    throw InputError(fmt::format("{}: cannot {}: {}", path.string(), what, error.message()));
  }
}

}  // namespace

void write_folder(std::span<const NamedText> files, const fs::path& folder) {
  const MissingFolders missing(folder);
  std::error_code error;
  fs::create_directories(folder, error);
  must(error, folder, "make the folder");
  const fs::path part = folder / ".report.part";
  fs::remove_all(part, error);
  must(error, part, "remove the remains of an earlier run");
  const Scratch scratch(part);
  fs::create_directory(part, error);
  must(error, part, "make the folder");
  for (const auto& [name, text] : files) {
    util::write_file_atomic(part / name, text);
  }
  // From here on only renames: the old last file goes first, the new one comes last.
  fs::remove(folder / files.back().name, error);
  must(error, folder / files.back().name, "remove the earlier report");
  for (const NamedText& file : files) {
    fs::rename(part / file.name, folder / file.name, error);
    must(error, folder / file.name, "put the file in place");
  }
}

}  // namespace lmulsim::report
