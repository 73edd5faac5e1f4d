// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace lmulsim::config {

/// A value that a file may give, and where it was given ("file:line: array.rows", "--rows"), for messages about it.
template <typename T>
struct Field {
  std::optional<T> value = std::nullopt;
  std::string where{};

  [[nodiscard]] bool given() const { return value.has_value(); }
  void set(T v, std::string from) {
    value = std::move(v);
    where = std::move(from);
  }
};

}  // namespace lmulsim::config
