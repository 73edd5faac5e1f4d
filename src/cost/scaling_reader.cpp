// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>

#include "config/load.hpp"
#include "cost/node_scaling.hpp"
#include "util/csv.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

/// Lines of a CSV file without comments, all as long as its header.
std::vector<util::CsvRow> read_rows(const std::string& file) {
  std::vector<util::CsvRow> rows;
  for (util::CsvRow& row : util::read_csv(util::read_file(file, util::kLargestTable))) {
    if (row.cells[0].starts_with('#')) {
      continue;
    }
    if (!rows.empty() && row.cells.size() != rows[0].cells.size()) {
      throw InputError(
          fmt::format("{}:{}: expected {} cells, found {}", file, row.line, rows[0].cells.size(), row.cells.size()));
    }
    rows.push_back(std::move(row));
  }
  if (rows.size() < 2) {
    throw InputError(fmt::format("{}: expected a header and lines of numbers, found {} lines", file, rows.size()));
  }
  return rows;
}

double number(const util::CsvRow& row, std::size_t place, const std::string& file) {
  const std::string& cell = row.cells[place];
  double value = 0;
  const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || stop != cell.data() + cell.size() || !std::isfinite(value)) {
    throw InputError(fmt::format("{}:{}: expected a number, found '{}'", file, row.line, cell));
  }
  return value;
}

}  // namespace

ScalingTables ScalingTables::load(const std::string& folder) {
  ScalingTables tables;
  const std::string fits = folder + "/stillmaker2017.csv";
  const std::vector<util::CsvRow> rows = read_rows(fits);
  const std::vector<std::string> columns{"node", "a3", "a2", "a1", "a0", "b2", "b1", "b0"};
  if (rows[0].cells != columns) {
    throw InputError(fmt::format("{}:{}: expected the columns {}", fits, rows[0].line, fmt::join(columns, ", ")));
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto cell = [&](std::size_t place) { return number(rows[i], place, fits); };
    tables.fits_.push_back({.node = rows[i].cells[0],
                            .a3 = cell(1),
                            .a2 = cell(2),
                            .a1 = cell(3),
                            .a0 = cell(4),
                            .b2 = cell(5),
                            .b1 = cell(6),
                            .b0 = cell(7)});
  }
  const std::string areas = folder + "/stillmaker2017-area.csv";
  const std::vector<util::CsvRow> lines = read_rows(areas);
  tables.area_nodes_.assign(lines[0].cells.begin() + 1, lines[0].cells.end());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (i > tables.area_nodes_.size() || lines[i].cells[0] != tables.area_nodes_[i - 1]) {
      throw InputError(fmt::format("{}:{}: expected the lines in the order of the columns, found '{}'", areas,
                                   lines[i].line, lines[i].cells[0]));
    }
    auto& factors = tables.area_factors_.emplace_back();
    for (std::size_t j = 1; j < lines[i].cells.size(); ++j) {
      factors.push_back(number(lines[i], j, areas));
    }
  }
  if (tables.area_factors_.size() != tables.area_nodes_.size()) {
    throw InputError(fmt::format("{}: expected {} lines of factors, found {}", areas, tables.area_nodes_.size(),
                                 tables.area_factors_.size()));
  }
  return tables;
}

ScalingTables ScalingTables::shipped() {
  return load(config::configs_dir() + "/technologies/scaling");
}

}  // namespace lmulsim::cost
