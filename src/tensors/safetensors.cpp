// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tensors/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "tensors/tensor_file.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::tensors {

namespace {

namespace json = boost::json;
using util::JsonReader;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own limit
constexpr std::string_view kMetadata = "__metadata__";

constexpr std::array<std::string_view, 15> kTypeNames{"F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "BOOL", "U8", "I8",
                                                      "U16", "I16", "U32",  "I32",     "U64",     "I64",  "F64"};
constexpr std::array<std::uint64_t, kTypeNames.size()> kTypeBytes{4, 2, 2, 1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 8};

std::vector<std::int64_t> integers(JsonReader& r, std::string_view key) {
  std::vector<std::int64_t> values;
  for (const json::value& v : r.array(key)) {
    if (!v.is_int64() || v.get_int64() < 0) {
      r.fail(key, fmt::format("expected integers of at least 0, found {}", util::describe(v)));
    }
    values.push_back(v.get_int64());
  }
  return values;
}

/// Bytes of an array of this shape; more than `limit` is an error, as it cannot be in the file.
std::uint64_t byte_size(const JsonReader& r, std::span<const std::int64_t> shape, std::uint64_t each,
                        std::uint64_t limit) {
  if (std::ranges::count(shape, 0) != 0) {
    return 0;
  }
  std::uint64_t bytes = each;
  for (const std::int64_t d : shape) {
    if (static_cast<std::uint64_t>(d) > limit / bytes) {
      r.fail("shape", fmt::format("larger than the {} bytes of data in the file", limit));
    }
    bytes *= static_cast<std::uint64_t>(d);
  }
  return bytes;
}

StoredTensor read_entry(JsonReader r, std::span<const std::byte> data) {
  const std::size_t type = r.choice("dtype", kTypeNames);
  StoredTensor tensor;
  tensor.type = type < static_cast<std::size_t>(StoredType::q8_0) ? static_cast<StoredType>(type) : StoredType::other;
  tensor.type_name = kTypeNames[type];
  tensor.shape = integers(r, "shape");
  const std::vector<std::int64_t> offsets = integers(r, "data_offsets");
  r.finish();
  if (offsets.size() != 2 || offsets[0] > offsets[1]) {
    r.fail("data_offsets", "expected [begin, end] with begin <= end");
  }
  const auto begin = static_cast<std::uint64_t>(offsets[0]);
  const auto end = static_cast<std::uint64_t>(offsets[1]);
  if (end > data.size()) {
    r.fail("data_offsets",
           fmt::format("expected an end of at most {}, the bytes of data in the file, found {}", data.size(), end));
  }
  const std::uint64_t bytes = byte_size(r, tensor.shape, kTypeBytes[type], data.size());
  if (bytes != end - begin) {
    r.fail("data_offsets", fmt::format("expected {} bytes for the shape and type, found {}", bytes, end - begin));
  }
  tensor.bytes = data.subspan(begin, bytes);
  return tensor;
}

void check_coverage(const TensorFile::Directory& directory, std::span<const std::byte> data, const std::string& where) {
  struct Entry {
    std::string_view name;
    std::size_t begin, end;
  };
  std::vector<Entry> entries;
  for (const auto& [name, tensor] : directory) {
    const auto begin = static_cast<std::size_t>(tensor.bytes.data() - data.data());
    entries.push_back({name, begin, begin + tensor.bytes.size()});
  }
  std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
  std::uint64_t at = 0;
  for (const Entry& e : entries) {
    if (e.begin != at) {
      throw InputError(fmt::format("{}: tensor '{}': expected data from byte {} on, found {}: tensors {}", where,
                                   e.name, at, e.begin, e.begin < at ? "overlap" : "leave a gap"));
    }
    at = e.end;
  }
  if (at != data.size()) {
    throw InputError(fmt::format("{}: expected {} bytes of data, found {}", where, at, data.size()));
  }
}

/// What the header says; the spans point into `bytes`.
TensorFile::Directory read_directory(std::span<const std::byte> bytes, const std::string& where) {
  std::uint64_t length = 0;
  if (bytes.size() < kLengthBytes) {
    throw InputError(fmt::format("{}: expected a safetensors file of at least 8 bytes, found {}", where, bytes.size()));
  }
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeader || length > bytes.size() - kLengthBytes) {
    throw InputError(fmt::format("{}: expected a safetensors header of at most {} bytes, found a length of {}", where,
                                 std::min<std::uint64_t>(kMaxHeader, bytes.size() - kLengthBytes), length));
  }
  const auto text = bytes.subspan(kLengthBytes, length);
  const auto data = bytes.subspan(kLengthBytes + length);
  const json::value header =
      util::parse_json({reinterpret_cast<const char*>(text.data()), text.size()}, where + " (header)");
  JsonReader reader(header, where);
  TensorFile::Directory directory;
  for (const auto& member : header.get_object()) {
    const std::string name(member.key());
    if (name != kMetadata) {
      directory.emplace(name, read_entry(reader.object(name), data));
    }
  }
  check_coverage(directory, data, where);
  return directory;
}

