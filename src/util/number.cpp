// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/number.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"
#include "util/printable.hpp"

namespace lmulsim::util {

namespace {

constexpr std::size_t kMostShown = 40;

/// What a text that is no decimal integer seems to mean.
std::string_view hint(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const bool based = text.size() > 2 && text[0] == '0' && std::string_view("xXoObB").find(text[1]) != text.npos;
  if (based) {
    return " (numbers are decimal)";
  }
  return to_number<double>(text) ? " (digits only, without a point or an exponent)" : "";
}

template <typename T>
T read(std::string_view where, std::string_view text, T low, T high, std::string_view kind) {
  T value{};
  const NumberFault fault = parse_number(text, value);
  if (fault == NumberFault::none && value >= low && value <= high) {
    return value;
  }
  const bool odd = fault == NumberFault::not_a_number && std::integral<T>;
  throw InputError(fmt::format("{}: expected {} from {} to {}, found {}{}", where, kind, low, high, shown(text),
                               odd && to_number<std::int64_t>(text) == std::nullopt ? hint(text) : ""));
}

}  // namespace

std::string shown(std::string_view text) {
  if (!is_printable(text)) {
    return shown(printable(text));
  }
  // Never in the middle of a character: bytes 10xxxxxx go on with one.
  std::size_t end = std::min(kMostShown, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return end < text.size() ? fmt::format("'{}...' ({} characters)", text.substr(0, end), text.size())
                           : fmt::format("'{}'", text);
}

std::int64_t read_integer(std::string_view where, std::string_view text, std::int64_t low, std::int64_t high) {
  return read(where, text, low, high, "an integer");
}

std::uint64_t read_unsigned(std::string_view where, std::string_view text, std::uint64_t high) {
  return read(where, text, std::uint64_t{0}, high, "an integer");
}

double read_real(std::string_view where, std::string_view text, double low, double high) {
  return read(where, text, low, high, "a number");
}

}  // namespace lmulsim::util
