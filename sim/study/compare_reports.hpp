// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "result/comparison.hpp"

namespace lmulsim::study {

/// Reports of two or more runs, the first of which is the base.
struct CompareRequest {
  std::vector<std::string> reports;  ///< folders, or report.json files
  std::string quality;               ///< see quality_of(); empty: what the reports have
  bool anyway = false;               ///< also unlike things
};

/// Throws InputError for what is no report, and for unlike ones, unless `anyway`.
[[nodiscard]] result::Comparison compare(const CompareRequest& request);

/// Throws InputError that names what differs in work, values or technology, unless `anyway`.
[[nodiscard]] result::Comparison compare(std::vector<result::Design> designs, bool anyway);

}  // namespace lmulsim::study
