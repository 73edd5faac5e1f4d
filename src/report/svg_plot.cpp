// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/svg_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html.hpp"

namespace lmulsim::report {
namespace {

constexpr int kTicks = 5;
constexpr double kRoom = 0.06;  ///< beyond the outermost values, of the axis

/// Round steps of 1, 2 or 5 times a power of ten, about kTicks of them.
double step_of(double range) {
  const double rough = range / kTicks;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double digit = rough / power;
  return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
}

std::vector<double> linear_ticks(double low, double high) {
  std::vector<double> out;
  const double step = step_of(high - low);
  for (double k = std::ceil(low / step); k * step <= high; ++k) {
    out.push_back(k * step + 0.0);  // no -0
  }
  return out;
}

std::vector<double> logarithmic_ticks(double low, double high) {
  const bool few = high / low < 1000;
  std::vector<double> out;
  for (double power = std::pow(10, std::floor(std::log10(low))); power <= high; power *= 10) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      if (digit * power >= low && digit * power <= high && (few || digit == 1)) {
        out.push_back(digit * power);
      }
    }
  }
  return out;
}

}  // namespace

void SvgAxis::add(const cost::Band& band) {
  low = std::min(low, band.low);
  high = std::max(high, band.high);
}

void SvgAxis::widen() {
  if (logarithmic) {
    const double room = high > low ? std::pow(high / low, kRoom) : 2;
    low /= room;
    high *= room;
    return;
  }
  const double room = high > low ? kRoom * (high - low) : std::max(1.0, std::abs(high)) / 2;
  low -= room;
  high += room;
}

double SvgAxis::at(double value) const {
  const double share = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
  return from + share * (to - from);
}

std::vector<double> SvgAxis::ticks() const {
  std::vector<double> out = logarithmic ? logarithmic_ticks(low, high) : std::vector<double>();
  return out.size() < 2 ? linear_ticks(low, high) : out;
}

std::string svg_line(double x0, double y0, double x1, double y1, std::string_view look) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x0, y0, x1, y1, look);
}

std::string svg_text(double x, double y, std::string_view anchor, std::string_view words, std::string_view more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     escape_html(words));
}

}  // namespace lmulsim::report
