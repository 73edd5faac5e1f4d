// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>

#include "report/comparison_writers.hpp"
#include "report/design_row_writer.hpp"
#include "report/folder.hpp"
#include "report/html.hpp"
#include "report/json_text.hpp"
#include "report/scaled.hpp"
#include "report/scatter_svg.hpp"
#include "result/comparison.hpp"

namespace lmulsim::report {
namespace {

/// Designs may share a name: bars of a chart need their own.
std::vector<result::Design> numbered(std::vector<result::Design> designs) {
  for (std::size_t i = 0; i < designs.size(); ++i) {
    designs[i].name = fmt::format("{}: {}", i + 1, designs[i].name);
  }
  return designs;
}

/// What was run on each design.
std::string head(const result::Comparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (const result::Design& d : comparison.designs) {
    const result::Circumstances& c = d.circumstances;
    const std::string run =
        c.phase.empty() ? "-"
                        : fmt::format("{}, batch {}, {} new tokens, context {}", c.phase, c.batch, c.seq, c.context);
    rows.push_back({d.name, d.workload, run, d.engine, d.technology.empty() ? "-" : d.technology,
                    d.dram ? d.dram->bound : "-", grouped(d.cycles), scaled_time(d.time_s).text()});
  }
  return html_table({"design", "workload", "run", "engine", "technology", "bound by", "cycles", "time"}, rows, 6);
}

}  // namespace

std::string to_html(const result::Comparison& comparison) {
  const std::vector<result::Design> designs = numbered(comparison.designs);
  std::vector<Chart> charts = design_charts(comparison.rows);
  const auto add = [&](const std::optional<Chart>& chart) {
    if (chart) {
      charts.push_back(*chart);
    }
  };
  add(cost_chart(designs, &result::Design::energy_pj, "energy", "Energy by part"));
  add(cost_chart(designs, &result::Design::area_um2, "area", "Area by part"));
  const std::size_t before = charts.size();
  for (std::size_t i = 0; i < designs.size(); ++i) {
    if (std::optional<Chart> chart = operator_chart(designs[i], fmt::format("operators-{}", i + 1))) {
      chart->title = designs[i].name + ": energy by operator, all layers together";
      charts.push_back(*chart);
    }
  }
  std::vector<Chart*> by_operator;
  for (std::size_t i = before; i < charts.size(); ++i) {
    by_operator.push_back(&charts[i]);
  }
  share_axis(by_operator);
  std::string body = html_warnings(comparison.warnings) + head(comparison);
  for (const Chart& chart : charts) {
    body += chart_canvas(chart);
  }
  body += comparison.rows.empty() ? "" : grid_html(design_grid(comparison.rows));
  body += "<h2>The comparison as text</h2>\n<pre>" + escape_html(to_text(comparison)) + "</pre>\n";
  std::string title = comparison.designs.front().name;
  for (std::size_t i = 1; i < comparison.designs.size(); ++i) {
    title += ", " + comparison.designs[i].name;
  }
  return html_page("Comparison: " + title, body, charts);
}

void write_comparison(const result::Comparison& comparison, const std::filesystem::path& folder) {
  std::vector<NamedText> files{{"comparison.txt", to_text(comparison)}, {"comparison.html", to_html(comparison)}};
  if (!comparison.rows.empty()) {
    files.push_back({"design_rows.md", grid_markdown(design_grid(comparison.rows))});
  }
  if (const std::vector<Chart> charts = design_charts(comparison.rows); !charts.empty()) {
    files.push_back({"design_rows.svg", scatter_svg(charts.front())});
  }
  files.push_back({"comparison.json", pretty(to_json(comparison))});
  write_folder(files, folder);
}

}  // namespace lmulsim::report
