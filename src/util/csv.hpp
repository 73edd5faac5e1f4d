// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::util {

/// One line of a table: cells without the spaces around them, and the line's number in the file, from 1.
struct CsvRow {
  int line = 0;
  std::vector<std::string> cells;
};

/// Lines of comma-separated text as people and spreadsheets write it: LF or CRLF, a byte-order mark, spaces around
/// cells, trailing commas (empty cells at the end of a line are dropped), blank lines (left out). No quoting: a comma
/// always separates.
[[nodiscard]] std::vector<CsvRow> read_csv(std::string_view text);

}  // namespace lmulsim::util
