// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "reproduce/grid.hpp"

namespace lmulsim::reproduce {
namespace {

/// Text as a cell of a table or a line of a list: nothing in it is markup.
std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '|':
      case '*':
      case '_':
      case '`':
      case '[':
      case ']':
      case '\\':
        out += '\\';
        break;
      case '<':
        out += "&lt;";
        continue;
      case '&':
        out += "&amp;";
        continue;
      default:
        break;
    }
    out += c;
  }
  return out;
}

std::string line(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) {
    out += " " + escape(cell) + " |";
  }
  return out + "\n";
}

std::string markdown_of(const Grid& grid) {
  std::string out = "\n### " + escape(grid.title) + "\n\n" + line(grid.head) + "|";
  for (std::size_t i = 0; i < grid.head.size(); ++i) {
    out += "---|";
  }
  out += "\n";
  for (const auto& row : grid.rows) {
    out += line(row);
  }
  out += grid.notes.empty() ? "" : "\n";
  for (const std::string& note : grid.notes) {
    out += "- " + escape(note) + "\n";
  }
  return out;
}

}  // namespace

std::string to_markdown(const Reproduction& r) {
  std::string out =
      "<!-- SPDX-FileCopyrightText: the lmulsim authors -->\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
      "# What is left of the saving\n\n" +
      escape(r.made_by) + "\n\n## The paper's numbers: claimed, recomputed, measured\n";
  for (const CheckedGroup& group : r.groups) {
    out += markdown_of(claims_grid(group, r.measured_in));
  }
  out += "\n## The ladder\n\n";
  for (const std::string& note : r.notes) {
    out += "- " + escape(note) + "\n";
  }
  for (const Grid& grid : ladder_grids(r.ladders)) {
    out += markdown_of(grid);
  }
  out += "\n## Technologies\n\n";
  for (const TechnologyNote& t : r.technologies) {
    out += "- " + escape(t.name + ": " + t.summary + (t.origin.empty() ? "" : " " + t.origin + ".")) + "\n";
  }
  return out;
}

}  // namespace lmulsim::reproduce
