// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "explore/metrics.hpp"

namespace lmulsim::explore {

enum class FrontClass : std::uint8_t {
  front,     ///< no other point is as good in everything and better in something
  possible,  ///< some point is, by value, but none beyond both error bars
  dominated,
};

struct Standing {
  FrontClass standing = FrontClass::front;
  std::optional<std::size_t> by{};  ///< the first point of the front that dominates it by value
};

/// Where points stand among each other. `objectives` has, for each point, one interval an objective; `maximise` one
/// flag an objective. Error bars of two points are taken as independent, which keeps more points possible than paired
/// ones would. Points equal in everything are all on the front.
[[nodiscard]] std::vector<Standing> standings(std::span<const std::vector<Interval>> objectives,
                                              const std::vector<bool>& maximise);

}  // namespace lmulsim::explore
