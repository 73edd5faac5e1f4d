// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace lmulsim::transformer {

/// A size or place of a model, as containers count.
[[nodiscard]] constexpr std::size_t index_of(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

}  // namespace lmulsim::transformer
