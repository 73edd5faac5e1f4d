// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 16U;
constexpr std::string_view kSuffix = ".part";

/// What a plainly created file would get: 0666 without the bits of the umask.
mode_t default_mode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)) {
  std::error_code error;
  const fs::file_status status = fs::status(target_, error);
  if (fs::is_directory(status)) {
    fail(EISDIR);
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    descriptor_ = open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
      fail(errno);
    }
    return;
  }
  if (const fs::path real = fs::weakly_canonical(target_, error); !error) {
    target_ = real;  // a rename would replace the link, not the file
  }
  temporary_ = fmt::format("{}.XXXXXX{}", target_.string(), kSuffix);
  descriptor_ = mkostemps(temporary_.data(), static_cast<int>(kSuffix.size()), O_CLOEXEC);
  if (descriptor_ < 0) {
    const int reason = errno;
    temporary_.clear();
    fail(reason);
  }
  if (fchmod(descriptor_, default_mode()) != 0) {
    fail(errno);
  }
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
  if (!temporary_.empty()) {
    unlink(temporary_.c_str());
  }
}

void AtomicFile::fail(int error) {
  if (descriptor_ >= 0) {
    close(descriptor_);
    descriptor_ = -1;
  }
  if (!temporary_.empty()) {  // a constructor that throws runs no destructor
    unlink(temporary_.c_str());
    temporary_.clear();
  }
  throw InputError(fmt::format("{}: cannot write: {}", target_.string(), std::strerror(error)));
}

void AtomicFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kBufferBytes) {
    flush();
  }
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void AtomicFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      fail(errno);
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void AtomicFile::commit() {
  flush();
  if (!temporary_.empty() && fsync(descriptor_) != 0) {
    fail(errno);
  }
  if (close(std::exchange(descriptor_, -1)) != 0) {
    fail(errno);
  }
  if (!temporary_.empty() && rename(temporary_.c_str(), target_.c_str()) != 0) {
    fail(errno);
  }
  temporary_.clear();
}

}  // namespace lmulsim::util
