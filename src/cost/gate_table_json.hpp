// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cost/gate_table.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {

/// Schemas of a technology file: in those of the second the units have their netlists.
inline constexpr std::string_view kFirstSchema = "lmulsim-technology/1";
inline constexpr std::string_view kNetlistSchema = "lmulsim-technology/2";

/// The object `gates` of a technology file; configs/technologies/README.md describes it. Throws InputError naming file
/// and key for a missing or unknown key, another unit than um^2, ns, nW and pJ, a negative number, a band out of order.
[[nodiscard]] GateTable read_gate_table(util::JsonReader json, std::string_view schema);

/// What a technology file says besides its measurements. `base` is the file with its memories, relative to its own
/// place ("memory/45nm.json"); empty: none.
struct TechnologyHead {
  std::string name;
  std::string summary;
  std::string base;
};

/// The whole technology file, a few lines per unit, numbers with six significant digits: what is read back and written
/// again is the same text. Of the second schema when the table has netlists. Throws CheckError for a number that is
/// negative or not finite, and when only some of the units have netlists.
[[nodiscard]] std::string write_technology(const TechnologyHead& head, const GateTable& gates);

}  // namespace lmulsim::cost
