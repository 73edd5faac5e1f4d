// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/html.hpp"

#include <fmt/format.h>

namespace lmulsim::report {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1a1a1a; --page: #fff; --line: #ddd; --block: #f6f6f6; --warn: #fff3cd; --bad: #fdd; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --page: #16181c; --line: #3a3d42; --block: #22252a; --warn: #4a3a10; --bad: #5a2020; }
}
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: var(--ink);
  background: var(--page); overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5em 0 1.5em; overflow-wrap: normal; }
th, td { padding: 0.15em 0.8em; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.failed td { background: var(--bad); }
ul.warnings { background: var(--warn); border-left: 4px solid #d08700; padding: 0.6em 1em 0.6em 2em; }
pre { background: var(--block); padding: 1em; overflow-x: auto; overflow-wrap: normal; }
.chart { position: relative; height: 26em; margin: 1em 0; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40em) {
  body { margin: 0.5em auto; padding: 0 0.6em; font-size: 14px; }
  th, td { padding: 0.15em 0.4em; }
  h1 { font-size: 1.3em; }
  h2 { font-size: 1.1em; }
}
@media print {
  :root { --ink: #000; --page: #fff; --line: #bbb; --block: #fff; --warn: #fff; --bad: #fff; }
  body { margin: 0; max-width: none; font-size: 10pt; }
  details { display: none; }
  .scroll { overflow: visible; }
  tr, .chart, ul.warnings { break-inside: avoid; }
  h2 { break-after: avoid; }
}
)";

}  // namespace

std::string escape_html(std::string_view text) {
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

std::string html_page(std::string_view title, const std::string& body, const std::vector<Chart>& charts) {
  const std::string heading = escape_html(title);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n"
      "</head>\n<body>\n<h1>{}</h1>\n{}{}</body>\n</html>\n",
      heading, kStyle, heading, body, chart_scripts(charts));
}

std::string html_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                       std::size_t text_columns) {
  std::string out = "<div class=\"scroll\"><table>\n<tr>";
  for (const std::string& cell : head) {
    out += "<th>" + escape_html(cell) + "</th>";
  }
  out += "</tr>\n";
  for (const auto& row : rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += (i < text_columns ? "<td>" : "<td class=\"n\">") + escape_html(row[i]) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</table></div>\n";
}

std::string html_warnings(const std::vector<std::string>& warnings) {
  std::string out = warnings.empty() ? "" : "<ul class=\"warnings\">\n";
  for (const std::string& warning : warnings) {
    out += "<li><strong>Warning:</strong> " + escape_html(warning) + "</li>\n";
  }
  return out + (warnings.empty() ? "" : "</ul>\n");
}

}  // namespace lmulsim::report
