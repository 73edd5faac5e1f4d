// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What pictures of numbers are made of.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "cost/band.hpp"

namespace lmulsim::report {

/// Values between two pixels, with some room at both ends.
struct SvgAxis {
  double from = 0;
  double to = 0;
  bool logarithmic = false;  ///< then every value is above zero
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();

  void add(const cost::Band& band);
  /// Called once, when every band is in.
  void widen();
  [[nodiscard]] double at(double value) const;
  /// Round values on the axis.
  [[nodiscard]] std::vector<double> ticks() const;
};

/// `look` is attributes: a stroke, a class.
[[nodiscard]] std::string svg_line(double x0, double y0, double x1, double y1, std::string_view look);

/// `anchor` is start, middle or end; `more` further attributes.
[[nodiscard]] std::string svg_text(double x, double y, std::string_view anchor, std::string_view words,
                                   std::string_view more = "");

}  // namespace lmulsim::report
