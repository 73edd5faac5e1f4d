// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/accelerator_options.hpp"
#include "graph/graph.hpp"
#include "study/run_choice.hpp"
#include "study/run_workload.hpp"

namespace lmulsim::cli {

/// Options that `run` and `gemm` share, and what follows from them.
struct RunOptionValues {
  std::string accelerator;
  std::string against;
  AcceleratorOptionValues overrides;
  study::RunChoice choice;
  std::optional<std::string> explain;  ///< empty: everything
  std::vector<std::string> names;      ///< of the accelerator, and of the one against it, instead of their own
  bool anyway = false;
  bool json = false;
  std::string out;
  std::string waves;
  std::string quality;  ///< see study::quality_of()
};

void add_run_options(CLI::App& command, RunOptionValues& values);

/// Help of --quality; the same in all commands.
[[nodiscard]] std::string quality_help();

/// What the options say of one accelerator; the workload is still to come. Throws InputError.
[[nodiscard]] study::RunRequest request_of(const RunOptionValues& values, const std::string& accelerator,
                                           const std::string& workload_file);

/// Runs the workload, writes what was asked for, then enforces the checks. `workload_file`: see RunRequest.
void run_and_report(const RunOptionValues& values, graph::Workload workload, const std::string& workload_file);

}  // namespace lmulsim::cli
