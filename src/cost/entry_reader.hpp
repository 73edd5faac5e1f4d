// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cost/entry.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {

/// All throw InputError naming file and key. A text that must not be empty:
[[nodiscard]] std::string read_filled_string(util::JsonReader& json, std::string_view key);

/// The keys source, method, node_nm, voltage_v, date and reasoning of an object.
[[nodiscard]] Origin read_origin(util::JsonReader& json);

/// An object with low, value, high, unit and an origin, and nothing else.
[[nodiscard]] Entry read_entry(util::JsonReader json, std::string_view expected_unit);

}  // namespace lmulsim::cost
