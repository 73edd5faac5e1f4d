// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "cost/gate_table.hpp"
#include "flow/characterize/measure_options.hpp"
#include "flow/characterize/placement.hpp"
#include "gates/liberty.hpp"

namespace lmulsim::flow::characterize {

struct CampaignSettings {
  MeasureOptions measure;
  int jobs = 1;
  double node_nm = 0;
  std::string date;                 ///< YYYY-MM-DD
  std::filesystem::path cache_dir;  ///< one file per unit and drawn recipe, and smaller ones
  std::filesystem::path rtl_dir;
  std::optional<Placer> placer{};          ///< for units with wires
  const cost::GateTable* known = nullptr;  ///< measured before: taken over where conditions and logic are the same
  std::function<void(std::size_t done, const std::string& unit)> progress;  ///< one call at a time
};

/// Characterises units on a library with `jobs` threads. Every finished recipe of a unit goes into the cache, keyed by
/// all it depends on (logic, library, recipe, clocks, operands, tool), so that an interrupted campaign goes on where it
/// was. The first error stops the others and is thrown, naming the unit. Throws InputError when `known` was measured
/// with another library, tool or operands.
[[nodiscard]] cost::GateTable characterize_library(const gates::Library& library, std::span<const cost::Unit> units,
                                                   const CampaignSettings& settings);

}  // namespace lmulsim::flow::characterize
