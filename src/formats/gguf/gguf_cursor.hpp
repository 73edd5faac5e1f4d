// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "formats/gguf/gguf.hpp"

namespace lmulsim::formats::gguf::detail {

/// Takes little-endian words and strings off the front of a GGUF file. What does not fit the rest of the file throws
/// InputError "where: place: ...", where place() is what is being read.
class GgufCursor {
 public:
  GgufCursor(std::span<const std::byte> bytes, std::string_view where) : bytes_(bytes), where_(where) {}

  void set_place(std::string place) { place_ = std::move(place); }
  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] std::uint64_t left() const { return bytes_.size() - at_; }

  std::span<const std::byte> take(std::uint64_t count);

  template <typename T>
  T word() {
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }

  /// A length of at most `most`, then so many bytes.
  std::string_view text(std::uint64_t most);
  /// A number of things that take at least `bytes_each` bytes each in the rest of the file.
  std::uint64_t count(std::string_view what, std::uint64_t bytes_each);
  GgufType type();
  GgufValue value(GgufType type);

  [[noreturn]] void fail(std::string_view reason) const;

 private:
  GgufArray array();
  void skip(GgufType type, int depth);

  std::span<const std::byte> bytes_;
  std::string_view where_;
  std::string place_;
  std::uint64_t at_ = 0;
};

/// Bytes of one value; the least that a string or an array takes.
[[nodiscard]] std::uint64_t min_bytes(GgufType type);

}  // namespace lmulsim::formats::gguf::detail
