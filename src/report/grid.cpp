// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/grid.hpp"

#include <algorithm>
#include <sstream>

#include "report/html.hpp"
#include "report/text_table.hpp"

namespace lmulsim::report {
namespace {

std::string markdown_line(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) {
    out += " " + escape_markdown(cell) + " |";
  }
  return out + "\n";
}

/// Whether a line that begins with this word is an item of a list or a heading.
bool is_bullet(const std::string& word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const bool number = digits > 0 && digits + 1 == word.size() && (word.back() == '.' || word.back() == ')');
  return number || word == "-" || word == "+" || word.find_first_not_of('#') == std::string::npos;
}

}  // namespace

std::string escape_markdown(const std::string& text) {
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

std::string text_heading(const std::string& title) {
  return "\n" + title + "\n" + std::string(title.size(), '-') + "\n";
}

std::string html_list(const std::vector<std::string>& notes) {
  std::string out = notes.empty() ? "" : "<ul>\n";
  for (const std::string& note : notes) {
    out += "<li>" + escape_html(note) + "</li>\n";
  }
  return out + (notes.empty() ? "" : "</ul>\n");
}

std::string grid_text(const Grid& grid) {
  TextTable table(std::string(grid.head.size(), 'l'));
  table.row(grid.head);
  for (const auto& row : grid.rows) {
    table.row(row);
  }
  std::string out = text_heading(grid.title) + table.text();
  for (const std::string& note : grid.notes) {
    out += "  note: " + note + "\n";
  }
  return out;
}

std::string grid_html(const Grid& grid) {
  return "<h3>" + escape_html(grid.title) + "</h3>\n" + html_table(grid.head, grid.rows, grid.head.size()) +
         html_list(grid.notes);
}

std::string markdown_item(const std::string& text) {
  constexpr std::size_t kWidth = 100;
  std::istringstream words(escape_markdown(text));
  std::string out = "-";
  std::size_t column = out.size();
  for (std::string word; words >> word;) {
    if (column + 1 + word.size() > kWidth && !is_bullet(word)) {
      out += "\n ";
      column = 1;
    }
    out += ' ' + word;
    column += 1 + word.size();
  }
  return out + '\n';
}

std::string grid_markdown(const Grid& grid) {
  std::string out = "\n### " + escape_markdown(grid.title) + "\n\n" + markdown_line(grid.head) + "|";
  for (std::size_t i = 0; i < grid.head.size(); ++i) {
    out += "---|";
  }
  out += "\n";
  for (const auto& row : grid.rows) {
    out += markdown_line(row);
  }
  out += grid.notes.empty() ? "" : "\n";
  for (const std::string& note : grid.notes) {
    out += markdown_item(note);
  }
  return out;
}

}  // namespace lmulsim::report
