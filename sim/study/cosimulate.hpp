// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Do all engines agree, in every output pin and every cycle? Asked of a workload, of random cases, of one case file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cosim/campaign.hpp"
#include "graph/graph.hpp"
#include "machine/accelerator.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study {

/// What was compared, and what was found.
struct CosimOutcome {
  cosim::CosimTotals totals;
  std::int64_t accelerators = 1;
  std::string arrays;  ///< the engines, in words
  std::int64_t mismatches = 0;
  std::string failures;  ///< empty: all agreed
};

/// The products of a workload on one accelerator.
struct CosimWorkloadRequest {
  machine::Accelerator accelerator;
  graph::Workload workload;
  cosim::Against against = cosim::Against::systemc;
  std::uint64_t seed = 1;                      ///< of stalls, and of operands where the workload has no tensors
  int stall_percent = 0;                       ///< on every channel
  std::optional<std::filesystem::path> waves;  ///< folder for the waves of the smallest failing case
  std::filesystem::path out;                   ///< folder for the case files of mismatches
  bool keep_going = false;                     ///< go on after a mismatch
};

/// Throws InputError for products the accelerator cannot do, and when the RTL does not build.
[[nodiscard]] CosimOutcome cosimulate(const CosimWorkloadRequest& request, const Progress& progress = {});

[[nodiscard]] CosimOutcome cosimulate(const cosim::CampaignOptions& campaign, const Progress& progress = {});

/// The case that an earlier mismatch left in a file.
[[nodiscard]] CosimOutcome cosimulate_case(const std::filesystem::path& file,
                                           const std::optional<std::filesystem::path>& waves = {});

}  // namespace lmulsim::study
