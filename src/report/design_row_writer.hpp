// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <vector>

#include "report/charts.hpp"
#include "report/design_row.hpp"
#include "report/grid.hpp"

namespace lmulsim::report {

[[nodiscard]] Grid design_grid(std::span<const DesignRow> rows);
[[nodiscard]] boost::json::object design_row_json(const DesignRow& row);

/// Perplexity against energy per token, and against area: rows that have them, finite. Full points are on the front.
[[nodiscard]] std::vector<Chart> design_charts(std::span<const DesignRow> rows);

}  // namespace lmulsim::report
