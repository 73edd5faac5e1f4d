// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/answer.hpp"
#include "study/paper/claims_grid.hpp"
#include "study/paper/ladder_grids.hpp"

namespace lmulsim::study::paper {
using report::escape_markdown;

std::string to_markdown(const Reproduction& r) {
  std::string out =
      "<!-- SPDX-FileCopyrightText: the lmulsim authors -->\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
      "# What is left of the saving\n\n" +
      escape_markdown(r.made_by) + "\n\n## The answer\n\n" + answer_markdown(r.ladder) +
      "\n## The paper's numbers: claimed, recomputed, measured\n";
  for (const CheckedGroup& group : r.groups) {
    out += report::grid_markdown(claims_grid(group, r.measured_in));
  }
  for (const QualityStudy& study : r.quality) {
    out += report::grid_markdown(quality_grid(study));
  }
  out += "\n## The ladder\n\n";
  for (const std::string& note : r.notes) {
    out += report::markdown_item(note);
  }
  for (const std::string& note : r.ladder.notes) {
    out += report::markdown_item(note);
  }
  for (const Grid& grid : ladder_grids(r.ladder)) {
    out += report::grid_markdown(grid);
  }
  for (const QualityStudy& study : r.quality) {
    out += report::grid_markdown(quality_beside_grid(study.model, study.designs));
  }
  for (const Grid& grid : all_effect_grids(r)) {
    out += report::grid_markdown(grid);
  }
  for (const Repetition& repetition : r.repetitions) {
    out += report::grid_markdown(repetition_grid(repetition));
  }
  out += "\n## Technologies\n\n";
  for (const TechnologyNote& t : r.technologies) {
    out += report::markdown_item(t.name + ": " + t.summary + (t.origin.empty() ? "" : " " + t.origin + "."));
  }
  return out;
}

}  // namespace lmulsim::study::paper
