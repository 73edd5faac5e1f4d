// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/comparison_writers.hpp"
#include "report/design_row_writer.hpp"
#include "report/scaled.hpp"
#include "report/text_table.hpp"
#include "report/writers.hpp"
#include "result/comparison.hpp"

namespace lmulsim::report {
namespace {

constexpr double kMostGrouped = 1e18;  ///< what surely is a whole number of 64 bits

std::string bound_text(const result::Design& d) {
  if (!d.dram) {
    return "";
  }
  return d.dram->dram.empty() ? d.dram->bound : fmt::format("{} ({})", d.dram->bound, d.dram->dram);
}

/// Heads of columns. Names that would make the table wider than a line are numbered, and listed above it.
struct Columns {
  std::vector<std::string> heads;
  std::string legend;
};

Columns columns_of(const std::vector<result::Design>& designs) {
  constexpr std::size_t kLongest = 40;
  Columns out;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    const bool is_long = designs[i].name.size() > kLongest;
    out.heads.push_back(is_long ? fmt::format("design {}", i + 1) : designs[i].name);
    out.legend += is_long ? fmt::format("  design {}: {}\n", i + 1, designs[i].name) : "";
  }
  return out;
}

std::string ratio_text(const std::optional<cost::Band>& ratio) {
  return ratio ? fmt::format("{:.3f}", ratio->value) : "-";
}

std::string bars_text(const result::Difference& d) {
  const bool has_bars = d.verdict == result::Verdict::contains_zero || d.verdict == result::Verdict::excludes_zero;
  return has_bars && d.ratio ? fmt::format("{:.3f} to {:.3f}", d.ratio->low, d.ratio->high) : "";
}

std::string verdict_text(result::Verdict verdict) {
  return verdict == result::Verdict::exact ? "" : std::string(result::name(verdict));
}

std::vector<std::string> cells(const result::Quantity& q) {
  std::vector<std::string> out{(q.is_part ? "  " : "") + q.name};
  for (std::size_t i = 0; i < q.values.size(); ++i) {
    out.push_back(q.values[i] ? text_of(q.unit, q.values[i]->value) : "-");
    if (i > 0) {
      const result::Difference& d = q.differences[i - 1];
      const bool known = d.verdict != result::Verdict::not_in_both;
      out.push_back(known ? ratio_text(d.ratio) : "-");
      out.push_back(known && d.delta != 0 ? (d.delta > 0 ? "+" : "") + text_of(q.unit, d.delta) : "");
      out.push_back(bars_text(d));
      out.push_back(verdict_text(d.verdict));
    }
  }
  return out;
}

}  // namespace

std::string text_of(result::Unit unit, double value) {
  switch (unit) {
    case result::Unit::count:
      return std::abs(value) < kMostGrouped ? grouped(std::llround(value)) : fmt::format("{:.0f}", value);
    case result::Unit::share:
      return fmt::format("{:.2f} %", 100 * value);
    case result::Unit::seconds:
      return scaled_time(value).text();
    case result::Unit::picojoules:
      return scaled_energy(value).text();
    case result::Unit::square_micrometres:
      return scaled_area(value).text();
    case result::Unit::bytes_per_second:
      return scaled_bandwidth(value).text();
  }
  return "";
}

std::string to_text(const result::Comparison& c) {
  const Columns columns = columns_of(c.designs);
  std::string alignment = "lr";
  std::vector<std::string> head{"", columns.heads.front()};
  for (std::size_t i = 1; i < c.designs.size(); ++i) {
    alignment += "rrrrl";
    head.insert(head.end(), {columns.heads[i], "ratio", "difference", "ratio's error bars", ""});
  }
  TextTable table(alignment);
  table.row(head);
  const auto words = [&](const char* name, const auto& text) {
    std::vector<std::string> row{name, std::invoke(text, c.designs.front())};
    for (std::size_t i = 1; i < c.designs.size(); ++i) {
      row.insert(row.end(), {std::invoke(text, c.designs[i]), "", "", "", ""});
    }
    table.row(row);
  };
  words("workload", &result::Design::workload);
  words("engine", &result::Design::engine);
  words("technology", &result::Design::technology);
  if (std::ranges::any_of(c.designs, [](const result::Design& d) { return d.dram.has_value(); })) {
    words("bound by", bound_text);
  }
  for (const result::Quantity& q : c.quantities) {
    table.row(cells(q));
  }
  std::string out;
  for (const std::string& warning : c.warnings) {
    out += "  WARNING: " + warning + "\n";
  }
  out += columns.legend + table.text();
  for (const std::string& note : c.notes) {
    out += "  note: " + note + "\n";
  }
  return c.rows.empty() ? out : out + grid_text(design_grid(c.rows));
}

std::string side_by_side(const result::RunReport& a, const result::RunReport& b) {
  return to_text(result::compare({result::design_of(a), result::design_of(b)}));
}

}  // namespace lmulsim::report
