// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::formats {

/// Writes GGUF files for tests, byte by byte from the format's description; shares no code with the reader. Numbers of
/// types are the format's.
class GgufFile {
 public:
  std::uint32_t version = 3;
  std::uint64_t alignment = 32;  ///< of the data; the key general.alignment is not written by itself

  template <typename T>
  static std::string word(T value) {
    return {reinterpret_cast<const char*>(&value), sizeof(value)};
  }
  static std::string text(std::string_view t) { return word<std::uint64_t>(t.size()) + std::string(t); }

  GgufFile& raw(std::string_view key, std::uint32_t type, const std::string& value) {
    pairs_ += text(key) + word(type) + value;
    ++pair_count_;
    return *this;
  }
  GgufFile& u32(std::string_view key, std::uint32_t value) { return raw(key, 4, word(value)); }
  GgufFile& u64(std::string_view key, std::uint64_t value) { return raw(key, 10, word(value)); }
  GgufFile& f32(std::string_view key, float value) { return raw(key, 6, word(value)); }
  GgufFile& string(std::string_view key, std::string_view value) { return raw(key, 8, text(value)); }
  GgufFile& strings(std::string_view key, const std::vector<std::string>& values) {
    std::string bytes = word<std::uint32_t>(8) + word<std::uint64_t>(values.size());
    for (const std::string& value : values) {
      bytes += text(value);
    }
    return raw(key, 9, bytes);
  }
  GgufFile& floats(std::string_view key, const std::vector<float>& values) {
    std::string bytes = word<std::uint32_t>(6) + word<std::uint64_t>(values.size());
    for (const float value : values) {
      bytes += word(value);
    }
    return raw(key, 9, bytes);
  }

  /// `shape`: slowest dimension first.
  GgufFile& tensor(std::string_view name, const std::vector<std::int64_t>& shape, std::uint32_t type,
                   std::string_view bytes) {
    data_.append((alignment - data_.size() % alignment) % alignment, '\0');
    infos_ += text(name) + word(static_cast<std::uint32_t>(shape.size()));
    for (auto size = shape.rbegin(); size != shape.rend(); ++size) {
      infos_ += word(*size);
    }
    infos_ += word(type) + word<std::uint64_t>(data_.size());
    data_ += bytes;
    ++tensor_count_;
    return *this;
  }
  GgufFile& tensor(std::string_view name, const std::vector<std::int64_t>& shape, std::span<const float> values) {
    return tensor(name, shape, 0, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }

  [[nodiscard]] std::string bytes() const {
    std::string all = "GGUF" + word(version) + word(tensor_count_) + word(pair_count_) + pairs_ + infos_;
    all.append((alignment - all.size() % alignment) % alignment, '\0');
    return all + data_;
  }

 private:
  std::uint64_t pair_count_ = 0;
  std::uint64_t tensor_count_ = 0;
  std::string pairs_;
  std::string infos_;
  std::string data_;
};

}  // namespace lmulsim::formats
