// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "result/design.hpp"

namespace lmulsim::result {

/// Quality beside cost: what an accelerator's arithmetic does to a model's answers, and what its answers cost.
struct DesignRow {
  std::string name;
  std::size_t place = 0;  ///< among the designs
  Quality quality;
  std::int64_t cycles = 0;
  double time_s = 0;
  std::optional<cost::Band> area_um2;
  std::optional<cost::Band> energy_pj;
  std::optional<cost::Band> energy_per_token_pj;  ///< nothing also where the workload has no tokens
  /// Ratios to the first design of a comparison, with their errors; nothing for the first itself and for a row alone.
  std::optional<cost::Band> energy_of_first{};
  std::optional<cost::Band> area_of_first{};
  /// Of all rows with perplexity, energy per token and area: whether no other is as good in all three and better in
  /// one, by their values; a perplexity that is not finite is the worst. Else the first row that is.
  bool on_front = false;
  std::string dominated_by{};  ///< empty too for a row that lacks one of the three
};

/// A row for each design with quality, in their order.
[[nodiscard]] std::vector<DesignRow> design_rows(std::span<const Design> designs);

}  // namespace lmulsim::result
