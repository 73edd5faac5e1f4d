// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "formats/workload_request.hpp"

namespace lmulsim::cli {

/// Options that `run` and `trace` share: what to run.
struct WorkloadOptionValues {
  formats::WorkloadRequest request;
  std::string phase = "prefill";
  std::string tokenizer;
  std::vector<std::string> dimensions;  ///< NAME=SIZE
  bool no_embedding = false;
  bool no_head = false;
};

void add_workload_options(CLI::App& command, WorkloadOptionValues& values);

[[nodiscard]] graph::Workload load(const WorkloadOptionValues& values);

/// The file that load() reads.
[[nodiscard]] std::string workload_file(const WorkloadOptionValues& values);

}  // namespace lmulsim::cli
