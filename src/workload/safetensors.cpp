// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::workload {

namespace {

namespace json = boost::json;
using util::JsonReader;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own limit
constexpr std::string_view kMetadata = "__metadata__";

constexpr auto kDTypeNames = [] {
  std::array<std::string_view, kDTypes.size()> names{};
  std::ranges::transform(kDTypes, names.begin(), &DTypeInfo::name);
  return names;
}();

struct Entry {
  std::string name;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

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

/// Bytes of a tensor of this shape; more than `limit` is an error, as it cannot be in the file.
std::uint64_t byte_size(const JsonReader& r, const Tensor& t, std::uint64_t limit) {
  std::uint64_t bytes = info(t.dtype).bytes;
  if (std::ranges::count(t.shape, 0) != 0) {
    return 0;
  }
  for (const std::int64_t d : t.shape) {
    if (static_cast<std::uint64_t>(d) > limit / bytes) {
      r.fail("shape", fmt::format("larger than the {} bytes of data in the file", limit));
    }
    bytes *= static_cast<std::uint64_t>(d);
  }
  return bytes;
}

Entry read_entry(JsonReader r, const std::string& name, std::span<const std::byte> data, Tensor& tensor) {
  tensor.dtype = static_cast<DType>(r.choice("dtype", kDTypeNames));
  tensor.shape = integers(r, "shape");
  const std::vector<std::int64_t> offsets = integers(r, "data_offsets");
  r.finish();
  if (offsets.size() != 2 || offsets[0] > offsets[1]) {
    r.fail("data_offsets", "expected [begin, end] with begin <= end");
  }
  Entry entry{name, static_cast<std::uint64_t>(offsets[0]), static_cast<std::uint64_t>(offsets[1])};
  if (entry.end > data.size()) {
    r.fail("data_offsets", fmt::format("expected an end of at most {}, the bytes of data in the file, found {}",
                                       data.size(), entry.end));
  }
  const std::uint64_t bytes = byte_size(r, tensor, data.size());
  if (bytes != entry.end - entry.begin) {
    r.fail("data_offsets",
           fmt::format("expected {} bytes for the shape and type, found {}", bytes, entry.end - entry.begin));
  }
  const auto own = data.subspan(entry.begin, bytes);
  tensor.bytes.assign(own.begin(), own.end());
  return entry;
}

void check_coverage(std::vector<Entry> entries, std::uint64_t size, const std::string& where) {
  std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
  std::uint64_t at = 0;
  for (const Entry& e : entries) {
    if (e.begin != at) {
      throw InputError(fmt::format("{}: tensor '{}': expected data from byte {} on, found {}: tensors {}", where,
                                   e.name, at, e.begin, e.begin < at ? "overlap" : "leave a gap"));
    }
    at = e.end;
  }
  if (at != size) {
    throw InputError(fmt::format("{}: expected {} bytes of data, found {}", where, at, size));
  }
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
  Tensors tensors;
  std::vector<Entry> entries;
  for (const auto& member : header.get_object()) {
    const std::string name(member.key());
    if (name != kMetadata) {
      entries.push_back(read_entry(reader.object(name), name, data, tensors[name]));
    }
  }
  check_coverage(std::move(entries), data.size(), where);
  return tensors;
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

}  // namespace lmulsim::workload
