// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "cosim/cosim.hpp"

namespace lmulsim::cosim {

/// Random co-simulation. Case i, and which accelerator it runs on, follow from seed and i alone. Accelerators run in
/// processes of their own (SystemC holds one simulation per process), `jobs` at a time.
struct CampaignOptions {
  std::int64_t cases = 100;
  std::int64_t cases_per_accelerator = 50;  ///< of random ones
  std::uint64_t seed = 1;
  int jobs = 1;
  int largest_side = 8;                             ///< of the arrays drawn
  std::optional<machine::Accelerator> accelerator;  ///< this one instead of random ones
  CosimOptions cosim;
  std::optional<std::filesystem::path> waves;  ///< directory for the waves of a failing case
  std::optional<std::filesystem::path> out;    ///< directory for the files of failing cases
  bool keep_going = false;                     ///< look for further failures after the first
};

/// The same for every number of jobs: without keep_going, what precedes the first case that fails.
struct CampaignResult {
  CosimTotals totals;
  std::int64_t accelerators = 0;
  std::int64_t mismatches = 0;
  std::string failures;  ///< one paragraph each; empty: all agreed
};

/// `progress` is called with the number of cases finished so far, at least every second. Throws InputError when
/// something cannot be compared: the RTL does not build.
[[nodiscard]] CampaignResult run_campaign(const CampaignOptions& options,
                                          const std::function<void(std::int64_t)>& progress = {});

/// Where a failure's files go, and what they are called.
struct FailureFiles {
  std::string name;
  std::optional<std::filesystem::path> waves;  ///< directory for its waves
  std::optional<std::filesystem::path> out;    ///< directory for its case file
};

/// What there is to say about one failing case: its smallest form, explained, and its files.
[[nodiscard]] std::string failure_report(Cosim& cosim, const CosimCase& failing, const std::string& what,
                                         const FailureFiles& files);

}  // namespace lmulsim::cosim
