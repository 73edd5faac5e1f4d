// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gates/liberty_groups.hpp"

namespace lmulsim::gates {

/// The attribute as a finite number; none when the group lacks it. Throws InputError for anything else.
[[nodiscard]] std::optional<double> number_in(const LibertyGroup& group, std::string_view attribute,
                                              const std::string& file);

/// The same, which must not be negative.
[[nodiscard]] std::optional<double> magnitude_in(const LibertyGroup& group, std::string_view attribute,
                                                 const std::string& file);

/// The attribute's first word; empty without.
[[nodiscard]] std::string_view word_in(const LibertyGroup& group, std::string_view attribute);

/// A simple or quoted boolean attribute.
[[nodiscard]] bool flag_in(const LibertyGroup& group, std::string_view attribute);

/// All numbers of a list such as values ("1, 2", "3, 4"), in order, times `scale`.
[[nodiscard]] std::vector<double> numbers_of(const LibertyAttribute& list, double scale, const std::string& file);

/// The names in a text such as "A B".
[[nodiscard]] std::vector<std::string_view> names_in(std::string_view text);

/// Units of a library in those of the model.
struct LibertyUnits {
  double time_ns = 1;
  double capacitance_pf = 1;
  double voltage_v = 1;
  double leakage_nw = 1;

  /// Internal power is in units of voltage squared times capacitance (Liberty User Guide, "internal_power").
  [[nodiscard]] double energy_pj() const { return voltage_v * voltage_v * capacitance_pf; }
  bool operator==(const LibertyUnits&) const = default;
};

/// Throws InputError without capacitive_load_unit (which has no default), or for a unit that is none.
[[nodiscard]] LibertyUnits units_of(const LibertyGroup& library, const std::string& file);

}  // namespace lmulsim::gates
