// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf_cursor.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::formats::gguf::detail {

namespace {

constexpr int kMaxDepth = 4;  // arrays within arrays; the known keys have none

}  // namespace

std::uint64_t min_bytes(GgufType type) {
  switch (type) {
    case GgufType::u8:
    case GgufType::i8:
    case GgufType::boolean:
      return 1;
    case GgufType::u16:
    case GgufType::i16:
      return 2;
    case GgufType::u32:
    case GgufType::i32:
    case GgufType::f32:
      return 4;
    case GgufType::u64:
    case GgufType::i64:
    case GgufType::f64:
    case GgufType::string:
      return 8;
    case GgufType::array:
      return 12;
  }
  return 1;
}

void GgufCursor::fail(std::string_view reason) const {
  throw InputError(fmt::format("{}: {}: {}", where_, place_, reason));
}

std::span<const std::byte> GgufCursor::take(std::uint64_t count) {
  if (count > left()) {
    fail(fmt::format("expected {} bytes more from byte {} on, found {}: the file is cut short", count, at_, left()));
  }
  const auto part = bytes_.subspan(at_, count);
  at_ += count;
  return part;
}

std::string_view GgufCursor::text(std::uint64_t most) {
  const auto length = word<std::uint64_t>();
  if (length > most) {
    fail(fmt::format("expected a text of at most {} bytes, found a length of {}", most, length));
  }
  const auto part = take(length);
  return {reinterpret_cast<const char*>(part.data()), part.size()};
}

std::uint64_t GgufCursor::count(std::string_view what, std::uint64_t bytes_each) {
  const auto count = word<std::uint64_t>();
  if (count > left() / bytes_each) {
    fail(fmt::format("expected at most {} {} in the {} bytes left, found a count of {}", left() / bytes_each, what,
                     left(), count));
  }
  return count;
}

GgufType GgufCursor::type() {
  const auto number = word<std::uint32_t>();
  if (number >= kGgufTypeNames.size()) {
    fail(fmt::format("expected a value type of 0 to {}, found {}", kGgufTypeNames.size() - 1, number));
  }
  return static_cast<GgufType>(number);
}

GgufArray GgufCursor::array() {
  GgufArray found;
  found.type = type();
  found.count = count("elements", min_bytes(found.type));
  const std::uint64_t begin = at_;
  switch (found.type) {
    case GgufType::string:
    case GgufType::array:
    case GgufType::boolean:
      for (std::uint64_t i = 0; i < found.count; ++i) {
        skip(found.type, 1);
      }
      break;
    case GgufType::u8:
    case GgufType::i8:
    case GgufType::u16:
    case GgufType::i16:
    case GgufType::u32:
    case GgufType::i32:
    case GgufType::f32:
    case GgufType::u64:
    case GgufType::i64:
    case GgufType::f64:
      take(found.count * min_bytes(found.type));
      break;
  }
  found.bytes = bytes_.subspan(begin, at_ - begin);
  return found;
}

/// Checks an element of an array and goes past it.
void GgufCursor::skip(GgufType type, int depth) {
  if (type != GgufType::array) {
    (void)value(type);
    return;
  }
  if (depth >= kMaxDepth) {
    fail(fmt::format("expected arrays nested at most {} deep", kMaxDepth));
  }
  const GgufType inner = this->type();
  const std::uint64_t elements = count("elements", min_bytes(inner));
  for (std::uint64_t i = 0; i < elements; ++i) {
    skip(inner, depth + 1);
  }
}

GgufValue GgufCursor::value(GgufType type) {
  switch (type) {
    case GgufType::u8:
      return std::uint64_t{word<std::uint8_t>()};
    case GgufType::i8:
      return std::int64_t{word<std::int8_t>()};
    case GgufType::u16:
      return std::uint64_t{word<std::uint16_t>()};
    case GgufType::i16:
      return std::int64_t{word<std::int16_t>()};
    case GgufType::u32:
      return std::uint64_t{word<std::uint32_t>()};
    case GgufType::i32:
      return std::int64_t{word<std::int32_t>()};
    case GgufType::f32:
      return static_cast<double>(word<float>());
    case GgufType::u64:
      return word<std::uint64_t>();
    case GgufType::i64:
      return word<std::int64_t>();
    case GgufType::f64:
      return word<double>();
    case GgufType::string:
      return text(left());
    case GgufType::array:
      return array();
    case GgufType::boolean: {
      const auto byte = word<std::uint8_t>();
      if (byte > 1) {
        fail(fmt::format("expected a bool of 0 or 1, found {}", byte));
      }
      return byte == 1;
    }
  }
  return false;
}

}  // namespace lmulsim::formats::gguf::detail
