// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "config/accelerator_file.hpp"
#include "explore/metrics.hpp"
#include "explore/run_row.hpp"
#include "explore/space.hpp"
#include "explore/sweep_file.hpp"
#include "machine/accelerator.hpp"
#include "quality/results.hpp"
#include "result/quality.hpp"
#include "study/point/point_request.hpp"
#include "study/run_workload.hpp"

namespace lmulsim::study::point {

/// What points with the same workload, technology and options share, loaded once.
struct Environment {
  RunRequest request;         ///< the accelerator is the last point's
  std::string ingredients;    ///< of keys: "technology ...\nworkload ...\n" and so on
  std::string workload;       ///< its digest
  std::string model;          ///< of the engine
  std::string file_sha256{};  ///< of the workload's file, where the sweep has a quality
  std::string fault;          ///< why there is none; then nothing else is there
};

/// A point up to its simulation.
struct Prepared {
  Environment* environment = nullptr;
  explore::Point point{};  ///< with the sweep's solved key, where it has one and a value was found
  machine::Accelerator accelerator;
  std::optional<result::Quality> quality{};
  std::string accelerator_json{};  ///< of the resolved values, else of what was given
  /// id, design, fidelity, model and key; of a point that cannot be built everything.
  explore::RunRow row{};

  [[nodiscard]] bool is_decided() const { return !row.outcome.empty(); }
};

/// Points to results. Holds what it has loaded; the sweep must outlive it.
class Evaluator {
 public:
  explicit Evaluator(const explore::Sweep& sweep);

  /// What a point is, and what its result will be called.
  [[nodiscard]] Prepared prepare(const explore::Point& point);
  /// Its numbers. What a run of the point refuses makes it unbuildable, a check that fails makes it check_failed; other
  /// exceptions pass.
  [[nodiscard]] explore::RunRow evaluate(Prepared& prepared) const;

 private:
  [[nodiscard]] Prepared prepare_whole(const explore::Point& point, std::string fault = "");
  [[nodiscard]] std::optional<double> solved_metric(const explore::MetricRef& metric, std::uint64_t position,
                                                    double value);

  [[nodiscard]] const config::AcceleratorFile& accelerator_file(const std::string& name);
  [[nodiscard]] Environment& environment(const PointRequest& request);
  [[nodiscard]] std::optional<result::Quality> quality(const Environment& environment,
                                                       const machine::Accelerator& accelerator);

  const explore::Sweep& sweep_;
  explore::Space space_;
  std::optional<quality::Results> quality_table_{};
  std::map<std::string, config::AcceleratorFile> accelerators_;
  std::map<std::string, std::unique_ptr<Environment>> environments_;
  std::map<std::string, std::optional<result::Quality>> qualities_;  ///< by PE and operands
};

/// The resolved values that can change a number, as canonical JSON: without name and place, and without what others
/// follow from.
[[nodiscard]] std::string accelerator_key(const machine::Accelerator& accelerator);
/// Of operators, shapes, formats and dependencies, whatever the workload's name and file.
[[nodiscard]] std::string workload_digest(const graph::Workload& workload);
/// Of the tensors' names, shapes and bytes; "-" without tensors.
[[nodiscard]] std::string tensors_digest(const graph::Workload& workload);

/// The numbers of a report as a row without id and key.
[[nodiscard]] explore::RunRow row_of(const result::RunReport& report);

}  // namespace lmulsim::study::point
