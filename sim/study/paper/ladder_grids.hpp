// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "report/charts.hpp"
#include "report/grid.hpp"
#include "study/paper/ladder_entry.hpp"
#include "study/paper/repetition.hpp"

namespace lmulsim::study::paper {

/// Two tables for each technology, multipliers and PEs, and arrays: a row for each comparison and clock.
[[nodiscard]] std::vector<report::Grid> ladder_grids(const Ladder& ladder);

/// A chart of the energy saved, from rung to rung, for each comparison at the relaxed clock: a line per technology.
[[nodiscard]] std::vector<report::Chart> ladder_charts(const Ladder& ladder);

/// How far a repetition agrees, a row for each rung.
[[nodiscard]] report::Grid repetition_grid(const Repetition& repetition);

}  // namespace lmulsim::study::paper
