// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "report/embedded.hpp"
#include "report/html.hpp"
#include "report/json_text.hpp"
#include "report/part_colours.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

json::value band(const cost::Band& b) {
  return {b.low, b.value, b.high};
}

json::value bands_json(const std::vector<std::optional<cost::Band>>& bands) {
  json::array out;
  for (const auto& b : bands) {
    out.push_back(b ? band(*b) : json::value(nullptr));
  }
  return out;
}

std::string_view kind_name(Chart::Kind kind) {
  switch (kind) {
    case Chart::Kind::stacked_bars:
      return "stacked-bars";
    case Chart::Kind::points_with_bars:
      return "points-with-bars";
    case Chart::Kind::bars:
      return "bars";
    case Chart::Kind::scatter:
      return "scatter";
  }
  return "";
}

json::object chart_json(const Chart& chart) {
  json::array series;
  for (const ChartSeries& s : chart.series) {
    series.push_back(json::object{{"name", s.name}, {"colour", s.colour}, {"bands", bands_json(s.bands)}});
  }
  json::array points;
  for (const ChartPoint& p : chart.points) {
    points.push_back(json::object{{"name", p.name}, {"x", band(p.x)}, {"y", band(p.y)}, {"marked", p.marked}});
  }
  return {{"id", chart.id},
          {"kind", kind_name(chart.kind)},
          {"title", chart.title},
          {"unit", chart.unit},
          {"logarithmic", chart.logarithmic},
          {"labels", json::array(chart.labels.begin(), chart.labels.end())},
          {"series", std::move(series)},
          {"points", std::move(points)},
          {"totals", bands_json(chart.totals)},
          {"axis_end", chart.axis_end},
          {"x_title", chart.x_title}};
}

/// A stacked bar chart of costs with their labels.
Chart stacked(std::string_view id, std::string_view title,
              std::span<const std::pair<std::string, result::TotalCost>> bars) {
  Chart chart{.id = std::string(id), .title = std::string(title), .unit = {}, .labels = {}, .series = {}};
  for (const auto& [label, cost] : bars) {
    chart.labels.push_back(label);
    for (const result::PartCost& part : cost.parts) {
      if (std::ranges::find(chart.series, part.name, &ChartSeries::name) == chart.series.end()) {
        chart.series.push_back({part.name, {}, part_colour(part.name)});
      }
    }
    chart.totals.emplace_back(cost.total);
  }
  for (ChartSeries& series : chart.series) {
    for (const auto& bar : bars) {
      series.bands.emplace_back(bar.second.band(series.name));
    }
  }
  return chart;
}

}  // namespace

std::string chart_canvas(const Chart& chart) {
  return fmt::format("<div class=\"chart\"><canvas id=\"{}\" role=\"img\" aria-label=\"{}\"></canvas></div>\n",
                     chart.id, escape_html(chart.title));
}

std::string chart_scripts(std::span<const Chart> charts) {
  if (charts.empty()) {
    return "";
  }
  json::array data;
  for (const Chart& chart : charts) {
    data.push_back(chart_json(chart));
  }
  return fmt::format(
      "<script>{}</script>\n<script type=\"application/json\" id=\"chart-data\">{}</script>\n<script>{}</script>\n",
      kChartLibrary, script_json(data), kChartScript);
}

void share_axis(std::span<Chart*> charts) {
  double end = 0;
  for (const Chart* chart : charts) {
    for (const auto& total : chart->totals) {
      end = std::max(end, total ? total->high : 0);
    }
  }
  for (Chart* chart : charts) {
    chart->axis_end = end;
  }
}

std::optional<Chart> cost_chart(std::span<const result::Design> designs,
                                std::optional<result::TotalCost> result::Design::*cost, std::string_view id,
                                std::string_view title) {
  std::vector<std::pair<std::string, result::TotalCost>> bars;
  for (const result::Design& d : designs) {
    if (d.*cost) {
      bars.emplace_back(d.name, *(d.*cost));
    }
  }
  if (bars.empty()) {
    return std::nullopt;
  }
  Chart chart = stacked(id, title, bars);
  chart.unit = cost == &result::Design::energy_pj ? "pJ" : "um^2";
  return chart;
}

std::optional<Chart> operator_chart(const result::Design& design, std::string_view id) {
  std::vector<std::pair<std::string, result::TotalCost>> bars;
  for (const result::OperatorCost& group : result::by_operator_group(design)) {
    if (group.energy_pj) {
      bars.emplace_back(group.name, *group.energy_pj);
    }
  }
  if (bars.empty()) {
    return std::nullopt;
  }
  Chart chart = stacked(id, "Energy by operator, all layers together", bars);
  chart.unit = "pJ";
  return chart;
}

}  // namespace lmulsim::report
