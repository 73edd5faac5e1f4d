// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "arith/names.hpp"
#include "config/dataflow_names.hpp"
#include "report/design_row_writer.hpp"
#include "report/html.hpp"
#include "report/roofline_writer.hpp"
#include "report/scaled.hpp"
#include "report/writers.hpp"
#include "result/design.hpp"
#include "result/design_row.hpp"
#include "result/roofline.hpp"

namespace lmulsim::report {
namespace {

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

/// Equal operators of several layers, shown once.
struct Fold {
  const result::OperatorReport* first;
  std::int64_t layers = 0;
  std::int64_t cycles = 0;
  std::optional<cost::Band> energy_pj{};
};

bool is_equal(const result::OperatorReport& a, const result::OperatorReport& b) {
  return a.kind == b.kind && a.gemm == b.gemm && a.count == b.count && a.elements == b.elements &&
         a.cycles == b.cycles && (a.layer < 0) == (b.layer < 0) &&
         result::operator_group(a.name) == result::operator_group(b.name);
}

std::vector<Fold> folded(const result::RunReport& r) {
  std::vector<Fold> out;
  for (const result::OperatorReport& op : r.operators) {
    auto it = std::ranges::find_if(out, [&](const Fold& fold) { return is_equal(*fold.first, op); });
    if (it == out.end()) {
      it = out.insert(out.end(), {&op});
    }
    ++it->layers;
    it->cycles += op.cycles;
    if (op.energy_pj) {
      it->energy_pj = it->energy_pj.value_or(cost::Band{}) + op.energy_pj->total;
    }
  }
  return out;
}

std::string energy_text(const std::optional<cost::Band>& band) {
  return band ? fmt::format("{} ({} to {})", scaled_energy(band->value).text(), scaled_energy(band->low).text(),
                            scaled_energy(band->high).text())
              : "-";
}

std::vector<std::string> cells(const result::RunReport& r, const Fold& fold) {
  const result::OperatorReport& op = *fold.first;
  std::vector<std::string> out{fold.layers > 1 ? std::string(result::operator_group(op.name)) : op.name, op.kind,
                               grouped(fold.layers)};
  if (!op.timed()) {
    out.insert(out.end(), {fmt::format("{} elements", grouped(op.elements)), "-", "-", "-", "-", "-"});
    return out;
  }
  const result::Roofline line = result::roofline(r, op);
  const auto needed = line.needed_bytes_per_s();
  const std::string times = op.count == 1 ? "" : fmt::format("{} x ", op.count);
  out.insert(out.end(), {fmt::format("{}{} x {} x {}", times, op.gemm->m, op.gemm->n, op.gemm->k), grouped(fold.cycles),
                         fmt::format("{:.1f} %", 100 * op.utilization), energy_text(fold.energy_pj),
                         needed ? scaled_bandwidth(*needed).text() : "-", result::bound_name(line)});
  return out;
}

std::string operators(const result::RunReport& r, const std::optional<Chart>& chart) {
  std::vector<std::vector<std::string>> rows;
  for (const Fold& fold : folded(r)) {
    rows.push_back(cells(r, fold));
  }
  return "<h2>Operators</h2>\n" + (chart ? chart_canvas(*chart) : "") +
         html_table({"operator", "kind", "times", "M x N x K", "cycles in all", "utilization", "energy in all",
                     "needs of DRAM", "bound by"},
                    rows, 2) +
         fmt::format("<p>Operators that are not products are {}. Equal operators of all layers stand once.</p>\n",
                     result::kNotTimed);
}

/// What was run, on what, at which cost tables.
std::string head(const result::RunReport& r) {
  const machine::Accelerator& acc = r.accelerator;
  const result::WorkloadInfo& w = r.workload;
  std::vector<std::vector<std::string>> rows{
      {"accelerator", acc.name},
      {"array", fmt::format("{} x {} PEs, {}", acc.rows, acc.cols, config::dataflow_name(acc.dataflow))},
      {"PE", fmt::format("{} multiplier, {} x {}, {} accumulator", arith::multiplier_name(acc.pe.multiplier),
                         arith::info(acc.pe.activation_format).name, arith::info(acc.pe.weight_format).name,
                         arith::accumulator_name(acc.pe.accumulator))},
      {"workload", w.name}};
  if (!w.phase.empty()) {
    rows.push_back(
        {"run", fmt::format("{}, batch {}, {} new tokens a sequence, context {}", w.phase, w.batch, w.seq, w.context)});
  }
  rows.push_back(
      {"technology", fmt::format("{}, SRAM {}, DRAM {}", r.provenance.technology,
                                 r.provenance.sram.empty() ? "of its own" : r.provenance.sram, r.provenance.dram)});
  rows.push_back(
      {"clock", fmt::format("{:g} MHz{}", acc.clock_hz / 1e6, acc.clock_auto ? ", from the critical path" : "")});
  if (r.energy_pj && r.time_s > 0) {
    const cost::Band power = result::power_w(r);
    rows.push_back({"power", fmt::format("{} ({} to {})", scaled_power(power.value).text(),
                                         scaled_power(power.low).text(), scaled_power(power.high).text())});
  }
  rows.push_back({"cycles", fmt::format("{}, {}, {:.2f} % utilization", grouped(r.cycles.total),
                                        scaled_time(r.time_s).text(), 100 * r.utilization)});
  rows.push_back({"multiply-accumulates", grouped(r.activity.macs_useful)});
  if (const auto rate = result::tokens_per_s(r)) {
    rows.push_back({"tokens a second", scaled_rate(*rate).value});
    rows.push_back({"energy per token", energy_text(result::energy_per_token_pj(r))});
  }
  rows.push_back({"engine", r.engine});
  rows.push_back({"memory", r.provenance.memory_model});
  rows.push_back({"version", r.provenance.version + " " + r.provenance.git_revision});
  return "<pre class=\"wrap\">" + escape_html(roofline_text(r)) + "</pre>\n" + html_table({"", ""}, rows, 2);
}

std::string origin(const result::RunReport& r) {
  std::string out = html_list(r.workload.assumptions);
  out = out.empty() ? "" : "<h2>Assumptions</h2>\n" + out;
  std::vector<std::vector<std::string>> rows;
  for (const result::ConfigRecord& c : r.provenance.configs) {
    rows.push_back({c.role, c.path, c.sha256});
  }
  return out + "<h2>Provenance</h2>\n" + html_table({"", "file", "sha256"}, rows, 3);
}

std::string checks(const result::RunReport& r) {
  std::string out =
      "<h2>Checks</h2>\n<div "
      "class=\"scroll\"><table>\n<tr><th>check</th><th>expected</th><th>found</th><th></th></tr>\n";
  const auto text = [](const result::Amount& amount) {
    const auto* whole = std::get_if<std::int64_t>(&amount);
    return whole != nullptr ? grouped(*whole) : fmt::format("{}", std::get<double>(amount));
  };
  for (const result::Check& c : r.checks.all()) {
    out += c.passed() ? "<tr>" : "<tr class=\"failed\">";
    out += text_cell(c.name) + number(text(c.expected)) + number(text(c.found)) +
           text_cell(c.passed() ? "holds" : "FAILED: " + c.first_failure) + "</tr>\n";
  }
  return out + "</table></div>\n";
}

}  // namespace

std::string to_html(const result::RunReport& r) {
  const result::Design design = result::design_of(r);
  const std::optional<Chart> energy = cost_chart({&design, 1}, &result::Design::energy_pj, "energy", "Energy by part");
  const std::optional<Chart> area = cost_chart({&design, 1}, &result::Design::area_um2, "area", "Area by part");
  const std::optional<Chart> by_operator = operator_chart(design, "operators");
  std::vector<Chart> charts;
  for (const auto& chart : {energy, by_operator, area}) {
    if (chart) {
      charts.push_back(*chart);
    }
  }
  std::string body = html_warnings(result::warnings_of(r)) + head(r);
  body += section(r.energy_pj, "Energy", scaled_energy, energy) + section(r.area_um2, "Area", scaled_area, area);
  if (r.quality) {
    body += "<h2>Quality</h2>\n" + grid_html(design_grid(result::design_rows({&design, 1})));
  }
  body += operators(r, by_operator) + checks(r) + origin(r);
  body += "<details><summary>The report as text</summary>\n<pre>" + escape_html(to_text(r)) + "</pre></details>\n";
  return html_page(r.accelerator.name + ": " + r.workload.name, body, charts);
}

}  // namespace lmulsim::report
