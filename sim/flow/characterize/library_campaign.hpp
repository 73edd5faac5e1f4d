// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "cost/gate_table.hpp"
#include "flow/characterize/characterize_unit.hpp"
#include "flow/characterize/drawn_units.hpp"
#include "gates/liberty.hpp"

namespace lmulsim::flow::characterize {

struct CampaignSettings {
  MeasureOptions measure;
  DrawnOptions drawn;
  std::string stimulus_sha256;  ///< of what measure.captured was made from; part of the cache's key
  int jobs = 1;
  double node_nm = 0;
  std::string date;                 ///< YYYY-MM-DD
  std::filesystem::path cache_dir;  ///< one file per finished unit, and one per unit and drawn recipe
  std::filesystem::path rtl_dir;
  std::function<void(std::size_t done, const std::string& unit)> progress;  ///< one call at a time
};

/// Characterises units on a library with `jobs` threads. Every finished unit goes into the cache, keyed by all it
/// depends on (RTL, library, recipes, stimulus, seed, tool), so that an interrupted campaign goes on where it was. The
/// first error stops the others and is thrown, naming the unit.
[[nodiscard]] cost::GateTable characterize_library(const gates::Library& library, std::span<const cost::Unit> units,
                                                   const CampaignSettings& settings);

}  // namespace lmulsim::flow::characterize
