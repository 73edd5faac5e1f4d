// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "explore/sweep_file.hpp"
#include "result/run_report.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study::point {

/// The whole report of a point, with its record: what `lmulsim run` with the options that say the same makes. `quality`
/// is a file or a name of configs/quality; empty: none. Throws InputError where the point cannot be built.
[[nodiscard]] result::RunReport report_of(const std::vector<explore::Assignment>& settings, const std::string& quality,
                                          const Progress& progress = {});

}  // namespace lmulsim::study::point
