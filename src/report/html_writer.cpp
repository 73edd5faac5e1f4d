// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "report/design.hpp"
#include "report/design_row.hpp"
#include "report/html.hpp"
#include "report/scaled.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string number(std::int64_t value) {
  return fmt::format("<td class=\"n\">{}</td>", value);
}
std::string number(const std::string& text) {
  return fmt::format("<td class=\"n\">{}</td>", escape_html(text));
}
std::string text_cell(std::string_view text) {
  return fmt::format("<td>{}</td>", escape_html(text));
}

/// The parts of an energy or an area, with their chart and what is said about them.
std::string section(const std::optional<cost::Breakdown>& b, std::string_view title, Scaled (*scale)(double),
                    const std::optional<Chart>& chart) {
  if (!b) {
    return "";
  }
  std::vector<std::vector<std::string>> rows;
  for (const cost::Component& c : b->components) {
    const std::string share = b->total.value > 0 ? fmt::format("{:.1f} %", 100 * c.band.value / b->total.value) : "-";
    rows.push_back({std::string(cost::name(c.part)), scale(c.band.value).text(), share, scale(c.band.low).text(),
                    scale(c.band.high).text()});
  }
  std::string out = fmt::format("<h2>{}: {} ({} to {})</h2>\n", title, scale(b->total.value).text(),
                                scale(b->total.low).text(), scale(b->total.high).text());
  out += (chart ? chart_canvas(*chart) : "") + html_table({"part", "value", "share", "low", "high"}, rows) + "<ul>\n";
  for (const std::string& note : b->notes) {
    out += "<li>" + escape_html(note) + "</li>\n";
  }
  return out + "</ul>\n";
}

std::string operators(const RunReport& r, const std::optional<Chart>& chart) {
  std::string out = "<h2>Operators</h2>\n" + (chart ? chart_canvas(*chart) : "");
  out +=
      "<table>\n<tr><th>operator</th><th>kind</th><th>count</th><th>M</th><th>N</th><th>K</th>"
      "<th>start cycle</th><th>cycles</th><th>utilization</th><th>energy</th></tr>\n";
  for (const OperatorReport& op : r.operators) {
    out += "<tr>" + text_cell(op.name) + text_cell(op.kind);
    if (op.timed()) {
      out += number(op.count) + number(op.gemm->m) + number(op.gemm->n) + number(op.gemm->k) + number(op.start_cycle) +
             number(op.cycles) + number(fmt::format("{:.1f} %", 100 * op.utilization)) +
             number(op.energy_pj ? scaled_energy(op.energy_pj->total.value).text() : "-");
    } else {
      out += fmt::format("<td colspan=\"8\">{} elements, {}</td>", op.elements, kNotTimed);
    }
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string checks(const RunReport& r) {
  std::string out = "<h2>Checks</h2>\n<table>\n<tr><th>check</th><th>expected</th><th>found</th><th></th></tr>\n";
  const auto text = [](const Amount& amount) {
    return std::visit([](auto v) { return fmt::format("{}", v); }, amount);
  };
  for (const Check& c : r.checks.all()) {
    out += c.passed() ? "<tr>" : "<tr class=\"failed\">";
    out += text_cell(c.name) + number(text(c.expected)) + number(text(c.found)) +
           text_cell(c.passed() ? "holds" : "FAILED: " + c.first_failure) + "</tr>\n";
  }
  return out + "</table>\n";
}

}  // namespace

std::string to_html(const RunReport& r) {
  const Design design = design_of(r);
  const std::optional<Chart> energy = cost_chart({&design, 1}, &Design::energy_pj, "energy", "Energy by part");
  const std::optional<Chart> area = cost_chart({&design, 1}, &Design::area_um2, "area", "Area by part");
  const std::optional<Chart> by_operator = operator_chart(design, "operators");
  std::vector<Chart> charts;
  for (const auto& chart : {energy, by_operator, area}) {
    if (chart) {
      charts.push_back(*chart);
    }
  }
  std::string body =
      fmt::format("<p>{} cycles, {}, {:.2f} % utilization, {} multiply-accumulates, engine {}.</p>\n", r.cycles.total,
                  scaled_time(r.time_s).text(), 100 * r.utilization, r.activity.macs_useful, escape_html(r.engine));
  body += section(r.energy_pj, "Energy", scaled_energy, energy) + section(r.area_um2, "Area", scaled_area, area);
  if (r.quality) {
    body += "<h2>Quality</h2>\n" + grid_html(design_grid(design_rows({&design, 1})));
  }
  body += operators(r, by_operator) + checks(r);
  body += "<h2>The report as text</h2>\n<pre>" + escape_html(to_text(r)) + "</pre>\n";
  return html_page(r.accelerator.name + ": " + r.workload.name, body, charts);
}

}  // namespace lmulsim::report
