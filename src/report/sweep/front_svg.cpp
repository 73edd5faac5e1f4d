// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/front_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/html.hpp"
#include "report/svg_plot.hpp"
#include "report/sweep/display_unit.hpp"

namespace lmulsim::report::sweep {
namespace {

// Pixels.
constexpr double kWidth = 640;
constexpr double kHeight = 430;
constexpr double kLeft = 70;
constexpr double kRight = 625;
constexpr double kTop = 50;
constexpr double kBottom = 375;
constexpr double kDecade = 12;  ///< from this ratio of the ends on, an axis is logarithmic

const Metric& metric_of(const SweepPage& page, std::size_t objective) {
  return page.metrics[page.objectives[objective].metric];
}

bool is_drawn(const SweepPage& page, std::size_t point) {
  return page.classes[point] <= PointClass::beyond_limit;
}

/// An axis that holds the values of all points and the error bars of the front.
SvgAxis axis_of(const SweepPage& page, const Metric& metric, double from, double to) {
  SvgAxis out{.from = from, .to = to};
  for (std::size_t i = 0; i < page.ids.size(); ++i) {
    if (const auto& band = metric.values[i]; band && is_drawn(page, i)) {
      out.add(page.classes[i] == PointClass::front ? *band : cost::Band{band->value, band->value, band->value});
    }
  }
  out.logarithmic = out.low > 0 && out.high / out.low > kDecade;
  out.widen();
  return out;
}

struct Pixel {
  double x, y;
};

/// The points of one class, each pixel once.
std::vector<Pixel> pixels_of(const SweepPage& page, PointClass wanted, const Metric& mx, const Metric& my,
                             const SvgAxis& x, const SvgAxis& y) {
  std::set<std::pair<int, int>> seen;
  std::vector<Pixel> out;
  for (std::size_t i = 0; i < page.ids.size(); ++i) {
    if (page.classes[i] != wanted || !mx.values[i] || !my.values[i]) {
      continue;
    }
    const Pixel at{x.at(mx.values[i]->value), y.at(my.values[i]->value)};
    if (seen.emplace(static_cast<int>(std::round(at.x)), static_cast<int>(std::round(at.y))).second) {
      out.push_back(at);
    }
  }
  return out;
}

/// One path of equal marks; each begins where the point is.
std::string marks(const std::vector<Pixel>& pixels, std::string_view mark, double left, std::string_view look) {
  if (pixels.empty()) {
    return "";
  }
  std::string path;
  for (const Pixel& at : pixels) {
    path += fmt::format("M{:.0f} {:.0f}{}", at.x - left, at.y, mark);
  }
  return fmt::format("<path class=\"{}\" d=\"{}\"/>\n", look, path);
}

constexpr std::string_view kDot = "h0";  ///< a round end of a line
constexpr std::string_view kDiamond = "l4-4 4 4-4 4z";
constexpr std::string_view kRing = "a3 3 0 1 0 6 0a3 3 0 1 0-6 0";

std::string front_points(const SweepPage& page, const Metric& mx, const Metric& my, const SvgAxis& x,
                         const SvgAxis& y) {
  std::string bars;
  std::string points;
  for (std::size_t i = 0; i < page.ids.size(); ++i) {
    if (page.classes[i] != PointClass::front || !mx.values[i] || !my.values[i]) {
      continue;
    }
    const cost::Band& bx = *mx.values[i];
    const cost::Band& by = *my.values[i];
    const double px = x.at(bx.value);
    const double py = y.at(by.value);
    bars += fmt::format("M{:.1f} {:.1f}H{:.1f}M{:.1f} {:.1f}V{:.1f}", x.at(bx.low), py, x.at(bx.high), px, y.at(by.low),
                        y.at(by.high));
    points += fmt::format(
        "<circle class=\"front\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"><title>{}: {}, {}</title>"
        "</circle>\n",
        px, py, page.ids[i].substr(0, 8), escape_html(band_text(bx, mx.unit)), escape_html(band_text(by, my.unit)));
  }
  return bars.empty() ? "" : fmt::format("<path class=\"bar\" d=\"{}\"/>\n{}", bars, points);
}

std::string axis_title(const Metric& metric, const DisplayUnit& unit, bool maximise) {
  return fmt::format("{}{} ({} is better)", metric.name, unit.name.empty() ? "" : fmt::format(", {}", unit.name),
                     maximise ? "more" : "less");
}

std::string grid(const SvgAxis& x, const SvgAxis& y, const DisplayUnit& x_unit, const DisplayUnit& y_unit) {
  std::string out;
  for (const double v : x.ticks()) {
    out += svg_line(x.at(v), kTop, x.at(v), kBottom, "class=\"grid\"") +
           svg_text(x.at(v), kBottom + 18, "middle", fmt::format("{:.4g}", v / x_unit.size));
  }
  for (const double v : y.ticks()) {
    out += svg_line(kLeft, y.at(v), kRight, y.at(v), "class=\"grid\"") +
           svg_text(kLeft - 8, y.at(v) + 4, "end", fmt::format("{:.4g}", v / y_unit.size));
  }
  return out;
}

std::string legend(const SweepPage& page) {
  struct Entry {
    PointClass standing;
    std::string_view mark;
    double left;
    std::string_view look;
  };
  constexpr std::array kEntries{
      Entry{PointClass::front, kRing, 3, "front"}, Entry{PointClass::possible, kDiamond, 4, "possible"},
      Entry{PointClass::dominated, kDot, 0, "dominated"}, Entry{PointClass::beyond_limit, kRing, 3, "beyond"}};
  constexpr double kEntryWidth = 150;
  std::string out;
  double at = kLeft;
  for (const Entry& entry : kEntries) {
    const auto count = std::ranges::count(page.classes, entry.standing);
    if (count > 0) {
      out += marks({{at + 5, 14}}, entry.mark, entry.left, entry.look) +
             svg_text(at + 16, 18, "start",
                      fmt::format("{}: {}", kPointClassNames[static_cast<std::size_t>(entry.standing)], count));
      at += kEntryWidth;
    }
  }
  return out;
}

}  // namespace

std::string front_finding(const SweepPage& page, std::size_t x_objective, std::size_t y_objective) {
  std::string out = fmt::format("The front has {} points of {}", std::ranges::count(page.classes, PointClass::front),
                                page.ids.size());
  for (const std::size_t objective : {x_objective, y_objective}) {
    const Metric& metric = metric_of(page, objective);
    SvgAxis ends;
    for (std::size_t i = 0; i < page.ids.size(); ++i) {
      if (page.classes[i] == PointClass::front && metric.values[i]) {
        ends.add({metric.values[i]->value, metric.values[i]->value, metric.values[i]->value});
      }
    }
    if (ends.low <= ends.high) {
      out += fmt::format("{} {} from {} to {}", objective == x_objective ? ":" : ",", metric.name,
                         value_text(ends.low, metric.unit), value_text(ends.high, metric.unit));
    }
  }
  return out;
}

std::string front_svg(const SweepPage& page, std::size_t x_objective, std::size_t y_objective) {
  const Metric& mx = metric_of(page, x_objective);
  const Metric& my = metric_of(page, y_objective);
  const SvgAxis x = axis_of(page, mx, kLeft, kRight);
  const SvgAxis y = axis_of(page, my, kBottom, kTop);
  if (!(x.low < x.high) || !(y.low < y.high)) {
    return "";
  }
  const DisplayUnit x_unit = display_unit(mx.unit, x.high);
  const DisplayUnit y_unit = display_unit(my.unit, y.high);
  const auto drawn = [&](PointClass wanted, std::string_view mark, double left, std::string_view look) {
    return marks(pixels_of(page, wanted, mx, my, x, y), mark, left, look);
  };
  std::string out = fmt::format("<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", kWidth,
                                kHeight, escape_html(front_finding(page, x_objective, y_objective)));
  out += grid(x, y, x_unit, y_unit) + legend(page);
  out += svg_text((kLeft + kRight) / 2, kBottom + 42, "middle",
                  axis_title(mx, x_unit, page.objectives[x_objective].maximise));
  out += svg_text(8, kTop - 12, "start", axis_title(my, y_unit, page.objectives[y_objective].maximise));
  out += drawn(PointClass::dominated, kDot, 0, "dominated") + drawn(PointClass::beyond_limit, kRing, 3, "beyond") +
         drawn(PointClass::possible, kDiamond, 4, "possible") + front_points(page, mx, my, x, y);
  return out + "</svg>\n";
}

}  // namespace lmulsim::report::sweep
