// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How many sums of modelled products left the range of their accumulator.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "transformer/model_math.hpp"

namespace lmulsim::quality {

/// Of accumulators that have a range (arith::has_flag()): saturated, wrapped or overflowed at any step.
struct OverflowCount {
  std::int64_t sums = 0;
  std::int64_t left = 0;

  OverflowCount& operator+=(const OverflowCount& other) {
    sums += other.sums;
    left += other.left;
    return *this;
  }
  friend bool operator==(const OverflowCount&, const OverflowCount&) = default;
};

/// Per layer (-1: after the last one) and kind of product.
using LayerOverflows = std::map<std::pair<std::int64_t, transformer::ProductKind>, OverflowCount>;

/// Of all layers, by kind of product.
[[nodiscard]] inline std::map<transformer::ProductKind, OverflowCount> by_kind(const LayerOverflows& layers) {
  std::map<transformer::ProductKind, OverflowCount> kinds;
  for (const auto& [place, count] : layers) {
    kinds[place.second] += count;
  }
  return kinds;
}

}  // namespace lmulsim::quality
