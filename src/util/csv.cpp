// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/csv.hpp"

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <utility>

#include "util/file.hpp"

namespace lmulsim::util {

namespace {

/// What a cell in quotes holds, from the character after the first quote on; the rest of the line stays.
std::string take_quoted(std::string_view& line) {
  std::string cell;
  while (!line.empty()) {
    if (line.front() == '"' && !line.starts_with("\"\"")) {
      line.remove_prefix(1);
      break;
    }
    cell += line.front();
    line.remove_prefix(line.front() == '"' ? 2 : 1);
  }
  return cell;
}

std::string take_cell(std::string_view& line, char separator) {
  const std::size_t begin = line.find_first_not_of(" \t");
  std::string cell;
  if (begin != std::string_view::npos && line[begin] == '"') {
    line.remove_prefix(begin + 1);
    cell = take_quoted(line);
  }
  const std::size_t end = std::min(line.find(separator), line.size());
  cell += line.substr(0, end);
  line.remove_prefix(end);
  return boost::algorithm::trim_copy(cell);
}

std::vector<std::string> split_line(std::string_view line, char separator) {
  std::vector<std::string> cells{take_cell(line, separator)};
  while (!line.empty()) {
    line.remove_prefix(1);
    cells.push_back(take_cell(line, separator));
  }
  while (!cells.empty() && cells.back().empty()) {
    cells.pop_back();
  }
  return cells;
}

/// The first line, which is taken off the text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
  return line;
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text, char separator) {
  text = without_mark(text);
  std::vector<CsvRow> rows;
  for (int number = 1; !text.empty(); ++number) {
    if (CsvRow row{number, split_line(take_line(text), separator)}; !row.cells.empty()) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

char guess_separator(std::string_view text, std::size_t cells) {
  for (const char separator : {',', '\t', ';'}) {
    for (std::string_view rest = text; !rest.empty();) {
      if (split_line(take_line(rest), separator).size() >= cells) {
        return separator;
      }
    }
  }
  return ',';
}

}  // namespace lmulsim::util
