// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cost/band.hpp"
#include "result/design.hpp"

namespace lmulsim::report {

/// Bars or points of one colour, one per label of the chart; nothing where there is none.
struct ChartSeries {
  std::string name;
  std::vector<std::optional<cost::Band>> bands;
  std::string colour{};  ///< empty: by its place in the chart
};

/// A point of a scatter chart, with its error bars. `marked`: drawn full, the others hollow.
struct ChartPoint {
  std::string name;
  cost::Band x;
  cost::Band y;
  bool marked = false;
};

/// A chart of the page, drawn in the reader's browser. `id` is unique in the page: letters, digits and '-'.
struct Chart {
  enum class Kind {
    stacked_bars,
    points_with_bars,
    bars,     ///< one horizontal bar from 1 per label, with its error bar, of one series
    scatter,  ///< of `points`, without labels and series
  };

  std::string id;
  Kind kind = Kind::stacked_bars;
  std::string title;
  std::string unit;  ///< of the axis
  std::vector<std::string> labels;
  std::vector<ChartSeries> series;
  bool logarithmic = false;  ///< the axis of values (y, where there are two); then all values are positive
  std::vector<ChartPoint> points{};
  std::vector<std::optional<cost::Band>> totals{};  ///< of stacked bars, one per label: drawn as error bars
  double axis_end = 0;                              ///< charts side by side share it; 0: what the values need
  std::string x_title{};                            ///< of a scatter chart, whose `unit` is that of y
};

/// The place of a chart in a page's body. Readers without JavaScript see nothing there: the numbers stand in a table.
[[nodiscard]] std::string chart_canvas(const Chart& chart);

/// The scripts that draw the charts: the library (Chart.js, with its licence line), the data as JSON, the drawing.
/// Nothing in the data can end the script element. Empty without charts.
[[nodiscard]] std::string chart_scripts(std::span<const Chart> charts);

/// One stacked bar per design and per part of the designs' `cost`; nothing when no design has it.
[[nodiscard]] std::optional<Chart> cost_chart(std::span<const result::Design> designs,
                                              std::optional<result::TotalCost> result::Design::*cost,
                                              std::string_view id, std::string_view title);

/// Gives charts of one unit axes of one length.
void share_axis(std::span<Chart*> charts);

/// One stacked bar per group of operators (see by_operator_group()), by part.
[[nodiscard]] std::optional<Chart> operator_chart(const result::Design& design, std::string_view id);

}  // namespace lmulsim::report
