// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lmulsim::util {

/// The largest file of each kind, in bytes: far above any that makes sense, far below what would fill the memory.
inline constexpr std::uintmax_t kLargestConfig = std::uintmax_t{1} << 20U;  ///< YAML that people write
inline constexpr std::uintmax_t kLargestTable = std::uintmax_t{1} << 27U;   ///< JSON, CSV
inline constexpr std::uintmax_t kLargestText = std::uintmax_t{1} << 30U;    ///< texts, libraries, arrays of numbers

/// The whole file as bytes: a regular file of at most `largest`, of which never more is read. A folder, a pipe, a
/// socket or a device is refused before it is opened. Throws InputError (path, reason).
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::uintmax_t largest = kLargestText);

/// Text without the byte-order mark that some editors put in front of UTF-8. Every reader of text passes it over so.
[[nodiscard]] std::string_view without_mark(std::string_view text);

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

/// A regular file mapped into memory for reading: any size, nothing else. Throws InputError. An empty file is an empty
/// span.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);

  [[nodiscard]] std::span<const std::byte> bytes() const;
  [[nodiscard]] std::size_t size() const { return region_.get_size(); }

 private:
  boost::interprocess::mapped_region region_;
};

}  // namespace lmulsim::util
