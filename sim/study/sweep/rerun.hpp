// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Points of a store run again, for what the store does not keep.
#pragma once

#include <string>
#include <vector>

#include "result/run_report.hpp"
#include "study/study_progress.hpp"
#include "study/sweep/stored_points.hpp"

namespace lmulsim::study::sweep {

/// The report of the run that has this point's numbers, as `lmulsim run` makes it. Throws InputError for a run that no
/// sweep of its store names, and where it cannot be built any more.
[[nodiscard]] result::RunReport run_again(const FoundRun& found, const Progress& progress = {});

/// Whether the run's numbers are this simulator's and not another version's.
[[nodiscard]] bool is_of_this_simulator(const explore::RunRow& row);

/// A number that is not the one in the store.
struct OtherNumber {
  std::string name, stored, found;
};
/// Numbers of the report that the store has otherwise; empty when every one is the same to its last digit.
[[nodiscard]] std::vector<OtherNumber> other_numbers(const explore::RunRow& stored, const result::RunReport& report);

}  // namespace lmulsim::study::sweep
