// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"
#include "report/html.hpp"
#include "study/paper/claims_grid.hpp"
#include "study/paper/ladder_grids.hpp"

namespace lmulsim::study::paper {
namespace {

std::vector<std::string> technology_texts(const Reproduction& r) {
  std::vector<std::string> out;
  for (const TechnologyNote& t : r.technologies) {
    out.push_back(t.name + ": " + t.summary + (t.origin.empty() ? "" : " " + t.origin + "."));
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
  body += "<h2>The ladder: what is left of the saving</h2>\n" + report::html_list(r.notes) +
          report::html_list(r.ladder.notes);
  const std::vector<report::Chart> charts = ladder_charts(r.ladder);
  for (const report::Chart& chart : charts) {
    body += chart_canvas(chart);
  }
  for (const Grid& grid : ladder_grids(r.ladder)) {
    body += report::grid_html(grid);
  }
  for (const QualityStudy& study : r.quality) {
    body += report::grid_html(quality_beside_grid(study.model, study.designs));
  }
  for (const Grid& grid : all_effect_grids(r)) {
    body += report::grid_html(grid);
  }
  for (const Repetition& repetition : r.repetitions) {
    body += report::grid_html(repetition_grid(repetition));
  }
  body += "<h2>Technologies</h2>\n" + report::html_list(technology_texts(r));
  return report::html_page("The paper's numbers: claimed, recomputed, measured", body, charts);
}

}  // namespace lmulsim::study::paper
