// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/text_table.hpp"
#include "reproduce/grid.hpp"

namespace lmulsim::reproduce {
namespace {

std::string heading(const std::string& title) {
  return "\n" + title + "\n" + std::string(title.size(), '-') + "\n";
}

std::string text_of(const Grid& grid) {
  report::TextTable table(std::string(grid.head.size(), 'l'));
  table.row(grid.head);
  for (const auto& row : grid.rows) {
    table.row(row);
  }
  std::string out = heading(grid.title) + table.text();
  for (const std::string& note : grid.notes) {
    out += "  note: " + note + "\n";
  }
  return out;
}

}  // namespace

std::string to_text(const Reproduction& r) {
  std::string out =
      "The paper's numbers: claimed, recomputed, measured\n==================================================\n";
  for (const CheckedGroup& group : r.groups) {
    out += text_of(claims_grid(group, r.measured_in));
  }
  out += heading("The ladder: what is left of L-Mul's saving");
  for (const std::string& note : r.notes) {
    out += "  " + note + "\n";
  }
  for (const Grid& grid : ladder_grids(r.ladders)) {
    out += text_of(grid);
  }
  out += heading("Technologies");
  for (const TechnologyNote& t : r.technologies) {
    out += "  " + t.name + ": " + t.summary + "\n" + (t.origin.empty() ? "" : "    " + t.origin + "\n");
  }
  return out + "\n" + r.made_by + "\n";
}

}  // namespace lmulsim::reproduce
