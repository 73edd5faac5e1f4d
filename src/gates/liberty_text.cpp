// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_text.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <string_view>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30;

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// Unpacks all members of a gzip file, one after another.
std::string unpack(const std::string& file, std::string& packed) {
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) {
    throw InputError(fmt::format("{}: cannot start decompression", file));
  }
  const std::unique_ptr<z_stream, EndInflate> guard(&stream);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());

  std::string text;
  std::array<char, 1 << 16> chunk{};
  int status = Z_OK;
  while (status != Z_STREAM_END || stream.avail_in > 0) {
    if (status == Z_STREAM_END) {
      inflateReset(&stream);
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(chunk.data(), chunk.size() - stream.avail_out);
    if (status == Z_BUF_ERROR) {
      throw InputError(fmt::format("{}: the gzip stream ends after {} bytes before it is complete", file, text.size()));
    }
    if (status != Z_OK && status != Z_STREAM_END) {
      throw InputError(
          fmt::format("{}: damaged gzip stream: {}", file, stream.msg != nullptr ? stream.msg : "unknown"));
    }
    if (text.size() > kMaxBytes) {
      throw InputError(fmt::format("{}: more than {} bytes unpacked", file, kMaxBytes));
    }
  }
  return text;
}

}  // namespace

std::string read_liberty_text(const std::string& file) {
  std::string bytes = util::read_file(file, kMaxBytes);
  if (bytes.starts_with("\x1f\x8b")) {
    bytes = unpack(file, bytes);
  }
  bytes.erase(0, bytes.size() - util::without_mark(bytes).size());
  if (bytes.empty()) {
    throw InputError(fmt::format("{}: empty file, expected a liberty library", file));
  }
  return bytes;
}

}  // namespace lmulsim::gates
