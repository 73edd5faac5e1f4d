// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "report/charts.hpp"

namespace lmulsim::report {

/// A scatter chart, of at least one point with finite bands, as a picture for pages without scripts: numbered points
/// with error bars, marked ones full, their names beside the plot in the order of the chart.
[[nodiscard]] std::string scatter_svg(const Chart& chart);

}  // namespace lmulsim::report
