// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/claims_grid.hpp"
#include "study/paper/ladder_grids.hpp"

namespace lmulsim::study::paper {

std::string to_text(const Reproduction& r) {
  std::string out =
      "The paper's numbers: claimed, recomputed, measured\n==================================================\n";
  for (const CheckedGroup& group : r.groups) {
    out += report::grid_text(claims_grid(group, r.measured_in));
  }
  for (const QualityStudy& study : r.quality) {
    out += report::grid_text(quality_grid(study));
  }
  out += report::text_heading("The ladder: what is left of L-Mul's saving");
  for (const std::string& note : r.notes) {
    out += "  " + note + "\n";
  }
  for (const std::string& note : r.ladder.notes) {
    out += "  " + note + "\n";
  }
  for (const Grid& grid : ladder_grids(r.ladder)) {
    out += report::grid_text(grid);
  }
  for (const QualityStudy& study : r.quality) {
    out += report::grid_text(quality_beside_grid(study.model, study.designs));
  }
  for (const Grid& grid : all_effect_grids(r)) {
    out += report::grid_text(grid);
  }
  for (const Repetition& repetition : r.repetitions) {
    out += report::grid_text(repetition_grid(repetition));
  }
  out += report::text_heading("Technologies");
  for (const TechnologyNote& t : r.technologies) {
    out += "  " + t.name + ": " + t.summary + "\n" + (t.origin.empty() ? "" : "    " + t.origin + "\n");
  }
  return out + "\n" + r.made_by + "\n";
}

}  // namespace lmulsim::study::paper
