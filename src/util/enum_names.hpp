// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "util/enumerators.hpp"

namespace lmulsim::util {

/// The words of an enumeration that counts from 0, in its order: what prints and reads its values. A word too few or
/// too many does not compile.
template <class Enum, std::size_t Count>
class EnumNames {
 public:
  static_assert(has_enumerators<Enum, Count>(), "one word for each enumerator");

  template <class... Words>
  explicit constexpr EnumNames(Words... words) : words_{words...} {
    static_assert(sizeof...(Words) == Count, "one word for each enumerator");
  }

  [[nodiscard]] constexpr std::string_view operator[](Enum value) const {
    return words_.at(static_cast<std::size_t>(value));
  }
  [[nodiscard]] constexpr std::optional<Enum> find(std::string_view word) const {
    for (std::size_t i = 0; i < Count; ++i) {
      if (words_[i] == word) {
        return static_cast<Enum>(i);
      }
    }
    return std::nullopt;
  }
  /// For lists in messages and help, and for the nearest word.
  [[nodiscard]] constexpr const std::array<std::string_view, Count>& words() const { return words_; }
  [[nodiscard]] static constexpr std::size_t size() { return Count; }

 private:
  std::array<std::string_view, Count> words_;
};

/// EnumNames with as many words as are given.
template <class Enum, class... Words>
[[nodiscard]] constexpr EnumNames<Enum, sizeof...(Words)> enum_names(Words... words) {
  return EnumNames<Enum, sizeof...(Words)>(words...);
}

}  // namespace lmulsim::util
