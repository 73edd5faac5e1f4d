// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/results_export.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

#include "report/csv_cell.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/number.hpp"

namespace lmulsim::cli {
namespace {

using study::sweep::StoredPoint;
using study::sweep::StoredSweep;

std::vector<std::string> head_of(const StoredSweep& sweep) {
  std::vector<std::string> out{"id", "position", "outcome"};
  out.insert(out.end(), sweep.entry.names.begin(), sweep.entry.names.end());
  for (const explore::Metric& metric : explore::metrics()) {
    out.emplace_back(metric.name);
  }
  out.emplace_back("message");
  return out;
}

std::vector<std::string> cells_of(const StoredSweep& sweep, const StoredPoint& point) {
  std::vector<std::string> out{point.row.id, fmt::format("{}", point.member.position), point.row.outcome};
  for (const std::string& name : sweep.entry.names) {
    const explore::Assignment* found = explore::find(point.parameters, name);
    out.push_back(found == nullptr ? "" : explore::text_of(found->value));
  }
  for (const explore::Metric& metric : explore::metrics()) {
    const auto value = metric.of(point.row);
    out.push_back(value ? explore::text_of(value->value) : "");
  }
  out.push_back(point.row.message);
  return out;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::vector<std::string> quoted;
  quoted.reserve(cells.size());
  for (const std::string& cell : cells) {
    quoted.push_back(report::csv_cell(cell));
  }
  return fmt::format("{}\n", fmt::join(quoted, ","));
}

std::string md_line(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    for (std::size_t at = cell.find('|'); at != std::string::npos; at = cell.find('|', at + 2)) {
      cell.insert(at, "\\");
    }
  }
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

/// Text as LaTeX prints it.
std::string tex_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("&%$#_{}").find(c) != std::string_view::npos) {
      out += "\\";
      out += c;
    } else if (c == '\\' || c == '~' || c == '^') {
      out += c == '\\' ? "\\textbackslash{}" : c == '~' ? "\\textasciitilde{}" : "\\textasciicircum{}";
    } else {
      out += c;
    }
  }
  return out;
}

/// For siunitx; a band as a range.
std::string tex_number(const explore::Interval& x) {
  const auto number = [](double value) { return fmt::format("\\num{{{:.4g}}}", value); };
  return x.low == x.value && x.high == x.value
             ? number(x.value)
             : fmt::format("{} ({} to {})", number(x.value), number(x.low), number(x.high));
}

std::vector<std::string> tex_cells(const StoredSweep& sweep, const StoredPoint& point,
                                   const std::vector<explore::MetricRef>& metrics) {
  std::vector<std::string> out;
  for (const std::string& name : sweep.entry.names) {
    out.push_back(tex_escaped(point.parameter(name)));
  }
  for (const explore::MetricRef& metric : metrics) {
    const auto value = metric.of(point.row);
    out.push_back(value ? tex_number(*value) : "--");
  }
  return out;
}

/// A table with the rules of booktabs, of the points that ran: parameters, and the sweep's objectives.
std::string tex_table(const StoredSweep& sweep) {
  std::vector<explore::MetricRef> metrics;
  std::vector<std::string> head;
  for (const std::string& name : sweep.entry.names) {
    head.push_back(tex_escaped(name));
  }
  for (const explore::Objective& objective : sweep.text.objectives) {
    metrics.push_back(explore::metric(objective.metric, "objectives"));
    const std::string unit(metrics.back().metric->unit);
    head.push_back(tex_escaped(objective.metric + (unit.empty() ? "" : " / " + unit)));
  }
  std::string out =
      fmt::format("% needs booktabs and siunitx\n\\begin{{tabular}}{{{}{}}}\n\\toprule\n{} \\\\\n\\midrule\n",
                  std::string(sweep.entry.names.size(), 'l'), std::string(metrics.size(), 'r'), fmt::join(head, " & "));
  for (const StoredPoint& point : sweep.points) {
    if (point.is_ok()) {
      out += fmt::format("{} \\\\\n", fmt::join(tex_cells(sweep, point, metrics), " & "));
    }
  }
  return out + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace

std::string export_text(const StoredSweep& sweep, const std::string& format) {
  std::string out;
  if (format == "jsonl") {
    for (const StoredPoint& point : sweep.points) {
      out += fmt::format("{{\"position\":{},\"parameters\":{},\"run\":{}}}\n", point.member.position,
                         point.member.parameters, explore::canonical_json(point.row));
    }
    return out;
  }
  if (format == "tex") {
    return tex_table(sweep);
  }
  if (format != "csv" && format != "md") {
    throw InputError(fmt::format("--format: expected csv, md, tex or jsonl, found {}", util::shown(format)));
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    return format == "csv" ? csv_line(cells) : md_line(cells);
  };
  const std::vector<std::string> head = head_of(sweep);
  out = line(head);
  if (format == "md") {
    out += md_line(std::vector<std::string>(head.size(), "---"));
  }
  for (const StoredPoint& point : sweep.points) {
    out += line(cells_of(sweep, point));
  }
  return out;
}

void write_text(const std::string& path, const std::string& text) {
  util::write_file_atomic(path, text);
}

}  // namespace lmulsim::cli
