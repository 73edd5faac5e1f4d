// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "report/charts.hpp"
#include "report/html.hpp"
#include "study/paper/claims_grid.hpp"

namespace lmulsim::study::paper {
namespace {

using report::Chart;

/// A chart of the savings of one quantity and format against one kind of design: a line per technology.
Chart ladder_chart(const std::vector<Ladder>& ladders, cost::Quantity quantity, arith::Format format,
                   Against Step::*other, std::string_view other_name) {
  const std::string_view what = quantity_name(quantity);
  const std::string_view format_name = arith::info(format).name;
  Chart chart{.id = fmt::format("{}-{}-{}", what, format_name, other_name),
              .kind = Chart::Kind::points_with_bars,
              .title = fmt::format("{} that L-Mul {} saves of {}", what, format_name,
                                   other_name == "exact" ? fmt::format("exact {}", format_name) : "int8"),
              .unit = "%",
              .labels = {},
              .series = {}};
  for (const Ladder& l : ladders) {
    if (l.quantity != quantity || l.format != format) {
      continue;
    }
    chart.series.push_back({l.technology, {}});
    chart.labels.clear();
    for (const Step& step : l.steps) {
      chart.labels.emplace_back(name(step.rung));
      const auto& left = (step.*other).left;
      chart.series.back().bands.push_back(left ? std::optional(saved_percent(*left)) : std::nullopt);
    }
  }
  return chart;
}

/// The charts of every quantity and format that there are ladders of, in their order.
std::vector<Chart> ladder_charts(const std::vector<Ladder>& ladders) {
  std::vector<Chart> out;
  for (const Ladder& l : ladders) {
    Chart chart = ladder_chart(ladders, l.quantity, l.format, &Step::exact, "exact");
    if (std::ranges::find(out, chart.id, &Chart::id) == out.end()) {
      out.push_back(std::move(chart));
      out.push_back(ladder_chart(ladders, l.quantity, l.format, &Step::int8, "int8"));
    }
  }
  return out;
}

}  // namespace

std::string to_html(const Reproduction& r) {
  std::string body = "<p>" + report::escape_html(r.made_by) + "</p>\n<h2>The paper's numbers</h2>\n";
  for (const CheckedGroup& group : r.groups) {
    body += report::grid_html(claims_grid(group, r.measured_in));
  }
  for (const QualityStudy& study : r.quality) {
    body += report::grid_html(quality_grid(study));
  }
  body += "<h2>The ladder: what is left of the saving</h2>\n" + report::html_list(r.notes);
  const std::vector<Chart> charts = ladder_charts(r.ladders);
  for (const Chart& chart : charts) {
    body += chart_canvas(chart);
  }
  for (const Grid& grid : ladder_grids(r.ladders)) {
    body += report::grid_html(grid);
  }
  if (!r.drawn.empty()) {
    body += report::grid_html(drawn_grid(r.drawn));
  }
  std::vector<std::string> technologies;
  for (const TechnologyNote& t : r.technologies) {
    technologies.push_back(t.name + ": " + t.summary + (t.origin.empty() ? "" : " " + t.origin + "."));
  }
  body += "<h2>Technologies</h2>\n" + report::html_list(technologies);
  return report::html_page("The paper's numbers: claimed, recomputed, measured", body, charts);
}

}  // namespace lmulsim::study::paper
