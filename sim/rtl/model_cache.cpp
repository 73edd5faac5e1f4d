// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/model_cache.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "rtl/build_step.hpp"
#include "rtl/file_lock.hpp"
#include "util/cache_dir.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/progress.hpp"
#include "util/sha256.hpp"

namespace lmulsim::rtl {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBuildMark = ".build.";
constexpr unsigned kOthersWrite = S_IWGRP | S_IWOTH;
constexpr auto kOldest = std::chrono::hours(24);  // folders of versions without locks

void require_private(const fs::path& folder) {
  util::make_private(folder);
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0) {
    throw InputError(fmt::format("{}: cannot create a model cache here (set LMULSIM_CACHE): {}", folder.string(),
                                 std::strerror(errno)));
  }
  if (!S_ISDIR(status.st_mode)) {
    throw InputError(fmt::format("{}: expected a folder for built models, found a file", folder.string()));
  }
  if (status.st_uid != geteuid() || (status.st_mode & kOthersWrite) != 0) {
    throw InputError(
        fmt::format("{}: expected a folder in which only this user (id {}) can write, because built models are loaded "
                    "from it; found owner {} and permissions {:04o}: set LMULSIM_CACHE to another, or take the "
                    "permissions away (chmod go-w)",
                    folder.string(), geteuid(), status.st_uid, status.st_mode & 07777U));
  }
}

/// A folder of this build alone; goes with the object.
class BuildFolder {
 public:
  explicit BuildFolder(const fs::path& stem) {
    std::string name = stem.string() + kBuildMark + "XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw InputError(
          fmt::format("{}: cannot create a folder here: {}", stem.parent_path().string(), std::strerror(errno)));
    }
    path_ = name;
  }
  ~BuildFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  BuildFolder(const BuildFolder&) = delete;
  BuildFolder& operator=(const BuildFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool is_old(const fs::path& path) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  return !error && fs::file_time_type::clock::now() - time > kOldest;
}

/// Removes what builds have left that no longer run. `own` is the key whose lock this process holds.
void sweep(const fs::path& folder, const std::string& own) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    entries.push_back(entry.path());
  }
  for (const fs::path& path : entries) {
    const std::string name = path.filename().string();
    if (name.starts_with("work.") && is_old(path)) {
      fs::remove_all(path, error);
      continue;
    }
    if (path.extension() == ".lock" && path.stem() != own) {
      static_cast<void>(FileLock::try_take(path));  // goes with the lock, unless somebody holds it
    }
    const std::size_t mark = name.find(kBuildMark);
    if (mark == std::string::npos) {
      continue;
    }
    const std::string key = name.substr(0, mark);
    const auto lock = key == own ? std::nullopt : FileLock::try_take(folder / (key + ".lock"));
    if (key == own || lock) {
      fs::remove_all(path, error);
    }
  }
}

bool is_full(const fs::path& folder) {
  struct statvfs s {};
  return statvfs(folder.c_str(), &s) == 0 && s.f_bavail * s.f_frsize < 65536;
}

}  // namespace

ModelCache::ModelCache(fs::path folder, bool silent)
    : folder_(fs::absolute(folder).lexically_normal()), silent_(silent) {
  require_private(folder_);
}

fs::path ModelCache::file(const std::string& key, const char* extension) const {
  return folder_ / (key + extension);
}

void ModelCache::say(const std::string& line) const {
  if (!silent_) {
    std::fprintf(stderr, "lmulsim: %s\n", line.c_str());
  }
}

bool ModelCache::is_whole(const std::string& key) const {
  const fs::path model = file(key, ".so");
  struct stat status {};
  if (lstat(model.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
      (status.st_mode & kOthersWrite) != 0) {
    return false;
  }
  try {
    return util::read_file(file(key, ".sha256")) == util::sha256_file(model) + "\n";
  } catch (const InputError&) {
    return false;
  }
}

void ModelCache::store(const std::string& key, const fs::path& built) const {
  chmod(built.c_str(), 0700);
  util::write_file_atomic(file(key, ".sha256"), util::sha256_file(built) + "\n");
  fs::rename(built, file(key, ".so"));
}

int ModelCache::build_locked(const std::string& key, const std::function<void(const fs::path&)>& build) const {
  sweep(folder_, key);
  const HeldSignals held;
  const BuildFolder work(file(key, ""));
  try {
    build(work.path());
    store(key, work.path() / "model.so");
  } catch (const Interrupted& e) {
    return e.signal;
  } catch (const InputError& e) {
    if (is_full(folder_) || std::strstr(e.what(), "No space left on device") != nullptr) {
      throw InputError(fmt::format("{}: cannot build the RTL model: no space left on the device", folder_.string()));
    }
    throw;
  }
  return 0;
}

fs::path ModelCache::get(const std::string& key, const std::function<void(const fs::path&)>& build) const {
  if (is_whole(key)) {
    return file(key, ".so");
  }
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  bool said = false;
  std::optional<FileLock> lock = FileLock::try_take(file(key, ".lock"));
  while (!lock) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (!said && Clock::now() - start > std::chrono::seconds(1)) {
      say(fmt::format("waiting for another process, which builds the RTL model {}", key));
      said = true;
    }
    lock = FileLock::try_take(file(key, ".lock"));
  }
  if (is_whole(key)) {
    return file(key, ".so");
  }
  if (fs::exists(file(key, ".so"))) {
    say(fmt::format("{}: damaged, or changed since it was built: building it again", file(key, ".so").string()));
  }
  const int signal = build_locked(key, build);
  lock.reset();
  if (signal != 0) {
    say(fmt::format("interrupted by signal {} ({}): the RTL model {} was not finished, nothing is left of it", signal,
                    strsignal(signal), key));
    std::raise(signal);
    throw InputError("interrupted");  // whoever handles the signal goes on
  }
  return file(key, ".so");
}

}  // namespace lmulsim::rtl
