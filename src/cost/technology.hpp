// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/band.hpp"
#include "cost/gate_table.hpp"
#include "cost/operation.hpp"
#include "cost/sram_table.hpp"

namespace lmulsim::cost {

/// How a number was come by, from the firmest to the loosest.
enum class Method : std::uint8_t { measured, published, synthesis, simulation, estimate };
inline constexpr std::array<std::string_view, 5> kMethodNames{"measured", "published", "synthesis", "simulation",
                                                              "estimate"};
[[nodiscard]] constexpr std::string_view name(Method m) {
  return kMethodNames[static_cast<std::size_t>(m)];
}

/// Where a number comes from.
struct Origin {
  std::string source;
  Method method = Method::published;
  double node_nm = 0;
  double voltage_v = 0;
  std::string date;       ///< YYYY, YYYY-MM or YYYY-MM-DD
  std::string reasoning;  ///< never empty for an estimate
};

/// One number of a technology: energy of one operation in pJ, or area of its hardware in um^2.
struct Entry {
  Band band;
  Origin origin;
};

/// The SRAM figures and how far they may be off, as factors.
struct Sram {
  std::string file;  ///< of the table
  SramTable table;
  double low_factor = 1;
  double high_factor = 1;
  Origin origin;
};

/// A technology: numbers with sources. Entries may be missing; asking for one that is names it.
struct Technology {
  std::string name;
  std::string summary;
  std::vector<std::string> files;  ///< the JSON it was read from, then its bases
  std::array<std::optional<Entry>, kOperationNames.size()> energy_pj;
  std::array<std::optional<Entry>, kOperationNames.size()> area_um2;
  std::optional<Sram> sram;
  std::optional<GateTable> gates;

  [[nodiscard]] const std::optional<Entry>& find(Quantity quantity, Operation op) const {
    return (quantity == Quantity::energy ? energy_pj : area_um2)[static_cast<std::size_t>(op)];
  }
  /// Throws InputError naming the technology and the missing entry.
  [[nodiscard]] const Entry& get(Quantity quantity, Operation op) const;
  [[nodiscard]] const Sram& get_sram() const;
};

/// "energy.fp32_add" or "area.fp32_add".
[[nodiscard]] std::string entry_name(Quantity quantity, Operation op);

/// Reads a technology, given as a JSON file or as the name of a shipped one. A file may name a `base` beside it, whose
/// entries it replaces one by one. Throws InputError naming file and key for a missing or unknown key, a wrong unit or
/// type, a negative number, a band that does not hold its value, an estimate without reasoning, or a circle of bases.
[[nodiscard]] Technology load_technology(const std::string& path_or_name);

}  // namespace lmulsim::cost
