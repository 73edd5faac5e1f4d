// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "util/enum_names.hpp"

namespace lmulsim::formats::gguf {

/// The GGUF format, versions 2 and 3 (ggml-org/ggml, docs/gguf.md): a header, typed metadata, tensor descriptions, and
/// data that starts at a multiple of the alignment. Little-endian. Everything here points into the bytes it was read
/// from; nothing is copied.

/// Types of metadata values, in the order of the format's numbers.
enum class GgufType : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, string, array, u64, i64, f64 };

inline constexpr auto kGgufTypeNames = util::enum_names<GgufType>("u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool",
                                                                  "string", "array", "u64", "i64", "f64");

/// An array of metadata, checked but not yet decoded: gguf_strings() and gguf_numbers() do that.
struct GgufArray {
  GgufType type = GgufType::u8;  ///< of the elements
  std::uint64_t count = 0;
  std::span<const std::byte> bytes;
};

using GgufValue = std::variant<std::uint64_t, std::int64_t, double, bool, std::string_view, GgufArray>;

/// Element types of tensors. Blocks of a row are scaled together in the quantized ones.
struct GgmlType {
  std::uint32_t number;
  std::string_view name;
  std::uint32_t block_elements;
  std::uint32_t block_bytes;
};

/// The type of that number; null for one that ggml does not define.
[[nodiscard]] const GgmlType* find_ggml_type(std::uint32_t number);

struct GgufTensor {
  const GgmlType* type = nullptr;
  std::vector<std::int64_t> shape;  ///< slowest dimension first, as elsewhere here; the file has them the other way
  std::span<const std::byte> bytes;
};

struct Gguf {
  std::string where;  ///< what messages call the file
  std::uint32_t version = 0;
  std::uint64_t alignment = 0;
  std::map<std::string_view, GgufValue> metadata;
  std::map<std::string_view, GgufTensor> tensors;

  /// Values of metadata. Each throws InputError "file: key: expected ..., found ...", the first three also when the key
  /// is missing.
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max) const;
  [[nodiscard]] double number(std::string_view key, double min, double max) const;
  [[nodiscard]] std::string_view string(std::string_view key) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t min,
                                                             std::int64_t max) const;
  [[nodiscard]] std::optional<double> optional_number(std::string_view key, double min, double max) const;
  [[nodiscard]] std::optional<std::string_view> optional_string(std::string_view key) const;
  [[nodiscard]] std::optional<bool> optional_boolean(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> strings(std::string_view key) const;  ///< empty when missing
  [[nodiscard]] std::vector<double> numbers(std::string_view key) const;            ///< empty when missing

  [[noreturn]] void fail(std::string_view key, std::string_view reason) const;
};

/// Reads header, metadata and tensor descriptions; every count, length and offset is checked against `bytes` before it
/// is used. Throws InputError "where: place: expected ..., found ...".
[[nodiscard]] Gguf parse_gguf(std::span<const std::byte> bytes, std::string where);

/// "4", "the text 'linear'", "an array of 3 f32", for messages.
[[nodiscard]] std::string describe_gguf(const GgufValue& value);

/// Decodes checked arrays. Strings need an array of strings; numbers one of integers or floats (std::logic_error
/// otherwise).
[[nodiscard]] std::vector<std::string_view> gguf_strings(const GgufArray& array);
[[nodiscard]] std::vector<double> gguf_numbers(const GgufArray& array);

}  // namespace lmulsim::formats::gguf
