// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "gates/liberty.hpp"
#include "gates/liberty_groups.hpp"
#include "gates/liberty_values.hpp"

namespace lmulsim::gates {

/// Reads the tables of one library file by its templates, which say what each axis means.
class LibertyTables {
 public:
  /// All three outlive the reader.
  LibertyTables(const LibertyGroup& library, const LibertyUnits& units, const std::string& file);

  /// Delays and transitions (ns) of `timing`'s table group `kind`; empty when there is none. Setup: load_pf holds the
  /// clock's slew in ns.
  [[nodiscard]] Table timing(const LibertyGroup& timing, std::string_view kind) const;
  /// Energies (pJ).
  [[nodiscard]] Table power(const LibertyGroup& power, std::string_view kind) const;

 private:
  using Templates = std::map<std::string_view, const LibertyGroup*>;

  [[nodiscard]] Table read(const LibertyGroup& table, const Templates& templates, double scale) const;
  /// Sets the axes of `out` as the template `shape` says; true when the load is the slower of two.
  [[nodiscard]] bool set_axes(const LibertyGroup& table, const LibertyGroup& shape, Table& out) const;
  /// The axis `number` (1, 2) of the table, its own or the template's.
  [[nodiscard]] std::vector<double> axis(const LibertyGroup& table, const LibertyGroup& shape, int number,
                                         double scale) const;

  const LibertyUnits& units_;
  const std::string& file_;
  Templates timing_templates_, power_templates_;
};

}  // namespace lmulsim::gates
