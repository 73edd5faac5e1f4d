// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStaging = ".report.";
constexpr std::size_t kLongestName = 64;

std::error_code last_error() {
  return {errno, std::generic_category()};
}

void must(const std::error_code& error, const fs::path& path, std::string_view what) {
  if (error) {
    throw InputError(fmt::format("{}: cannot {}: {}", path.string(), what, error.message()));
  }
}

/// A lock on a folder, held as long as the object lives or the process runs; other processes see it.
class FolderLock {
 public:
  /// `operation`: LOCK_EX, with LOCK_NB to try only.
  FolderLock(const fs::path& folder, int operation) : descriptor_(open(folder.c_str(), O_RDONLY | O_CLOEXEC)) {
    held_ = descriptor_ >= 0 && flock(descriptor_, operation) == 0;
  }
  ~FolderLock() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  [[nodiscard]] bool held() const { return held_; }

 private:
  int descriptor_;
  bool held_ = false;
};

/// A new folder of its own name within another, removed with all that is in it when the object dies. Whoever finds it
/// unlocked may remove it: its process is gone.
class Staging {
 public:
  explicit Staging(const fs::path& folder) : Staging(folder, folder) {}
  /// `asked`: the folder that messages name, this one or one that is to be made within it.
  Staging(const fs::path& folder, const fs::path& asked)
      : path_(make(folder, asked)), lock_(path_, LOCK_EX | LOCK_NB) {}
  ~Staging() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  static fs::path make(const fs::path& folder, const fs::path& asked) {
    std::string name = (folder / fmt::format("{}XXXXXX", kStaging)).string();
    if (mkdtemp(name.data()) == nullptr) {
      must(last_error(), asked, asked == folder ? "write into the folder" : "make the folder");
    }
    return name;
  }

  fs::path path_;
  FolderLock lock_;
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

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  must(error, folder, "make the folder");
}

/// What runs that were killed have left. Called with the folder locked, so that none is just being made.
void sweep(const fs::path& folder, const fs::path& own) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const bool staging = entry.path().filename().string().starts_with(kStaging) && entry.path() != own;
    if (staging && entry.is_directory(error) && FolderLock(entry.path(), LOCK_EX | LOCK_NB).held()) {
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
}

std::string folder_name(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, kLongestName)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    out += plain || std::string_view("._+=-").find(c) != std::string_view::npos ? c : '_';
  }
  if (out.empty() || out.front() == '.') {
    out.insert(0, 1, '_');
  }
  return out;
}

}  // namespace

void write_folder(std::span<const NamedText> files, const fs::path& folder) {
  const MissingFolders missing(folder);
  make_folder(folder);
  std::optional<Staging> staging;
  {
    const FolderLock lock(folder, LOCK_EX);
    staging.emplace(folder);
    sweep(folder, staging->path());
  }
  for (const auto& [name, text] : files) {
    util::write_file_atomic(staging->path() / name, text);
  }
  // From here on only renames: the old last file goes first, the new one comes last.
  const FolderLock lock(folder, LOCK_EX);
  std::error_code error;
  fs::remove(folder / files.back().name, error);
  must(error, folder / files.back().name, "remove the earlier report");
  for (const NamedText& file : files) {
    fs::rename(staging->path() / file.name, folder / file.name, error);
    must(error, folder / file.name, "put the file in place");
  }
}

void check_folder(const fs::path& folder) {
  std::error_code error;
  fs::path there = folder;
  while (!there.empty() && !fs::exists(there, error)) {
    there = there.parent_path();
  }
  there = there.empty() ? "." : there;
  if (!fs::is_directory(there, error)) {
    must(std::make_error_code(std::errc::not_a_directory), folder, "make the folder");
  }
  // Tried within a folder of its own: the folder itself may be another run's at this moment.
  const Staging probe(there, folder);
  const fs::path missing = folder.lexically_relative(there);
  fs::create_directories(probe.path() / (there == "." ? folder.relative_path() : missing), error);
  must(error, folder, "make the folder");
}

std::vector<std::string> folder_names(const std::vector<std::string>& texts, std::span<const std::string_view> taken) {
  std::vector<std::string> out;
  for (const std::string& text : texts) {
    const std::string name = folder_name(text);
    std::string candidate = name;
    for (int i = 2;
         std::ranges::find(out, candidate) != out.end() || std::ranges::find(taken, candidate) != taken.end(); ++i) {
      candidate = fmt::format("{}-{}", name, i);
    }
    out.push_back(candidate);
  }
  return out;
}

}  // namespace lmulsim::report
