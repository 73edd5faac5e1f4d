// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "explore/sweep_file.hpp"
#include "formats/workload_request.hpp"
#include "study/run_choice.hpp"

namespace lmulsim::study::point {

/// What is in force at a point, sorted by who reads it: the same as the options of `lmulsim run` would say.
struct PointRequest {
  std::string accelerator;
  std::vector<config::Setting> settings;
  formats::WorkloadRequest workload;
  RunChoice choice;
  /// Of everything but the accelerator; equal for points that share a workload and a technology.
  std::string shared;
};

/// Throws InputError for words that no option knows.
[[nodiscard]] PointRequest point_request(const std::vector<explore::Assignment>& settings);

/// Checks every value of the sweep that has words or names: phases, engines, files. Throws InputError that begins with
/// the place in the sweep.
void check_words(const explore::Sweep& sweep);

/// A file that a sweep's results depend on.
struct SweepInput {
  std::string role;
  std::string name;
  std::string sha256;
};

/// The files of every accelerator, workload, technology and quality table that the sweep names. Throws InputError for
/// one that cannot be read.
[[nodiscard]] std::vector<SweepInput> sweep_inputs(const explore::Sweep& sweep);

/// The path of the sweep's quality table: as given, or a name of configs/quality; empty without one.
[[nodiscard]] std::string quality_file(const explore::Sweep& sweep);

}  // namespace lmulsim::study::point
