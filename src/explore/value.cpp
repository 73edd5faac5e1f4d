// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/value.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "util/number.hpp"

namespace lmulsim::explore {

Value value_of(std::string_view text) {
  if (const auto number = util::to_number<double>(text)) {
    return *number;
  }
  return std::string(text);
}

std::string text_of(const Value& value) {
  constexpr double kExact = 0x1p53;  // below, doubles hold every whole number
  if (const double* number = std::get_if<double>(&value)) {
    return std::trunc(*number) == *number && std::abs(*number) < kExact
               ? fmt::format("{}", static_cast<std::int64_t>(*number))
               : fmt::format("{}", *number);
  }
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : "-";
}

}  // namespace lmulsim::explore
