// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::util {

/// One line of a table: cells without the spaces around them, and the line's number in the file, from 1.
struct CsvRow {
  int line = 0;
  std::vector<std::string> cells;
};

/// Lines of separated text as people and spreadsheets write it: LF, CRLF or CR, a byte-order mark, spaces around cells,
/// trailing separators (empty cells at the end of a line are dropped), blank lines (left out). A cell may stand in
/// quotes, in which a separator is a character like others and a quote is written twice.
[[nodiscard]] std::vector<CsvRow> read_csv(std::string_view text, char separator = ',');

/// The separator of a table of at least `cells` cells a line: a comma if any line has enough of them, else a tab or a
/// semicolon if one has, else a comma.
[[nodiscard]] char guess_separator(std::string_view text, std::size_t cells);

}  // namespace lmulsim::util
