// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cost/breakdown.hpp"
#include "cost/node_scaling.hpp"
#include "graph/gemm_shape.hpp"
#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "result/checks.hpp"
#include "result/quality.hpp"

namespace lmulsim::result {

inline constexpr std::string_view kSchema = "lmulsim-report/2";
/// Of reports that do not say how operands were made; readers take them too.
inline constexpr std::string_view kOlderSchema = "lmulsim-report/1";

/// A named share of a number of cycles; the terms of a total add up to it.
struct Term {
  std::string name;
  std::int64_t cycles = 0;
};

/// How many of an operator's sums left the range of the accumulator on their way: saturated or overflowed.
struct SumRange {
  std::int64_t results = 0;
  std::int64_t left = 0;
};

/// One node of the workload. GEMMs are timed; other kinds are listed with their size only.
struct OperatorReport {
  std::string name;
  std::string kind;
  int layer = -1;                   ///< -1: outside the layers
  std::optional<graph::Gemm> gemm;  ///< nothing for kinds that are not timed in this version
  std::int64_t count = 1;           ///< independent equal products
  std::int64_t elements = 0;        ///< results of kinds that are not timed
  std::int64_t start_cycle = 0;
  std::int64_t cycles = 0;
  std::optional<std::int64_t> closed_form;          ///< the closed form's cycles
  std::optional<std::int64_t> scalesim_compatible;  ///< what SCALE-Sim would print
  std::vector<Term> terms;
  std::vector<Term> scalesim_gap;  ///< why `cycles` differs from SCALE-Sim's total
  double utilization = 0;
  machine::Activity activity;
  std::optional<cost::StreamStatistics> stream;  ///< of the moving operand; nothing in a run without values
  std::optional<cost::Breakdown> energy_pj;
  std::optional<SumRange> sums;  ///< nothing: no values were computed, or sums that have no range to leave
  std::string output_sha256;     ///< of the results' accumulator words, 16 bytes each; empty: no values were computed

  [[nodiscard]] bool timed() const { return gemm.has_value(); }
};

struct WorkloadInfo {
  std::string name;
  std::string source;
  std::string phase;  ///< empty: a single product
  std::int64_t batch = 1;
  std::int64_t seq = 0;
  std::int64_t context = 0;
  std::vector<std::string> assumptions;
  std::string operators_sha256{};  ///< of names, kinds and shapes: equal for equal work
};

/// A file the result depends on.
struct ConfigRecord {
  std::string role;  ///< "accelerator", "technology", ...
  std::string path;
  std::string sha256;
  std::string text;
};

/// What it takes to get the same result again. No clock and no host name: equal runs give equal reports.
struct Provenance {
  std::string version;
  std::string git_revision;  ///< empty: not built from a repository
  std::optional<std::uint64_t> seed;
  std::vector<ConfigRecord> configs;
  std::vector<std::pair<std::string, std::string>> tools;  ///< name, version
  std::string technology;
  std::string memory_model;
  std::string sram{};  ///< flavour of the technology; empty: it has no choice
  std::string dram{};  ///< whose energy is counted
  std::string operands =
      "none";  ///< "none", "tensors", "random" or "tensors and random": what values were computed with
  int stall_percent = 0;
};

/// Cycles of the whole run and of the array within it.
struct Cycles {
  std::int64_t total = 0;
  std::optional<std::int64_t> closed_form;
  std::optional<std::int64_t> scalesim_compatible;
  std::vector<Term> terms;
  std::vector<Term> scalesim_gap;
};

/// The result of a run. Operators run one after the other, in their order.
struct RunReport {
  std::string engine;
  machine::Accelerator accelerator;
  WorkloadInfo workload;
  Cycles cycles;
  machine::Activity activity;  ///< sum over the operators
  double utilization = 0;      ///< useful multiply-accumulates per PE and cycle
  double time_s = 0;
  std::optional<cost::Breakdown> energy_pj;
  std::optional<cost::Breakdown> area_um2;
  std::optional<cost::ScaledLogic> scaled;  ///< the logic at another node, when that was asked for
  std::vector<OperatorReport> operators;
  CheckList checks;
  Provenance provenance;
  std::optional<Quality> quality{};     ///< of a model in the accelerator's arithmetic, when that was given
  cost::DramInUse dram{};               ///< whose peak bounds the run
  std::vector<std::string> warnings{};  ///< beyond those of its parts; see warnings_of()

  /// That the run computes; 0: a workload without tokens.
  [[nodiscard]] std::int64_t tokens() const { return workload.phase.empty() ? 0 : workload.batch * workload.seq; }
};

/// What a summed report says of an operator that is not a GEMM.
inline constexpr std::string_view kNotTimed = "not timed in this version";

/// Fills the totals (cycles, activity, utilization, time, energy by part) from the operators, their start cycles, and
/// appends the checks of the whole: operators add up, parts of energy and area add up to their totals.
void add_up(RunReport& report);

/// Everything that a reader of the numbers must not miss, each once: what the energy, the area and the scaled figures
/// warn of, failed checks, the report's own.
[[nodiscard]] std::vector<std::string> warnings_of(const RunReport& report);

/// Energy over time: the average of the run, all parts of the energy together. Zero for a run of no time.
[[nodiscard]] cost::Band power_w(const RunReport& report);

/// Of the array at ideal memory; nothing for a workload without tokens, or without time.
[[nodiscard]] std::optional<double> tokens_per_s(const RunReport& report);
[[nodiscard]] std::optional<cost::Band> energy_per_token_pj(const RunReport& report);

}  // namespace lmulsim::result
