// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cost/node_scaling.hpp"
#include "cost/technology.hpp"
#include "engine/run.hpp"
#include "graph/graph.hpp"
#include "machine/accelerator.hpp"
#include "result/run_report.hpp"
#include "study/operands.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study {

/// A workload, and what runs it how.
struct RunRequest {
  machine::Accelerator accelerator;
  cost::Technology technology;
  graph::Workload workload;
  engine::Engine engine = engine::Engine::fast;
  OperandChoice operands = OperandChoice::automatic;
  std::uint64_t seed = 1;
  int stall_percent = 0;                         ///< on every channel of the array
  std::optional<std::filesystem::path> waves{};  ///< directory for VCD files
  std::optional<cost::Node> scale_to{};          ///< a node to carry the logic's cost to
  std::string workload_file;                     ///< what the workload was read from, for the record; empty: no file
  std::string quality;                           ///< see quality_of(); empty: none
  bool anyway = false;                           ///< also a quality of another model, marked as such
};

/// Runs every product of the workload, one after the other, and reports. Other operators are listed. Checks are made,
/// not enforced. Throws InputError for products the accelerator cannot do.
[[nodiscard]] result::RunReport run(const RunRequest& request, const Progress& progress = {});

/// run() without what is read from files for the record: the report has neither provenance (but what values were
/// computed with) nor quality. For whoever runs many requests.
[[nodiscard]] result::RunReport simulate(const RunRequest& request, const Progress& progress = {});

/// Throws InputError when the accelerator is built for other operand formats or its accumulator for a smaller K.
void check_operator(const machine::Accelerator& accelerator, const graph::Operator& op);

[[nodiscard]] std::string_view engine_name(engine::Engine engine);

}  // namespace lmulsim::study
