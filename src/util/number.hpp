// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Numbers that people write: the same rules for options and for files.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace lmulsim::util {

/// Why a text is not a number.
enum class NumberFault { none, not_a_number, beyond_range };

/// The whole of `text` in decimal: a minus sign or none, digits (leading zeros do not matter); doubles also take a
/// point and an exponent. Other bases, spaces, a plus sign, infinities and NaN are no numbers. A number that T cannot
/// hold is beyond_range.
template <typename T>
NumberFault parse_number(std::string_view text, T& value) {
  T parsed{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, parsed);
  if (error == std::errc::invalid_argument || stop != end) {
    return NumberFault::not_a_number;
  }
  if (error != std::errc()) {
    return NumberFault::beyond_range;
  }
  if constexpr (std::floating_point<T>) {
    if (!std::isfinite(parsed)) {
      return NumberFault::not_a_number;
    }
  }
  value = parsed;
  return NumberFault::none;
}

template <typename T>
std::optional<T> to_number(std::string_view text) {
  T value{};
  return parse_number(text, value) == NumberFault::none ? std::optional(value) : std::nullopt;
}

/// A text as messages show it: in quotes, printable(), long ones cut.
[[nodiscard]] std::string shown(std::string_view text);

/// The number of `text`, from low to high. Throws InputError "WHERE: expected an integer from LOW to HIGH, found
/// 'TEXT'"; with a hint when the text is a number of another base or a fraction.
[[nodiscard]] std::int64_t read_integer(std::string_view where, std::string_view text, std::int64_t low,
                                        std::int64_t high);
[[nodiscard]] std::uint64_t read_unsigned(std::string_view where, std::string_view text, std::uint64_t high);
[[nodiscard]] double read_real(std::string_view where, std::string_view text, double low, double high);

}  // namespace lmulsim::util
