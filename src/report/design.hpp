// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/band.hpp"
#include "cost/breakdown.hpp"
#include "report/quality.hpp"
#include "report/report.hpp"

namespace lmulsim::report {

/// One part of an energy or an area, and the technology entries it rests on.
struct PartCost {
  std::string name;
  cost::Band band;
  std::vector<std::string> entries;
};

struct TotalCost {
  std::vector<PartCost> parts;
  cost::Band total;

  /// The part's band; zero when the design has no such part.
  [[nodiscard]] cost::Band band(std::string_view part) const;
};

/// A timed operator of a run.
struct OperatorCost {
  std::string name;
  std::int64_t cycles = 0;
  std::optional<TotalCost> energy_pj;
};

/// What a comparison needs to know of a run, as it stands in a report.json of any version that this one can read.
struct Design {
  std::string name;  ///< of the accelerator
  std::string workload;
  std::string engine;
  std::string technology;  ///< empty: none
  std::int64_t cycles = 0;
  std::int64_t macs = 0;
  std::int64_t macs_issued = 0;
  double utilization = 0;  ///< 0 to 1
  double time_s = 0;
  std::optional<TotalCost> energy_pj;
  std::optional<TotalCost> area_um2;
  std::vector<OperatorCost> operators;
  int failed_checks = 0;
  std::int64_t tokens = 0;         ///< that the run computes; 0: a workload without tokens
  std::optional<config::Pe> pe{};  ///< multiplier, formats and accumulator only (a fixed one without its width)
  std::optional<Quality> quality{};
};

[[nodiscard]] TotalCost total_cost(const cost::Breakdown& breakdown);
[[nodiscard]] Design design_of(const RunReport& report);

/// Energy of equal operators of all layers together ("layers.3.q_proj" counts as "q_proj"), in the order of the first.
[[nodiscard]] std::vector<OperatorCost> by_operator_group(const Design& design);

}  // namespace lmulsim::report
