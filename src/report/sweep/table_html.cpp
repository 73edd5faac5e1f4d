// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/table_html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/html.hpp"

namespace lmulsim::report::sweep {
namespace {

constexpr double kBarWidth = 200;  ///< pixels of the drawing; the page stretches it

std::string row_html(const Row& row) {
  std::string out = row.point ? fmt::format("<tr data-point=\"{}\">", *row.point) : "<tr>";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = row.cells[i];
    const std::string inner = cell.html.empty() ? escape_html(cell.text) : cell.html;
    const std::string_view look = cell.is_number ? " class=\"n\"" : "";
    out += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", look, inner) : fmt::format("<td{}>{}</td>", look, inner);
  }
  return out + "</tr>\n";
}

std::string bar_start(double height) {
  return fmt::format("<svg class=\"inline\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
                     kBarWidth, height);
}

}  // namespace

Cell text_cell(std::string text) {
  return {.text = std::move(text)};
}

Cell number_cell(std::string text) {
  return {.text = std::move(text), .is_number = true};
}

std::string table_html(std::string_view caption, const std::vector<std::string>& head, const std::vector<Row>& rows,
                       std::string_view id) {
  std::string out = fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table{}>\n",
                                escape_html(caption), id.empty() ? "" : fmt::format(" id=\"{}\"", id));
  out += fmt::format("<caption>{}</caption>\n<thead><tr>", escape_html(caption));
  for (const std::string& cell : head) {
    out += cell.empty() ? "<td></td>" : fmt::format("<th scope=\"col\">{}</th>", escape_html(cell));
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const Row& row : rows) {
    out += row_html(row);
  }
  return out + "</tbody></table></div>\n";
}

Cell bar_cell(double low, double value, double high, double end) {
  const auto x = [&](double v) { return end > 0 ? std::clamp(v / end, 0.0, 1.0) * kBarWidth : 0; };
  return {.html = fmt::format("{}<rect class=\"share\" y=\"2\" width=\"{:.1f}\" height=\"10\"/>"
                              "<path class=\"bar\" d=\"M{:.1f} 7H{:.1f}\"/></svg>",
                              bar_start(14), x(value), x(low), x(high))};
}

Cell stack_cell(const std::vector<Segment>& segments, double end) {
  std::string out = bar_start(14);
  double at = 0;
  for (const Segment& segment : segments) {
    const double width = end > 0 ? segment.size / end * kBarWidth : 0;
    out += fmt::format("<rect x=\"{:.2f}\" width=\"{:.2f}\" height=\"14\" fill=\"{}\"><title>{}</title></rect>", at,
                       width, segment.colour, escape_html(segment.name));
    at += width;
  }
  return {.html = out + "</svg>"};
}

}  // namespace lmulsim::report::sweep
