// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::rtl {

namespace {

/// The name still stands for the open file: its last holder has not removed it in the meantime.
bool is_current(const std::filesystem::path& file, int descriptor) {
  struct stat here {};
  struct stat there {};
  return fstat(descriptor, &here) == 0 && stat(file.c_str(), &there) == 0 && here.st_ino == there.st_ino &&
         here.st_dev == there.st_dev;
}

}  // namespace

FileLock::FileLock(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}

FileLock::FileLock(FileLock&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) {
    unlink(file_.c_str());  // while it is held: whoever waits for it looks at the name again
    close(descriptor_);
  }
}

std::optional<FileLock> FileLock::try_take(const std::filesystem::path& file) {
  for (;;) {
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
      throw InputError(fmt::format("{}: cannot make a lock here: {}", file.string(), std::strerror(errno)));
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int reason = errno;
      close(descriptor);
      if (reason == EWOULDBLOCK) {
        return std::nullopt;
      }
      throw InputError(fmt::format("{}: cannot lock: {}", file.string(), std::strerror(reason)));
    }
    if (is_current(file, descriptor)) {
      return FileLock(file, descriptor);
    }
    close(descriptor);
  }
}

}  // namespace lmulsim::rtl
