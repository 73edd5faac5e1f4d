// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <vector>

#include "report/charts.hpp"
#include "report/grid.hpp"
#include "result/design_row.hpp"

namespace lmulsim::report {

[[nodiscard]] Grid design_grid(std::span<const result::DesignRow> rows);
[[nodiscard]] boost::json::object design_row_json(const result::DesignRow& row);

/// Perplexity against energy per token, and against area: rows that have them, finite. Full points are on the front.
[[nodiscard]] std::vector<Chart> design_charts(std::span<const result::DesignRow> rows);

}  // namespace lmulsim::report