/// The files that an index names, each beside it and once.
std::set<std::string> shard_names(const json::value& index, const std::string& where) {
  JsonReader reader(index, where);
  JsonReader map = reader.object("weight_map");
  std::set<std::string> names;
  for (const auto& member : reader.find("weight_map")->get_object()) {
    const std::string name = map.string(member.key());
    if (std::filesystem::path(name).filename() != name) {
      map.fail(member.key(), fmt::format("expected the name of a file beside the index, found '{}'", name));
    }
    names.insert(name);
  }
  return names;
}

TensorFile open_shards(const std::filesystem::path& index) {
  TensorFile::Files files;
  TensorFile::Directory all;
  for (const std::string& name : shard_names(util::parse_json_file(index), index.string())) {
    const std::filesystem::path path = index.parent_path() / name;
    files.push_back(std::make_shared<const util::MappedFile>(path));
    for (auto& [tensor_name, tensor] : read_directory(files.back()->bytes(), path.string())) {
      if (!all.emplace(tensor_name, std::move(tensor)).second) {
        throw InputError(fmt::format("{}: tensor '{}': expected in one file of {}, found in two", path.string(),
                                     tensor_name, index.string()));
      }
    }
  }
  return {index.string(), std::move(files), std::move(all)};
}

std::string header_text(const Tensors& tensors) {
  json::object header;
  std::uint64_t at = 0;
  for (const auto& [name, t] : tensors) {
    const std::uint64_t end = at + t.bytes.size();
    header[name] = {{"dtype", info(t.dtype).name},
                    {"shape", json::array(t.shape.begin(), t.shape.end())},
                    {"data_offsets", {at, end}}};
    at = end;
  }
  std::string text = json::serialize(header);
  text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');
  return text;
}

}  // namespace

Tensors parse_safetensors(std::span<const std::byte> bytes, const std::string& where) {
  Tensors tensors;
  for (const auto& [name, stored] : read_directory(bytes, where)) {
    const auto type = std::ranges::find(kDTypes, stored.type_name, &DTypeInfo::name);
    if (type == kDTypes.end()) {
      throw InputError(fmt::format("{}: {}.dtype: expected F32, F16, BF16, F8_E4M3, F8_E5M2, I8 or U8, found {}", where,
                                   name, stored.type_name));
    }
    tensors[name] = {
        static_cast<DType>(type - kDTypes.begin()), stored.shape, {stored.bytes.begin(), stored.bytes.end()}};
  }
  return tensors;
}

TensorFile open_safetensors(const std::filesystem::path& path) {
  if (path.string().ends_with(".json")) {
    return open_shards(path);
  }
  auto file = std::make_shared<const util::MappedFile>(path);
  auto directory = read_directory(file->bytes(), path.string());
  return {path.string(), {std::move(file)}, std::move(directory)};
}

Tensors read_safetensors(const std::filesystem::path& path) {
  const util::MappedFile file(path);
  return parse_safetensors(file.bytes(), path.string());
}

void write_safetensors(const std::filesystem::path& path, const Tensors& tensors) {
  const std::string header = header_text(tensors);
  const std::uint64_t length = header.size();
  util::AtomicFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(header);
  for (const auto& [name, tensor] : tensors) {
    file.write(tensor.bytes);
  }
  file.commit();
}

}  // namespace lmulsim::tensors
