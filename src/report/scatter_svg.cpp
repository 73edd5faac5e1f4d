// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/scatter_svg.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/svg_plot.hpp"

namespace lmulsim::report {
namespace {

// Pixels.
constexpr double kWidth = 860;
constexpr double kLeft = 70;
constexpr double kRight = 560;
constexpr double kTop = 40;
constexpr double kBottom = 420;
constexpr double kLine = 22;  ///< of the list of names
constexpr const char* kColour = "#0072b2";
constexpr const char* kGridLook = "stroke=\"#ddd\"";

std::string grid(const SvgAxis& x, const SvgAxis& y) {
  std::string out;
  for (const double v : x.ticks()) {
    out += svg_line(x.at(v), kTop, x.at(v), kBottom, kGridLook) +
           svg_text(x.at(v), kBottom + 18, "middle", fmt::format("{:.4g}", v));
  }
  for (const double v : y.ticks()) {
    out += svg_line(kLeft, y.at(v), kRight, y.at(v), kGridLook) +
           svg_text(kLeft - 8, y.at(v) + 4, "end", fmt::format("{:.4g}", v));
  }
  return out;
}

std::string point(const ChartPoint& p, std::size_t number, const SvgAxis& x, const SvgAxis& y) {
  const double px = x.at(p.x.value);
  const double py = y.at(p.y.value);
  const double list = kTop + kLine * static_cast<double>(number);
  const auto dot = [&](double cx, double cy) {
    return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"9\" stroke=\"{}\" fill=\"{}\"/>\n", cx, cy, kColour,
                       p.marked ? kColour : "#fff") +
           svg_text(cx, cy + 4, "middle", std::to_string(number), p.marked ? " fill=\"#fff\"" : "");
  };
  const std::string look = fmt::format("stroke=\"{}\"", kColour);
  return svg_line(x.at(p.x.low), py, x.at(p.x.high), py, look) + svg_line(px, y.at(p.y.low), px, y.at(p.y.high), look) +
         dot(px, py) + dot(kRight + 30, list) + svg_text(kRight + 48, list + 4, "start", p.name);
}

}  // namespace

std::string scatter_svg(const Chart& chart) {
  SvgAxis x{.from = kLeft, .to = kRight};
  SvgAxis y{.from = kBottom, .to = kTop};
  for (const ChartPoint& p : chart.points) {
    x.add(p.x);
    y.add(p.y);
  }
  x.widen();
  y.widen();
  const double height = std::max(kBottom + 55, kTop + kLine * (static_cast<double>(chart.points.size()) + 1));
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
      kWidth, height);
  out += svg_text(kLeft, 22, "start", chart.title, " font-size=\"14\"") + grid(x, y);
  out += svg_text((kLeft + kRight) / 2, kBottom + 40, "middle", chart.x_title) +
         svg_text(kLeft - 8, kTop - 6, "end", chart.unit);
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    out += point(chart.points[i], i + 1, x, y);
  }
  return out + "</svg>\n";
}

}  // namespace lmulsim::report
