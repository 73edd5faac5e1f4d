// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/band.hpp"
#include "cost/breakdown.hpp"
#include "result/quality.hpp"
#include "result/run_report.hpp"

namespace lmulsim::result {

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

/// What DRAM means for a run; see Roofline.
struct DramBound {
  std::string dram;  ///< empty: none is known
  std::int64_t bytes = 0;
  std::optional<double> needed_bytes_per_s{};
  double time_s = 0;  ///< of the roofline
  std::string bound;  ///< as bound_name()
};

/// What was run, with which values, costed by what: two designs are compared where these are equal. Nothing where a
/// report, written by an earlier version, does not say it.
struct Circumstances {
  std::string phase;  ///< empty: not a token model
  std::int64_t batch = 1;
  std::int64_t seq = 0;
  std::int64_t context = 0;
  std::optional<std::string> operators_sha256{};
  std::vector<std::string> technology_sha256{};  ///< of its files, the memories' among them
  std::string technology_file{};                 ///< what it was read from; empty: not said
  std::optional<std::string> sram{};
  std::optional<std::string> dram{};
  std::optional<std::string> operands{};  ///< with the seed of random ones
  std::optional<std::int64_t> stall_percent{};
  std::string workload_file{};  ///< what it was read from; empty: none
  std::string workload_sha256{};
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
  std::int64_t pes = 0;    ///< 0: the report does not say
  double utilization = 0;  ///< 0 to 1
  double time_s = 0;
  std::optional<TotalCost> energy_pj;
  std::optional<TotalCost> area_um2;
  std::vector<OperatorCost> operators;
  int failed_checks = 0;
  std::int64_t tokens = 0;          ///< that the run computes; 0: a workload without tokens
  std::optional<machine::Pe> pe{};  ///< multiplier, formats and accumulator only (a fixed one without its width)
  machine::OperandMaking operands{};
  std::optional<Quality> quality{};
  std::vector<std::string> warnings{};
  std::optional<DramBound> dram{};  ///< nothing: the report does not say it
  Circumstances circumstances{};
};

/// The circumstances in which designs differ from the first, each in a sentence that names both sides.
[[nodiscard]] std::vector<std::string> unlike_things(const std::vector<Design>& designs);
/// Circumstances that a report does not say.
[[nodiscard]] std::vector<std::string> unsaid_things(const std::vector<Design>& designs);

/// As Circumstances has them: a seed belongs to them where something is drawn.
[[nodiscard]] std::string operands_text(const std::string& operands, std::optional<std::uint64_t> seed,
                                        std::int64_t stall_percent);

/// Names of designs, told apart by a number where two are equal.
[[nodiscard]] std::vector<std::string> distinct_names(const std::vector<Design>& designs);

[[nodiscard]] TotalCost total_cost(const cost::Breakdown& breakdown);
[[nodiscard]] Design design_of(const RunReport& report);

/// A name without "layers.N.".
[[nodiscard]] std::string operator_group(const std::string& name);

/// Energy of equal operators of all layers together ("layers.3.q_proj" counts as "q_proj"), in the order of the first.
[[nodiscard]] std::vector<OperatorCost> by_operator_group(const Design& design);

}  // namespace lmulsim::result
