// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "report/comparison.hpp"
#include "report/scaled.hpp"
#include "report/text_table.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string ratio_text(const std::optional<cost::Band>& ratio) {
  return ratio ? fmt::format("{:.3f}", ratio->value) : "-";
}

std::string bars_text(const Difference& d) {
  const bool has_bars = d.verdict == Verdict::inside_bars || d.verdict == Verdict::outside_bars;
  return has_bars && d.ratio ? fmt::format("{:.3f} to {:.3f}", d.ratio->low, d.ratio->high) : "";
}

std::string verdict_text(Verdict verdict) {
  return verdict == Verdict::exact ? "" : std::string(name(verdict));
}

std::vector<std::string> cells(const Quantity& q) {
  std::vector<std::string> out{(q.is_part ? "  " : "") + q.name};
  for (std::size_t i = 0; i < q.values.size(); ++i) {
    out.push_back(q.values[i] ? text_of(q.unit, q.values[i]->value) : "-");
    if (i > 0) {
      const Difference& d = q.differences[i - 1];
      const bool known = d.verdict != Verdict::not_in_both;
      out.push_back(known ? ratio_text(d.ratio) : "-");
      out.push_back(known && d.delta != 0 ? (d.delta > 0 ? "+" : "") + text_of(q.unit, d.delta) : "");
      out.push_back(bars_text(d));
      out.push_back(verdict_text(d.verdict));
    }
  }
  return out;
}

}  // namespace

std::string text_of(Unit unit, double value) {
  switch (unit) {
    case Unit::count:
      return fmt::format("{:.0f}", value);
    case Unit::share:
      return fmt::format("{:.2f} %", 100 * value);
    case Unit::seconds:
      return scaled_time(value).text();
    case Unit::picojoules:
      return scaled_energy(value).text();
    case Unit::square_micrometres:
      return scaled_area(value).text();
  }
  return "";
}

std::string to_text(const Comparison& c) {
  std::string alignment = "lr";
  std::vector<std::string> head{"", c.designs.front().name};
  for (std::size_t i = 1; i < c.designs.size(); ++i) {
    alignment += "rrrrl";
    head.insert(head.end(), {c.designs[i].name, "ratio", "difference", "ratio's error bars", ""});
  }
  TextTable table(alignment);
  table.row(head);
  const auto words = [&](const char* name, std::string Design::*member) {
    std::vector<std::string> row{name, c.designs.front().*member};
    for (std::size_t i = 1; i < c.designs.size(); ++i) {
      row.insert(row.end(), {c.designs[i].*member, "", "", "", ""});
    }
    table.row(row);
  };
  words("workload", &Design::workload);
  words("engine", &Design::engine);
  words("technology", &Design::technology);
  for (const Quantity& q : c.quantities) {
    table.row(cells(q));
  }
  std::string out = table.text();
  for (const std::string& note : c.notes) {
    out += "  note: " + note + "\n";
  }
  return c.rows.empty() ? out : out + grid_text(design_grid(c.rows));
}

std::string side_by_side(const RunReport& a, const RunReport& b) {
  return to_text(compare({design_of(a), design_of(b)}));
}

}  // namespace lmulsim::report
