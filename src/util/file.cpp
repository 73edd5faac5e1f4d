// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;
namespace ipc = boost::interprocess;

namespace {

[[noreturn]] void fail_read(const fs::path& path, std::string_view reason) {
  throw InputError(fmt::format("{}: cannot read: {}", path.string(), reason));
}

/// Throws for what is not there or not a regular file, with the system's own words where it has some. Opening a pipe
/// would wait for its writer, and a device may never end.
void require_regular(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    fail_read(path, error ? error.message() : std::strerror(ENOENT));
  }
  if (fs::is_directory(status)) {
    fail_read(path, std::strerror(EISDIR));
  }
  if (!fs::is_regular_file(status)) {
    fail_read(path, "not a regular file");
  }
}

/// What a stream holds, up to `most` bytes. Files of the system say that they are empty: their size is no bound.
std::string read_at_most(std::ifstream& in, std::uintmax_t most) {
  constexpr std::size_t kStep = std::size_t{1} << 20U;
  std::string bytes;
  while (in && bytes.size() < most) {
    const std::size_t before = bytes.size();
    const std::size_t step = std::min<std::uintmax_t>(kStep, most - before);
    bytes.resize(before + step);
    in.read(bytes.data() + before, static_cast<std::streamsize>(step));
    bytes.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  return bytes;
}

}  // namespace

std::string read_file(const fs::path& path, std::uintmax_t largest) {
  require_regular(path);
  std::error_code no_size;
  if (const std::uintmax_t size = fs::file_size(path, no_size); !no_size && size > largest) {
    fail_read(path, fmt::format("expected at most {} bytes, found {}", largest, size));
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    fail_read(path, std::strerror(errno));
  }
  std::string bytes = read_at_most(in, largest + 1);
  if (in.bad()) {
    fail_read(path, std::strerror(errno));
  }
  if (bytes.size() > largest) {
    fail_read(path, fmt::format("expected at most {} bytes, found more", largest));
  }
  return bytes;
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

void write_file_atomic(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

MappedFile::MappedFile(const fs::path& path) {
  require_regular(path);
  try {
    const ipc::file_mapping mapping(path.c_str(), ipc::read_only);
    if (fs::file_size(path) != 0) {  // nothing can be mapped of an empty file
      region_ = ipc::mapped_region(mapping, ipc::read_only);
    }
  } catch (const ipc::interprocess_exception& e) {
    fail_read(path, std::strerror(e.get_native_error()));
  } catch (const fs::filesystem_error& e) {
    fail_read(path, e.code().message());
  }
}

std::span<const std::byte> MappedFile::bytes() const {
  return {static_cast<const std::byte*>(region_.get_address()), region_.get_size()};
}

}  // namespace lmulsim::util
