// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cosim/cosim.hpp"

namespace lmulsim::sim {

/// Random co-simulation. Each accelerator runs in a process of its own (SystemC holds one simulation per process),
/// `jobs` at a time.
struct CampaignOptions {
  std::int64_t cases = 100;
  std::int64_t cases_per_accelerator = 50;
  std::uint64_t seed = 1;
  int jobs = 1;
  int largest_side = 8;                            ///< of the arrays drawn
  std::optional<config::Accelerator> accelerator;  ///< this one instead of random ones
  CosimOptions cosim;
  std::optional<std::filesystem::path> waves;  ///< directory for the waves of a failing case
  bool keep_going = false;                     ///< look for further failures after the first
};

struct CampaignResult {
  CosimTotals totals;
  std::int64_t accelerators = 0;
  std::string failures;  ///< one paragraph each; empty: all agreed
};

/// `progress` is called with the number of cases finished so far.
[[nodiscard]] CampaignResult run_campaign(const CampaignOptions& options,
                                          const std::function<void(std::int64_t)>& progress = {});

}  // namespace lmulsim::sim
