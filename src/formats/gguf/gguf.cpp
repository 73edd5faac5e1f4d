// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/gguf/gguf_cursor.hpp"
#include "util/error.hpp"

namespace lmulsim::formats::gguf {

namespace {

using detail::GgufCursor;

constexpr std::string_view kMagic = "GGUF";
constexpr std::string_view kAlignmentKey = "general.alignment";
constexpr std::uint64_t kDefaultAlignment = 32;
constexpr std::int64_t kMaxAlignment = 1 << 20;
constexpr std::uint64_t kMaxKey = 65535;
constexpr std::uint64_t kMaxTensorName = 1024;  // the format says 64; files in the wild have longer ones
constexpr std::uint32_t kMaxDimensions = 4;
constexpr std::uint64_t kMinPairBytes = 8 + 4 + 1;      // key, type, the smallest value
constexpr std::uint64_t kMinInfoBytes = 8 + 4 + 4 + 8;  // name, dimensions, type, offset

struct Counts {
  std::uint64_t tensors = 0;
  std::uint64_t pairs = 0;
};

Counts read_header(GgufCursor& cursor, Gguf& gguf) {
  cursor.set_place("header");
  const auto magic = cursor.take(kMagic.size());
  if (!std::ranges::equal(magic, std::as_bytes(std::span(kMagic)))) {
    cursor.fail("expected the magic 'GGUF'");
  }
  gguf.version = cursor.word<std::uint32_t>();
  if (gguf.version != 2 && gguf.version != 3) {
    cursor.fail(fmt::format("expected version 2 or 3 (little-endian), found {}", gguf.version));
  }
  Counts counts;
  counts.tensors = cursor.count("tensors", kMinInfoBytes);
  counts.pairs = cursor.count("metadata pairs", kMinPairBytes);
  return counts;
}

void read_metadata(GgufCursor& cursor, std::uint64_t pairs, Gguf& gguf) {
  for (std::uint64_t i = 0; i < pairs; ++i) {
    cursor.set_place(fmt::format("metadata {}", i));
    const std::string_view key = cursor.text(kMaxKey);
    if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7F'; }) || key.empty()) {
      cursor.fail("expected a key of printable ASCII");
    }
    cursor.set_place(std::string(key));
    if (!gguf.metadata.emplace(key, cursor.value(cursor.type())).second) {
      cursor.fail("the key is given twice");
    }
  }
}

/// A tensor before it is known where the data begins.
struct Info {
  std::string_view name;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

/// Bytes of a tensor; more than the file has is an error.
std::uint64_t byte_size(const GgufCursor& cursor, const GgufTensor& tensor, std::uint64_t limit) {
  const GgmlType& type = *tensor.type;
  const std::int64_t row = tensor.shape.back();
  if (row % type.block_elements != 0) {
    cursor.fail(fmt::format("expected rows of a multiple of {} elements for {}, found {}", type.block_elements,
                            type.name, row));
  }
  std::uint64_t blocks = static_cast<std::uint64_t>(row) / type.block_elements;
  const std::uint64_t most = limit / type.block_bytes;
  for (std::size_t i = 0; i + 1 < tensor.shape.size(); ++i) {
    if (blocks > most / static_cast<std::uint64_t>(tensor.shape[i])) {
      blocks = most + 1;
      break;
    }
    blocks *= static_cast<std::uint64_t>(tensor.shape[i]);
  }
  if (blocks > most) {
    cursor.fail(fmt::format("expected a tensor that fits the file's {} bytes, found a larger one", limit));
  }
  return blocks * type.block_bytes;
}

Info read_info(GgufCursor& cursor, std::uint64_t index, std::uint64_t limit, Gguf& gguf) {
  Info info;
  cursor.set_place(fmt::format("tensor {}", index));
  info.name = cursor.text(kMaxTensorName);
  cursor.set_place(fmt::format("tensor '{}'", info.name));
  const auto dimensions = cursor.word<std::uint32_t>();
  if (dimensions < 1 || dimensions > kMaxDimensions) {
    cursor.fail(fmt::format("expected 1 to {} dimensions, found {}", kMaxDimensions, dimensions));
  }
  GgufTensor tensor;
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    const auto size = cursor.word<std::int64_t>();
    if (size < 1) {
      cursor.fail(fmt::format("dimension {}: expected a size of at least 1, found {}", d, size));
    }
    tensor.shape.insert(tensor.shape.begin(), size);
  }
  const auto number = cursor.word<std::uint32_t>();
  tensor.type = find_ggml_type(number);
  if (tensor.type == nullptr) {
    cursor.fail(fmt::format("expected an element type of ggml, found number {}", number));
  }
  info.bytes = byte_size(cursor, tensor, limit);
  info.offset = cursor.word<std::uint64_t>();
  if (info.offset % gguf.alignment != 0) {
    cursor.fail(fmt::format("offset: expected a multiple of the alignment {}, found {}", gguf.alignment, info.offset));
  }
  if (!gguf.tensors.emplace(info.name, std::move(tensor)).second) {
    cursor.fail("the name is used twice");
  }
  return info;
}

/// Cuts the tensors out of the data; none may reach beyond it or into another.
void bind(std::vector<Info> infos, std::span<const std::byte> data, Gguf& gguf) {
  std::ranges::sort(infos, {}, &Info::offset);
  std::uint64_t end = 0;
  for (const Info& info : infos) {
    const std::string place = fmt::format("tensor '{}'", info.name);
    if (info.offset > data.size() || info.bytes > data.size() - info.offset) {
      gguf.fail(place, fmt::format("expected an end within the {} bytes of data, found {} bytes from offset {} on",
                                   data.size(), info.bytes, info.offset));
    }
    if (info.offset < end) {
      gguf.fail(place, fmt::format("offset: expected at least {}, found {}: tensors overlap", end, info.offset));
    }
    end = info.offset + info.bytes;
    gguf.tensors.find(info.name)->second.bytes = data.subspan(info.offset, info.bytes);
  }
}

}  // namespace

Gguf parse_gguf(std::span<const std::byte> bytes, std::string where) {
  Gguf gguf;
  gguf.where = std::move(where);
  GgufCursor cursor(bytes, gguf.where);
  const Counts counts = read_header(cursor, gguf);
  read_metadata(cursor, counts.pairs, gguf);
  gguf.alignment = static_cast<std::uint64_t>(
      gguf.optional_integer(kAlignmentKey, 8, kMaxAlignment).value_or(std::int64_t{kDefaultAlignment}));
  if (gguf.alignment % 8 != 0) {
    gguf.fail(kAlignmentKey, fmt::format("expected a multiple of 8, found {}", gguf.alignment));
  }
  std::vector<Info> infos;
  for (std::uint64_t i = 0; i < counts.tensors; ++i) {
    infos.push_back(read_info(cursor, i, bytes.size(), gguf));
  }
  const std::uint64_t begin = (cursor.at() + gguf.alignment - 1) / gguf.alignment * gguf.alignment;
  bind(std::move(infos), bytes.subspan(std::min<std::uint64_t>(begin, bytes.size())), gguf);
  return gguf;
}

}  // namespace lmulsim::formats::gguf
