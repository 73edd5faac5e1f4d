// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/printable.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

#include "util/error.hpp"

namespace lmulsim::util {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

/// Bytes of the code point that begins at `i`; 0 for what is no UTF-8 or a control character (C0, DEL, C1).
std::size_t length_at(std::string_view text, std::size_t i) {
  const unsigned first = byte_at(text, i);
  if (first < 0x80) {
    return first >= 0x20 && first != 0x7F ? 1 : 0;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || i + length > text.size()) {
    return 0;
  }
  std::uint32_t point = first & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    const unsigned next = byte_at(text, i + k);
    if ((next & 0xC0U) != 0x80U) {
      return 0;
    }
    point = (point << 6U) | (next & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0xA0, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point >= kLeast[length] && point <= 0x10FFFF && !surrogate ? length : 0;
}

/// Where is_printable() stops; the size of the text when it does not.
std::size_t first_bad(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = length_at(text, i);
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return i;
}

}  // namespace

bool is_printable(std::string_view text) {
  return first_bad(text) == text.size();
}

void check_printable(std::string_view text, std::string_view where) {
  if (const std::size_t i = first_bad(text); i != text.size()) {
    throw InputError(fmt::format("{}: expected UTF-8 without control characters, found the byte 0x{:02x} in '{}'",
                                 where, byte_at(text, i), printable(text)));
  }
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = length_at(text, i);
    if (length == 0) {
      out += fmt::format("\\x{:02x}", byte_at(text, i));
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

}  // namespace lmulsim::util
