// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cost/band.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {

/// No number of a technology file is larger.
inline constexpr double kLargestNumber = 1e12;

/// [low, value, high] or one number without a spread. Throws InputError naming the key for anything else, for a
/// negative number and for a value outside of low to high.
[[nodiscard]] Band read_band(util::JsonReader& json, std::string_view key);

}  // namespace lmulsim::cost
