// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cost/technology.hpp"

namespace lmulsim::cost {

/// A number of a technology with all that is known of its origin.
struct Explanation {
  std::string entry;
  Band band;  ///< SRAM tables: the factors around a figure of the table
  std::string unit;
  std::string source;
  std::string method;
  std::string date;
  std::string conditions;  ///< node, voltage, temperature
  std::string spread;      ///< what low and high are
};

/// Every entry a component can name, and then some: all numbers of the technology. "energy.fp32_add",
/// "sram.lstp", "dram.ddr4-3200.read", "gates.register/8.area", "gates.register/8.energy.gaussian".
[[nodiscard]] std::vector<std::string> entry_names(const Technology& technology);

/// The entry of that name; the SRAM in use also under its table's path, as components name it. Throws InputError naming
/// the nearest one.
[[nodiscard]] Explanation explain(const Technology& technology, std::string_view entry);

/// All entries whose name contains `text`, in one pass. Throws InputError naming the nearest when there is none.
[[nodiscard]] std::vector<Explanation> explain_matching(const Technology& technology, std::string_view text);

}  // namespace lmulsim::cost
