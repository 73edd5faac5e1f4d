// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "report/scaled.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

constexpr std::string_view kStyle = R"(
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #1a1a1a; }
table { border-collapse: collapse; margin: 0.5em 0 1.5em; }
th, td { padding: 0.15em 0.8em; text-align: left; border-bottom: 1px solid #ddd; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
tr.failed td { background: #fdd; }
pre { background: #f6f6f6; padding: 1em; overflow-x: auto; }
svg text { font: 12px system-ui, sans-serif; }
)";

/// Colours that differ for colour-blind readers too (Okabe and Ito), one per part.
constexpr std::array<std::string_view, cost::kPartNames.size()> kColours{"#0072b2", "#d55e00", "#999999", "#56b4e9",
                                                                         "#009e73", "#e69f00", "#cc79a7", "#f0e442"};

std::string number(std::int64_t value) {
  return fmt::format("<td class=\"n\">{}</td>", value);
}
std::string number(const std::string& text) {
  return fmt::format("<td class=\"n\">{}</td>", escape(text));
}
std::string text_cell(std::string_view text) {
  return fmt::format("<td>{}</td>", escape(text));
}

/// One bar, split by the parts' shares, each with its legend line.
std::string stacked_bar(const cost::Breakdown& b, Scaled (*scale)(double)) {
  constexpr double kWidth = 900;
  if (b.total.value <= 0) {
    return "<p>nothing</p>\n";
  }
  std::string out =
      fmt::format("<svg role=\"img\" width=\"{}\" height=\"{}\">\n", kWidth, 40 + 18 * b.components.size());
  double x = 0;
  double y = 46;
  for (const cost::Component& c : b.components) {
    const auto colour = kColours[static_cast<std::size_t>(c.part)];
    const double share = c.band.value / b.total.value;
    const std::string label =
        fmt::format("{}: {} ({:.1f} %)", cost::name(c.part), scale(c.band.value).text(), 100 * share);
    out +=
        fmt::format("<rect x=\"{:.2f}\" y=\"0\" width=\"{:.2f}\" height=\"30\" fill=\"{}\"><title>{}</title></rect>\n",
                    x, share * kWidth, colour, escape(label));
    out += fmt::format(
        "<rect x=\"0\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"18\" y=\"{}\">{}</text>\n", y - 10,
        colour, y, escape(label));
    x += share * kWidth;
    y += 18;
  }
  return out + "</svg>\n";
}

std::string section(const std::optional<cost::Breakdown>& b, std::string_view title, Scaled (*scale)(double)) {
  if (!b) {
    return "";
  }
  std::string out = fmt::format("<h2>{}: {} ({} to {})</h2>\n", title, scale(b->total.value).text(),
                                scale(b->total.low).text(), scale(b->total.high).text());
  out += stacked_bar(*b, scale) + "<ul>\n";
  for (const std::string& note : b->notes) {
    out += "<li>" + escape(note) + "</li>\n";
  }
  return out + "</ul>\n";
}

std::string operators(const RunReport& r) {
  std::string out =
      "<h2>Operators</h2>\n<table>\n<tr><th>operator</th><th>kind</th><th>count</th><th>M</th><th>N</th><th>K</th>"
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
  const std::string title = r.accelerator.name + ": " + r.workload.name;
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n", escape(title), kStyle,
                     escape(title));
  out +=
      fmt::format("<p>{} cycles, {}, {:.2f} % utilization, {} multiply-accumulates, engine {}.</p>\n", r.cycles.total,
                  scaled_time(r.time_s).text(), 100 * r.utilization, r.activity.macs_useful, escape(r.engine));
  out += section(r.energy_pj, "Energy", scaled_energy) + section(r.area_um2, "Area", scaled_area);
  out += operators(r) + checks(r);
  out += "<h2>The report as text</h2>\n<pre>" + escape(to_text(r)) + "</pre>\n</body>\n</html>\n";
  return out;
}

}  // namespace lmulsim::report
