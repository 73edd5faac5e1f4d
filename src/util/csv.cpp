// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/csv.hpp"

#include <boost/algorithm/string/trim.hpp>

namespace lmulsim::util {

namespace {

std::vector<std::string> split_line(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t start = 0; start <= line.size();) {
    const std::size_t comma = std::min(line.find(',', start), line.size());
    cells.push_back(boost::algorithm::trim_copy(std::string(line.substr(start, comma - start))));
    start = comma + 1;
  }
  while (!cells.empty() && cells.back().empty()) {
    cells.pop_back();
  }
  return cells;
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  std::vector<CsvRow> rows;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    ++number;
    if (CsvRow row{number, split_line(text.substr(0, end))}; !row.cells.empty()) {
      rows.push_back(std::move(row));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

}  // namespace lmulsim::util
