// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace lmulsim::util {

/// Whether the value is one of its enumeration's names: GCC and Clang print any other as a cast, "(E)7".
template <auto Value>
[[nodiscard]] constexpr bool is_enumerator() {
  constexpr std::string_view kText = __PRETTY_FUNCTION__;
  constexpr std::string_view kBefore = "Value = ";
  return kText[kText.find(kBefore) + kBefore.size()] != '(';
}

/// Whether the enumeration counts from 0 to `Count` - 1 without a gap and ends there.
template <class Enum, std::size_t Count>
[[nodiscard]] constexpr bool has_enumerators() {
  return is_enumerator<static_cast<Enum>(Count - 1)>() && !is_enumerator<static_cast<Enum>(Count)>();
}

/// Whether row i of the table belongs to enumerator i, and every enumerator has a row. `key` is the rows' member.
template <auto& Table, class Row, class Enum>
[[nodiscard]] constexpr bool has_a_row_each(Enum Row::*key) {
  for (std::size_t i = 0; i < Table.size(); ++i) {
    if (static_cast<std::size_t>(Table[i].*key) != i) {
      return false;
    }
  }
  return has_enumerators<Enum, Table.size()>();
}

}  // namespace lmulsim::util
