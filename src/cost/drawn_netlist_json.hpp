// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cost/drawn_netlist.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {

/// The array of netlists in `json`. Throws InputError naming the key for a netlist without energies, one that is there
/// twice, and netlists of different numbers of batches.
[[nodiscard]] std::vector<DrawnNetlist> read_netlists(util::JsonReader& json, std::string_view key);

/// The array, a netlist a line; every line but the first begins with `indent`. Throws CheckError for a number that is
/// negative or not finite.
[[nodiscard]] std::string write_netlists(const std::vector<DrawnNetlist>& netlists, std::string_view indent);

}  // namespace lmulsim::cost
