// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The parts of a sweep's page that need no script.
#pragma once

#include <string>

#include "report/sweep/sweep_page.hpp"

namespace lmulsim::report::sweep {

/// Points of the front, then possible ones, at most kMostListed, each row with the point's index for the scripts.
[[nodiscard]] std::string front_table_html(const SweepPage& page);

/// Every point; of more than kMostListed an even sample, which the text says.
[[nodiscard]] std::string points_table_html(const SweepPage& page);

/// Shares of the variance of each metric with bars, and paired effects.
[[nodiscard]] std::string importance_html(const SweepPage& page);

/// Energy and area by part, one bar a point that has details.
[[nodiscard]] std::string parts_html(const SweepPage& page);

/// Why points cannot be built, and which have no result yet.
[[nodiscard]] std::string reasons_html(const SweepPage& page);

inline constexpr std::size_t kMostListed = 300;

}  // namespace lmulsim::report::sweep
