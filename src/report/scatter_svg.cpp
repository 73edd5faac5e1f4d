// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/scatter_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/html.hpp"

namespace lmulsim::report {
namespace {

// Pixels.
constexpr double kWidth = 860;
constexpr double kLeft = 70;
constexpr double kRight = 560;
constexpr double kTop = 40;
constexpr double kBottom = 420;
constexpr double kLine = 22;  ///< of the list of names
constexpr int kTicks = 5;
constexpr const char* kColour = "#0072b2";

/// Round steps of 1, 2 or 5 times a power of ten, about kTicks of them.
double step_of(double range) {
  const double rough = range / kTicks;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double digit = rough / power;
  return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
}

/// Values between two pixels, with some room at both ends.
struct Axis {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  double from;
  double to;

  void add(const cost::Band& band) {
    low = std::min(low, band.low);
    high = std::max(high, band.high);
  }
  void widen() {
    const double room = high > low ? 0.06 * (high - low) : std::max(1.0, std::abs(high)) / 2;
    low -= room;
    high += room;
  }
  [[nodiscard]] double at(double value) const { return from + (value - low) / (high - low) * (to - from); }
};

std::string line(double x0, double y0, double x1, double y1, const char* colour) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"/>\n", x0, y0, x1, y1,
                     colour);
}

std::string text(double x, double y, const char* anchor, const std::string& words, const char* more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     escape_html(words));
}

std::string grid(const Axis& x, const Axis& y) {
  std::string out;
  const double across = step_of(x.high - x.low);
  for (double v = std::ceil(x.low / across) * across; v <= x.high; v += across) {
    out +=
        line(x.at(v), kTop, x.at(v), kBottom, "#ddd") + text(x.at(v), kBottom + 18, "middle", fmt::format("{:.4g}", v));
  }
  const double up = step_of(y.high - y.low);
  for (double v = std::ceil(y.low / up) * up; v <= y.high; v += up) {
    out +=
        line(kLeft, y.at(v), kRight, y.at(v), "#ddd") + text(kLeft - 8, y.at(v) + 4, "end", fmt::format("{:.4g}", v));
  }
  return out;
}

std::string point(const ChartPoint& p, std::size_t number, const Axis& x, const Axis& y) {
  const double px = x.at(p.x.value);
  const double py = y.at(p.y.value);
  const double list = kTop + kLine * static_cast<double>(number);
  const auto dot = [&](double cx, double cy) {
    return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"9\" stroke=\"{}\" fill=\"{}\"/>\n", cx, cy, kColour,
                       p.marked ? kColour : "#fff") +
           text(cx, cy + 4, "middle", std::to_string(number), p.marked ? " fill=\"#fff\"" : "");
  };
  return line(x.at(p.x.low), py, x.at(p.x.high), py, kColour) + line(px, y.at(p.y.low), px, y.at(p.y.high), kColour) +
         dot(px, py) + dot(kRight + 30, list) + text(kRight + 48, list + 4, "start", p.name);
}

}  // namespace

std::string scatter_svg(const Chart& chart) {
  Axis x{.from = kLeft, .to = kRight};
  Axis y{.from = kBottom, .to = kTop};
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
  out += text(kLeft, 22, "start", chart.title, " font-size=\"14\"") + grid(x, y);
  out +=
      text((kLeft + kRight) / 2, kBottom + 40, "middle", chart.x_title) + text(kLeft - 8, kTop - 6, "end", chart.unit);
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    out += point(chart.points[i], i + 1, x, y);
  }
  return out + "</svg>\n";
}

}  // namespace lmulsim::report
