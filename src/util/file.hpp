// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lmulsim::util {

/// The whole file as bytes. Also reads pipes and devices. Throws InputError (path, reason).
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The file becomes exactly `bytes`, or stays what it was. Throws InputError (path, reason), also on a full disk.
void write_file_atomic(const std::filesystem::path& path, std::string_view bytes);

/// Streamed writing with the same promise: bytes go to a temporary file beside the target, commit() flushes it to the
/// disk and renames it. Without commit() the temporary is removed and the target stays as it was. A target that is a
/// device or a pipe is written directly. Every failure throws InputError naming the target and the system's reason.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  void write(std::span<const std::byte> bytes);
  void commit();

 private:
  void flush();
  [[noreturn]] void fail(int error);

  std::filesystem::path target_;  ///< symbolic links resolved
  std::string temporary_;         ///< empty: the target itself is written
  int descriptor_ = -1;
  std::string buffer_;
};

/// A regular file mapped into memory for reading. Throws InputError. An empty file is an empty span.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);

  [[nodiscard]] std::span<const std::byte> bytes() const;
  [[nodiscard]] std::size_t size() const { return region_.get_size(); }

 private:
  boost::interprocess::mapped_region region_;
};

}  // namespace lmulsim::util
