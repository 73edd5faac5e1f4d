// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/file.hpp"

#include <fmt/format.h>

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::util {

namespace fs = std::filesystem;
namespace ipc = boost::interprocess;

namespace {

[[noreturn]] void fail_read(const fs::path& path, std::string_view reason) {
  throw InputError(fmt::format("{}: cannot read: {}", path.string(), reason));
}

/// Throws for what is not there or not a file, with the system's own words.
fs::file_status readable_status(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    fail_read(path, error ? error.message() : std::strerror(ENOENT));
  }
  if (fs::is_directory(status)) {
    fail_read(path, std::strerror(EISDIR));
  }
  return status;
}

}  // namespace

std::string read_file(const fs::path& path) {
  readable_status(path);
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    fail_read(path, std::strerror(errno));
  }
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) {
    fail_read(path, std::strerror(errno));
  }
  return bytes;
}

void write_file_atomic(const fs::path& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

MappedFile::MappedFile(const fs::path& path) {
  if (!fs::is_regular_file(readable_status(path))) {
    fail_read(path, "not a regular file");
  }
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
